"""A story into the ledger and out of it, with all that depends on it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from broadsheet.desk.acts.done import Done
from broadsheet.desk.acts.media import newly_offered, no_longer_offered
from broadsheet.desk.acts.pictures import newly_shown, no_longer_shown
from broadsheet.desk.acts.sources import newly_named, no_longer_named
from broadsheet.desk.compose.person import person_record
from broadsheet.desk.compose.section import section_record
from broadsheet.desk.compose.story import media_of, pictures_of, story_record
from broadsheet.desk.compose.topic import topic_record
from broadsheet.desk.errors import NotPublished
from broadsheet.desk.models import SectionPage, StoryPage
from broadsheet.ledger import journal, records, state
from broadsheet.ledger.entries import Append


def asset_of(story: StoryPage) -> str:
    return f"story:{story.story_id}"


def published_record(story: StoryPage) -> records.Story:
    """What readers have now; raises NotPublished."""
    record = state.get(asset_of(story))
    if not isinstance(record, records.Story):
        raise NotPublished(_("“%(title)s” is not published.") % {"title": story.title})
    return record


def last_published(story: StoryPage) -> records.Story | None:
    """What readers have, or had before it was taken back; None before the first publication."""
    record = state.get(asset_of(story))
    if isinstance(record, records.Story):
        return record
    found = (each.record for each in reversed(journal.history(asset_of(story))))
    return next((each for each in found if isinstance(each, records.Story)), None)


def enter(story: StoryPage, *, act: str, by: str, why: str = "") -> Done:
    """Publishes the story's row as it is, after what it refers to and readers do not have yet."""
    section = story.section
    record = story_record(story, section)
    pictures, media = pictures_of(story), media_of(story)
    asset = asset_of(story)
    entries = journal.append_all(
        [
            *_companions(story, section, by),
            *newly_shown(pictures, by),
            *newly_offered(media, by),
            *newly_named(story, by),
            Append(asset=asset, record=record, act=act, by=by, why=why),
            *no_longer_shown(asset, pictures, by),
            *no_longer_offered(asset, media, by),
            *no_longer_named(story, by),
        ]
    )
    seq = next(entry.seq for entry in entries if entry.asset == asset)
    return Done(record.id, record.path, seq)


def take_back(story: StoryPage, *, act: str, by: str, why: str = "") -> Done:
    """Leaves a tombstone. Raises NotPublished."""
    record = published_record(story)
    asset = asset_of(story)
    entries = journal.append_all(
        [
            Append(asset=asset, record=None, act=act, by=by, why=why),
            *no_longer_shown(asset, [], by),
            *no_longer_offered(asset, [], by),
            *no_longer_named(story, by, is_gone=True),
        ]
    )
    return Done(record.id, record.path, entries[0].seq)


def _companions(story: StoryPage, section: SectionPage, by: str) -> Iterator[Append]:
    """Section, topics and people that were never published on their own."""
    referred: list[records.AnyRecord] = [section_record(section)]
    referred += [topic_record(link.topic) for link in story.topic_links.all()]
    referred += [person_record(byline.person) for byline in story.bylines.all()]
    for asset, record in {records.asset_of(each): each for each in referred}.items():
        if state.get(asset) is None:
            yield Append(asset=asset, record=record, act="publish", by=by)
