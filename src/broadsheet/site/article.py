"""A story's own part of its page."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from broadsheet.kernel.addresses import history_path
from broadsheet.kernel.language import Language, reading_minutes
from broadsheet.ledger.records import PullQuote, Quotation, Story
from broadsheet.site.corrections import Corrections, corrections, marks
from broadsheet.site.facets import Label
from broadsheet.site.house import House
from broadsheet.site.illustrations import Illustration
from broadsheet.site.machine import MachineSummary, summary
from broadsheet.site.moments import Moment
from broadsheet.site.newsroom import Byline, Newsroom, genre_label
from broadsheet.site.prose import Prose, opened, pictures_within, words_in
from broadsheet.site.sources import SourceLine, lines
from broadsheet.site.tongues import tongues
from broadsheet.site.views import Mark, View

_SIZES = "(min-width: 64rem) 50rem, 100vw"


class Translation(msgspec.Struct, frozen=True):
    language: Language
    path: str
    label: str
    """An invitation in the language of the story that is being read."""


class Article(msgspec.Struct, frozen=True, kw_only=True):
    """Everything between headline and the last correction, in the story's own language."""

    published: Moment
    updated: Moment | None
    minutes: int
    genre: str
    """The kind in readers' words, where it matters."""
    authors: tuple[Byline, ...]
    illustration: Illustration | None
    body: list[View]
    topics: list[Label]
    translations: list[Translation]
    corrections: Corrections | None
    history: str
    """The path of the page of earlier states; empty if they are not open."""
    lead_marks: tuple[Mark, ...]
    """What stands at the lead; a block has its own."""
    machine: MachineSummary | None = None
    """What of it AI made."""


def article(newsroom: Newsroom, story: Story) -> Article:
    house = newsroom.house.speaking(story.language)
    calendar = house.calendar
    at = marks(house, story)
    body = Prose(newsroom, _source_lines(newsroom, story)).views(story.body, _dateline(house, story), at)
    lead_marks = at["lead"] if story.lead and "lead" in at else ()
    marked = {mark.id for shown in (lead_marks, *(view.marks for view in opened(body))) for mark in shown}
    illustration = _illustration(newsroom, story)
    pictures = [*([illustration.picture] if illustration else []), *pictures_within(body)]
    return Article(
        published=calendar.moment(story.published),
        updated=calendar.moment(story.updated) if story.updated else None,
        minutes=reading_minutes(_words(story)),
        genre=genre_label(house.catalogue, story.genre),
        authors=newsroom.bylines(story.authors),
        illustration=illustration,
        body=body,
        machine=summary(house.catalogue, story.body, pictures),
        topics=newsroom.topics(story.topics),
        translations=list(_translations(newsroom, house, story)),
        corrections=corrections(house, story, marked),
        history=history_path(story.path, story.language) if story.earlier else "",
        lead_marks=lead_marks,
    )


def _source_lines(newsroom: Newsroom, story: Story) -> dict[str, SourceLine]:
    """None are looked for where no block refers to one: a source's other name then leaves feeds alone."""
    named = any(isinstance(block, PullQuote | Quotation) and block.source for block in story.body)
    return lines(newsroom, story) if named else {}


def _words(story: Story) -> int:
    return words_in(story.body, story.headline, story.lead)


def _illustration(newsroom: Newsroom, story: Story) -> Illustration | None:
    lead = story.picture
    return newsroom.illustration(lead.picture, _SIZES, lead.caption) if lead else None


def _translations(newsroom: Newsroom, house: House, story: Story) -> Iterator[Translation]:
    for language, path in tongues(newsroom.reader, story).items():
        if language != story.language:
            yield Translation(language, path, house.catalogue.text(f"translation.{language}"))


def _dateline(house: House, story: Story) -> str:
    """ "Berlin (dpa) –", or as much of it as is known."""
    text = house.catalogue.text
    if story.place and story.agency:
        return text("story.dateline_agency", place=story.place, agency=story.agency)
    if story.agency:
        return text("story.dateline_only_agency", agency=story.agency)
    return text("story.dateline", place=story.place) if story.place else ""
