"""A podcast with one episode, and what may happen to it."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from broadsheet.desk.acts import PublishSeries, SaveMediaFile
from broadsheet.desk.models import MediaFile, SectionPage, Series
from tests.desk import newsroom, recordings
from tests.desk.newsroom import TESTER
from tests.exactness.paper import Paper


def series(title: str = "Am Kai") -> Series:
    cover = newsroom.picture("Titelbild")
    data = newsroom.image_bytes("PNG", size=(1400, 1400))
    cover.file.save("titel.png", ContentFile(data, name="titel.png"))
    cover.save()
    made = Series(title=title, description="Vom Wasser.", author="Der Lotse", cover=cover)
    for made.slug in ("frueher", ""):
        PublishSeries(made, by=TESTER).execute()
    return made


def episode(section: SectionPage, slug: str, **fields: Any) -> None:
    body = recordings.offering(recordings.media_file(title=slug.title()))
    newsroom.published(slug.title(), address_slug=slug, section=section, body=body, **fields)


def another_episode(paper: Paper) -> None:
    episode(paper.section("kultur"), "zweite", series=Series.objects.get(slug="am-kai"))


def another_series(_paper: Paper) -> None:
    series("Über Bord")


def other_files(paper: Paper) -> None:
    story = paper.story("folge")
    before = MediaFile.objects.get(title="Folge")
    text = recordings.offering(recordings.media_file(title="Anderes", data=recordings.mp3(200)), before)
    newsroom.publish(story, revision=newsroom.edited(story, body=text, minor_change=True))


def another_take(_paper: Paper) -> None:
    file = MediaFile.objects.get(title="Folge")
    file.file = ContentFile(recordings.mp3(300), name="neu.mp3")
    SaveMediaFile(file, by=TESTER).execute()


def another_credit(_paper: Paper) -> None:
    file = MediaFile.objects.get(title="Folge")
    file.credit, file.transcript = "Ton: Zoe", "Guten Morgen."
    SaveMediaFile(file, by=TESTER).execute()


def changed(**fields: Any) -> Any:
    def act(_paper: Paper) -> None:
        found = Series.objects.get(slug="am-kai")
        for name, value in fields.items():
            setattr(found, name, value)
        PublishSeries(found, by=TESTER).execute()

    return act
