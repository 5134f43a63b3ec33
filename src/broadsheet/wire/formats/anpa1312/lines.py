"""The lines of a message: `^` begins a line of the head, `<` ends one, a tab begins a paragraph."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from broadsheet.wire import markup, phrases
from broadsheet.wire.text import one_line, visible

_SLUG: Final = re.compile(r"^(?:[A-Z]{2}-{1,2}|[A-Z]+-[A-Z])\S*$")
"""As in `BC-Harbor-Lock`: wire services' own name of the story, over the headline."""
_RULE: Final = re.compile(r"^[_=*-]{3,}$")
_TYPOGRAPHY: Final = str.maketrans({"\x13": "", "\x14": "", "\x11": "", "\x12": "", "\x1f": ""})


class Text(msgspec.Struct, frozen=True, kw_only=True):
    headline: str
    byline: str
    lead: str
    place: str
    source: str
    body_html: str
    internal_notes: tuple[str, ...]
    speaks_of_embargo: bool


def read(text: str) -> Text:
    lines = visible(text.translate(_TYPOGRAPHY)).split("\n")
    open_, closed = _apart(lines)
    titles = [one_line(line.strip().strip("^<")) for line in open_ if line.lstrip().startswith("^")]
    titles = [title for title in titles if title and not _SLUG.match(title) and not _RULE.match(title)]
    bylines = [title for title in titles if phrases.BYLINE.match(title)]
    paragraphs = _paragraphs([line for line in open_ if not line.lstrip().startswith("^")])
    dateline = phrases.DATELINE.match(paragraphs[0]) if paragraphs else None
    words = [phrases.DATELINE.sub("", paragraph) for paragraph in paragraphs]
    return Text(
        headline=next((title for title in titles if title not in bylines), ""),
        byline=next(iter(bylines), ""),
        lead=next(iter(words), ""),
        place=_place(dateline[1]) if dateline else "",
        source=dateline[2] if dateline else "",
        body_html=markup.safe_text("\n\n".join(words)) if words else "",
        internal_notes=tuple(filter(None, [one_line(" ".join(closed))])),
        speaks_of_embargo=any(map(phrases.EMBARGO.search, open_[:20])),
    )


def _apart(lines: list[str]) -> tuple[list[str], list[str]]:
    """What readers may see, and notes: in the head a line, in the text all that follows."""
    open_: list[str] = []
    closed: list[str] = []
    for at, line in enumerate(lines):
        if not phrases.NOT_FOR_READERS.search(line.lstrip("^ \t")):
            open_.append(line)
        elif line.lstrip().startswith("^"):
            closed.append(line.strip().strip("^<"))
        else:
            return open_, [*closed, *lines[at:]]
    return open_, closed


def _paragraphs(lines: list[str]) -> list[str]:
    """A tab, three spaces or a blank line begins one."""
    paragraphs: list[list[str]] = [[]]
    for line in lines:
        if not line.strip() or line.startswith(("\t", "   ")):
            paragraphs.append([])
        paragraphs[-1].append(line.rstrip("<"))
    return list(filter(None, (one_line(" ".join(each)) for each in paragraphs)))


def _place(name: str) -> str:
    """Places stand in capitals; a state that follows does not."""
    return name.title() if name.isupper() else name
