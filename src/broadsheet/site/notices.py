"""Corrections and retractions of the whole site, found without reading an archive through."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from operator import attrgetter

import msgspec

from broadsheet.ledger import lists
from broadsheet.ledger.entries import Place
from broadsheet.press.reader import Reader
from broadsheet.site import months
from broadsheet.site.facets import NOTICE, STORY_CORRECTIONS
from broadsheet.site.house import House
from broadsheet.site.moments import Moment
from broadsheet.site.months import Month
from broadsheet.site.newsroom import Newsroom


class Word(msgspec.Struct, frozen=True, kw_only=True):
    """One correction or retraction."""

    id: str
    """Stays when the story's address changes; also its anchor on the page of its month."""
    at: datetime
    moment: Moment
    kind: str
    """`correction` or `retraction`: a key of the catalogue below `notices`."""
    headline: str
    path: str
    """Empty for what was taken back."""
    language: str
    text: str


def newest(newsroom: Newsroom, limit: int) -> list[Word]:
    """The latest first. Of other languages' homes nothing."""
    reader, found = newsroom.reader, list[Word]()
    for ordinal in count(1):
        places = reader.newest(newsroom.house.corrections(ordinal), limit)
        found += _corrections(newsroom, places, ordinal)
        if not places:
            break
    found += _retractions(newsroom, reader.newest(lists.NOTICES, limit))
    return _latest_first(found)[:limit]


def of_month(newsroom: Newsroom, month: Month) -> list[Word]:
    """The latest first. What happens after the month changes nothing of what is read here."""
    reader, house = newsroom.reader, newsroom.house
    low, high = months.bounds(month, house.calendar)
    found = list(_retractions(newsroom, reader.between(lists.NOTICES, low, high)))
    for ordinal in count(1):
        name = house.corrections(ordinal)
        if not reader.newest(name, 1, below=high):
            # A story's third correction comes after its second: there is none before the month's end.
            break
        found += _corrections(newsroom, reader.between(name, low, high), ordinal)
    return _latest_first(found)


def months_of(reader: Reader, house: House) -> list[Month]:
    """In which there are any, the latest first."""
    found = set(months.months_of(reader, lists.NOTICES, house.calendar))
    for ordinal in count(1):
        of_these = set(months.months_of(reader, house.corrections(ordinal), house.calendar))
        if not of_these:
            return sorted(found, reverse=True)
        found |= of_these
    raise AssertionError("count() ends with the lists")


def _corrections(newsroom: Newsroom, places: list[Place], ordinal: int) -> Iterator[Word]:
    for place in places:
        story = newsroom.reader.read(STORY_CORRECTIONS, place.asset)
        if story is not None:
            correction = story.corrections[ordinal - 1]
            yield Word(
                id=f"{place.asset.replace(':', '-')}-{ordinal}",
                at=correction.at,
                moment=newsroom.house.calendar.moment(correction.at),
                kind="correction",
                headline=story.headline,
                path=story.path,
                language=story.language,
                text=correction.text,
            )


def _retractions(newsroom: Newsroom, places: list[Place]) -> Iterator[Word]:
    """Whatever the language of what was taken back: the newsroom's word on it is in the main one."""
    house = newsroom.house
    for place in places:
        notice = newsroom.reader.read(NOTICE, place.asset)
        if notice is not None:
            yield Word(
                # Not by the story's id: a retraction may be about words that its address has.
                id=f"retraction-{lists.moment_key(notice.at)}",
                at=notice.at,
                moment=house.calendar.moment(notice.at),
                kind="retraction",
                headline=notice.headline,
                path="",
                language=house.main.language,
                text=notice.text,
            )


def _latest_first(words: list[Word]) -> list[Word]:
    return sorted(words, key=attrgetter("at", "headline", "id"), reverse=True)
