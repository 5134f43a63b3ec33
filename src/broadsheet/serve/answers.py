"""Answers that are not plain files: moved and gone. The contract is docs/contracts/folders.md."""

from __future__ import annotations

from typing import Final, Literal
from urllib.parse import quote

import msgspec

from broadsheet.serve.errors import AnswerUnreadable
from broadsheet.serve.folder import Folder
from broadsheet.serve.replies import Reply, gone, moved

# Reserved and unreserved characters of RFC 3986 and the percent sign: all else is encoded.
_IN_LOCATIONS: Final = "/%:?#[]@!$&'()*+,;=~"


class Moved(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    status: Literal[301]
    location: str
    """A path on this host."""


class Gone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    status: Literal[410]
    body: str
    """A whole HTML document."""


def read_answer(folder: Folder, name: str) -> Reply | None:
    """What `name` in answers/ says; None if it is absent. Raises AnswerUnreadable."""
    file = folder.open(name)
    if file is None:
        return None
    with file:
        data = file.read()
    try:
        return _reply(data)
    except ValueError as error:
        raise AnswerUnreadable(
            f"{folder.path(name)} is no answer ({error}): bake again with 'broadsheet press bake --full'."
        ) from error


def _reply(data: bytes) -> Reply:
    if msgspec.json.decode(data, type=dict[str, object]).get("status") == 410:
        return gone(msgspec.json.decode(data, type=Gone).body)
    location = msgspec.json.decode(data, type=Moved).location
    if not _is_on_this_host(location):
        raise ValueError(f"{location!r} is no path on this host")
    return moved(quote(location, safe=_IN_LOCATIONS))


def _is_on_this_host(location: str) -> bool:
    """Browsers read `//x` and `/\\x` as another host."""
    return location.startswith("/") and location[1:2] not in ("/", "\\") and location.isprintable()
