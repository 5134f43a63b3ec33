"""Which pages readers ask for most, as far as the ledger tells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from broadsheet.ledger import state
from broadsheet.ledger.records import AnyRecord, Ranking
from broadsheet.press.recipe import Change, Hottest, Recipe


def hottest(standing: Sequence[Recipe], of_assets: Sequence[Recipe]) -> Hottest:
    """What is there in any case, such as home; then, of each section, the most read and the newest
    stories, what `of_assets` make."""

    def found(stories: int) -> Iterator[tuple[Recipe, str]]:
        for recipe in standing:
            yield from ((recipe, target) for target in recipe.standing())
        for asset, record in chain(_sections(), _stories(stories)):
            change = Change(asset, None, record)
            for recipe in of_assets:
                yield from ((recipe, target) for target in recipe.concerned(change))

    return found


def _sections() -> Iterator[tuple[str, AnyRecord]]:
    return ((f"section:{record.id}", record) for record in state.all_of("section"))


def _stories(limit: int) -> Iterator[tuple[str, AnyRecord]]:
    ranking = state.get("ranking:read")
    read = [f"story:{story}" for story in ranking.stories] if isinstance(ranking, Ranking) else []
    newest = (place.asset for place in state.places("news", limit=limit))
    return _published(dict.fromkeys(chain(read, newest)))


def _published(assets: Iterable[str]) -> Iterator[tuple[str, AnyRecord]]:
    for asset in assets:
        record = state.get(asset)
        if record is not None:
            yield asset, record
