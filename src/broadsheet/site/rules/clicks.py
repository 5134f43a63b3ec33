"""What only the whole site can tell: how far it is from every page to imprint and privacy page."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from broadsheet.site.rules.finished import FRAGMENTS, Page
from broadsheet.site.rules.rule import Places, Rule, Words, said


class SiteRule(Rule):
    """Asks the site as a whole, in `broadsheet check`: no single page is refused for it."""

    @abstractmethod
    def take(self, page: Page) -> None:
        """Is shown every page that readers get, one after the other."""

    @abstractmethod
    def broken(self) -> Iterator[tuple[str, Places]]:
        """After the last page: the address, and what the advice is to name."""


DUTIES: Final[Mapping[str, Words]] = {
    "imprint": said(en="imprint", de="Impressum"),
    "privacy": said(en="privacy page", de="Datenschutzerklärung"),
}
_LINK: Final = re.compile(r'<a\b[^>]*?\shref="(/[^"#?]*)')


class HousePageMissing(SiteRule):
    name = "house-page-missing"
    reason = "DDG § 5 (1), MStV § 18, GDPR Art. 13: every site has both"
    advice = said(
        en="There is no {what}: publish one at the desk, under House.",
        de="Es fehlt: {what}. Veröffentlichen Sie die Seite in der Redaktion unter „Haus“.",
    )

    def __init__(self, present: Collection[str]) -> None:
        """`present` are the roles of the house's published pages."""
        self._present = present

    def take(self, page: Page) -> None:
        return

    def broken(self) -> Iterator[tuple[str, Places]]:
        yield from (("", {"what": words}) for role, words in DUTIES.items() if role not in self._present)


class TooManyClicks(SiteRule):
    """Imprint and privacy page are at most two clicks from every page that readers get."""

    name = "house-page-too-far"
    reason = "DDG § 5 (1): directly reachable, which is at most two clicks (BGH, I ZR 228/03)"
    advice = said(
        en="From {path} it takes more than two clicks to the {what}. Put the links below the page back into "
        "the theme's template.",
        de="Von {path} sind es mehr als zwei Klicks bis dahin: {what}. Setzen Sie die Links am Fuß der Seite "
        "wieder in die Vorlage des Themes ein.",
    )

    def __init__(self, addresses: Mapping[str, Iterable[str]]) -> None:
        """`addresses` are those of the house's pages, by their role."""
        self._goals = {role: frozenset(paths) for role, paths in addresses.items() if role in DUTIES}
        self._near: dict[str, set[str]] = {role: set() for role in self._goals}
        self._far: dict[str, dict[str, frozenset[str]]] = {role: {} for role in self._goals}

    def take(self, page: Page) -> None:
        if "</html>" not in page.text or page.path.startswith(FRAGMENTS):
            # What stands within a page has that page's links around it.
            return
        links = frozenset(_LINK.findall(page.markup.seen))
        for role, goals in self._goals.items():
            if page.path in goals or links & goals:
                self._near[role].add(page.path)
            else:
                self._far[role][page.path] = links

    def broken(self) -> Iterator[tuple[str, Places]]:
        for role, pages in self._far.items():
            for path, links in pages.items():
                if links.isdisjoint(self._near[role]):
                    yield path, {"path": path, "what": DUTIES[role]}
