"""A front as it would stand on the site, before it is launched.

The same recipe, template and queries as the baked page, over a front's record that the ledger
does not hold yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from broadsheet.kernel import clock
from broadsheet.ledger.records import AnyRecord, Container, Front, MediaFile, Picture, asset_of
from broadsheet.ledger.vault import Vault
from broadsheet.press.reader import Reader, Shelf
from broadsheet.site import assets, theme
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import rendering_of
from broadsheet.site.fronts import automatic_home, automatic_section, automatic_topic
from broadsheet.site.house import House
from broadsheet.site.illustrations import PictureSource
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.preview import DraftShelf, PictureAddress, drafted
from broadsheet.site.recipes.home import PATH, HomeRecipe
from broadsheet.site.recipes.section import SectionRecipe
from broadsheet.site.recipes.topic import TopicRecipe
from broadsheet.site.rendering import Rendering

HOME = "home"
_WIDTH = 640
"""A front shows many pictures, and each is made when it is first asked for."""


class HomePreview(HomeRecipe):
    """With the style sheet inside and without islands: it is read on another host."""

    template = "home_preview.html"


class SectionPreview(SectionRecipe):
    template = "section_preview.html"


class TopicPreview(TopicRecipe):
    template = "topic_preview.html"


def render_front(
    front: Front,
    drafts: Mapping[str, AnyRecord],
    config: SiteConfig,
    address: PictureAddress,
) -> str:
    """The page as HTML; empty if the front's section or topic is not published and not among
    the drafts.

    A front without containers is the one that the site makes by itself. Raises what a bake
    raises: TemplateFailed, MissingTranslation.
    """
    shelf = DraftShelf({**drafts, asset_of(front): front if front.containers else None})
    reader = Reader(shelf, Vault(Path()), clock.now())
    recipe, target = _recipe(front.id, shelf, config)
    recipe.pictures = _pictures(shelf, address)
    output = recipe.bake(target, reader)
    return output.body.decode() if output is not None else ""


def automatic_front(front_id: str, config: SiteConfig) -> Front:
    """What the site would make by itself now, to begin from."""
    shelf, house = DraftShelf({}), House(config)
    speaking, _name = house.speaking_of(front_id)
    newsroom = Newsroom(Reader(shelf, Vault(Path()), clock.now()), speaking)
    return Front(id=front_id, containers=tuple(_automatic(newsroom, front_id, shelf)))


def _automatic(newsroom: Newsroom, front_id: str, shelf: Shelf) -> list[Container]:
    if _is_home(front_id):
        return automatic_home(newsroom)
    made = automatic_topic if _is_topic(front_id, shelf) else automatic_section
    return made(newsroom, front_id)


def _recipe(
    front_id: str, shelf: Shelf, config: SiteConfig
) -> tuple[HomePreview | SectionPreview | TopicPreview, str]:
    house, rendering = _house(config)
    if _is_home(front_id):
        return HomePreview(house, rendering), front_id.replace(HOME, PATH)
    if _is_topic(front_id, shelf):
        return TopicPreview(house, rendering), f"topic:{front_id}"
    return SectionPreview(house, rendering), f"section:{front_id}"


def _is_home(front_id: str) -> bool:
    return front_id.partition("@")[0] == HOME


def _is_topic(front_id: str, shelf: Shelf) -> bool:
    return shelf.record(f"topic:{front_id}") is not None


@cache
def _house(config: SiteConfig) -> tuple[House, Rendering]:
    house = House(config)
    style = assets.load(theme.load(config.theme))["site.css"].body.decode()
    return house, rendering_of(house, style=style)


def _pictures(shelf: DraftShelf, address: PictureAddress) -> PictureSource:
    def narrow(file: Picture | MediaFile, width: int) -> str:
        return address(file, min(width, _WIDTH))

    return partial(drafted, shelf, narrow)
