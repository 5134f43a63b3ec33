"""Files in a text: a film to be seen, a recording to be heard, a document to be read."""

from __future__ import annotations

from typing import ClassVar, Final, Literal

from broadsheet.ledger.records import MediaBlock
from broadsheet.site.media import MediaView, bytes_in_words, clock_of, iso_duration
from broadsheet.site.views import View

Shape = Literal["wide", "classic", "square", "tall"]
_SHAPES: Final[tuple[tuple[float, Shape], ...]] = ((1.5, "wide"), (1.15, "classic"), (0.8, "square"))
"""From which proportion on a film gets which box; what is narrower gets a tall one."""


class PlayerView(View, frozen=True, kw_only=True):
    """`kind` is the file's."""

    name: str
    """The title's id in the page."""
    media: MediaView
    caption: str
    size: str
    """In words, with a point before the fraction."""
    length: str
    """As a clock shows it; empty for what has none."""
    duration: str
    """For `<time>`."""


class VideoView(PlayerView, frozen=True):
    kind: ClassVar[str] = "video"

    @property
    def shape(self) -> Shape:
        return shape_of(self.media.width, self.media.height)


class AudioView(PlayerView, frozen=True):
    kind: ClassVar[str] = "audio"


class DocumentView(PlayerView, frozen=True):
    kind: ClassVar[str] = "document"


_VIEWS: Final[dict[str, type[PlayerView]]] = {
    view.kind: view for view in (VideoView, AudioView, DocumentView)
}


def player(block: MediaBlock, media: MediaView, name: str) -> PlayerView:
    return _VIEWS[media.kind](
        name=name,
        media=media,
        caption=block.caption,
        size=bytes_in_words(media.size),
        length=clock_of(media.seconds) if media.seconds else "",
        duration=iso_duration(media.seconds),
    )


def shape_of(width: int, height: int) -> Shape:
    """Of a box into which the picture goes whole."""
    proportion = width / height if height else 1.0
    return next((shape for least, shape in _SHAPES if proportion >= least), "tall")
