"""What is said to machines that read the whole site: where the sitemaps are, what is reserved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final

import msgspec

from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output, Recipe, fingerprint_of
from broadsheet.site.house import House
from broadsheet.site.recipes import sitemap
from broadsheet.site.rendering import VIEWS

ROBOTS: Final = "/robots.txt"
TDM: Final = "/.well-known/tdmrep.json"


class RobotsRecipe(Recipe):
    name: ClassVar[str] = "robots"
    tier: ClassVar[int] = 3

    def __init__(self, house: House) -> None:
        self._house = house
        self._code = fingerprint_of(VIEWS, *house.fingerprint_parts(), house.config.refused_crawlers)

    @property
    def code(self) -> str:
        return self._code

    def standing(self) -> Iterable[str]:
        return [ROBOTS, TDM]

    def bake(self, target: str, reader: Reader) -> Output:
        return Output(target, self._robots() if target == ROBOTS else self._reservation())

    def _reservation(self) -> bytes:
        """The TDM Reservation Protocol of the W3C community group, for everything below "/".

        Article 4(3) of Directive (EU) 2019/790 and § 44b(3) UrhG ask for it to be machine-readable.
        """
        reserved = int(self._house.is_mining_reserved)
        return msgspec.json.encode([{"location": "/", "tdm-reservation": reserved}])

    def _robots(self) -> bytes:
        absolute = self._house.absolute
        lines = [
            *(self._reserved() if self._house.is_mining_reserved else ()),
            "User-agent: *",
            "Allow: /",
            "",
            f"Sitemap: {absolute(sitemap.INDEX)}",
            f"Sitemap: {absolute(sitemap.NEWS)}",
        ]
        return "\n".join([*lines, ""]).encode()

    def _reserved(self) -> Iterator[str]:
        yield f"# {self._house.catalogue.text('robots.reservation')}"
        yield f"# {self._house.absolute(TDM)}"
        refused = self._house.config.refused_crawlers.split()
        yield from (f"User-agent: {name}" for name in refused)
        if refused:
            yield from ("Disallow: /", "")
