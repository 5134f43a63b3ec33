"""Any number of further stories, written straight into desk and ledger.

The acts would take minutes for what a benchmark needs in seconds. Rows and records are
the same as theirs: the records are composed by the desk's own composer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import prefetch_related_objects

from broadsheet.demo.content_files import Story
from broadsheet.demo.generator import Generator, body_of
from broadsheet.demo.newsroom import DEMO, Founding
from broadsheet.desk import config
from broadsheet.desk.acts.pictures import vaulted
from broadsheet.desk.compose.story import story_record
from broadsheet.desk.folders import folder_for
from broadsheet.desk.importing import Shelf, insert
from broadsheet.desk.models import Picture, PictureUse, StoryAuthor, StoryPage, StoryTopic
from broadsheet.kernel.ids import new_id
from broadsheet.kernel.language import slugify
from broadsheet.ledger import journal, records, state
from broadsheet.ledger.entries import Append

_CHUNK = 500


class Bulk:
    """Adds generated stories to a newsroom that has been founded."""

    def __init__(self, founding: Founding, seed: int) -> None:
        self._founding = founding
        self._generator = Generator(founding.content, seed)
        self._content_type = ContentType.objects.get_for_model(StoryPage)
        self._shelves: dict[tuple[str, str], Shelf] = {}

    def add(self, count: int) -> None:
        stories, done = self._generator.stories(count), 0
        while chunk := list(islice(stories, _CHUNK)):
            with transaction.atomic():
                pages = [self._page(section, story) for section, story in chunk]
                insert(pages)
                self._link(pages, [story for _section, story in chunk])
                self._enter(pages, [section for section, _story in chunk])
            done += len(chunk)
            self._founding.say(f"{done} of {count} generated stories")
        for shelf in self._shelves.values():
            shelf.close()

    def _page(self, section: str, story: Story) -> StoryPage:
        at = self._founding.at(story.age_hours)
        shelf, story_id = self._shelf(section, at), new_id(at)
        return StoryPage(
            title=story.headline,
            draft_title=story.headline,
            slug=story_id,
            story_id=story_id,
            path=shelf.next_path(),
            depth=shelf.folder.depth + 1,
            url_path=f"{shelf.folder.url_path}{story_id}/",
            content_type=self._content_type,
            locale_id=shelf.folder.locale_id,
            live=True,
            first_published_at=at,
            last_published_at=at,
            latest_revision_created_at=at,
            genre=story.kind,
            address_slug=slugify(story.headline),
            kicker=story.kicker,
            lead=story.lead,
            language="de",
            place=story.place,
            picture=self._picture(story),
            body=body_of(story),
        )

    def _picture(self, story: Story) -> Picture | None:
        return self._founding.pictures[story.picture] if story.picture else None

    def _shelf(self, section: str, at: datetime) -> Shelf:
        key = (section, at.astimezone(config.active().time_zone).strftime("%Y-%m"))
        if key not in self._shelves:
            self._shelves[key] = Shelf(folder_for(self._founding.sections[section], at))
        return self._shelves[key]

    def _link(self, pages: Sequence[StoryPage], stories: Sequence[Story]) -> None:
        """Authors, topics and the note of who shows which picture; the pages know them without asking."""
        founding = self._founding
        for page, story in zip(pages, stories, strict=True):
            page.bylines = [
                StoryAuthor(page=page, person=founding.people[slug], sort_order=order)
                for order, slug in enumerate(story.authors)
            ]
            page.topic_links = [
                StoryTopic(page=page, topic=founding.topics[slug], sort_order=order)
                for order, slug in enumerate(story.topics)
            ]
            page.related_links = []
        StoryAuthor.objects.bulk_create(byline for page in pages for byline in page.bylines.all())
        StoryTopic.objects.bulk_create(link for page in pages for link in page.topic_links.all())
        prefetch_related_objects(pages, "corrections")
        PictureUse.objects.bulk_create(
            PictureUse(asset=f"story:{page.story_id}", picture=page.picture.picture_id)
            for page in pages
            if page.picture
        )

    def _enter(self, pages: Sequence[StoryPage], sections: Sequence[str]) -> None:
        journal.append_all(self._pictures_not_yet_public(pages))
        journal.append_all(
            Append(
                asset=f"story:{page.story_id}",
                record=story_record(page, self._founding.sections[section]),
                act="publish",
                by=DEMO.name,
                at=page.first_published_at,
            )
            for page, section in zip(pages, sections, strict=True)
        )

    def _pictures_not_yet_public(self, pages: Sequence[StoryPage]) -> Iterator[Append]:
        shown = {page.picture.picture_id: page.picture for page in pages if page.picture}
        for picture_id, picture in sorted(shown.items()):
            if state.get(f"picture:{picture_id}") is None:
                record = vaulted(picture)
                yield Append(asset=records.asset_of(record), record=record, act="publish", by=DEMO.name)
