"""What readers can come to: every link in every file, and every word that is in none of them."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping

from broadsheet.ledger import codec, state
from tests.exactness.paper import ADDRESS

_TEXT = (".html", ".xml", ".atom", ".json", ".txt")
_ATTRIBUTE = re.compile(r'\s(?:href|src|srcset|content|data-[a-z-]+)="([^"]*)"')
_ABSOLUTE = re.compile(re.escape(ADDRESS) + r"(/[^\s\"'<>\\)]*)")


def dead_links(files: Mapping[str, bytes]) -> list[str]:
    """Each link on this site that leads to no file; `files` as `public/…` and `answers/…`."""
    stand = {_address(name) for name in files if name.startswith("public/")}
    found = []
    for name, text in _texts(files):
        own = _address(name) if name.startswith("answers/") else None
        found += [f"{name}: {link}" for link in sorted(_links(text) - stand - {own})]
    return found


def _address(name: str) -> str:
    path = "/" + name.partition("/")[2]
    if name.startswith("answers/"):
        path = path.removesuffix("index.json") if path.endswith("/index.json") else path.removesuffix(".json")
    return path.removesuffix("index.html") if path.endswith("/index.html") else path


def _texts(files: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    for name, data in files.items():
        if not name.endswith(_TEXT):
            continue
        if name.startswith("answers/"):
            answer = json.loads(data)
            yield name, f' href="{answer["location"]}"' if "location" in answer else answer["body"]
        else:
            yield name, data.decode()


def _links(text: str) -> set[str]:
    """Paths on this site, without queries and fragments."""
    links = set(_ABSOLUTE.findall(text))
    for value in map(html.unescape, _ATTRIBUTE.findall(text)):
        links |= {part.split(" ")[0] for part in value.split(", ") if part.startswith("/")}
    return {path for link in links if (path := re.split(r"[?#]", link)[0]) and not path.startswith("//")}


def leaks(files: Mapping[str, bytes], words: Iterable[str]) -> list[str]:
    """Which of these words stand in a file, but in no record that is published now."""
    published = b"".join(codec.encode(record) for _, record in state.assets() if record is not None)
    hidden = [word for word in words if word.encode() not in published]
    plain = {name: name.encode() + data for name, data in files.items() if name.endswith(_TEXT)}
    return [f"{name}: {word}" for name, data in plain.items() for word in hidden if word.encode() in data]
