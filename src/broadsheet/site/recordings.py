"""Films and recordings of a story as schema.org describes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from broadsheet.kernel.language import shorten
from broadsheet.ledger.records import MediaBlock, Story
from broadsheet.site.media import MediaView, iso_duration
from broadsheet.site.newsroom import Newsroom

Node = dict[str, Any]
_DESCRIPTION = 200
_TYPES = {"video": "VideoObject", "audio": "AudioObject"}


def recordings(newsroom: Newsroom, story: Story) -> Node:
    """The properties `video` and `audio` of its article, each a list that may be empty."""
    found = [(block, newsroom.media(block.file)) for block in story.body if isinstance(block, MediaBlock)]
    nodes = [
        (media.kind, _node(newsroom, story, block, media))
        for block, media in found
        if media is not None and media.kind in _TYPES
    ]
    return {kind: [node for each, node in nodes if each == kind] for kind in _TYPES}


def _node(newsroom: Newsroom, story: Story, block: MediaBlock, media: MediaView) -> Node:
    house = newsroom.house
    node: Node = {
        "@type": _TYPES[media.kind],
        "name": media.title,
        "description": block.caption or shorten(" ".join(media.transcript), _DESCRIPTION) or media.title,
        "uploadDate": house.calendar.moment(story.published).iso,
        "contentUrl": house.absolute(media.src),
        "encodingFormat": media.media_type,
        "contentSize": str(media.size),
        "duration": iso_duration(media.seconds),
        "inLanguage": media.language,
        "creditText": media.credit,
        "transcript": "\n\n".join(media.transcript),
        **dict(_seen(newsroom, media)),
    }
    return {name: value for name, value in node.items() if value}


def _seen(newsroom: Newsroom, media: MediaView) -> Iterator[tuple[str, Any]]:
    """What only a film has."""
    if media.kind == "video":
        yield "width", media.width
        yield "height", media.height
    if media.poster is not None:
        yield "thumbnailUrl", newsroom.house.absolute(media.poster.src)
