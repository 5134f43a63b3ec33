"""Advertisements: a fragment for each place of a page, the frames of those in markup, ads.txt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final, cast

from broadsheet.ledger.campaigns import AD_PLACES, AdPlace, Campaign, MarkupCreative
from broadsheet.ledger.records import asset_of
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output, Recipe, fingerprint_of
from broadsheet.site.ads import adverts, frame_path
from broadsheet.site.facets import CAMPAIGN
from broadsheet.site.house import House
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.rendering import VIEWS

ADS_TXT: Final = "/ads.txt"
_NOBODY: Final = "placeholder.example.com, placeholder, DIRECT, placeholder\n"
"""How IAB's ads.txt 1.1 says that nobody may sell advertisements for the site."""


class AdsRecipe(PageRecipe):
    """All that is advertised in one place now. It changes by itself when a campaign begins or ends."""

    name = "ads"
    tier = 3
    template = "fragments/ads.html"

    def standing(self) -> Iterable[str]:
        return [
            target for place in AD_PLACES if self.house.ads.room(place) for target in self.everywhere(place)
        ]

    def bake(self, target: str, reader: Reader) -> Output | None:
        house, name = self.house.speaking_of(target)
        place = cast("AdPlace", name)
        if house.ads.room(place) is None:
            return None
        shown = adverts(reader, house, place)
        page = self.rendering.render(self.template, place=place, adverts=shown, **house.frame())
        return page.at(house.advertising(place))


class AdMarkupRecipe(Recipe):
    """The document of an advertisement in markup, as long as the campaign is published."""

    name: ClassVar[str] = "ad_markup"
    tier: ClassVar[int] = 1

    def __init__(self, house: House) -> None:
        self._code = fingerprint_of(VIEWS, house.config.address)

    @property
    def code(self) -> str:
        return self._code

    def concerned(self, change: Change) -> Iterable[str]:
        return [asset_of(record) for record in change.records() if isinstance(record, Campaign)]

    def bake(self, target: str, reader: Reader) -> Output | None:
        campaign = reader.read(CAMPAIGN, target)
        if campaign is None or not isinstance(campaign.creative, MarkupCreative):
            return None
        head = '<!doctype html><meta charset="utf-8"><meta name="robots" content="noindex">'
        return Output(frame_path(campaign), f"{head}{campaign.creative.markup}\n".encode())


class AdsTxtRecipe(Recipe):
    """Who may sell advertisements for this site (IAB Tech Lab, ads.txt 1.1)."""

    name: ClassVar[str] = "ads_txt"
    tier: ClassVar[int] = 3

    def __init__(self, house: House) -> None:
        lines = (line.strip() for line in house.ads.sellers.splitlines())
        self._text = "".join(f"{line}\n" for line in lines if line) or _NOBODY

    @property
    def code(self) -> str:
        return fingerprint_of(self._text)

    def standing(self) -> Iterable[str]:
        return [ADS_TXT]

    def bake(self, target: str, reader: Reader) -> Output:
        return Output(ADS_TXT, self._text.encode())
