"""Players on a story's page, the podcast's page and feed, enclosures in feeds, JSON-LD."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from lxml import etree

from broadsheet.ledger.records import MediaFile
from broadsheet.site.facets import MEDIA_CONTENT
from broadsheet.site.media import bytes_in_words, clock_of, iso_duration
from broadsheet.site.players import shape_of
from broadsheet.site.podcasts import ITUNES, PODCAST, Episode, Podcast, podcast_feed


def feed(*episodes: Episode, **fields: object) -> etree._Element:
    values = {
        "id": "05n9k2xq7t",
        "feed": "https://zeitung.example/podcasts/am-kai/feed.xml",
        "page": "https://zeitung.example/podcasts/am-kai/",
        "title": "Am Kai & mehr",
        "description": "Vom Wasser.",
        "language": "de",
        "author": "Der Lotse",
        "category": "Kids & Family",
        "is_explicit": False,
        "email": "",
        "cover": "https://zeitung.example/media/b-1-1400.jpg",
        "publisher": "Lotse Verlag",
        "episodes": episodes,
        **fields,
    }
    return etree.fromstring(podcast_feed(Podcast(**values)))  # type: ignore[arg-type]


EPISODE = Episode(
    id="05n9k2xq7u",
    url="https://zeitung.example/hafen/folge-05n9k2xq7u/",
    title="Folge <eins>",
    summary="Wind & Wellen",
    published=datetime(2026, 11, 1, 6, tzinfo=UTC),
    sound="https://zeitung.example/media/a-1.mp3",
    media_type="audio/mpeg",
    size=123_456,
    seconds=754,
    transcript="https://zeitung.example/media/a-2.txt",
    language="de",
)


def test_the_feed_has_what_directories_require() -> None:
    channel = feed(EPISODE).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "Am Kai & mehr"
    category = channel.find(f"{{{ITUNES}}}category")
    assert category is not None
    assert category.get("text") == "Kids & Family"
    assert channel.findtext(f"{{{ITUNES}}}explicit") == "false"
    image = channel.find(f"{{{ITUNES}}}image")
    assert image is not None
    assert str(image.get("href")).endswith("-1400.jpg")
    assert channel.find(f"{{{ITUNES}}}owner") is None
    item = channel.find("item")
    assert item is not None
    enclosure = item.find("enclosure")
    assert enclosure is not None
    assert dict(enclosure.attrib) == {"url": EPISODE.sound, "length": "123456", "type": "audio/mpeg"}
    assert item.findtext(f"{{{ITUNES}}}duration") == "754"
    assert item.findtext("guid") == "urn:broadsheet:story:05n9k2xq7u"
    transcript = item.find(f"{{{PODCAST}}}transcript")
    assert transcript is not None
    assert transcript.get("type") == "text/plain"


def test_what_is_not_said_is_left_out() -> None:
    channel = feed(msgspec.structs.replace(EPISODE, transcript=""), cover="", email="a@b.example").find(
        "channel"
    )
    assert channel is not None
    assert channel.find(f"{{{ITUNES}}}image") is None
    assert channel.find(f"item/{{{PODCAST}}}transcript") is None
    assert channel.findtext(f"{{{ITUNES}}}owner/{{{ITUNES}}}email") == "a@b.example"


def test_the_guid_stays_when_the_address_changes() -> None:
    before, after = feed(), feed(feed="https://anders.example/podcasts/kai/feed.xml")
    guid = f"channel/{{{PODCAST}}}guid"
    assert before.findtext(guid) == after.findtext(guid) != feed(id="05n9k2xq7z").findtext(guid)


@pytest.mark.parametrize(
    ("seconds", "clock", "iso"),
    [(5, "0:05", "PT5S"), (245, "4:05", "PT4M5S"), (3723, "1:02:03", "PT1H2M3S"), (3600, "1:00:00", "PT1H")],
)
def test_durations(seconds: int, clock: str, iso: str) -> None:
    assert (clock_of(seconds), iso_duration(seconds)) == (clock, iso)


def test_sizes() -> None:
    assert [bytes_in_words(size) for size in (1, 850_000, 3_440_000)] == ["1 KB", "850 KB", "3.4 MB"]


def test_shapes() -> None:
    sizes = [(1920, 1080), (640, 480), (500, 500), (720, 1280)]
    assert [shape_of(*size) for size in sizes] == ["wide", "classic", "square", "tall"]


def test_a_mended_transcript_leaves_the_content_as_it_was() -> None:
    file = MediaFile(id="a", blob="0" * 64, media_type="audio/mpeg", size=3, title="A", credit="B")
    assert MEDIA_CONTENT.view(file) == MEDIA_CONTENT.view(msgspec.structs.replace(file, transcript="C"))
