"""Which lists a record stands in, and where.

A list is named by an equality (`section:3`, `topic:7`) and ordered by a sort key of
plain text, so that "the newest twenty" is an interval and one index finds both the
members and the readers of an interval.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import singledispatch

from broadsheet.kernel.language import Language
from broadsheet.ledger.campaigns import Campaign
from broadsheet.ledger.entries import Place
from broadsheet.ledger.keywords import keywords
from broadsheet.ledger.records import (
    OPINION_KINDS,
    AnyRecord,
    Correction,
    Notice,
    Page,
    Person,
    Section,
    Series,
    Story,
    Topic,
)

NEWS = "news"
"""Every story but advertorials; what "latest" means."""
ADVERTORIALS = "advertorials"
OPINION = "opinion"
NOTICES = "notices"
SECTIONS = "sections"
TOPICS = "topics"
PEOPLE = "people"
PAGES = "pages"
PODCASTS = "podcasts"

_ENDLESS = "9999"
_MOMENT = "%Y%m%dT%H%M%S%f"


def news(language: Language) -> str:
    """Of the stories in one language."""
    return f"news:{language}"


def section(section_id: str) -> str:
    return f"section:{section_id}"


def topic(topic_id: str) -> str:
    return f"topic:{topic_id}"


def person(person_id: str) -> str:
    return f"person:{person_id}"


def genre(name: str) -> str:
    return f"genre:{name}"


def word(keyword: str) -> str:
    """Of the stories that have the word among their few (see `keywords`)."""
    return f"word:{keyword}"


def series(series_id: str) -> str:
    """The episodes of a podcast."""
    return f"series:{series_id}"


def corrections(ordinal: str) -> str:
    """Of the stories that were corrected so often, each at the moment of that correction.

    `1` has the first correction of each corrected story, `2` the second of those that have two.
    So a correction has one place for good, and a month's corrections are a part of few lists.
    `de:1` is the same of the stories in one language.
    """
    return f"corrections:{ordinal}"


def advertising(place: str) -> str:
    """The campaigns for a place of a page, those that end last at the top."""
    return f"advertising:{place}"


def translations(story_id: str) -> str:
    """Of the story that was first; it is not in the list itself."""
    return f"translations:{story_id}"


def counterparts(section_id: str) -> str:
    """Of the sections in other languages that name this one as their counterpart."""
    return f"counterparts:{section_id}"


def moment_key(moment: datetime) -> str:
    """A moment as text that sorts as the moments do, to the microsecond."""
    return moment.astimezone(UTC).strftime(_MOMENT)


def moment_of(place: Place) -> datetime:
    """The moment with which a story's sort key begins."""
    written = place.sort.partition(":")[0]
    # ISO's own reader, which wants a point before the microseconds, is twenty times as fast as `strptime`.
    return datetime.fromisoformat(f"{written[:-6]}.{written[-6:]}+00:00")


def story_key(record: Story) -> str:
    """A story's place in every list of stories but that of the corrected ones."""
    return f"{moment_key(record.published)}:{record.id}"


def text_key(text: str) -> str:
    """A title as a sort key: case folded, cut to what a key may hold."""
    return text.casefold()[:200]


@singledispatch
def memberships(_record: AnyRecord) -> dict[str, str]:
    """List name to sort key, for every list that the record stands in."""
    return {}


@memberships.register
def _(record: Story) -> dict[str, str]:
    """Advertorials stand in lists of their own alone: no news list can hold one."""
    key = story_key(record)
    if record.genre == "advertorial":
        return {ADVERTORIALS: key}
    names = [NEWS, news(record.language), section(record.section), genre(record.genre)]
    names += [topic(each) for each in record.topics]
    names += [person(each) for each in record.authors]
    names += [word(each) for each in keywords(record)]
    names += [translations(record.translation_of)] if record.translation_of else []
    names += [series(record.series)] if record.series else []
    names += [OPINION] if record.genre in OPINION_KINDS else []
    return dict.fromkeys(names, key) | _corrections(record)


def _corrections(record: Story) -> dict[str, str]:
    result = {}
    for ordinal, each in enumerate(corrections_of(record), start=1):
        for name in (f"{ordinal}", f"{record.language}:{ordinal}"):
            result[corrections(name)] = f"{moment_key(each.at)}:{record.id}"
    return result


def corrections_of(record: Story) -> list[Correction]:
    """What is a correction and not an update, the oldest first."""
    found = (each for each in record.corrections if each.nature == "correction")
    return sorted(found, key=lambda each: each.at)


@memberships.register
def _(record: Section) -> dict[str, str]:
    key = f"{record.order:06}:{record.id}"
    return {SECTIONS: key, counterparts(record.counterpart): key} if record.counterpart else {SECTIONS: key}


@memberships.register
def _(record: Topic) -> dict[str, str]:
    return {TOPICS: f"{text_key(record.title)}:{record.id}"}


@memberships.register
def _(record: Person) -> dict[str, str]:
    return {PEOPLE: f"{text_key(record.name)}:{record.id}"}


@memberships.register
def _(record: Series) -> dict[str, str]:
    return {PODCASTS: f"{text_key(record.title)}:{record.id}"}


@memberships.register
def _(record: Page) -> dict[str, str]:
    return {PAGES: f"{record.role}:{text_key(record.title)}:{record.id}"}


@memberships.register
def _(record: Campaign) -> dict[str, str]:
    key = f"{moment_key(record.ends) if record.ends else _ENDLESS}:{record.id}"
    return {advertising(place): key for place in record.places}


@memberships.register
def _(record: Notice) -> dict[str, str]:
    return {NOTICES: f"{moment_key(record.at)}:{record.id}"}
