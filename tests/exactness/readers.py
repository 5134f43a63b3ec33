"""What readers can come to: every link in every file, and every word that is in none of them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from broadsheet.ledger import codec, journal, state
from tests.canary import oracle
from tests.canary.oracle import PRIVATE, Planted

_TEXT = (".html", ".xml", ".atom", ".json", ".txt")
_ATTRIBUTE = re.compile(r'\s(?:href|src|srcset|content|data-[a-z-]+)="([^"]*)"')
# Under whatever address the paper appears or appeared.
_ABSOLUTE = re.compile(r"https://[a-z]+\.example(/[^\s\"'<>\\)]*)")


def dead_links(files: Mapping[str, bytes]) -> list[str]:
    """Each link on this site that leads to no file; `files` as `public/…` and `answers/…`."""
    stand = {address_of(name) for name in files if name.startswith("public/")}
    return [
        f"{name}: {link}" for name, data in files.items() for link in sorted(links_in(name, data) - stand)
    ]


def address_of(name: str) -> str:
    """The path at which readers get a file."""
    path = "/" + name.partition("/")[2]
    if name.startswith("answers/"):
        path = path.removesuffix("index.json") if path.endswith("/index.json") else path.removesuffix(".json")
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def links_in(name: str, data: bytes) -> set[str]:
    """Paths on this site to which a file leads, without queries and fragments; not to itself."""
    if not name.endswith(_TEXT):
        return set()
    if not name.startswith("answers/"):
        return _links(data.decode())
    answer = json.loads(data)
    text = f' href="{answer["location"]}"' if "location" in answer else answer["body"]
    return _links(text) - {address_of(name)}


def _links(text: str) -> set[str]:
    links = set(_ABSOLUTE.findall(text))
    for value in map(html.unescape, _ATTRIBUTE.findall(text)):
        links |= {part.split(" ")[0] for part in value.split(", ") if part.startswith("/")}
    return {path for link in links if (path := re.split(r"[?#]", link)[0]) and not path.startswith("//")}


def leaks_below(folder: Path, words: Iterable[str], *, baked: bool = True) -> list[str]:
    """Which of these words stand in a site's folder where others may read, in whatever form, but in no
    record that is published now.

    What an address says, or once said, is no secret: it answers for ever. While something waits to
    be baked, all that was ever published may still stand there.
    """
    records = _records() if baked else _records_ever()
    open_to_all = b"".join(records).lower() + "".join(state.left_paths()).encode()
    hidden = {word: word for word in words if word.lower().encode() not in open_to_all}
    return oracle.leaks(folder, Planted(hidden), besides=PRIVATE)


def _records_ever() -> Iterator[bytes]:
    for entry in journal.entries():
        if entry.record is not None:
            yield codec.encode(entry.record)


def _records() -> Iterator[bytes]:
    for _, record in state.assets():
        if record is not None:
            yield codec.encode(record)
