"""The style guide: every kind, state, block and container as the site itself renders them."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import Final
from urllib.parse import quote

from broadsheet.kernel import clock
from broadsheet.ledger.records import AnyRecord, MediaFile, Notice, Picture
from broadsheet.ledger.vault import Vault
from broadsheet.press.reader import Reader
from broadsheet.site import assets, metadata, theme
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import rendering_of
from broadsheet.site.errors import NoSuchSpecimen
from broadsheet.site.fronts import fill
from broadsheet.site.house import House
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.preview import DraftShelf, drafted, render_story
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.recipes.redirect import RedirectRecipe
from broadsheet.site.specimens import FRONT, NAMES, RETRACTED, Specimens

_HERE: Final = "/"
_DRAWING: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path fill="#9fb6bf" d="M0 0h3v2H0z"/>'
    '<circle cx="2.3" cy=".6" r=".28" fill="#f0e3c0"/><path fill="#5d7b6a" d="M0 2V1.3l1-.2 2 .4V2"/></svg>'
)


def render(name: str, config: SiteConfig) -> str:
    """The page of one specimen. Raises NoSuchSpecimen, and what a bake raises."""
    if name not in NAMES:
        raise NoSuchSpecimen(f"The style guide shows no {name!r}, only {', '.join(NAMES)}.")
    specimens = Specimens(config.language, clock.now().replace(microsecond=0))
    drafts = specimens.surroundings()
    if name == RETRACTED:
        return _retracted(specimens.notice(), drafts, config)
    if name == FRONT:
        return _front(specimens, drafts, config)
    return render_story(specimens.story(name), drafts, config, _drawing)


class _SpecimenRecipe(RedirectRecipe):
    """Any page with its style sheet inside; never asked to bake."""

    name = "specimen"
    template = "specimen.html"


@cache
def _recipe(config: SiteConfig) -> PageRecipe:
    house = House(config)
    style = assets.load(theme.load(config.theme))["site.css"].body.decode()
    return _SpecimenRecipe(house, rendering_of(house, style=style))


def _newsroom(drafts: dict[str, AnyRecord], config: SiteConfig) -> Newsroom:
    shelf = DraftShelf(drafts)
    reader = Reader(shelf, Vault(Path()), clock.now())
    return Newsroom(reader, _recipe(config).house, partial(drafted, shelf, _drawing))


def _retracted(notice: Notice, drafts: dict[str, AnyRecord], config: SiteConfig) -> str:
    recipe, newsroom = _recipe(config), _newsroom(drafts, config)
    head = metadata.bare_metadata(recipe.house, newsroom.identity(), notice.headline, _HERE)
    moment = recipe.house.calendar.moment(notice.at)
    return recipe.html(newsroom, _HERE, head, page="gone.html", notice=notice, moment=moment).text


def _front(specimens: Specimens, drafts: dict[str, AnyRecord], config: SiteConfig) -> str:
    """Each container stands alone, so that a story may stand in several."""
    recipe, newsroom = _recipe(config), _newsroom(drafts, config)
    return recipe.html(
        newsroom,
        _HERE,
        metadata.home_metadata(recipe.house, newsroom.identity()),
        page="home.html",
        today=recipe.house.calendar.weekday(clock.now().astimezone(recipe.house.zone).date()),
        strips=[strip for container in specimens.containers() for strip in fill(newsroom, [container])],
    ).text


def _drawing(_file: Picture | MediaFile, _width: int) -> str:
    return f"data:image/svg+xml,{quote(_DRAWING)}"
