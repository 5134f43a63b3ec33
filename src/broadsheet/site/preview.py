"""A story as it would stand on the site, before it is published.

The same template and the same queries as the baked page, over records that the ledger does
not hold yet; whatever is not among the drafts is read as it is published now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

from broadsheet.kernel import clock
from broadsheet.ledger.provenance import MACHINE_MADE
from broadsheet.ledger.records import AnyRecord, MediaFile, Picture, Story, asset_of
from broadsheet.ledger.vault import Vault
from broadsheet.press.reader import Reader, Shelf
from broadsheet.site import assets, theme
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import rendering_of
from broadsheet.site.facets import MEDIA_CONTENT, MEDIA_WORDS
from broadsheet.site.house import House
from broadsheet.site.media import MediaView, media_view, view_of
from broadsheet.site.media import asset_of as media_asset
from broadsheet.site.pictures import PictureView, picture_view
from broadsheet.site.pictures import asset_of as picture_asset
from broadsheet.site.recipes.story import StoryRecipe

PictureAddress = Callable[[Picture | MediaFile, int], str]
"""Where a browser that may see the preview finds a picture, so many pixels wide, or another file."""

_WIDTH = 1200


class PreviewRecipe(StoryRecipe):
    """The story's page with its style sheet inside and without islands: it is read on another host."""

    name = "preview"
    template = "preview.html"


class DraftShelf(Shelf):
    """Drafts by asset id stand before what is published; None means "as if it were withdrawn"."""

    def __init__(self, drafts: Mapping[str, AnyRecord | None]) -> None:
        super().__init__()
        self._drafts = drafts

    def record(self, asset: str) -> AnyRecord | None:
        return self._drafts[asset] if asset in self._drafts else super().record(asset)


def render_story(
    story: Story,
    drafts: Mapping[str, AnyRecord],
    config: SiteConfig,
    picture_source: PictureAddress | None = None,
) -> str:
    """The page as HTML. `drafts` are unpublished records by asset id, such as pictures and people.

    Without `picture_source` only pictures with published files are shown. Raises what a bake
    raises: TemplateFailed, MissingTranslation.
    """
    shelf = DraftShelf({**drafts, asset_of(story): story})
    # A page never asks for bytes; the vault is there for the renditions' recipe.
    reader = Reader(shelf, Vault(Path()), clock.now())
    pictures = partial(drafted, shelf, picture_source) if picture_source else picture_view
    media = partial(_drafted_media, shelf, picture_source) if picture_source else media_view
    recipe = _recipe(config)
    return recipe.render(story, recipe.newsroom(reader, story, pictures, media)).text


@cache
def _recipe(config: SiteConfig) -> PreviewRecipe:
    house = House(config)
    style = assets.load(theme.load(config.theme))["site.css"].body.decode()
    return PreviewRecipe(house, rendering_of(house, style=style))


def drafted(
    shelf: Shelf, address: PictureAddress, _reader: Reader, picture_id: str, *, sizes: str, caption: str = ""
) -> PictureView | None:
    """A picture as the desk has it; for `functools.partial`."""
    picture = shelf.record(picture_asset(picture_id))
    if not isinstance(picture, Picture):
        return None
    width = min(_WIDTH, picture.width)
    return PictureView(
        src=address(picture, width),
        sources=(),
        sizes=sizes,
        width=width,
        height=max(1, round(picture.height * width / picture.width)),
        alt=picture.alt,
        caption=caption or picture.caption,
        credit=picture.credit,
        digital_source=picture.digital_source if picture.digital_source in MACHINE_MADE else "",
        answerable=picture.answerable,
    )


def _drafted_media(shelf: Shelf, address: PictureAddress, reader: Reader, media_id: str) -> MediaView | None:
    """Without captions: they lie in the vault only once they are published."""
    file = shelf.record(media_asset(media_id))
    if not isinstance(file, MediaFile):
        return None
    poster = drafted(shelf, address, reader, file.poster, sizes="") if file.poster else None
    content, words = MEDIA_CONTENT.view(file), MEDIA_WORDS.view(file)
    return view_of(content, words, src=address(file, 0), captions="", poster=poster)
