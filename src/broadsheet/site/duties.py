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

import msgspec

from broadsheet.ledger.records import Story
from broadsheet.site.article import Article
from broadsheet.site.facets import PageLabel
from broadsheet.site.newsroom import Teaser
from broadsheet.site.pictures import PictureView

_TAG: Final = re.compile(r"<[^>]*>")
_UNSEEN: Final = re.compile(r"<!--.*?-->|<(template|script|style)\b.*?</\1>", re.DOTALL)


def neglected(page: str, given: Mapping[str, object], labels: Collection[str]) -> Iterator[str]:
    """What is missing, in words. `labels` are the words for "advertisement" in the site's languages."""
    seen = _UNSEEN.sub("", page)
    for part in _parts(tuple(given.values())):
        match part:
            case Teaser() if part.is_advertorial and not _all_labelled(seen, part.path, labels):
                yield f"the label {min(labels)!r} before the headline that leads to {part.path}"
            case Story(genre="advertorial") if not _labelled(seen, seen.find("<h1"), labels):
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


def _all_labelled(seen: str, path: str, labels: Collection[str]) -> bool:
    """Every link to the advertorial; a teaser is one `<article>`."""
    places = [found.start() for found in re.finditer(f'href="{re.escape(path)}"', seen)]
    return all(_labelled(seen, place, labels) for place in places)


def _labelled(seen: str, place: int, labels: Collection[str]) -> bool:
    """A word among the text between the beginning of the `<article>` and the place."""
    start = seen.rfind("<article", 0, max(place, 0))
    words = _TAG.sub(" ", seen[start:place]) if start >= 0 else ""
    return any(label in words for label in labels)


def _parts(value: object) -> Iterator[object]:
    """The structs among these values and within them."""
    if isinstance(value, msgspec.Struct):
        yield value
        yield from _parts(tuple(getattr(value, name) for name in value.__struct_fields__))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _parts(each)
