"""Whose pictures are shown, and whether they may be."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from typing import Final

from broadsheet.kernel.language import LANGUAGES
from broadsheet.site import catalogue, feeds
from broadsheet.site.article import Article
from broadsheet.site.feeds import Item
from broadsheet.site.media import MediaView
from broadsheet.site.pictures import PictureView, SharePicture
from broadsheet.site.rules import fetching
from broadsheet.site.rules.finished import Page, Subscribed
from broadsheet.site.rules.given import Finder
from broadsheet.site.rules.markup import Markup
from broadsheet.site.rules.rule import FeedRule, PageRule, Places, said


class CreditMissing(PageRule):
    """No picture, video, recording or document is shown of which nobody says whose it is."""

    name = "credit-missing"
    reason = "UrhG § 13: whoever made a work is named"
    advice = said(
        en="The file {file} (“{alt}”) has no credit. Fill it in at the picture or file, and publish that.",
        de="Die Datei {file} („{alt}“) hat keinen Bildnachweis. Tragen Sie ihn beim Bild oder bei der Datei "
        "ein und veröffentlichen Sie sie.",
    )

    asks_for = (PictureView, MediaView)

    def broken(self, page: Page) -> Iterator[Places]:
        for picture in page.shown(PictureView):
            if not picture.credit.strip():
                yield {"file": picture.src, "alt": picture.alt}
        for media in page.shown(MediaView):
            if not media.credit.strip():
                yield {"file": media.src, "alt": media.title}


class CreditNotShown(PageRule):
    """Each picture of an article has its credit on the page, as often as the picture is shown."""

    name = "credit-not-shown"
    reason = "UrhG § 13: whoever made a work is named"
    advice = said(
        en="The credit “{credit}” does not stand by each of its pictures. Put it back into the theme's "
        "template.",
        de="Der Bildnachweis „{credit}“ steht nicht bei jedem seiner Bilder. Setzen Sie ihn wieder in die "
        "Vorlage des Themes ein.",
    )

    asks_for = (Article,)

    def broken(self, page: Page) -> Iterator[Places]:
        for article in page.shown(Article):
            for credit, number in _due(page, article).items():
                # The second says the same of any markup, and takes longer.
                if page.markup.seen.count(f">{html.escape(credit)}<") < number and (
                    page.markup.words.count(" ".join(credit.split())) < number
                ):
                    yield {"credit": credit}


class CreditMissingInFeed(FeedRule):
    name = "credit-missing-in-feed"
    reason = "UrhG § 13: whoever made a work is named, also where others show it"
    advice = said(
        en="The feed gives the picture {file} away without its credit. Fill it in at the picture, and "
        "publish that.",
        de="Der Feed gibt das Bild {file} ohne Bildnachweis weiter. Tragen Sie ihn beim Bild ein und "
        "veröffentlichen Sie es.",
    )

    def broken(self, feed: Subscribed) -> Iterator[Places]:
        written = feeds.in_json if feed.path.endswith(".json") else _in_xml
        for item in feed.shown(Item):
            if item.picture and not (item.picture.credit and written(item.picture.credit) in feed.text):
                yield {"file": item.picture.url}


class MachineMadePictureUnlabelled(PageRule):
    """Below each picture of an article that a machine made or changed stands that it did."""

    name = "machine-made-picture-unlabelled"
    reason = "Regulation (EU) 2024/1689, Art. 50 (4): a picture that a machine made says so"
    advice = said(
        en="The picture {file} was made with AI, and the page does not say so, or not who answers for it. "
        "Name the responsible editor at the picture; if one is named there, put the caption back into the "
        "theme's template.",
        de="Das Bild {file} ist mit KI entstanden; auf der Seite steht das nicht, oder nicht, wer dafür "
        "einsteht. Nennen Sie beim Bild, wer verantwortlich ist; ist dort jemand genannt, setzen Sie die "
        "Bildunterschrift wieder in die Vorlage des Themes ein.",
    )

    asks_for = (Article,)

    def broken(self, page: Page) -> Iterator[Places]:
        for article in page.shown(Article):
            # Without a summary, people made everything.
            for picture in _own(article) if article.machine else ():
                if picture.digital_source and _shows(page, picture) and not _is_labelled(page, picture):
                    yield {"file": picture.src}


class UnknownPicture(PageRule):
    """What lies among the pictures is shown only as the press gives it: published, with rights in force."""

    name = "picture-without-rights"
    reason = "UrhG §§ 15, 19a: no picture whose rights have ended or that is not published"
    advice = said(
        en="The page shows {file}, which is no published picture with rights in force. Renew the rights at "
        "the picture or take it out; in a theme's template, take out the address.",
        de="Die Seite zeigt {file}; das ist kein veröffentlichtes Bild mit gültigen Rechten. Verlängern Sie "
        "die Rechte beim Bild oder nehmen Sie es heraus; in einer Vorlage des Themes die Adresse.",
    )

    asks_for = (PictureView, SharePicture, MediaView)

    def broken(self, page: Page) -> Iterator[Places]:
        named = set(_OF_THE_PRESS.findall(page.text))
        if named and not named <= (offered := set(_offered(page))):
            known = set(chain.from_iterable(map(fetching.candidates, offered)))
            yield from ({"file": address} for address in _shown(page.markup) if address not in known)


_OF_THE_PRESS: Final = re.compile(r'"(/media/[^"]*)"')
"""Where renditions and files lie."""


def _shown(markup: Markup) -> Iterator[str]:
    pictures = (each for each in markup.elements() if each.name in {"img", "source"})
    found = dict.fromkeys(chain.from_iterable(map(fetching.of_element, pictures)))
    return (address for address in found if address.startswith("/media/"))


def _offered(page: Page) -> Iterator[str]:
    """Addresses and lists of them, as they were given to the template."""
    for picture in page.shown(PictureView):
        yield picture.src
        yield from (source.srcset for source in picture.sources)
    yield from (picture.src for picture in page.shown(SharePicture))
    yield from (media.src for media in page.shown(MediaView))


_PICTURES: Final = Finder((PictureView,))


def _own(article: Article) -> list[PictureView]:
    return _PICTURES.within((article.illustration, article.body)).get(PictureView, [])


def _shows(page: Page, picture: PictureView) -> bool:
    return f'src="{picture.src}"' in page.markup.seen


def _is_labelled(page: Page, picture: PictureView) -> bool:
    key = f"machine.picture.{picture.digital_source}"
    label = any(catalogue.load(language).text(key) in page.markup.words for language in LANGUAGES)
    return label and bool(picture.answerable.strip()) and page.markup.says(picture.answerable)


def _in_xml(text: str) -> str:
    return html.escape(text, quote=False)


def _due(page: Page, article: Article) -> Counter[str]:
    """How often each credit is due: once for every picture of the article that the page shows."""
    due: Counter[str] = Counter()
    for picture, number in Counter(_own(article)).items():
        due[picture.credit] += min(number, page.markup.seen.count(f'src="{picture.src}"'))
    return due
