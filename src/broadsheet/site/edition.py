"""The site as the press knows it: every recipe, every facet."""

from __future__ import annotations

from broadsheet.press.recipe import Edition, Inspection, Recipe
from broadsheet.site import assets, catalogue, theme
from broadsheet.site.config import AdsConfig, SiteConfig
from broadsheet.site.facets import FACETS
from broadsheet.site.hottest import hottest
from broadsheet.site.house import House, Texts
from broadsheet.site.recipes.ads import AdMarkupRecipe, AdsRecipe, AdsTxtRecipe
from broadsheet.site.recipes.archive import ArchiveRecipe, MonthRecipe
from broadsheet.site.recipes.assets import AssetRecipe
from broadsheet.site.recipes.feed import FeedRecipe
from broadsheet.site.recipes.feeds import FeedsRecipe, OpmlRecipe
from broadsheet.site.recipes.fragments import LatestRecipe
from broadsheet.site.recipes.history import HistoryRecipe
from broadsheet.site.recipes.home import HomeRecipe
from broadsheet.site.recipes.manifest import IconRecipe, ManifestRecipe
from broadsheet.site.recipes.media import MediaRecipe
from broadsheet.site.recipes.most_read import MostReadRecipe
from broadsheet.site.recipes.not_found import NotFoundRecipe
from broadsheet.site.recipes.notices import NoticesFeedRecipe, NoticesMonthRecipe, NoticesRecipe
from broadsheet.site.recipes.page import HousePageRecipe
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.recipes.person import PersonRecipe
from broadsheet.site.recipes.podcast import CoverRecipe, PodcastRecipe, SeriesRecipe
from broadsheet.site.recipes.redirect import RedirectRecipe
from broadsheet.site.recipes.rendition import RenditionRecipe
from broadsheet.site.recipes.robots import RobotsRecipe
from broadsheet.site.recipes.section import SectionRecipe
from broadsheet.site.recipes.sitemap import (
    SitemapIndexRecipe,
    SitemapMonthRecipe,
    SitemapNewsRecipe,
    SitemapPagesRecipe,
)
from broadsheet.site.recipes.story import StoryRecipe
from broadsheet.site.recipes.topic import TopicRecipe
from broadsheet.site.rendering import Rendering
from broadsheet.site.rules import registry

_PAGES: tuple[type[PageRecipe], ...] = (
    StoryRecipe,
    HistoryRecipe,
    RedirectRecipe,
    HomeRecipe,
    SectionRecipe,
    TopicRecipe,
    PersonRecipe,
    SeriesRecipe,
    HousePageRecipe,
    NoticesRecipe,
    NoticesMonthRecipe,
    NotFoundRecipe,
    FeedsRecipe,
    LatestRecipe,
    AdsRecipe,
    MostReadRecipe,
    MonthRecipe,
    ArchiveRecipe,
)
_HOT_STANDING = (HomeRecipe, LatestRecipe, MostReadRecipe)
_HOT_OF_ASSETS = (SectionRecipe, StoryRecipe)
_MACHINES = (
    FeedRecipe,
    NoticesFeedRecipe,
    PodcastRecipe,
    OpmlRecipe,
    ManifestRecipe,
    IconRecipe,
    SitemapIndexRecipe,
    SitemapMonthRecipe,
    SitemapPagesRecipe,
    SitemapNewsRecipe,
    RobotsRecipe,
    AdMarkupRecipe,
    AdsTxtRecipe,
)


def edition(
    config: SiteConfig,
    texts: Texts = catalogue.load,
    inspection: Inspection | None = None,
    ads: AdsConfig | None = None,
) -> Edition:
    """Reads templates, styles and texts; after that no recipe opens a file.

    Without another `inspection`, what breaks a rule of `site/rules/` is refused.
    """
    house = House(config, texts, ads)
    rendering = rendering_of(house)
    pages: list[Recipe] = [recipe(house, rendering) for recipe in _PAGES]
    machines: list[Recipe] = [recipe(house) for recipe in _MACHINES]
    inspection = inspection or registry.inspection(config)
    files: list[Recipe] = [RenditionRecipe(), MediaRecipe(), CoverRecipe()]
    return Edition(
        [AssetRecipe(assets.load(theme.load(house.config.theme))), *files, *pages, *machines],
        FACETS,
        inspection,
        hottest(
            [page for page in pages if isinstance(page, _HOT_STANDING)],
            [page for page in pages if isinstance(page, _HOT_OF_ASSETS)],
        ),
    )


def rendering_of(house: House, **more: str) -> Rendering:
    """The templates with the addresses of style sheet and islands, the theme, and what else all may print."""
    chosen = theme.load(house.config.theme)
    addresses = {name: asset.path for name, asset in assets.load(chosen).items()}
    return Rendering(house, {"assets": addresses, "theme": chosen.printed(), **more})
