"""All rules asked of a whole site: of the files that readers get, with what their templates are given now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Final

import msgspec
from msgspec.structs import replace

from broadsheet.kernel import clock
from broadsheet.kernel.language import Language
from broadsheet.ledger import state
from broadsheet.ledger.records import Page as HousePage
from broadsheet.ledger.vault import Vault
from broadsheet.press.bake import Oven
from broadsheet.press.models import Artifact
from broadsheet.press.recipe import Output, Recipe
from broadsheet.press.store import Place, Store
from broadsheet.project.configuration import Configuration
from broadsheet.project.press_room import make_store
from broadsheet.site.edition import edition
from broadsheet.site.rules import registry
from broadsheet.site.rules.clicks import SiteRule
from broadsheet.site.rules.finished import Page, kind_of
from broadsheet.site.rules.inspection import Inspection
from broadsheet.site.rules.rule import Rule

_BATCH: Final = 200
"""Views are shared among so many pages, then dropped."""
_PLAIN: Final = 200
_WITH_BODY: Final = (_PLAIN, 410)


class Breach(msgspec.Struct, frozen=True):
    """One place at which a rule is broken."""

    rule: str
    path: str
    advice: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the table."""

    rule: str
    reason: str
    looked_at: int
    violations: int


class Verdict(msgspec.Struct, frozen=True):
    rows: list[Row]
    breaches: list[Breach]


class _Count:
    def __init__(self, language: Language) -> None:
        self._language = language
        self.looked_at: dict[str, int] = defaultdict(int)
        self.breaches: list[Breach] = []

    def take(self, inspection: Inspection, output: Output) -> Page | None:
        made = inspection.opened(output)
        if made is None:
            return None
        for name in inspection.looks_at(made):
            self.looked_at[name] += 1
        for each in inspection.of(made):
            self.breaches.append(Breach(each.rule, output.path, each.advice[self._language]))
        return made if isinstance(made, Page) else None

    def finish(self, rules: Sequence[SiteRule], pages: int) -> None:
        for rule in rules:
            self.looked_at[rule.name] = pages
            for path, places in rule.broken():
                for each in rule.found([places]):
                    self.breaches.append(Breach(rule.name, path, each.advice[self._language]))

    def verdict(self, rules: Sequence[Rule]) -> Verdict:
        broken: dict[str, int] = defaultdict(int)
        for each in self.breaches:
            broken[each.rule] += 1
        rows = [
            Row(
                rule=rule.name,
                reason=rule.reason,
                looked_at=self.looked_at[rule.name],
                violations=broken[rule.name],
            )
            for rule in rules
        ]
        return Verdict(rows, sorted(self.breaches, key=lambda each: (each.rule, each.path)))


def ask(
    configuration: Configuration,
    progress: Callable[[int], None] = lambda _pages: None,
    language: Language = "en",
) -> Verdict:
    """`progress` gets the number of files looked at so far, now and then. Writes nothing."""
    rules, inspection = registry.rules(configuration.site), registry.inspection(configuration.site)
    of_site = registry.site_rules(_house_pages())
    count, pages = _Count(language), 0
    for number, output in enumerate(_delivered(configuration)):
        page = count.take(inspection, output)
        if page is not None and "</html>" in page.text:
            pages += 1
            for rule in of_site:
                rule.take(page)
        if number % _BATCH == 0:
            progress(number)
    count.finish(of_site, pages)
    return count.verdict([*rules, *of_site])


def _house_pages() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for page in state.all_of("page"):
        if isinstance(page, HousePage):
            found.setdefault(page.role, []).append(page.path)
    return found


def _delivered(configuration: Configuration) -> Iterator[Output]:
    """What lies in the folder, with what the template of each is given as things are published now."""
    made = edition(configuration.site, inspection=lambda output: output)
    store = make_store(configuration)
    rows = Artifact.objects.filter(recipe__in=made.recipes, status__in=_WITH_BODY).order_by("id")
    last = 0
    while batch := list(rows.filter(pk__gt=last)[:_BATCH]):
        last = batch[-1].pk
        with state.snapshot():
            oven = Oven(Vault(configuration.vault), clock.now(), made.facets)
            asked = [row for row in batch if kind_of(row.path) is not None]
            yield from (_one(oven, made.recipes[row.recipe], row, store) for row in asked)


def _one(oven: Oven, recipe: Recipe, row: Artifact, store: Store) -> Output:
    baked = oven.bake(recipe, row.target).output
    fresh = baked if baked is not None and baked.path == row.path else Output(row.path)
    delivered = store.plain(Place(row.path, plain=True)) if row.status == _PLAIN else None
    return replace(fresh, body=delivered) if delivered is not None else fresh
