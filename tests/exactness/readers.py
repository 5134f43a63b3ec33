"""What readers can come to: every link in every file, and every word that is in none of them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from broadsheet.ledger import codec, state
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


def leaks(files: Mapping[str, bytes], words: Iterable[str]) -> list[str]:
    """Which of these words stand in a file, but in no record that is published now."""
    published = b"".join(_records())
    hidden = [word for word in words if word.encode() not in published]
    plain = {name: name.encode() + data for name, data in files.items() if name.endswith(_TEXT)}
    return [f"{name}: {word}" for name, data in plain.items() for word in hidden if word.encode() in data]


def leaks_below(folder: Path, words: Iterable[str]) -> list[str]:
    """The same for everything in a site's folder that others may read, in whatever form.

    What an address says, or once said, is no secret: it answers for ever.
    """
    open_to_all = b"".join(_records()).lower() + "".join(state.left_paths()).encode()
    hidden = {word: word for word in words if word.lower().encode() not in open_to_all}
    return oracle.leaks(folder, Planted(hidden), besides=PRIVATE)


def _records() -> Iterator[bytes]:
    for _, record in state.assets():
        if record is not None:
            yield codec.encode(record)
