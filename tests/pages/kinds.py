"""As few pages as show everything that the site can show."""

from __future__ import annotations

from lxml import html

from tests.pages.baked import NOT_FOUND, Baked


def representatives(baked: Baked) -> list[str]:
    """One of each kind of page, and stories until every element with each of its classes is shown.

    The page that adds most is taken first; of several, the one whose address sorts first.
    """
    features = {path: _features(page) for path, page in baked.pages.items()}
    chosen = _kinds(baked)
    missing = set().union(*features.values()) - set().union(*(features[path] for path in chosen))
    while missing:
        best = max(sorted(features), key=lambda path: len(features[path] & missing))
        chosen.append(best)
        missing -= features[best]
    return chosen


def _kinds(baked: Baked) -> list[str]:
    """Every kind of page but the story, by its address in the demo."""
    first = {path.split("/")[1]: path for path in sorted(baked.pages, reverse=True) if path.count("/") == 3}
    named = ["/", "/politik/", "/archiv/", "/hinweise/", "/impressum/", "/datenschutz/", NOT_FOUND]
    return [*named, first["thema"], first["autor"], first["archiv"], *baked.gone]


def _features(page: html.HtmlElement) -> set[tuple[str, str]]:
    return {(str(element.tag), name) for element in page.iter("*") for name in _names(element)}


def _names(element: html.HtmlElement) -> list[str]:
    return [*(element.get("class") or "").split(), element.get("rel") or "", element.get("data-genre") or ""]
