"""Whose words these are, and who answers for what a machine made."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.kernel.language import shorten
from broadsheet.site.prose import MachineView, PullQuoteView, QuotationView
from broadsheet.site.rules.finished import Page
from broadsheet.site.rules.rule import PageRule, Places, said

_NAMED = 60
"""Characters of a quotation that tell an editor which one is meant."""


class QuotationWithoutSpeaker(PageRule):
    name = "quotation-without-speaker"
    reason = "Press code, 2; UrhG § 63: whoever is quoted is named"
    advice = said(
        en="The quotation “{text}” does not say whose words they are. Name the speaker in the story; if one "
        "is named there, put the name back into the theme's template.",
        de="Beim Zitat „{text}“ steht nicht, von wem es ist. Nennen Sie im Artikel, wer es gesagt hat; ist "
        "dort jemand genannt, setzen Sie den Namen wieder in die Vorlage des Themes ein.",
    )

    asks_for = (PullQuoteView, QuotationView)

    def broken(self, page: Page) -> Iterator[Places]:
        found: list[PullQuoteView | QuotationView] = [*page.shown(PullQuoteView), *page.shown(QuotationView)]
        for quoted in found:
            if not _stands(page, quoted.speaker):
                yield {"text": shorten(quoted.text, _NAMED)}


class MachineWithoutEditor(PageRule):
    name = "machine-made-without-editor"
    reason = "Regulation (EU) 2024/1689, Art. 50 (4): a person answers for it, and is named"
    advice = said(
        en="A part of the page was made with AI ({how}), and nobody is named who answers for it. Name an "
        "editor in the story; if one is named there, put the label back into the theme's template.",
        de="Ein Teil der Seite ist mit KI entstanden ({how}), und niemand ist genannt, der dafür einsteht. "
        "Nennen Sie im Artikel, wer verantwortlich ist; ist dort jemand genannt, setzen Sie den Hinweis "
        "wieder in die Vorlage des Themes ein.",
    )

    asks_for = (MachineView,)

    def broken(self, page: Page) -> Iterator[Places]:
        for part in page.shown(MachineView):
            if not _stands(page, part.made.editor):
                yield {"how": part.made.how}


def _stands(page: Page, name: str) -> bool:
    """Whether there is a name, and it is among the words of the page."""
    return bool(name.strip()) and page.markup.says(name)
