"""A clean bake into a temporary folder, compared with what readers get byte for byte."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from broadsheet.kernel import clock
from broadsheet.ledger import state
from broadsheet.ledger.vault import Vault
from broadsheet.press import kept
from broadsheet.press.bake import Oven
from broadsheet.press.config import PressConfig
from broadsheet.press.machine import all_targets
from broadsheet.press.recipe import Edition, Output, Recipe
from broadsheet.press.store import FolderStore, Held, Store

_BATCH = 200


class Difference(msgspec.Struct, frozen=True):
    """`file` is `public/…` or `answers/…`; `how` is missing, extra, different or failed."""

    file: str
    how: str


class Verdict(msgspec.Struct, frozen=True):
    artifacts: int
    differences: list[Difference]
    kept: int = 0
    """Files of an older version that pages in caches may still name: no difference."""


def verify(
    edition: Edition,
    store: Store,
    vault: Vault,
    config: PressConfig,
    progress: Callable[[int], None] = lambda _artifacts: None,
) -> Verdict:
    """Bakes every target of the ledger from nothing and compares files, encodings included.

    `progress` gets the number of artifacts baked so far, now and then.
    Uses no trace, no queue and no digest of the press, so it cannot share their errors; but what is kept of
    an older version no bake can give, and is taken at the press's word.
    """
    with TemporaryDirectory(prefix="broadsheet-verify-") as name:
        folder = Path(name)
        public, answers = folder / "public", folder / "answers"
        clean = FolderStore(public, answers, config, durable=False, suffixes=store.suffixes)
        failed: list[Difference] = []
        artifacts = 0
        with state.snapshot():
            targets = iter(dict.fromkeys(all_targets(edition)))
            now = clock.now()
            while batch := list(islice(targets, _BATCH)):
                outputs = list(_outputs(Oven(vault, now), batch, failed))
                clean.put(outputs)
                artifacts += len(outputs)
                progress(artifacts)
        clean.sweep()
        wanted, found = dict(clean.files()), dict(store.files())
        spared = {name for place in kept.places() for name, _ in store.neighbours(place)} - wanted.keys()
        rest = {name: file for name, file in found.items() if name not in spared}
        return Verdict(artifacts, [*failed, *_compare(wanted, rest)], len(found) - len(rest))


def _outputs(oven: Oven, work: Sequence[tuple[Recipe, str]], failed: list[Difference]) -> Iterator[Output]:
    for recipe, target, baked in oven.bake_all(work):
        if baked.error:
            failed.append(Difference(f"{recipe.name}:{target}", f"failed: {baked.error}"))
        elif baked.output is not None:
            yield baked.output


def _compare(clean: dict[str, Path], public: dict[str, Held]) -> Iterator[Difference]:
    for name in sorted(clean.keys() | public.keys()):
        if name not in public:
            yield Difference(name, "missing")
        elif name not in clean:
            yield Difference(name, "extra")
        elif clean[name].read_bytes() != public[name].read_bytes():
            yield Difference(name, "different")
