"""No text that was promised to readers is missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from broadsheet.kernel.language import LANGUAGES
from broadsheet.site import catalogue
from broadsheet.site.corrections import CorrectionView
from broadsheet.site.rules.finished import Page
from broadsheet.site.rules.rule import PageRule, Places, said


class CorrectionNotShown(PageRule):
    name = "correction-not-shown"
    reason = "Press code, 3: what was wrong is put right where it stood"
    advice = said(
        en="The correction “{text}” does not stand on the page. Put corrections back into the theme's "
        "template.",
        de="Die Korrektur „{text}“ steht nicht auf der Seite. Setzen Sie die Korrekturen wieder in die "
        "Vorlage des Themes ein.",
    )

    asks_for = (CorrectionView,)

    def broken(self, page: Page) -> Iterator[Places]:
        for correction in page.shown(CorrectionView):
            if not page.markup.says(correction.text):
                yield {"text": correction.text}


class CorrectionNotMarked(PageRule):
    """Where the error stood, a mark leads to the correction: each passage that it names is in the page."""

    name = "correction-not-marked"
    reason = "Press code, 3: what was wrong is put right where it stood"
    advice = said(
        en="The correction “{text}” is not marked where the error stood. Put the marks back into the theme's "
        "template.",
        de="Die Korrektur „{text}“ ist nicht dort gekennzeichnet, wo der Fehler stand. Setzen Sie die "
        "Kennzeichen wieder in die Vorlage des Themes ein.",
    )

    asks_for = (CorrectionView,)

    def broken(self, page: Page) -> Iterator[Places]:
        for correction in page.shown(CorrectionView):
            places = [passage.href.removeprefix("#") for passage in correction.passages if passage.href]
            if not all(f'id="{place}"' in page.markup.seen for place in places):
                yield {"text": correction.text}


class LeakedKey(PageRule):
    """A key of the site's texts where its text should stand."""

    name = "missing-translation"
    reason = "A reader gets words, never the name of a text"
    advice = said(
        en="Where a text should stand, the page says {key}. Use it in the theme's template as "
        't("{key}"), and give the text in each language.',
        de="Wo ein Text stehen sollte, sagt die Seite {key}. Schreiben Sie in der Vorlage des Themes "
        't("{key}"), und geben Sie den Text in jeder Sprache an.',
    )

    def broken(self, page: Page) -> Iterator[Places]:
        for key in dict.fromkeys(_LIKE_A_KEY.findall(page.text)):
            if key in _keys():
                yield {"key": key}


_LIKE_A_KEY: Final = re.compile(r">\s*([a-z_]+(?:\.[a-z0-9_]+)+)\s*<")


@cache
def _keys() -> frozenset[str]:
    return frozenset().union(*(catalogue.load(language).keys() for language in LANGUAGES))
