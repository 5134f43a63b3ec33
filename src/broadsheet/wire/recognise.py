"""From bytes to parsed items: which format it is, and what the format makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final, Protocol

from broadsheet.wire import json_input
from broadsheet.wire.config import WireConfig
from broadsheet.wire.errors import ContentMissing, FormatUnknown, TooDeep, Unusable
from broadsheet.wire.formats import dpa_digitalwires
from broadsheet.wire.formats.ninjs import v1, v2, v3
from broadsheet.wire.item import Parsed


class Format(Protocol):
    """A module or package under `formats/`."""

    NAME: str

    def recognises(self, document: Mapping[str, Any]) -> bool: ...

    def parse(self, document: Mapping[str, Any], received: datetime) -> list[Parsed]:
        """Raises a subclass of Unusable."""
        ...


FORMATS: Final[tuple[Format, ...]] = (dpa_digitalwires, v3, v2, v1)


def read(data: bytes, config: WireConfig, received: datetime) -> Iterator[Parsed | Unusable]:
    """What is in a file, document by document; one that is unusable does not hide the others.

    Raises a subclass of Unusable if nothing can be told apart in `data` at all.
    """
    documents = _documents(json_input.load(data, config.max_depth))
    if not documents:
        raise ContentMissing("The file holds an empty list. Ask the agency.")
    for document in documents:
        try:
            yield from _format_of(document).parse(document, received)
        except Unusable as error:
            yield error
        except RecursionError:
            yield TooDeep(json_input.BEYOND_READING)


def _documents(loaded: Any) -> list[Any]:
    """A file is one document, a list of them, or a list under `entries`, as queues deliver it."""
    if isinstance(loaded, list):
        return loaded
    entries = loaded.get("entries") if len(loaded) == 1 else None
    return entries if isinstance(entries, list) else [loaded]


def _format_of(document: Any) -> Format:
    if isinstance(document, Mapping):
        for known in FORMATS:
            if known.recognises(document):
                return known
    names = ", ".join(known.NAME for known in FORMATS)
    raise FormatUnknown(f"No format recognises the document. Taken in are: {names}.")
