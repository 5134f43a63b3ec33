"""Whether imprint and privacy page say all that they have to.

The pages are the publisher's own words, so nobody fills in a form twice: each part is looked for in the
text, by what it cannot be said without. That a part is there does not make it right; a lawyer tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Final, Literal

from broadsheet.ledger.plain import lines
from broadsheet.ledger.records import Page as HousePage
from broadsheet.ledger.records import SiteSettings
from broadsheet.site.rules.finished import Page
from broadsheet.site.rules.markup import plain
from broadsheet.site.rules.rule import PageRule, Places, Words, said

_EMAIL: Final = r"\S@\S+\.\w"
_CONTROLLER: Final = r"verantwortlich|controller"

Parts = Mapping[str, Words]
"""Patterns of the words without which a part cannot be said, and what the part is called."""


class _LegalText(PageRule):
    asks_for = (HousePage, SiteSettings)
    role: ClassVar[Literal["imprint", "privacy"]]
    parts: ClassVar[Parts]

    def broken(self, page: Page) -> Iterator[Places]:
        if any(each.role == self.role for each in page.shown(HousePage)):
            publishers = [each.publisher for each in page.shown(SiteSettings)]
            if gaps := self.gaps(_main(page), publishers):
                yield {"gaps": gaps}

    def gaps(self, text: str, publishers: Iterable[str]) -> Words | None:
        """What the text leaves out; None if it says all."""
        found = [words for pattern, words in self.parts.items() if not re.search(pattern, text, _FLAGS)]
        found += [_NAME for publisher in publishers if publisher.lower() not in text.lower()]
        return _together(found) if found else None


class ImprintGap(_LegalText):
    """Register and VAT number are named by those who have one; no software knows."""

    name = "imprint-with-gaps"
    reason = "DDG § 5 (1) 1 and 2, MStV § 18 (1) and (2)"
    advice = said(
        en="The imprint does not say: {gaps}. Add it at the desk, under House.",
        de="Im Impressum fehlt: {gaps}. Ergänzen Sie es in der Redaktion unter „Haus“.",
    )
    role = "imprint"
    parts: ClassVar[Parts] = {
        r"\b(?:[a-z]{1,2}-)?\d{4,5} +[^\W\d]|\b[a-z]{1,2}\d[a-z\d]? \d[a-z]{2}\b": said(
            en="the postal address, with postcode and town", de="die Anschrift mit Postleitzahl und Ort"
        ),
        _EMAIL: said(en="an e-mail address", de="eine E-Mail-Adresse"),
        r"(?:tel|fon|phone|fax)\w*\W{0,4}\+?\(?\d|\+\d[\d ()/-]{6}|formular|form\b": said(
            en="a second quick way, such as a telephone number",
            de="ein zweiter schneller Weg, etwa eine Telefonnummer",
        ),
        r"verantwortlich|responsible|§ ?18|§ ?55": said(
            en="who is responsible for the content, with address",
            de="wer für den Inhalt verantwortlich ist, mit Anschrift",
        ),
    }


class PrivacyGap(_LegalText):
    name = "privacy-page-with-gaps"
    reason = "GDPR Art. 13, TDDDG § 25 (1)"
    advice = said(
        en="The privacy page does not say: {gaps}. Add it at the desk, under House; the list of choices "
        "belongs to the page's template.",
        de="In der Datenschutzerklärung fehlt: {gaps}. Ergänzen Sie es in der Redaktion unter „Haus“; die "
        "Liste der Entscheidungen gehört zur Vorlage der Seite.",
    )
    role = "privacy"
    parts: ClassVar[Parts] = {
        _CONTROLLER: said(en="who the controller is", de="wer verantwortlich ist"),
        _EMAIL: said(en="how to reach the controller", de="wie man die Verantwortlichen erreicht"),
        r"zweck|wozu|dien(?:t|en)\b|purpose|art\. ?6|so that|nötig|necessary": said(
            en="for what purposes data are used", de="zu welchen Zwecken Daten verarbeitet werden"
        ),
        r"auskunft|löschung|widerspruch|access|deletion|erasure": said(
            en="readers' rights: access, deletion, objection",
            de="die Rechte: Auskunft, Löschung, Widerspruch",
        ),
        r"beschwer|aufsicht|complain|supervisory": said(
            en="the right to complain to an authority", de="das Recht auf Beschwerde bei einer Behörde"
        ),
    }

    def broken(self, page: Page) -> Iterator[Places]:
        yield from super().broken(page)
        is_privacy = any(each.role == self.role for each in page.shown(HousePage))
        if is_privacy and 'id="consent"' not in page.text:
            yield {"gaps": _CHOICES}


def gaps_of(page: HousePage, publisher: str) -> Words | None:
    """What the words of an imprint or a privacy page leave out, before anything is made of them."""
    for rule in (ImprintGap(), PrivacyGap()):
        if page.role == rule.role:
            return rule.gaps(" ".join((page.title, *lines(page.body))), [publisher])
    return None


def _together(found: Iterable[Words]) -> Words:
    several = list(found)
    return said(en=", ".join(each["en"] for each in several), de=", ".join(each["de"] for each in several))


_FLAGS: Final = re.IGNORECASE
_NAME: Final = said(
    en="the publisher's name as in the site identity",
    de="der Name des Verlags wie in den Angaben zur Website",
)
_CHOICES: Final = said(
    en="the list of what the reader has allowed, to take it back",
    de="die Liste dessen, was der Leser erlaubt hat, zum Widerrufen",
)


def _main(page: Page) -> str:
    """What stands in the page itself: menu and foot say the publisher's name too."""
    seen = page.markup.seen
    return " ".join(plain(seen[seen.find("<main") : seen.find("</main>")]).split())
