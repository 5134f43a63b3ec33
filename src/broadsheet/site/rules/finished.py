"""What came out of a recipe, as rules see it: taken apart once, with what its template was given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from broadsheet.press.recipe import Output
from broadsheet.site.feeds import FORMATS
from broadsheet.site.rules import fetching
from broadsheet.site.rules.markup import Markup

S = TypeVar("S")
FRAGMENTS: Final = "/fragments/"
"""Where parts of pages lie: what a page fetches, or shows in a frame."""
FRAMED: Final = f"{FRAGMENTS}ads/"
"""Where advertisements in markup lie; the readers' server gives them a policy of their own."""


class Finished:
    """A file on its way to readers."""

    def __init__(self, output: Output) -> None:
        self.path = output.path
        self.text = output.body.decode(errors="replace")


class FromViews(Finished):
    """It is known what it was made from."""

    def __init__(self, output: Output) -> None:
        super().__init__(output)
        self.given: Mapping[type, list[Any]] = {}
        """Views by their kind: those that rules ask for."""

    def shown(self, kind: type[S]) -> list[S]:
        """All views of this kind that it was made from, however deep, in their order."""
        return self.given.get(kind, [])


class Page(FromViews):
    """HTML: a whole page or a fragment."""

    def __init__(self, output: Output) -> None:
        super().__init__(output)
        self.markup = Markup(self.text)


class Subscribed(FromViews):
    """A feed of stories."""


class Sheet(Finished):
    """CSS."""

    def fetched(self) -> Iterable[str]:
        return fetching.of_styles(self.text)


class Framed(Sheet):
    """An advertisement in markup: a document that runs nothing, in a frame and under a policy of its own."""

    def fetched(self) -> Iterable[str]:
        elements = Markup(self.text).elements()
        return (address for element in elements for address in fetching.of_element(element))


class Drawing(Finished):
    """SVG."""

    def __init__(self, output: Output) -> None:
        super().__init__(output)
        self.markup = Markup(self.text)


class Manifest(Finished):
    """What a device reads when the site is kept among its programs."""

    def fetched(self) -> Iterable[str]:
        return _ADDRESSED.findall(self.text)


_ADDRESSED: Final = re.compile(r'"(?:src|start_url|scope|url)"\s*:\s*"([^"]*)"')
_KINDS: Final[Mapping[str, type[Finished]]] = {
    "": Page,
    "html": Page,
    "css": Sheet,
    "svg": Drawing,
    "webmanifest": Manifest,
}


def finished(output: Output) -> Finished | None:
    """None for what no rule looks at, such as pictures and redirects."""
    kind = kind_of(output.path) if output.body else None
    return kind(output) if kind is not None else None


def kind_of(path: str) -> type[Finished] | None:
    file = path.rpartition("/")[2]
    kind = Subscribed if file in FORMATS else _KINDS.get(file.rpartition(".")[2])
    return Framed if kind is Page and path.startswith(FRAMED) else kind
