"""What a draft will look like to readers: the site's own rendering of a record that is not published.

`project` installs the renderer. Without one, editors are told that there is no preview.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from mimetypes import guess_type
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from broadsheet.desk.compose.media import media_record
from broadsheet.desk.compose.person import person_record
from broadsheet.desk.compose.picture import picture_record
from broadsheet.desk.compose.section import section_record
from broadsheet.desk.compose.sources import source_record, sources_in
from broadsheet.desk.compose.story import media_of, pictures_of, story_record
from broadsheet.desk.compose.topic import topic_record
from broadsheet.desk.models import Picture, StoryPage
from broadsheet.kernel import clock
from broadsheet.ledger.records import AnyRecord, Story, asset_of
from broadsheet.ledger.records import Picture as PictureRecord

PictureSource = Callable[[str, int], str]
"""A picture's asset id and a width in pixels to an address that the desk serves to its staff."""

Renderer = Callable[[Story, Mapping[str, AnyRecord], PictureSource], str]
"""The story; by asset id, everything it refers to as it stands at the desk; the picture source."""

_slot: list[Renderer] = []


def install(renderer: Renderer) -> None:
    _slot[:] = [renderer]


def serve(story: StoryPage) -> HttpResponse:
    """The page as readers would get it; for StoryPage.serve_preview, which checked who asks."""
    if not _slot:
        return HttpResponse(_("There is no preview: the readers' site is not installed."), status=503)
    response = HttpResponse(_slot[0](record_of(story), drafts_of(story), picture_source))
    response["Cache-Control"] = "private, no-store"
    return response


def record_of(story: StoryPage) -> Story:
    """The record that publishing now would enter; a first publication is dated now."""
    story.first_published_at = story.first_published_at or clock.now()
    return story_record(story)


def drafts_of(story: StoryPage) -> dict[str, AnyRecord]:
    """Everything that the story refers to, published or not, by asset id."""
    return {asset_of(record): record for record in _referred(story)}


def picture_source(asset: str, width: int) -> str:
    """Of a picture; of any other file, whatever the width."""
    kind, _colon, media = asset.partition(":")
    if kind == "media":
        return reverse("desk:recording", args=[media])
    return reverse("desk:picture", args=[asset.removeprefix("picture:"), width])


def _referred(story: StoryPage) -> Iterator[AnyRecord]:
    yield section_record(story.section)
    for link in story.topic_links.all():
        yield topic_record(link.topic)
    for byline in story.bylines.all():
        yield person_record(byline.person)
    for source in sources_in(story.sources):
        if not source.confidential:
            yield source_record(source)
    for picture in pictures_of(story):
        yield _unvaulted(picture)
    for file in media_of(story):
        yield media_record(file, "", "")
        if file.poster is not None:
            yield _unvaulted(file.poster)


def _unvaulted(picture: Picture) -> PictureRecord:
    """Its bytes are not in the vault before publication, so the record names none."""
    media_type: Any = guess_type(picture.file.name)[0]
    return picture_record(picture, "", media_type, (picture.width, picture.height))
