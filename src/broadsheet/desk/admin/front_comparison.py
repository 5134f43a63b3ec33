"""Two states of a front beside each other, for an editor whose colleague was faster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import msgspec
from django.utils.translation import gettext as _

from broadsheet.desk.admin.front_board import Block
from broadsheet.desk.models.blocks import LAYOUTS


class Compared(msgspec.Struct, frozen=True):
    """One line of one side."""

    words: str
    is_own: bool
    """The other side does not have it here."""
    is_container: bool


Sides = tuple[list[Compared], list[Compared]]


def compare(mine: Sequence[Block], theirs: Sequence[Block], rules: dict[str, str]) -> Sides:
    """`rules` says in words what each rule fills up with."""
    one, other = list(_lines(mine, rules)), list(_lines(theirs, rules))
    matcher = SequenceMatcher(a=one, b=other, autojunk=False)
    same = matcher.get_matching_blocks()
    shared_one = {block.a + each for block in same for each in range(block.size)}
    shared_other = {block.b + each for block in same for each in range(block.size)}
    return _marked(one, shared_one), _marked(other, shared_other)


def _marked(lines: list[tuple[str, bool]], shared: set[int]) -> list[Compared]:
    return [
        Compared(words, number not in shared, container) for number, (words, container) in enumerate(lines)
    ]


def _lines(blocks: Sequence[Block], rules: dict[str, str]) -> Iterator[tuple[str, bool]]:
    layouts = dict(LAYOUTS)
    for block in blocks:
        title = f" “{block.title}”" if block.title else ""
        yield f"{layouts.get(block.layout, block.layout)}{title}, {block.count}", True
        for story in block.stories:
            yield story.headline, False
        if block.rule:
            yield _("filled up with: %(rule)s") % {"rule": rules.get(block.rule, block.rule)}, False
        if block.text:
            yield block.text, False
