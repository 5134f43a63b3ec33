"""The record of a story."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from broadsheet.desk.compose.abstract import abstract
from broadsheet.desk.compose.blocks import blocks, media_in, pictures_in
from broadsheet.desk.compose.running_story import followed_ids
from broadsheet.desk.compose.sources import chains
from broadsheet.desk.compose.versions import earlier_states
from broadsheet.desk.errors import NotPublished
from broadsheet.desk.models import MediaFile, Picture, SectionPage, StoryPage
from broadsheet.kernel.addresses import story_path
from broadsheet.kernel.language import Language
from broadsheet.ledger import records


def story_record(story: StoryPage, section: SectionPage | None = None) -> records.Story:
    """The story as its row has it; raises NotPublished before its first publication.

    `section` spares a query when the caller knows it.
    """
    section = section or story.section
    if story.first_published_at is None:
        raise NotPublished(f"The story {story.story_id} was never published: it has no date for readers.")
    return records.Story(
        id=story.story_id,
        path=story_path(section.slug, story.spoken_slug, story.story_id),
        genre=cast("records.StoryKind", story.genre),
        section=section.section_id,
        headline=_line(story.title),
        published=story.first_published_at,
        updated=story.updated_at,
        language=cast("Language", story.language),
        kicker=_line(story.kicker),
        lead=_line(story.lead),
        abstract=abstract(story),
        authors=tuple(byline.person.person_id for byline in story.bylines.all()),
        agency=_line(story.agency),
        place=_line(story.place),
        picture=_lead_picture(story),
        body=blocks(story.body),
        topics=tuple(link.topic.topic_id for link in story.topic_links.all()),
        related=_related(story),
        follows=followed_ids(story),
        sources=chains(story.sources),
        corrections=_corrections(story),
        translation_of=_original(story),
        series=story.series.series_id if story.series else "",
        earlier=_earlier(story),
        advertiser=_line(story.advertiser),
        paid_until=story.expire_at if story.genre == "advertorial" else None,
        breaking=story.breaking,
    )


def _corrections(story: StoryPage) -> tuple[records.Correction, ...]:
    """None for a story that was never saved: a preview has no row to which they could belong."""
    rows = story.corrections.all() if story.pk else ()
    return tuple(
        records.Correction(
            at=each.at,
            text=_line(each.text),
            nature=cast("records.CorrectionNature", each.nature),
            passages=tuple(each.passages),
        )
        for each in rows
    )


def _earlier(story: StoryPage) -> tuple[records.EarlierState, ...]:
    """Nothing unless the newsroom opened the story's history."""
    if not story.history_open:
        return ()
    withheld = {each.version: each.reason for each in story.withheld_versions.all()}
    return tuple(
        records.EarlierState(
            at=each.at,
            version=each.version,
            withheld=each.version in withheld,
            reason=_line(withheld.get(each.version)),
        )
        for each in earlier_states(story.story_id, story.updated_at)
    )


def pictures_of(story: StoryPage) -> list[Picture]:
    """Every picture that the story shows, each once, the lead picture first."""
    shown: Iterator[Picture] = pictures_in(story.body)
    found = {picture.picture_id: picture for picture in shown}
    lead = {story.picture.picture_id: story.picture} if story.picture else {}
    return list((lead | found).values())


def media_of(story: StoryPage) -> list[MediaFile]:
    """Every video, recording and document that the story offers, each once."""
    found: Iterator[MediaFile] = media_in(story.body)
    return list({file.media_id: file for file in found}.values())


def _related(story: StoryPage) -> tuple[str, ...]:
    ids = [link.story.story_id for link in story.related_links.all()]
    return tuple(dict.fromkeys(each for each in ids if each != story.story_id))


def _original(story: StoryPage) -> str:
    """The story that was first, also where a translation of it was chosen."""
    chosen = story.translation_of
    first = (chosen.translation_of or chosen) if chosen else None
    return first.story_id if first and first.story_id != story.story_id else ""


def _lead_picture(story: StoryPage) -> records.LeadPicture | None:
    if story.picture is None:
        return None
    return records.LeadPicture(picture=story.picture.picture_id, caption=_line(story.picture_caption))


def _line(text: str | None) -> str:
    return " ".join((text or "").split())
