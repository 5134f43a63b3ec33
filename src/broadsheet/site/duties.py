"""What a page may not lose, whoever wrote its template: asked of each page that a theme's templates made.

Label before headline (UWG § 5a, MStV § 22), credits (UrhG § 13), corrections, and the way to imprint and
privacy page (DDG § 5). What is asked of the page follows from what the template was given to print.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Final

import lxml.html
import msgspec
from lxml.html import HtmlElement

from broadsheet.ledger.records import Story
from broadsheet.site.article import Article
from broadsheet.site.facets import PageLabel
from broadsheet.site.newsroom import Teaser
from broadsheet.site.pictures import PictureView

_SILENCING: Final = frozenset({"hidden", "aria-hidden", "inert"})
_TAG: Final = re.compile(r"<[^>]*>")
_UNSEEN: Final = re.compile(r"<!--.*?-->|<(template|script|style)\b.*?</\1>", re.DOTALL)


def neglected(page: str, given: Mapping[str, object], labels: Collection[str]) -> Iterator[str]:
    """What is missing, in words. `labels` are the words for "advertisement" in the site's languages."""
    seen = _UNSEEN.sub("", page)
    for part in _parts(tuple(given.values())):
        match part:
            case Teaser(path=path) if part.is_advertorial and not _labelled(
                page, f'a[@href="{path}"]', labels
            ):
                yield f"the label {min(labels)!r} before the headline that leads to {path}"
            case Story(genre="advertorial") if "<h1" not in seen or not _labelled(page, "h1", labels):
                yield f"the label {min(labels)!r} before the headline of the advertorial"
            case PageLabel() if f'href="{part.path}"' not in seen:
                yield f"the link to {part.title!r}, {part.path}"
            case Article():
                yield from _of_article(seen, part)


def _of_article(seen: str, article: Article) -> Iterator[str]:
    words = _TAG.sub(" ", seen)
    for credit, number in _credits(seen, article).items():
        if words.count(html.escape(credit)) < number:
            yield f"the credit {credit!r}, which belongs to each of its pictures"
    for correction in article.corrections:
        if html.escape(correction.text) not in seen:
            yield f"the correction {correction.text!r}"


def _credits(seen: str, article: Article) -> Counter[str]:
    """How often each credit is due: once for every picture of the article that the page shows."""
    shown = Counter(
        part for part in _parts((article.illustration, article.body)) if isinstance(part, PictureView)
    )
    due: Counter[str] = Counter()
    for picture, number in shown.items():
        due[picture.credit] += min(number, seen.count(f'src="{picture.src}"'))
    return due


def _labelled(page: str, places: str, labels: Collection[str]) -> bool:
    """Whether a label stands before each of the places, which are named as a step of an XPath."""
    found = lxml.html.fromstring(page).iterfind(f".//{places}")
    return all(_is_labelled(place, labels) for place in found)


def _is_labelled(place: HtmlElement, labels: Collection[str]) -> bool:
    """Within the same `<article>` a label hangs before it, in something that holds both: who hides the one
    hides the other.

    It has the form that `styles/label.css` keeps in sight: `<p class="advertisement"><strong>Anzeige`.
    """
    for child in (place, *place.iterancestors()):
        if child.tag == "article":
            return False
        if any(_is_label(each, labels) for each in child.itersiblings("p", preceding=True)):
            return next(child.iterancestors("article"), None) is not None
    return False


def _is_label(element: HtmlElement, labels: Collection[str]) -> bool:
    word = element.find("strong")
    return (
        "advertisement" in element.get("class", "").split()
        and _SILENCING.isdisjoint(element.attrib)
        and word is not None
        and _SILENCING.isdisjoint(word.attrib)
        and (word.text or "").strip() in labels
    )


def _parts(value: object) -> Iterator[object]:
    """The structs among these values and within them."""
    if isinstance(value, msgspec.Struct):
        yield value
        yield from _parts(tuple(getattr(value, name) for name in value.__struct_fields__))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _parts(each)
