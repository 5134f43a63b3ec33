"""Founds the demo newsroom at the desk, through the same acts that editors use.

Everything happens at its own time: the clock is set to when each story came out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile

from broadsheet.demo import accounts, agency_picture, content_files, sorting
from broadsheet.demo.content_files import Correction, Newsroom, Story
from broadsheet.demo.markup import Markup
from broadsheet.demo.studio import Drawn
from broadsheet.desk import drafts
from broadsheet.desk.acts.actor import System
from broadsheet.desk.acts.correct import Correct
from broadsheet.desk.acts.house import PublishHousePage, PublishIdentity
from broadsheet.desk.acts.open_history import OpenHistory
from broadsheet.desk.acts.people import PublishPerson
from broadsheet.desk.acts.publish import Publish
from broadsheet.desk.acts.save_media_file import SaveMediaFile
from broadsheet.desk.acts.sections import PublishSection
from broadsheet.desk.acts.series import PublishSeries
from broadsheet.desk.acts.sources import SaveSource
from broadsheet.desk.acts.topics import PublishTopic
from broadsheet.desk.models import (
    HousePage,
    MediaFile,
    Person,
    Picture,
    RelatedStory,
    SectionPage,
    Series,
    SiteIdentity,
    Source,
    StoryPage,
    Topic,
)
from broadsheet.kernel import clock
from broadsheet.kernel.language import Language
from broadsheet.wire import intake
from broadsheet.wire.config import WireConfig

DEMO = System("demo")
_FOUNDED_BEFORE = timedelta(days=560)
_BOOKED_FOR = timedelta(days=365)
_HOUSE_PAGES = {
    "de": {"imprint": ("impressum", "Impressum"), "privacy": ("datenschutz", "Datenschutz")},
    "en": {"imprint": ("imprint", "Imprint"), "privacy": ("privacy", "Privacy")},
}

Progress = Callable[[str], None]


class Founding:
    """One demo newsroom being made; `now` is the moment from which all ages count back."""

    def __init__(
        self, content: Newsroom, now: datetime, language: Language, drawn: Drawn, say: Progress
    ) -> None:
        self.content = content
        self.now = now
        self.language = language
        self.say = say
        self._drawn = drawn
        self.sections: dict[str, SectionPage] = {}
        self.topics: dict[str, Topic] = {}
        self.people: dict[str, Person] = {}
        self.pictures: dict[str, Picture] = {}
        self.media: dict[str, MediaFile] = {}
        self.podcasts: dict[str, Series] = {}
        self.stories: dict[str, StoryPage] = {}
        self.sources: dict[str, Source] = {}

    def found(self) -> None:
        """Makes everything but the stories."""
        with clock.using(clock.ManualClock(self.now - _FOUNDED_BEFORE)):
            self._identity()
            self._sections()
            self._names()
            accounts.make(self.sections)
            self._pictures()
            self._media()
            self._podcasts()
            self._list_sources()
        self._house()

    def _identity(self) -> None:
        site = self.content.site
        taglines = [site.tagline, site.tagline_en]
        tagline, further = taglines if self.language == "de" else reversed(taglines)
        identity = SiteIdentity(
            name=site.name, tagline=tagline, further_tagline=further, publisher=site.publisher
        )
        PublishIdentity(identity, by=DEMO).execute()

    def _sections(self) -> None:
        for order, each in enumerate(self.content.section, start=1):
            section = SectionPage(
                title=each.title,
                slug=each.slug,
                description=each.description,
                order=order * 10,
                language=each.language,
                counterpart=self.sections[each.counterpart] if each.counterpart else None,
            )
            PublishSection(section, by=DEMO).execute()
            self.sections[each.slug] = section

    def _names(self) -> None:
        for topic in self.content.topic:
            self.topics[topic.slug] = Topic(
                slug=topic.slug, title=topic.title, text=topic.text, language=topic.language
            )
            PublishTopic(self.topics[topic.slug], by=DEMO).execute()
        for person in self.content.person:
            self.people[person.slug] = Person(
                slug=person.slug, name=person.name, role=person.role, bio=person.bio, email=person.email
            )
            PublishPerson(self.people[person.slug], by=DEMO).execute()

    def _list_sources(self) -> None:
        for each in self.content.source:
            self.sources[each.key] = Source(
                name=each.name,
                nature=each.nature,
                wording=each.wording,
                wire_name=each.wire_name,
                confidential=each.confidential,
            )
            SaveSource(self.sources[each.key], by=DEMO).execute()

    def _pictures(self) -> None:
        self.say(f"drawing {len(self.content.picture)} pictures")
        for each in self.content.picture:
            self.pictures[each.key] = Picture.objects.create(
                title=each.title,
                file=ContentFile(self._drawn(each.key), name=f"{each.key}.jpg"),
                alt=each.alt,
                caption=each.caption,
                credit=each.credit,
                digital_source="algorithmicMedia",
                focal_point_x=round(each.focal[0] * each.width),
                focal_point_y=round(each.focal[1] * each.height),
                focal_point_width=1,
                focal_point_height=1,
            )

    def _media(self) -> None:
        for each in self.content.media:
            captions = ContentFile(each.captions.encode(), name=f"{each.key}.vtt") if each.captions else ""
            self.media[each.key] = MediaFile(
                title=each.title,
                file=ContentFile(content_files.media(each.file), name=each.file),
                credit=each.credit,
                language="de",
                poster=self.pictures[each.poster] if each.poster else None,
                captions=captions,
                transcript="" if each.file.endswith(".pdf") else each.transcript.strip(),
                untranscribed=each.untranscribed,
            )
            SaveMediaFile(self.media[each.key], by=DEMO).execute()

    def _podcasts(self) -> None:
        for each in self.content.series:
            self.podcasts[each.slug] = Series(
                slug=each.slug,
                title=each.title,
                description=each.description,
                cover=self.pictures[each.cover],
                language="de",
                author=each.author,
                category=each.category,
                email=each.email,
            )
            PublishSeries(self.podcasts[each.slug], by=DEMO).execute()

    def _house(self) -> None:
        site = self.content.site
        german = {"imprint": site.imprint, "privacy": site.privacy}
        english = {"imprint": site.imprint_en, "privacy": site.privacy_en}
        texts = german if self.language == "de" else english
        for role, (slug, title) in _HOUSE_PAGES[self.language].items():
            page = HousePage(role=role, slug=slug, title=title, body=self._body(texts[role]))
            with clock.using(clock.ManualClock(self.now - _FOUNDED_BEFORE)):
                PublishHousePage(page, by=DEMO).execute()

    # ---- stories ------------------------------------------------------------------------

    def write(self) -> None:
        """Writes and publishes the stories by hand, the oldest first."""
        written = sorted(self.written(), key=lambda pair: -pair[1].age_hours)
        self.say(f"publishing {len(written)} written stories")
        for section, story in written:
            self._draft(section, story)
        for _section, story in written:
            self._complete(story)
        for at, act in sorted(self._acts([story for _section, story in written]), key=lambda each: each[0]):
            with clock.using(clock.ManualClock(at)):
                act()

    def written(self) -> Iterator[tuple[str, Story]]:
        for section in self.content.section:
            for story in content_files.stories(section.slug):
                yield section.slug, story

    def at(self, age_hours: float) -> datetime:
        return self.now - timedelta(hours=age_hours)

    def _draft(self, section: str, story: Story) -> None:
        """Only the frame: texts may link to stories that do not exist yet."""
        with clock.using(clock.ManualClock(self.at(story.age_hours))):
            self.stories[story.key] = drafts.new_story(
                self.sections[section],
                headline=story.headline,
                authors=tuple(self.people[slug] for slug in story.authors),
                topics=tuple(self.topics[slug] for slug in story.topics),
                genre=story.kind,
                address_slug=story.slug,
                kicker=story.kicker,
                lead=story.lead,
                abstract=story.abstract,
                language=self.sections[section].language,
                agency=story.agency,
                place=story.place,
                picture=self.pictures[story.picture] if story.picture else None,
                picture_caption=story.picture_caption,
                advertiser=story.advertiser,
                expire_at=self.now + _BOOKED_FOR if story.kind == "advertorial" else None,
                breaking=story.breaking,
                series=self.podcasts[story.series] if story.series else None,
                sources=self._sources(story),
            )

    def _sources(self, story: Story) -> str:
        chains = enumerate(story.source, start=1)
        return json.dumps([self._chain(f"c{number}", chain) for number, chain in chains])

    def _chain(self, name: str, chain: content_files.Source) -> dict[str, Any]:
        hops = [
            {
                "source": self.sources[hop.source].pk if hop.source else None,
                "name": hop.name,
                "nature": hop.nature,
                "on": self.at(hop.hours).date().isoformat() if hop.hours is not None else "",
                "archive": hop.archive,
            }
            for hop in chain.chain
        ]
        value = {"claim": chain.claim, "certainty": chain.certainty, "hops": hops}
        return {"type": "source", "id": name, "value": value}

    def _complete(self, story: Story) -> None:
        page = self.stories[story.key]
        page.body = self._body(content_files.body_at(story, story.age_hours))
        page.translation_of = self.stories[story.translation_of] if story.translation_of else None
        page.follows = self.stories[story.follows] if story.follows else None
        page.related_links = [
            RelatedStory(story=self.stories[key], sort_order=order) for order, key in enumerate(story.related)
        ]
        page.save_revision(clean=False)

    def _body(self, text: str) -> str:
        markup = Markup(
            lambda key: self.stories[key].pk,
            lambda key: self.pictures[key].pk,
            lambda key: self.media[key].pk,
        )
        return json.dumps(markup.blocks(text))

    def _acts(self, written: list[Story]) -> Iterator[tuple[datetime, Callable[[], object]]]:
        """What happened to each story, with its moment."""
        for story in written:
            page = self.stories[story.key]
            yield self.at(story.age_hours), Publish(page, by=DEMO).execute
            if story.updated_hours is not None:
                yield self.at(story.updated_hours), partial(self._update, story, story.updated_hours)
            for correction in story.correction:
                yield self.at(correction.age_hours), partial(self._correct, story, correction)
            if story.open_versions:
                yield self.at(0), OpenHistory(page, by=DEMO).execute

    def _update(self, story: Story, age_hours: float) -> None:
        page = self.stories[story.key]
        Publish(page, by=DEMO, revision=self._restated(story, age_hours), substantial=True).execute()

    def _correct(self, story: Story, correction: Correction) -> None:
        revision = self._restated(story, correction.age_hours)
        Correct(self.stories[story.key], correction.text, by=DEMO, revision=revision).execute()

    def _restated(self, story: Story, age_hours: float) -> Any:
        page: StoryPage = StoryPage.objects.get(pk=self.stories[story.key].pk)
        draft = page.get_latest_revision_as_object()
        draft.body = self._body(content_files.body_at(story, age_hours))
        return draft.save_revision(clean=False)

    def take_wire(self, config: WireConfig, archive: Path) -> None:
        """The invented agency's files come in, and are sorted."""
        self.say("taking in the wire")
        for name, data in [(agency_picture.NAME, agency_picture.delivered()), *content_files.wire_files()]:
            intake.take_bytes(data, name, config, archive)
        sorting.sort(self.sections)

    def take_later_wire(self, config: WireConfig, archive: Path) -> None:
        """The agency takes back what a story was made of."""
        for name, data in content_files.later_wire_files():
            intake.take_bytes(data, name, config, archive)
