"""The rules asked of everything that comes out of a recipe, before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

from msgspec.structs import replace

from broadsheet.kernel.language import LANGUAGES
from broadsheet.press.recipe import Output
from broadsheet.site.errors import RulesBroken
from broadsheet.site.feeds import Item
from broadsheet.site.rules.finished import (
    Drawing,
    Finished,
    FromViews,
    Manifest,
    Page,
    Sheet,
    Subscribed,
    finished,
)
from broadsheet.site.rules.given import Finder
from broadsheet.site.rules.markup import Markup, element, is_plain
from broadsheet.site.rules.rule import (
    AddressRule,
    ElementRule,
    FeedRule,
    PageRule,
    Rule,
    Violation,
    Words,
)

_MOST_REMEMBERED: Final = 20_000


class Inspection:
    """What an edition's press is handed: takes an output or refuses it."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._of_pages = [rule for rule in rules if isinstance(rule, PageRule)]
        self._of_feeds = [rule for rule in rules if isinstance(rule, FeedRule)]
        self._of_elements = [rule for rule in rules if isinstance(rule, ElementRule)]
        self._of_addresses = [rule for rule in rules if isinstance(rule, AddressRule)]
        self._finder = Finder([Item, *chain.from_iterable(rule.asks_for for rule in self._of_pages)])
        self._harmless: set[str] = set()
        """Tags of which no rule says anything: most stand on many pages."""

    def __call__(self, output: Output) -> Output:
        """Without what it was made from, of which only rules know. Raises RulesBroken."""
        if found := list(self.violations(output)):
            raise RulesBroken([each.rule for each in found], _together(each.advice for each in found))
        return replace(output, given={}) if output.given else output

    def violations(self, output: Output) -> Iterator[Violation]:
        made = self.opened(output)
        return self.of(made) if made is not None else iter(())

    def opened(self, output: Output) -> Finished | None:
        """As rules see it; None for what no rule looks at."""
        made = finished(output)
        if isinstance(made, FromViews):
            made.given = self._finder.within(output.given.values())
        return made

    def looks_at(self, made: Finished) -> list[str]:
        """The names of the rules that have something to ask of it."""
        asked: list[Rule] = []
        if isinstance(made, Page):
            asked += self._of_pages
        if isinstance(made, Subscribed):
            asked += self._of_feeds
        elif isinstance(made, Page | Drawing):
            asked += self._of_elements
        else:
            asked += self._of_addresses
        return [rule.name for rule in asked]

    def of(self, made: Finished) -> Iterator[Violation]:
        if isinstance(made, Page):
            for rule in self._of_pages:
                yield from rule.found(rule.broken(made))
        if isinstance(made, Subscribed):
            for asks in self._of_feeds:
                yield from asks.found(asks.broken(made))
        if isinstance(made, Page | Drawing):
            yield from self._in_elements(made.markup)
        if isinstance(made, Sheet | Manifest):
            for asked in self._of_addresses:
                yield from asked.found({"address": each} for each in made.fetched() if asked.refuses(each))

    def _in_elements(self, markup: Markup) -> Iterator[Violation]:
        unknown = markup.spoken() - self._harmless
        if all(map(self.says_nothing, unknown)):
            self._remember(unknown)
            return
        for each in markup.elements():
            for rule in self._of_elements:
                yield from rule.found(rule.broken(each))

    def says_nothing(self, tag: str) -> bool:
        """Whether no rule has a word on it; what is no whole tag has to be looked at in its place."""
        if is_plain(tag):
            return True
        found = element(tag)
        return found is not None and not any(any(rule.broken(found)) for rule in self._of_elements)

    def _remember(self, tags: set[str]) -> None:
        if len(self._harmless) > _MOST_REMEMBERED:
            self._harmless.clear()
        self._harmless |= tags


def _together(advice: Iterable[Words]) -> Words:
    found = list(advice)
    return {language: " ".join(dict.fromkeys(each[language] for each in found)) for language in LANGUAGES}
