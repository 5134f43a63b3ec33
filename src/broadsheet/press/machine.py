"""The press itself: takes note of the ledger, bakes what is stale, removes what is gone."""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from broadsheet.kernel import clock
from broadsheet.ledger import state
from broadsheet.ledger.vault import Vault
from broadsheet.press import queue, traces
from broadsheet.press.bake import Baked, Oven
from broadsheet.press.config import PressConfig
from broadsheet.press.errors import PathTaken, PressBusy
from broadsheet.press.models import Artifact, Removal
from broadsheet.press.recipe import Change, Edition, Recipe
from broadsheet.press.report import Report
from broadsheet.press.store import FolderStore, Place, digest_of, place_of
from broadsheet.press.traces import Result

log = logging.getLogger(__name__)


Progress = Callable[[Report], None]


def _silent(_report: Report) -> None:
    return


class Press:
    """One per process. Only one process at a time works; the others wait for the lock."""

    def __init__(
        self, edition: Edition, store: FolderStore, vault: Vault, config: PressConfig, lock: Path
    ) -> None:
        self.edition = edition
        self.store = store
        self.vault = vault
        self._config = config
        self._lock = lock
        self._codes: dict[str, str] = {}

    def start(self) -> None:
        """Once per process: clears what a crash left, queues what must always exist and
        what was baked by another version."""
        self._codes = {
            name: f"{recipe.code}/{self.store.code}" for name, recipe in self.edition.recipes.items()
        }
        with self._alone():
            self.store.sweep()
            queue.mark_standing(self.edition)
            queue.mark_code(self._codes)

    def cycle(self) -> Report:
        """One batch: note, bake, write, record; removals when nothing else is left."""
        with self._alone():
            queue.take_note(self.edition)
            queue.mark_due(clock.now())
            report = self._bake(queue.next_stale(clock.now(), self._config.batch))
            if not report.baked and queue.idle():
                report.deleted += self._remove()
            return report

    def bake_due(self, progress: Progress = _silent) -> Report:
        """Works until nothing is due."""
        total, began = Report(), clock.monotonic()
        while True:
            step = self.cycle()
            total.add(step)
            total.seconds = round(clock.monotonic() - began, 3)
            progress(total)
            if not step.baked:
                return total

    def bake_full(self, progress: Progress = _silent) -> Report:
        """Bakes everything anew; writes what differs from the files on disk."""
        self.enumerate()
        with self._alone():
            queue.mark_all()
            self._mend_store()
        return self.bake_due(progress)

    def enumerate(self) -> None:
        """Queues every target that the whole ledger calls for."""
        with self._alone():
            queue.take_note(self.edition)
            queue.want(all_targets(self.edition), 0, "full bake")

    def _mend_store(self) -> None:
        """Forgets digests of files that are not there, so that they are written again."""
        for artifact in Artifact.objects.exclude(path="").iterator():
            if not self.store.exists(traces.old_place(artifact)):
                Artifact.objects.filter(pk=artifact.pk).update(digest="")

    # ---- one batch ----------------------------------------------------------------------

    def _bake(self, artifacts: Sequence[Artifact]) -> Report:
        if not artifacts:
            return Report()
        now = clock.now()
        with state.snapshot() as head:
            oven = Oven(self.vault, now)
            results = [self._result(oven, artifact) for artifact in artifacts]
        results = self._without_clashes(results)
        outputs = [each.baked.output for each in results if _differs(each)]
        self.store.put([output for output in outputs if output is not None])
        traces.record(results, head, now)
        failed = sum(1 for each in results if each.baked.error)
        return Report(baked=len(results), written=len(outputs), failed=failed)

    def _result(self, oven: Oven, artifact: Artifact) -> Result:
        recipe = self.edition.recipes.get(artifact.recipe)
        if recipe is None:  # an older version's recipe: its page goes
            return Result(artifact, Baked(None, traces.NO_TRACE), "")
        return Result(artifact, oven.bake(recipe, artifact.target), self._codes[recipe.name])

    def _without_clashes(self, results: list[Result]) -> list[Result]:
        """Fails every artifact that wants a place where another stands or is about to."""
        places: dict[Place, int] = {}
        for each in results:
            if each.baked.output is not None:
                places.setdefault(place_of(each.baked.output), each.artifact.pk)
        standing = _standing_at([place.path for place in places])
        moving = {each.artifact.pk for each in results}
        return [_refused_if_taken(each, places, standing, moving) for each in results]

    def _remove(self) -> int:
        """Takes away what nothing stands at; whatever linked there has been baked by now."""
        removed = 0
        for removal in Removal.objects.order_by("id"):
            place = Place(removal.path, removal.plain)
            taken = place in {traces.old_place(each) for each in Artifact.objects.filter(path=removal.path)}
            removed += 0 if taken else self.store.remove(place)
            removal.delete()
        return removed

    # ---- one at a time ------------------------------------------------------------------

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The lock falls with the process that holds it, however it ends."""
        self._lock.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self._lock.open("w") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX)
                yield
        except PermissionError as error:
            raise PressBusy(f"{self._lock} cannot be opened: {error.strerror}.") from error


def all_targets(edition: Edition) -> Iterator[tuple[Recipe, str]]:
    """What a bake from nothing considers: a function of the ledger's present state."""
    yield from edition.standing()
    for asset, record in state.assets():
        yield from edition.concerned(Change(asset, None, record))
    for path in state.all_paths():
        yield from edition.addressed(path)


def _differs(result: Result) -> bool:
    output, artifact = result.baked.output, result.artifact
    if output is None:
        return False
    return (output.path, digest_of(output)) != (artifact.path, artifact.digest)


def _standing_at(paths: Sequence[str]) -> dict[Place, int]:
    found = Artifact.objects.filter(path__in=paths)
    return {traces.old_place(each): each.pk for each in found}


def _refused_if_taken(
    result: Result, claims: dict[Place, int], standing: dict[Place, int], moving: set[int]
) -> Result:
    output = result.baked.output
    if output is None:
        return result
    place = place_of(output)
    holder = standing.get(place, result.artifact.pk)
    if claims[place] == result.artifact.pk and (holder == result.artifact.pk or holder in moving):
        return result
    error = PathTaken(f"{place.path} belongs to another page; this one was not written.")
    return Result(result.artifact, Baked(None, result.baked.trace, str(error)), result.code)
