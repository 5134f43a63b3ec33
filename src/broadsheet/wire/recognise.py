"""From bytes to parsed items: which format it is, and what the format makes of it.

Told by what is in a file, never by its name: an agency calls everything `.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Protocol, TypeVar

from lxml import etree

from broadsheet.wire import json_input, mail_input, xml_input
from broadsheet.wire.config import WireConfig
from broadsheet.wire.errors import ContentMissing, FileEmpty, FormatUnknown, TooDeep, Unusable
from broadsheet.wire.formats import (
    anpa1312,
    dpa_digitalwires,
    feeds,
    html_clip,
    icalendar,
    iptc7901,
    mail,
    newsml_1,
    newsml_g2,
    nitf,
    picture,
)
from broadsheet.wire.formats.feeds import json_feed
from broadsheet.wire.formats.ninjs import v1, v2, v3
from broadsheet.wire.item import Parsed

Document_contra = TypeVar("Document_contra", contravariant=True)


class Format(Protocol[Document_contra]):
    """A module or package under `formats/`."""

    NAME: str

    def recognises(self, document: Document_contra) -> bool: ...

    def parse(self, document: Document_contra, received: datetime) -> Sequence[Parsed | Unusable]:
        """Raises a subclass of Unusable for a document of which nothing can be used."""
        ...


JSON: Final[tuple[Format[Mapping[str, Any]], ...]] = (dpa_digitalwires, json_feed, v3, v2, v1)
XML: Final[tuple[Format[etree._Element], ...]] = (newsml_g2, newsml_1, nitf, feeds)
BYTES: Final[tuple[Format[bytes], ...]] = (picture, iptc7901, anpa1312, icalendar)
PAGES: Final[tuple[Format[bytes], ...]] = (html_clip,)
MAIL: Final[tuple[Format[mail_input.Letter], ...]] = (mail,)
NAMES: Final = tuple(known.NAME for family in (JSON, XML, BYTES, MAIL, PAGES) for known in family)

_MARKS: Final = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
"""By which UTF-8 and UTF-16 say what they are."""


def read(data: bytes, config: WireConfig, received: datetime) -> Iterator[Parsed | Unusable]:
    """What is in a file, document by document; one that is unusable does not hide the others.

    Raises a subclass of Unusable if nothing can be told apart in `data` at all.
    """
    match _beginning(data):
        case "{" | "[":
            for document in _documents(json_input.load(data, config.max_depth)):
                yield from _parsed(document, JSON, received, isinstance(document, Mapping))
        case "<" if html_clip.recognises(data):
            yield from _parsed(data, PAGES, received)
        case "<":
            yield from _parsed(xml_input.load(data.lstrip(), config.max_depth), XML, received)
        case "":
            raise FileEmpty("The file is empty. Fetch it again.")
        case _ if mail_input.is_mail(data):
            yield from _parsed(mail_input.load(data, config.mail_authority), MAIL, received)
        case _:
            yield from _parsed(data, BYTES, received)


def _beginning(data: bytes) -> str:
    """The first character that is to be seen."""
    head = data[:200]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"").decode("latin-1").lstrip()[:1] if data.strip() else ""


def _documents(loaded: Any) -> list[Any]:
    """A file is one document, a list of them, or a list under `entries`, as queues deliver it."""
    entries = loaded if isinstance(loaded, list) else loaded.get("entries") if len(loaded) == 1 else None
    documents: list[Any] = entries if isinstance(entries, list) else [loaded]
    if not documents:
        raise ContentMissing("The file holds an empty list. Ask the agency.")
    return documents


Document = TypeVar("Document")


def _parsed(
    document: Document, formats: Sequence[Format[Document]], received: datetime, is_one: bool = True
) -> Iterator[Parsed | Unusable]:
    try:
        known = next((each for each in formats if is_one and each.recognises(document)), None)
        if known is None:
            raise FormatUnknown(f"No format recognises the document. Taken in are: {', '.join(NAMES)}.")
        results = known.parse(document, received)
        if not results:
            raise ContentMissing("The document holds no item. Ask the agency.")
        yield from results
    except Unusable as error:
        yield error
    except RecursionError:
        yield TooDeep(json_input.BEYOND_READING)
