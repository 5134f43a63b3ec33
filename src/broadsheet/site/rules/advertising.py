"""What is paid for says so before anything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml.html import HtmlElement

from broadsheet.ledger.records import Story
from broadsheet.site import labels
from broadsheet.site.ads import AdView
from broadsheet.site.newsroom import Teaser
from broadsheet.site.rules.finished import Page
from broadsheet.site.rules.rule import PageRule, Places, said


class UnlabelledAdvertisement(PageRule):
    """The label of the macro `advertisement` hangs before each advertorial's headline, or link to it."""

    name = "unlabelled-advertisement"
    reason = "UWG § 5a (4), MStV § 22 (1): advertising is recognisable as such"
    advice = said(
        en="The advertorial “{headline}” stands there without the label “Advertisement” before its "
        "headline. Put the macro back into the theme's template.",
        de="Das Advertorial „{headline}“ steht ohne die Kennzeichnung „Anzeige“ vor der Überschrift da. "
        "Setzen Sie das Makro wieder in die Vorlage des Themes ein.",
    )

    asks_for = (Story, Teaser, AdView)

    def broken(self, page: Page) -> Iterator[Places]:
        for story in page.shown(Story):
            if story.genre == "advertorial" and not ("<h1" in page.markup.seen and _labelled(page, "h1")):
                yield {"headline": story.headline}
        for teaser in page.shown(Teaser):
            if teaser.is_advertorial and not _labelled(page, f'a[@href="{teaser.path}"]'):
                yield {"headline": teaser.headline}
        for advert in page.shown(AdView):
            place = f'article[@data-campaign="{advert.id}"]/div[@class="ad-creative"]'
            if not ("ad-creative" in page.text and _labelled(page, place)):
                yield {"headline": advert.headline or advert.title or advert.id}


_SILENCING: Final = frozenset({"hidden", "aria-hidden", "inert"})


def _labelled(page: Page, places: str) -> bool:
    """Whether a label stands before each of the places, which are named as a step of an XPath."""
    return all(map(_is_labelled, page.markup.tree.iterfind(f".//{places}")))


def _is_labelled(place: HtmlElement) -> bool:
    """Within the same `<article>` a label hangs before it, in something that holds both: who hides the one
    hides the other.

    It has the form that `styles/label.css` keeps in sight: `<p class="advertisement"><strong>Anzeige`.
    """
    if _is_word_before(place):
        return True
    for child in (place, *place.iterancestors()):
        if child.tag == "article":
            return False
        if any(map(_is_label, child.itersiblings("p", preceding=True))):
            return next(child.iterancestors("article"), None) is not None
    return False


def _is_word_before(link: HtmlElement) -> bool:
    """A link in a text has the word right before it: the macro `text` puts it there."""
    before = link.getprevious()
    return (
        before is not None
        and before.get("class") == "paid-link"
        and _SILENCING.isdisjoint(before.attrib)
        and (before.text or "").removesuffix(":") in labels.ALL
    )


def _is_label(element: HtmlElement) -> bool:
    word = element.find("strong")
    return (
        "advertisement" in element.get("class", "").split()
        and _SILENCING.isdisjoint(element.attrib)
        and word is not None
        and _SILENCING.isdisjoint(word.attrib)
        and (word.text or "").strip() in labels.ALL
    )
