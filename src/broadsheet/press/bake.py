"""Running recipes: from a target to bytes and the trace of what they were made from."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from broadsheet.kernel.errors import BroadsheetError
from broadsheet.kernel.language import Language
from broadsheet.ledger.vault import Vault
from broadsheet.press.enclosure import enclosed
from broadsheet.press.facets import FacetSet
from broadsheet.press.larder import Larder
from broadsheet.press.reader import Reader, Shelf
from broadsheet.press.recipe import Output, Recipe
from broadsheet.press.trace import Trace

log = logging.getLogger(__name__)


class Baked(msgspec.Struct, frozen=True):
    """What one recipe made of one target, or why it could not."""

    output: Output | None
    trace: Trace
    error: str = ""
    advice: Mapping[Language, str] = {}
    """What an editor is to do about the error, where it was raised with such words."""


class Oven:
    """Bakes from one consistent state of the ledger: every use within a snapshot with the same head.

    With `facets`, recipes may read these alone; with `larder`, they find there what was made ahead;
    what `shelf` holds of that state is not read again.
    """

    def __init__(
        self,
        vault: Vault,
        now: datetime,
        facets: FacetSet | None = None,
        larder: Larder | None = None,
        shelf: Shelf | None = None,
    ) -> None:
        self._shelf = shelf or Shelf()
        self._vault = vault
        self._now = now
        self._facets = facets
        self._larder = larder

    def fetch(self, work: Sequence[tuple[Recipe, str]]) -> None:
        """What many bakes will each ask for is read together. Most targets are assets; no other finds any."""
        names = (name for recipe, target in work for name in recipe.lists(target))
        self._shelf.fetch([target for _, target in work if ":" in target], names)

    def bake(self, recipe: Recipe, target: str) -> Baked:
        """Never raises for what a recipe does: the page keeps its last good form, the error is kept."""
        reader = Reader(self._shelf, self._vault, self._now, self._facets, self._larder)
        try:
            with enclosed():
                output = recipe.make(target, reader)
        except Exception as error:  # noqa: BLE001 - one broken page must not stop the others; it is reported
            log.warning("%s:%s cannot be baked: %s", recipe.name, target, error)
            log.debug("%s", traceback.format_exc())
            advice = dict(error.advice) if isinstance(error, BroadsheetError) else {}
            return Baked(None, reader.trace(), f"{type(error).__name__}: {error}", advice)
        return Baked(output, reader.trace())

    def bake_all(self, work: Iterable[tuple[Recipe, str]]) -> Iterator[tuple[Recipe, str, Baked]]:
        for recipe, target in work:
            yield recipe, target, self.bake(recipe, target)
