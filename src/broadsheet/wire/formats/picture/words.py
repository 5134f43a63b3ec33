"""What IPTC's fields say, in XMP and in the older IIM block; where both speak, XMP counts
(IPTC Photo Metadata Standard 2023.2; IIM 4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec
import PIL.ImageFile
from lxml import etree
from PIL import IptcImagePlugin

from broadsheet.wire import xml_input
from broadsheet.wire.errors import Unusable
from broadsheet.wire.moments import basic_iso
from broadsheet.wire.nodes import local
from broadsheet.wire.text import many_lines, one_line

_MAX_DEPTH: Final = 64
_UTF_8: Final = b"\x1b%G"
_LISTS: Final = frozenset({"Bag", "Seq", "Alt"})

Value = tuple[str, ...]


class Words(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    title: str
    headline: str
    caption: str
    alt: str
    creator: str
    credit: str
    source: str
    copyright: str
    usage_terms: str
    place: str
    urgency: str
    changed: str
    """When the words were changed last, in ISO 8601; "" if no zone is known."""
    release: str
    keywords: tuple[str, ...]
    subjects: tuple[str, ...]
    instructions: tuple[str, ...]
    """For editors, not for readers."""


def read(image: PIL.ImageFile.ImageFile, warnings: list[str]) -> Words:
    xmp, iim = _xmp(image, warnings), _iim(image)

    def all_(name: str, dataset: str = "") -> Value:
        return xmp.get(name) or iim.get(dataset, ())

    def line(name: str, dataset: str = "") -> str:
        return one_line(next(iter(all_(name, dataset)), ""))

    return Words(
        id=line("DigImageGUID")
        or line("ImageSupplierImageID")
        or line("OriginalDocumentID")
        or line("DocumentID"),
        title=line("title", "2:05"),
        headline=line("Headline", "2:105"),
        caption=many_lines(next(iter(all_("description", "2:120")), "")),
        alt=one_line(next(iter(all_("AltTextAccessibility")), "")),
        creator=", ".join(map(one_line, all_("creator", "2:80"))),
        credit=line("Credit", "2:110"),
        source=line("Source", "2:115"),
        copyright=line("rights", "2:116"),
        usage_terms=many_lines(next(iter(all_("UsageTerms")), "")),
        place=line("City", "2:90") or line("Country", "2:101"),
        urgency=line("Urgency", "2:10"),
        changed=_with_zone(line("MetadataDate") or line("ModifyDate")),
        release=_released(iim, warnings),
        keywords=tuple(dict.fromkeys(map(one_line, all_("subject", "2:25")))),
        subjects=tuple(dict.fromkeys(map(one_line, all_("SubjectCode", "2:12")))),
        instructions=tuple(filter(None, map(many_lines, all_("Instructions", "2:40")))),
    )


def _xmp(image: PIL.ImageFile.ImageFile, warnings: list[str]) -> dict[str, Value]:
    """Properties by their local names; the first that is told of each."""
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    data = packet.encode() if isinstance(packet, str) else packet
    if not data.strip(b"\0 \n"):
        return {}
    try:
        root = xml_input.load(data.strip(b"\0 \n"), _MAX_DEPTH)
    except Unusable as error:
        warnings.append(f"The picture's XMP cannot be read: {error}")
        return {}
    found: dict[str, Value] = {}
    for description in root.iter("{*}Description"):
        for name, value in description.attrib.items():
            found.setdefault(local(name), (str(value),))
        for child in description.iterchildren(etree.Element):
            found.setdefault(local(child.tag), _values(child))
    return found


def _values(element: etree._Element) -> Value:
    """A list's members, in their order, the default language first; else the text."""
    container = next((each for each in element if local(each.tag) in _LISTS), None)
    if container is None:
        return tuple(filter(None, [(element.text or "").strip()]))
    members = sorted(container, key=lambda each: "x-default" not in each.attrib.values())
    return tuple(filter(None, ("".join(each.itertext()).strip() for each in members)))


def _iim(image: PIL.ImageFile.ImageFile) -> dict[str, Value]:
    """Datasets as `2:120`. What names no character set is UTF-8 or Windows-1252 (§ 1:90)."""
    found: Mapping[tuple[int, int], Any] = IptcImagePlugin.getiptcinfo(image) or {}
    utf_8 = found.get((1, 90)) == _UTF_8
    datasets = {}
    for (record, number), value in found.items():
        parts = value if isinstance(value, list) else [value]
        datasets[f"{record}:{number:02d}"] = tuple(_decoded(part, utf_8) for part in parts)
    return datasets


def _decoded(data: bytes, utf_8: bool) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("utf-8" if utf_8 else "cp1252", errors="replace")


def _with_zone(date: str) -> str:
    """Cameras write dates without a zone: such a one names no instant and is not used."""
    return date if date.endswith("Z") or "+" in date or "-" in date[10:] else ""


def _released(iim: Mapping[str, Value], warnings: list[str]) -> str:
    """Date and time of IIM, `20261114` and `180000+0100`; a date alone begins with its day in UTC."""
    date, time = "".join(iim.get("2:30", ())), "".join(iim.get("2:35", ()))
    if not date:
        return ""
    return basic_iso(f"{date}T{time or '000000+0000'}", warnings)
