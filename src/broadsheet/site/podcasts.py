"""The feed of a podcast: RSS 2.0 as directories ask for it.

Sources: Apple's podcast RSS requirements (namespace itunes) and the podcast namespace of
podcastindex.org (guid, locked, transcript). Nothing here knows the time.
"""

from __future__ import annotations

from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import Final
from uuid import UUID, uuid5

import msgspec
from lxml import etree

from broadsheet.site.feeds import ATOM, hub_links, story_id
from broadsheet.site.xml import child, document, writable

ITUNES: Final = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST: Final = "https://podcastindex.org/namespace/1.0"
_NAMESPACE: Final = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Of podcast guids, as their namespace's documents give it."""


class Episode(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    url: str
    title: str
    summary: str
    published: datetime
    sound: str
    """The address of the sound file."""
    media_type: str
    size: int
    """Bytes, exactly: programs compare it."""
    seconds: int
    transcript: str
    """The address of the transcript, or empty."""
    language: str


class Podcast(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    feed: str
    page: str
    title: str
    description: str
    language: str
    author: str
    category: str
    is_explicit: bool
    email: str
    cover: str
    """The address of a square JPEG, or empty."""
    publisher: str
    episodes: tuple[Episode, ...]
    """The newest first."""
    hub: str = ""
    """As in `feeds.Feed`."""


def podcast_feed(podcast: Podcast) -> bytes:
    root = etree.Element("rss", nsmap={"atom": ATOM, "itunes": ITUNES, "podcast": PODCAST}, version="2.0")
    channel = child(root, "channel")
    child(channel, "title", podcast.title)
    child(channel, "link", podcast.page)
    child(channel, "description", podcast.description)
    child(channel, "language", podcast.language)
    child(channel, "copyright", podcast.publisher)
    hub_links(channel, podcast.feed, "application/rss+xml", podcast.hub)
    if podcast.episodes:
        newest = max(episode.published for episode in podcast.episodes)
        child(channel, "lastBuildDate", format_datetime(newest))
    _directories(channel, podcast)
    for episode in podcast.episodes:
        _item(child(channel, "item"), episode)
    return document(root)


def _directories(channel: etree._Element, podcast: Podcast) -> None:
    child(channel, f"{{{ITUNES}}}author", podcast.author)
    child(channel, f"{{{ITUNES}}}type", "episodic")
    # An attribute that is called as the argument of `child` for an element's own text.
    child(channel, f"{{{ITUNES}}}category").set("text", writable(podcast.category))
    child(channel, f"{{{ITUNES}}}explicit", "true" if podcast.is_explicit else "false")
    if podcast.cover:
        child(channel, f"{{{ITUNES}}}image", href=podcast.cover)
        _image(channel, podcast)
    if podcast.email:
        owner = child(channel, f"{{{ITUNES}}}owner")
        child(owner, f"{{{ITUNES}}}name", podcast.author)
        child(owner, f"{{{ITUNES}}}email", podcast.email)
    child(channel, f"{{{PODCAST}}}guid", guid_of(podcast.id))
    child(channel, f"{{{PODCAST}}}locked", "yes", owner=podcast.email)


def _image(channel: etree._Element, podcast: Podcast) -> None:
    """For readers of plain RSS."""
    image = child(channel, "image")
    child(image, "url", podcast.cover)
    child(image, "title", podcast.title)
    child(image, "link", podcast.page)


def guid_of(id: str) -> str:
    """Of the whole podcast. Made from its id and not from its feed's address, which may change."""
    return str(uuid5(_NAMESPACE, f"urn:broadsheet:series:{id}"))


def _item(element: etree._Element, episode: Episode) -> None:
    child(element, "title", episode.title)
    child(element, "link", episode.url)
    child(element, "guid", story_id(episode.id), isPermaLink="false")
    child(element, "pubDate", format_datetime(episode.published))
    child(element, "description", escape(episode.summary, quote=False))
    child(element, "enclosure", url=episode.sound, length=str(episode.size), type=episode.media_type)
    child(element, f"{{{ITUNES}}}duration", str(episode.seconds))
    child(element, f"{{{ITUNES}}}episodeType", "full")
    if episode.transcript:
        child(
            element,
            f"{{{PODCAST}}}transcript",
            url=episode.transcript,
            type="text/plain",
            language=episode.language,
        )
