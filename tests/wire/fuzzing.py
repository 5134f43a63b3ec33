"""Samples of every format, damaged as transport and malice do it; the same ones for the same seed."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from lxml import etree

from tests.wire import noa

SAMPLES: dict[str, bytes] = {
    "dpa": noa.as_bytes(noa.digitalwires()),
    "ninjs 1": noa.as_bytes(noa.ninjs1()),
    "ninjs 2": noa.as_bytes(noa.ninjs2()),
    "ninjs 3": noa.as_bytes(noa.ninjs3()),
    "JSON Feed": noa.as_bytes(noa.JSON_FEED),
    "NewsML-G2": noa.newsml_g2().encode(),
    "NewsML 1": noa.newsml_1().encode(),
    "NITF": noa.nitf().encode(),
    "RSS": noa.RSS.encode(),
    "Atom": noa.ATOM.encode(),
    "IPTC 7901": noa.iptc7901(),
    "ANPA 1312": noa.anpa1312(),
    "iCalendar": noa.ICS.encode(),
    "mail": noa.mail(
        attached=f"--teil\nContent-Type: message/rfc822\n\n{noa.mail(html='<p>Innen</p>').decode()}"
    ),
    "picture": noa.picture(release="20261114"),
}
ODD: tuple[Any, ...] = (
    None, True, -1, 0, 10**30, 1e308, "", " ", "\0", "\ud7ff\u202e", "x" * 3000, "2026-02-30",
    "0000-00-00T00:00:00Z", "2026-11-14T09:10:00+99:99", "<p>", "<script>", "&#0;", [], {}, [[]], [None],
    [{}], {"value": None}, "canceled",
)  # fmt: skip
FIELDS: tuple[bytes, ...] = (
    b"", b"<@>", b"<[a@b>", b'"', b"=?utf-8?b?x", b"a b@c", b"multipart/mixed", b"message/rfc822",
    b'text/html; charset="', b"text/plain; charset=utf-8\0", b"(((", b"a;b=;c*0*=x", b"x*=utf-8''%ff",
    b"base64",
)  # fmt: skip
"""What fields of a mail may say."""
_TAG = re.compile(rb"<[^<>]{1,200}>")
_CHARSETS = ("utf-16", "utf-16-be", "utf-32", "latin-1", "cp1252", "cp437", "iso2022_jp", "utf-7", "koi8-r")

Mutate = Callable[[random.Random, bytes], bytes]


def mutated(seed: int, count: int) -> Iterator[tuple[str, bytes]]:
    """So many damaged files, each with what it was made of."""
    chance = random.Random(seed)  # noqa: S311  # the same for everybody
    for number in range(count):
        name = list(SAMPLES)[number % len(SAMPLES)]
        data, ways = SAMPLES[name], []
        for _ in range(chance.choice((1, 1, 1, 2, 3))):
            way = chance.choice(_ways(name))
            data = way(chance, data)
            ways.append(way.__name__)
        yield f"{number} {name}: {', '.join(ways)}", data


def _ways(name: str) -> list[Mutate]:
    """Those that know the format's structure count more than those that know bytes alone."""
    blind: list[Mutate] = [bits, cut, splice, repeat_piece, transcode, sprinkle, drop_piece]
    if SAMPLES[name][:1] == b"{":
        return [*blind, *[json_value] * 4, *[json_key] * 2]
    if SAMPLES[name][:1] == b"<":
        return [*blind, repeat_tag, *[xml_text] * 3, *[xml_attribute] * 2, *[xml_move] * 2]
    return [*blind, *[lines] * 4, *([field] * 6 if name == "mail" else [])]


def bits(chance: random.Random, data: bytes) -> bytes:
    found = bytearray(data or b"\0")
    for _ in range(chance.choice((1, 2, 8, 64))):
        found[chance.randrange(len(found))] ^= 1 << chance.randrange(8)
    return bytes(found)


def cut(chance: random.Random, data: bytes) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] if chance.random() < 0.8 else data[at:]


def splice(chance: random.Random, data: bytes) -> bytes:
    other = chance.choice(list(SAMPLES.values()))
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]


def _piece(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 10, 100)))


def repeat_piece(chance: random.Random, data: bytes) -> bytes:
    start, end = _piece(chance, data)
    return data[:start] + data[start:end] * chance.choice((2, 50, 1000)) + data[end:]


def drop_piece(chance: random.Random, data: bytes) -> bytes:
    start, end = _piece(chance, data)
    return data[:start] + data[end:]


def sprinkle(chance: random.Random, data: bytes) -> bytes:
    start, _ = _piece(chance, data)
    odd = (
        b"\0",
        b"\r",
        b"\n\n",
        b"\x1b(K",
        b"\x01\x02\x03\x04",
        b"=?utf-8?q?=ff?=",
        b"--",
        b"%",
        b"\xff\xfe",
    )
    return data[:start] + chance.choice(odd) * chance.choice((1, 3)) + data[start:]


def transcode(chance: random.Random, data: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(_CHARSETS), "replace")


def field(chance: random.Random, data: bytes) -> bytes:
    """One of a mail's or a part's fields says something that it never should."""
    found = data.split(b"\n")
    fields = [at for at, line in enumerate(found) if b": " in line]
    if fields:
        at = chance.choice(fields)
        found[at] = found[at].partition(b":")[0] + b": " + chance.choice(FIELDS) + chance.choice(FIELDS)
    return b"\n".join(found)


def lines(chance: random.Random, data: bytes) -> bytes:
    """Lines that are missing, twice, in another order, or hold something else behind the colon."""
    found = data.split(b"\n")
    at = chance.randrange(len(found))
    match chance.randrange(4):
        case 0:
            del found[at]
        case 1:
            found.insert(at, chance.choice(found))
        case 2:
            chance.shuffle(found)
        case _:
            odd = str(chance.choice(ODD)).encode("utf-8", "replace")
            found[at] = found[at].partition(b":")[0] + b":" + odd
    return b"\n".join(found)


def repeat_tag(chance: random.Random, data: bytes) -> bytes:
    tags = list(_TAG.finditer(data))
    if not tags:
        return data
    tag = chance.choice(tags)
    return data[: tag.start()] + tag[0] * chance.choice((2, 10, 300)) + data[tag.end() :]


def _json(chance: random.Random, data: bytes, change: Callable[[list[Any] | dict[str, Any]], None]) -> bytes:
    try:
        loaded = json.loads(data)
    except (ValueError, RecursionError):
        return bits(chance, data)
    holders = [each for each in _holders(loaded) if each]
    if holders:
        change(chance.choice(holders))
    return json.dumps(loaded).encode()


def _holders(value: Any) -> Iterator[list[Any] | dict[str, Any]]:
    if isinstance(value, dict | list):
        yield value
        for each in value.values() if isinstance(value, dict) else value:
            yield from _holders(each)


def json_value(chance: random.Random, data: bytes) -> bytes:
    def change(holder: list[Any] | dict[str, Any]) -> None:
        key: Any = chance.randrange(len(holder)) if isinstance(holder, list) else chance.choice(list(holder))
        wrapped = ([holder[key]], {"value": holder[key]}, *ODD)
        holder[key] = chance.choice(wrapped)

    return _json(chance, data, change)


def json_key(chance: random.Random, data: bytes) -> bytes:
    def change(holder: list[Any] | dict[str, Any]) -> None:
        if isinstance(holder, list):
            holder.extend(holder * chance.choice((1, 30)))
            return
        key = chance.choice(list(holder))
        holder[chance.choice([*holder, "", "version", "type", "uri", "embargoed", "associations"])] = holder[
            key
        ]
        if chance.random() < 0.5:
            holder.pop(key, None)

    return _json(chance, data, change)


def _xml(chance: random.Random, data: bytes, change: Callable[[etree._Element], None]) -> bytes:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return bits(chance, data)
    change(chance.choice(list(root.iter(etree.Element))))
    return etree.tostring(root, encoding="utf-8")


def _odd_text(chance: random.Random) -> str:
    return re.sub("[\0-\x08\ufffe]", "", str(chance.choice(ODD)))


def xml_text(chance: random.Random, data: bytes) -> bytes:
    return _xml(chance, data, lambda element: setattr(element, "text", _odd_text(chance)))


def xml_attribute(chance: random.Random, data: bytes) -> bytes:
    def change(element: etree._Element) -> None:
        for name in list(element.attrib) or ["version"]:
            if chance.random() < 0.5:
                element.set(name, _odd_text(chance))
            else:
                element.attrib.pop(name, None)

    return _xml(chance, data, change)


def xml_move(chance: random.Random, data: bytes) -> bytes:
    """An element that stands somewhere else, twice, or not at all."""

    def change(element: etree._Element) -> None:
        parent = element.getparent()
        if parent is None:
            return
        root = element.getroottree().getroot()
        target = chance.choice([each for each in root.iter(etree.Element) if each not in set(element.iter())])
        if chance.random() < 0.5:
            target.append(deepcopy(element))
        if chance.random() < 0.7:
            parent.remove(element)

    return _xml(chance, data, change)
