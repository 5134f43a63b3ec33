"""What the press is told by those who know what a page is."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Final, Literal

import msgspec

from broadsheet.ledger.records import AnyRecord
from broadsheet.press.facets import Facet, FacetSet
from broadsheet.press.reader import Reader


class Output(msgspec.Struct, frozen=True):
    """One answer to readers. `path` is a URL path: `/politik/`, `/feed.xml`."""

    path: str
    body: bytes = b""
    status: Literal[200, 301, 410] = 200
    location: str = ""
    """Where a 301 leads to: a path."""
    given: Mapping[str, Any] = {}
    """What its template was given to print. Only the edition's inspection sees it: it is not written."""


Inspection = Callable[[Output], Output]
"""Takes what a recipe made, or raises what is wrong with it."""


_LAST_AWAITED: Final = 2


class Change(msgspec.Struct, frozen=True):
    """One asset before and after an entry; None where it is not published."""

    asset: str
    old: AnyRecord | None
    new: AnyRecord | None

    def records(self) -> list[AnyRecord]:
        return [record for record in (self.old, self.new) if record is not None]


class Recipe(ABC):
    """Makes one kind of artifact. `bake` must be a function of what its reader gives and of `code`."""

    name: ClassVar[str]
    tier: ClassVar[int]
    """Lower ones are baked first: what others link to comes before what links to it. From 0 to 9."""
    moves_with_code: ClassVar[bool] = False
    """Whether its address follows from `code`, such as from the language: then another code bakes it
    before all others, which link to it there."""

    named_by_content: ClassVar[bool] = False
    """Whether its address says its bytes, as that of a style sheet does: what another code leaves is kept as
    long as a cache may hold a page that names it."""

    has_subscribers: ClassVar[bool] = False
    """Whether programs subscribe to what it makes, as to a feed: a WebSub hub is told when it changes."""
    inspection: Inspection = staticmethod(lambda output: output)
    """The edition's; asked of every output before it is written."""

    @property
    @abstractmethod
    def code(self) -> str:
        """Changes whenever the recipe itself would print something else: templates, texts, settings."""

    def standing(self) -> Iterable[str]:
        """Targets that exist whatever is published: the home page, the list of feeds."""
        return ()

    def concerned(self, change: Change) -> Iterable[str]:
        """Targets that may begin to exist with this change. Too many do no harm: `bake` decides.

        Asked with `old` None for every asset in a full bake, so it may depend on `change` alone.
        """
        return ()

    def addressed(self, path: str) -> Iterable[str]:
        """Targets that may begin to exist since an asset left this address.

        Asked in a full bake for every address at which an asset stood and none stands now.
        """
        return ()

    def stands_at(self, target: str) -> str:
        """With `moves_with_code`: the address that follows from code and target alone, so that what stays
        there does not come before all others. Empty where only a bake can tell."""
        return ""

    def is_awaited(self, target: str) -> bool:
        """Whether it is what most readers look at when something is published: stories, fronts, feeds. What
        is not is written after these."""
        return self.tier <= _LAST_AWAITED

    def lists(self, _target: str) -> Iterable[str]:
        """Lists that its bake reads whole: the press reads those of many targets together."""
        return ()

    @abstractmethod
    def bake(self, target: str, reader: Reader) -> Output | None:
        """The artifact, or None if, as things are published now, there is to be none."""

    def make(self, target: str, reader: Reader) -> Output | None:
        """What was baked, if it stood the inspection; the only way by which something comes to be written."""
        output = self.bake(target, reader)
        return self.inspection(output) if output is not None else None


Hottest = Callable[[int], Iterable[tuple[Recipe, str]]]
"""Gives what readers ask for most, so many stories of it. Another version bakes these pages first."""


def _nothing(_stories: int) -> Iterable[tuple[Recipe, str]]:
    return ()


class Edition:
    """Everything that the press needs to know of a site."""

    def __init__(
        self,
        recipes: Sequence[Recipe],
        facets: Iterable[Facet[Any, Any]],
        inspection: Inspection | None = None,
        hottest: Hottest = _nothing,
    ) -> None:
        self.recipes = {recipe.name: recipe for recipe in recipes}
        self.facets = FacetSet(facets)
        self.hottest = hottest
        if len(self.recipes) != len(recipes):
            raise ValueError("two recipes have the same name")
        if inspection is not None:
            for recipe in recipes:
                recipe.inspection = inspection

    def standing(self) -> Iterable[tuple[Recipe, str]]:
        for recipe in self.recipes.values():
            for target in recipe.standing():
                yield recipe, target

    def concerned(self, change: Change) -> Iterable[tuple[Recipe, str]]:
        for recipe in self.recipes.values():
            for target in recipe.concerned(change):
                yield recipe, target

    def addressed(self, path: str) -> Iterable[tuple[Recipe, str]]:
        for recipe in self.recipes.values():
            for target in recipe.addressed(path):
                yield recipe, target


def fingerprint_of(*parts: str | bytes) -> str:
    """A short name for exactly these parts in this order."""
    digest = hashlib.blake2b(digest_size=12)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()
