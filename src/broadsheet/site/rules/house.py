"""Who publishes this, and what becomes of readers' data."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.site.facets import PageLabel
from broadsheet.site.rules.finished import Page
from broadsheet.site.rules.rule import PageRule, Places, said


class NoWayToHousePage(PageRule):
    """A link to every page of the house that the template was given, imprint and privacy among them."""

    name = "house-page-out-of-reach"
    reason = "DDG § 5 (1), MStV § 18, GDPR Art. 12 (1): easily recognisable, directly reachable"
    advice = said(
        en="There is no link to “{title}” ({path}). Put the pages of the house back into the theme's "
        "template.",
        de="Es fehlt der Link zu „{title}“ ({path}). Setzen Sie die Seiten des Hauses wieder in die Vorlage "
        "des Themes ein.",
    )

    asks_for = (PageLabel,)

    def broken(self, page: Page) -> Iterator[Places]:
        for label in page.shown(PageLabel):
            if not page.markup.offers(label.path):
                yield {"title": label.title, "path": label.path}
