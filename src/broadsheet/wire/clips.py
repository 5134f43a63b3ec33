"""Clips: other people's pages, kept to be quoted. Whose words stand in a text of ours is found again here.

Of each clip every twelfth run of twelve words is kept as a number. Whatever copies 23 words in a row holds
one of these runs whole, wherever it begins; so a look at all clips costs a few indexed questions.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Final

import msgspec

from broadsheet.wire import markup, models
from broadsheet.wire.item import WireItem

RUN: Final = 12
"""Words of which one number is kept."""
SURE: Final = 2 * RUN - 1
"""So many words in a row are found for certain."""
_WORD: Final = re.compile(r"\w+")
_MOST_WORDS: Final = 20_000
_MOST_CLIPS: Final = 20
_AT_ONCE: Final = 400

Words = Sequence[str]


class Shared(msgspec.Struct, frozen=True):
    """Words in a row that a text shares with a clip."""

    clip: models.Item
    words: int
    text: str
    """How it begins, in small letters."""


def words_of(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def text_of(wire: WireItem) -> str:
    return "\n".join(filter(None, (wire.lead, markup.text_of(wire.body_html))))


def keep(item: models.Item, wire: WireItem) -> None:
    """The numbers by which the clip's words are found; in the caller's transaction."""
    models.ClippedRun.objects.filter(item=item).delete()
    words = words_of(text_of(wire))[:_MOST_WORDS]
    runs = {_number(words[at : at + RUN]) for at in range(0, len(words) - RUN + 1, RUN)}
    models.ClippedRun.objects.bulk_create([models.ClippedRun(item=item, hash=run) for run in sorted(runs)])


def any_kept() -> bool:
    return models.ClippedRun.objects.exists()


def shared(words: Words, ours: Words = (), least: int = SURE) -> list[Shared]:
    """Where `words` stand in clips, `least` of them in a row or more.

    What stands in `ours` as well, such as the agency copy that a story was made of, is nobody else's.
    """
    words = words[:_MOST_WORDS]
    free = _runs(ours)
    found = []
    for clip in _candidates(words):
        theirs = _runs(words_of(text_of(clip.wire_item))) - free
        found += [
            Shared(clip, length, " ".join(words[at : at + RUN]))
            for at, length in _stretches(words, theirs)
            if length >= least
        ]
    return found


def _candidates(words: Words) -> list[models.Item]:
    """Clips that have one of the runs, those with the most first."""
    numbers = sorted({_number(words[at : at + RUN]) for at in range(len(words) - RUN + 1)})
    hits: Counter[str] = Counter()
    for at in range(0, len(numbers), _AT_ONCE):
        some = models.ClippedRun.objects.filter(hash__in=numbers[at : at + _AT_ONCE])
        hits.update(some.values_list("item_id", flat=True))
    likeliest = [pk for pk, _count in hits.most_common(_MOST_CLIPS)]
    known = models.Item.objects.in_bulk(likeliest) if likeliest else {}
    return [known[pk] for pk in likeliest]


def _runs(words: Words) -> set[tuple[str, ...]]:
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def _stretches(words: Words, theirs: Collection[tuple[str, ...]]) -> Iterator[tuple[int, int]]:
    """Beginning and length, in words, of what is theirs."""
    places = (at for at in range(len(words) - RUN + 1) if tuple(words[at : at + RUN]) in theirs)
    for _key, group in groupby(enumerate(places), key=lambda each: each[1] - each[0]):
        followed = [at for _number_, at in group]
        yield followed[0], len(followed) + RUN - 1


def _number(words: Words) -> int:
    digest = hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)
