"""What a rule is, and what it finds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar

import msgspec

from broadsheet.kernel.language import Language
from broadsheet.site.rules.finished import Page, Subscribed
from broadsheet.site.rules.markup import Element

Words = Mapping[Language, str]
"""The same in each language that an editor may have chosen."""

Places = Mapping[str, str | Words]
"""What stands in the `{places}` of an advice; in each language, where it is said in words."""


def said(*, en: str, de: str) -> Words:
    return {"en": en, "de": de}


class Violation(msgspec.Struct, frozen=True):
    rule: str
    advice: Words


class Rule(ABC):
    """One thing that nothing finished may break.

    Whether it is broken follows from the finished thing alone, what its template was given
    included: so whatever mends it makes the page stale, and the next bake sees it.
    """

    name: ClassVar[str]
    """Stands in the handbook, in `broadsheet check` and before every advice."""
    reason: ClassVar[str]
    """The law that asks for it, or why else."""
    advice: ClassVar[Words]
    """What is wrong and what to do, in an editor's words, with `{places}`."""

    def found(self, places: Iterable[Places]) -> Iterator[Violation]:
        return (Violation(self.name, _filled(self.advice, each)) for each in places)


class PageRule(Rule):
    """Asks each HTML page, at every bake: it may cost some microseconds where it is kept."""

    asks_for: ClassVar[tuple[type, ...]] = ()
    """The kinds of views, among what the template was given, that `page.shown` is to find."""

    @abstractmethod
    def broken(self, page: Page) -> Iterator[Places]:
        """One answer for each place at which it is broken, with what the advice is to name."""


class FeedRule(Rule):
    """Asks each feed of stories."""

    @abstractmethod
    def broken(self, feed: Subscribed) -> Iterator[Places]: ...


class ElementRule(Rule):
    """Asks each HTML element by itself, in pages and drawings; each different tag only once."""

    @abstractmethod
    def broken(self, element: Element) -> Iterator[Places]: ...


class AddressRule(ElementRule):
    """Asks each address that a browser fetches by itself, style sheets' and the manifest's too."""

    @abstractmethod
    def refuses(self, address: str) -> bool: ...


def _filled(advice: Words, places: Places) -> Words:
    return {
        language: text.format(**{name: _in(value, language) for name, value in places.items()})
        for language, text in advice.items()
    }


def _in(value: str | Words, language: Language) -> str:
    return value if isinstance(value, str) else value[language]
