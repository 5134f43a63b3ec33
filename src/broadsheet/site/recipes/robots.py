"""What is said to machines that read the whole site: where the sitemaps are, what is reserved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Final

import msgspec

from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output, Recipe, fingerprint_of
from broadsheet.site.house import House
from broadsheet.site.recipes import sitemap
from broadsheet.site.rendering import VIEWS

ROBOTS: Final = "/robots.txt"
TDM: Final = "/.well-known/tdmrep.json"

# The TDM Reservation Protocol of the W3C community group: everything below "/" is reserved,
# as Article 4(3) of Directive (EU) 2019/790 and § 44b(3) UrhG ask for it.
_RESERVATION: Final[list[dict[str, Any]]] = [{"location": "/", "tdm-reservation": 1}]


class RobotsRecipe(Recipe):
    name: ClassVar[str] = "robots"
    tier: ClassVar[int] = 3

    def __init__(self, house: House) -> None:
        self._house = house
        self._code = fingerprint_of(VIEWS, *house.fingerprint_parts())

    @property
    def code(self) -> str:
        return self._code

    def standing(self) -> Iterable[str]:
        return [ROBOTS, TDM]

    def bake(self, target: str, reader: Reader) -> Output:
        return Output(target, self._robots() if target == ROBOTS else msgspec.json.encode(_RESERVATION))

    def _robots(self) -> bytes:
        absolute = self._house.absolute
        lines = [
            f"# {self._house.catalogue.text('robots.reservation')}",
            f"# {absolute(TDM)}",
            "User-agent: *",
            "Allow: /",
            "",
            f"Sitemap: {absolute(sitemap.INDEX)}",
            f"Sitemap: {absolute(sitemap.NEWS)}",
        ]
        return "\n".join([*lines, ""]).encode()
