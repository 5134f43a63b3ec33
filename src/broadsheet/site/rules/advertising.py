"""What is paid for says so before anything else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree
from lxml.html import HtmlElement

from broadsheet.ledger.records import Story
from broadsheet.site import labels
from broadsheet.site.ads import AdView
from broadsheet.site.feeds import Item
from broadsheet.site.newsroom import Teaser
from broadsheet.site.rules.finished import Page, Subscribed
from broadsheet.site.rules.rule import FeedRule, PageRule, Places, said


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


class UnlabelledForMachines(PageRule):
    """Where an advertorial leaves its page, its headline begins with the word."""

    name = "advertisement-unlabelled-for-machines"
    reason = "UWG § 5a (4), MStV § 22 (1): also where others show it"
    advice = said(
        en="Where others show the advertorial “{headline}”, the word “Advertisement” is missing before its "
        "headline: {where}. Put the shipped head back into the theme's template.",
        de="Wo andere das Advertorial „{headline}“ zeigen, fehlt vor der Überschrift das Wort „Anzeige“: "
        "{where}. Setzen Sie den mitgelieferten Kopf wieder in die Vorlage des Themes ein.",
    )

    asks_for = (Story,)

    def broken(self, page: Page) -> Iterator[Places]:
        for story in page.shown(Story):
            if story.genre == "advertorial":
                for where, text in _announced(page.markup.tree):
                    if not _begins_with_label(text):
                        yield {"headline": story.headline, "where": where}


class UnlabelledInFeed(FeedRule):
    """Also for whoever puts a newsletter together from one."""

    name = "advertisement-unlabelled-in-feed"
    reason = "UWG § 5a (4), MStV § 22 (1): also where others show it"
    advice = said(
        en="In the feed, the advertorial “{title}” stands without the word “Advertisement” before its "
        "headline. Bake the feed again; if that does not help, it is a fault of the program.",
        de="Im Feed steht das Advertorial „{title}“ ohne das Wort „Anzeige“ vor der Überschrift. Backen Sie "
        "den Feed neu; hilft das nicht, ist es ein Fehler des Programms.",
    )

    def broken(self, feed: Subscribed) -> Iterator[Places]:
        paid = {item.url for item in feed.shown(Item) if item.is_paid}
        if paid:
            yield from (
                {"title": title}
                for url, title in _entries(feed)
                if url in paid and not _begins_with_label(title)
            )


_HEADLINES: Final = (".//title", './/meta[@property="og:title"]', './/meta[@name="twitter:title"]')
_DATA: Final = './/script[@type="application/ld+json"]'


def _begins_with_label(text: str) -> bool:
    return text.strip().startswith(tuple(labels.ALL))


def _announced(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Where in the page's head its headline stands, and how."""
    for each in (found for path in _HEADLINES for found in tree.iterfind(path)):
        yield f"<{each.tag!s}>", each.get("content", "") or each.text or ""
    for script in tree.iterfind(_DATA):
        for node in json.loads(script.text or "{}").get("@graph", []):
            if "headline" in node:
                yield "headline", node["headline"]


def _entries(feed: Subscribed) -> Iterator[tuple[str, str]]:
    """Address and title of each."""
    if feed.path.endswith(".json"):
        items: list[dict[str, Any]] = json.loads(feed.text)["items"]
        yield from ((each.get("url", ""), each.get("title", "")) for each in items)
        return
    for each in etree.fromstring(feed.text.encode()).iterfind(".//{*}title/.."):
        link = each.find("{*}link")
        if link is not None:
            yield link.get("href") or link.text or "", each.findtext("{*}title") or ""


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
