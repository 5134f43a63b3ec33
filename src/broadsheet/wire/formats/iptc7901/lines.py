"""The lines of a message: head with notes, headline and byline, then text, then what is not for readers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Final

import msgspec

from broadsheet.kernel.language import shorten
from broadsheet.wire import markup, phrases
from broadsheet.wire.text import one_line, visible

_CLOSING: Final = re.compile(r"^[a-z-]{2,8}(?: [a-zäöüß0-9/]{1,12}){1,8}$")
"""The editors' signs at the end, as in `noa ab/cd yyzz a1 xy`."""
_NOTE: Final = re.compile(r"^\((.*)\)$", re.DOTALL)
_SIGNALS: Final = {
    "berichtigung": "correction",
    "korr": "correction",
    "correction": "correction",
    "eil": "breaking",
    "update": "update",
    "neu": "update",
}
_LONGEST: Final = 300
"""A headline may go over several lines."""
_SHORT: Final = 80
"""A paragraph of one line that ends without a mark is a subhead, if it is no longer."""


class Text(msgspec.Struct, frozen=True, kw_only=True):
    headline: str
    byline: str
    genre: str
    lead: str
    place: str
    body_html: str
    signals: tuple[str, ...]
    update_reason: str
    internal_notes: tuple[str, ...]
    speaks_of_embargo: bool


def read(text: str) -> Text:
    lines = [line.rstrip() for line in visible(text).split("\n")]
    head, rest = _head(lines)
    open_, closed = _apart(rest)
    notes, titles = _notes(head)
    bylines = [title for title in titles if phrases.BYLINE.match(title)]
    slugs = [title for title in titles if title.endswith("/")]
    headline = shorten(" ".join(title for title in titles if title not in (*bylines, *slugs)), _LONGEST)
    paragraphs = _paragraphs(open_)
    lead = _plain(paragraphs[0]) if _leads(paragraphs) else ""
    return Text(
        headline=headline,
        byline=next(iter(bylines), ""),
        genre=next((note for note in notes if not _signal(note) and len(note) < 30), ""),
        lead=lead,
        place=_place(paragraphs),
        body_html="".join(_blocks(paragraphs[1:] if lead else paragraphs)),
        signals=tuple(dict.fromkeys(filter(None, map(_signal, notes)))),
        update_reason="\n".join(note for note in notes if _signal(note) == "correction" and len(note) > 30),
        internal_notes=tuple(filter(None, ["\n".join(closed).strip()])),
        speaks_of_embargo=any(map(phrases.EMBARGO.search, [*head, *open_[:12]])),
    )


def _head(lines: list[str]) -> tuple[list[str], list[str]]:
    """All lines to the one that ends with `=`; without one, those before the dateline or a blank line."""
    end = next((at for at, line in enumerate(lines[:40]) if line.endswith("=")), None)
    if end is not None:
        return [*lines[:end], lines[end].rstrip("= ")], lines[end + 1 :]
    blank = next(
        (
            at
            for at, line in enumerate(lines)
            if any(lines[:at]) and (not line or phrases.DATELINE.match(line.strip()))
        ),
        len(lines),
    )
    return lines[:blank], lines[blank:]


def _apart(lines: list[str]) -> tuple[list[str], list[str]]:
    """What readers may see, and what begins with the first line that says otherwise."""
    at = next((at for at, line in enumerate(lines) if phrases.NOT_FOR_READERS.search(line)), None)
    if at is not None:
        return lines[:at], lines[at:]
    end = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].strip()), -1)
    if end > 0 and _CLOSING.match(lines[end].strip()):
        return lines[:end], lines[end:]
    return lines, []


def _notes(head: list[str]) -> tuple[list[str], list[str]]:
    """What stands in brackets, over several lines too, and what does not."""
    notes: list[str] = []
    titles: list[str] = []
    open_ = ""
    for line in filter(None, (one_line(line) for line in head)):
        open_ = f"{open_} {line}".strip() if open_ or line.startswith("(") else ""
        if not open_:
            titles.append(line)
        elif found := _NOTE.match(open_):
            notes.append(one_line(found[1]))
            open_ = ""
    return notes, [*titles, *filter(None, [open_])]


def _signal(note: str) -> str:
    word = re.split(r"[\W\d_]", note.casefold(), maxsplit=1)[0]
    return _SIGNALS.get(word, "")


def _paragraphs(lines: list[str]) -> list[list[str]]:
    """Parted by blank lines, or by an indent where there are none."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        is_new = not line.strip() or (line.startswith("  ") and not line.lstrip().startswith("|"))
        if is_new and paragraphs[-1]:
            paragraphs.append([])
        if line.strip():
            paragraphs[-1].append(line.strip())
    return [each for each in paragraphs if each]


def _leads(paragraphs: list[list[str]]) -> bool:
    """Whether the first paragraph is a teaser before the dateline."""
    return (
        len(paragraphs) > 1
        and not phrases.DATELINE.match(_plain(paragraphs[0]))
        and bool(_place(paragraphs[1:2]))
    )


def _place(paragraphs: list[list[str]]) -> str:
    found = filter(None, (phrases.DATELINE.match(_plain(each)) for each in paragraphs[:2]))
    return next((match[1] for match in found), "")


def _plain(paragraph: list[str]) -> str:
    return one_line(" ".join(paragraph))


def _blocks(paragraphs: list[list[str]]) -> Iterator[str]:
    for paragraph in paragraphs:
        if all(line.startswith("|") for line in paragraph):
            yield _table(paragraph)
        elif _is_subhead(paragraph):
            yield f"<h2>{escape(_plain(paragraph), quote=False)}</h2>"
        else:
            words = phrases.DATELINE.sub("", _plain(paragraph))
            yield markup.safe_text(words)


def _is_subhead(paragraph: list[str]) -> bool:
    words = _plain(paragraph)
    return len(paragraph) == 1 and len(words) <= _SHORT and words[-1] not in '.:;,!?“”"»«)=' and " " in words


def _table(lines: list[str]) -> str:
    rows = [[escape(cell.strip(), quote=False) for cell in line.strip("| ").split("|")] for line in lines]
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tbody>{body}</tbody></table>"
