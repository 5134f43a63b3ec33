"""What was changed from one text to another, for people to read: lines, and words within lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

_WORDS = re.compile(r"\S+\s*")


class Stretch(NamedTuple):
    change: Literal["same", "added", "removed"]
    text: str


Line = list[Stretch]


def compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """All lines of the newer text in order, with what was removed in its place."""
    for kind, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from ([Stretch("same", line)] for line in new[k:m])
        else:
            yield from _replaced(old[i:j], new[k:m])


def is_changed(line: Line) -> bool:
    return any(stretch.change != "same" for stretch in line)


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Line]:
    """Lines that replace each other are compared by words, the rest came or went as a whole."""
    for a, b in zip(old, new, strict=False):
        yield list(compared_words(a, b))
    yield from ([Stretch("removed", line)] for line in old[len(new) :])
    yield from ([Stretch("added", line)] for line in new[len(old) :])


def compared_words(old: str, new: str) -> Iterator[Stretch]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    for kind, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Stretch("same", "".join(a[i:j]))
            continue
        if i < j:
            yield Stretch("removed", "".join(a[i:j]))
        if k < m:
            yield Stretch("added", "".join(b[k:m]))
