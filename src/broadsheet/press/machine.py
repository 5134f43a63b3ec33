"""The press itself: takes note of the ledger, bakes what is stale, removes what is gone."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from itertools import chain, islice, takewhile

from django.db import transaction

from broadsheet.kernel import clock
from broadsheet.ledger import journal, state
from broadsheet.ledger.vault import Vault
from broadsheet.press import codes, dealing, kept, queue, rollout, standby, tombstones, traces
from broadsheet.press.bake import Baked
from broadsheet.press.commits import unhurried
from broadsheet.press.config import PressConfig
from broadsheet.press.dealing import Part
from broadsheet.press.errors import PathTaken, PressError, UnusableAddress
from broadsheet.press.larder import Larder
from broadsheet.press.models import TIERS, Artifact
from broadsheet.press.ovens import Kitchen, Work, number_of_ovens
from broadsheet.press.reader import Shelf
from broadsheet.press.recipe import Change, Edition, Recipe, fingerprint_of
from broadsheet.press.report import Report
from broadsheet.press.store import Place, Store, relative_file
from broadsheet.press.telling import Owed
from broadsheet.press.traces import Result
from broadsheet.press.turns import Turn

log = logging.getLogger(__name__)

# From so many batches on, several ovens are worth their start.
_BATCHES_FOR_SEVERAL = 2
# Seconds after which no more are dealt out: a worker has other chores, a command has none.
_SHORT_CYCLE = 0.5
_LONG_CYCLE = 12.0
# At most so many are planned for a cycle: more than it bakes, so that ovens seldom start and end.
_BATCHES_IN_SHORT = 20
_BATCHES_IN_LONG = 100
# Batches that are dealt to several ovens are smaller, that the ovens end at about the same time.
_PARTS = 4
# Of what is urgent and baked apart, so many batches are written at once: a batch has a price of its own.
_WRITTEN_TOGETHER = 4

Progress = Callable[[Report], None]


def _silent(_report: Report) -> None:
    return


class Press:
    """One per process. Only one process at a time works; the others wait for their turn."""

    def __init__(
        self,
        edition: Edition,
        store: Store,
        vault: Vault,
        config: PressConfig,
        turn: Turn,
        *,
        purging: bool = False,
        pinging: bool = False,
        larder: Larder | None = None,
    ) -> None:
        """With `purging`, every address whose answer changes is noted for the caches before the site;
        with `pinging`, every feed that changes for the hub. Recipes find in `larder` what was made ahead."""
        self.edition = edition
        self.store = store
        self.vault = vault
        self._config = config
        self._turn = turn
        self._purging = purging
        self._pinging = pinging
        self._larder = larder
        self._shelf = Shelf()
        self._codes: dict[str, str] = {}
        self.code = ""
        """Of the whole edition, from the start on."""

    def start(self) -> None:
        """Once per process: clears what a crash left, queues what must always exist, and notes by which
        codes everything is to be baked."""
        self._codes = {
            name: f"{fingerprint_of(recipe.code)}/{self.store.code}"
            for name, recipe in self.edition.recipes.items()
        }
        recipes = self.edition.recipes
        self.code = fingerprint_of(
            *(f"{name} {recipes[name].tier} {code}" for name, code in sorted(self._codes.items()))
        )
        with self.alone():
            self.store.sweep()
            self._keep_tombstones(after=queue.noted())
            queue.mark_standing(self.edition)
            rollout.begin(self.edition, self._codes, self.code)
            if queue.skip_if_nothing_was_baked():
                # All is as urgent as the front that links to it.
                self._enumerate("first bake", urgent=True)
                rollout.note_edition_code(self.code)

    def cycle(self, longest: float = _SHORT_CYCLE, *, rest: float = 0.0) -> Report:
        """Note, remove what nothing links to any more, then bake, write and record: one batch, or
        several in a row as long as nothing new is published, for at most `longest` seconds.

        Fronts, feeds and their like rest for `rest` seconds after each bake.
        """
        with self.alone():
            return self._cycle(longest, rest)

    def try_cycle(self, *, rest: float = 0.0) -> Report | None:
        """The same, or None if it is another process's turn."""
        with self._turn.tried() as ours:
            return self._cycle(_SHORT_CYCLE, rest) if ours else None

    def _cycle(self, longest: float, rest: float) -> Report:
        self._keep_tombstones(after=queue.noted())
        head = queue.take_note(self.edition)
        self._shelf.bring_to(head)
        kitchen = Kitchen(self.edition, self.vault, head, clock.now(), self._larder, self._shelf)
        queue.mark_due(kitchen.now)
        deleted = self._remove(kitchen.now) + self._let_go(kitchen.now)
        artifacts = self._next(kitchen.now, rest, longest)
        if not _is_urgent(artifacts) and (surveyed := self._survey(head, longest)):
            return Report(deleted=deleted, surveyed=surveyed)
        report = self._bake(kitchen, artifacts, longest)
        report.deleted = deleted
        return report

    def kitchen(self, head: int, now: datetime) -> Kitchen:
        return Kitchen(self.edition, self.vault, head, now, self._larder)

    def bake_due(self, progress: Progress = _silent) -> Report:
        """Works until nothing is due."""
        total, began = Report(), clock.monotonic()
        while True:
            step = self.cycle(_LONG_CYCLE)
            total.add(step)
            total.seconds = round(clock.monotonic() - began, 3)
            progress(total)
            if not step.went_on and not queue.behind() and not queue.removals(1):
                return total

    def bake_full(self, progress: Progress = _silent) -> Report:
        """Bakes everything anew; writes what differs from the files on disk."""
        with self.alone():
            queue.take_note(self.edition)
            self._enumerate("full bake")
            queue.mark_all()
        return self.bake_due(progress)

    def _enumerate(self, cause: str, *, urgent: bool = False) -> None:
        """Queues every target that the whole ledger calls for."""
        self._keep_tombstones(after=0)
        queue.want(all_targets(self.edition), 0, cause, urgent=urgent)

    def _survey(self, head: int, longest: float) -> int:
        """Looks for what only this edition makes, before what links to it is baked; news go before."""
        ends, pieces = clock.monotonic() + longest, 0
        while clock.monotonic() < ends and journal.head() == head:
            if not rollout.survey_on(self.edition, self.code):
                break
            pieces += 1
        return pieces

    def _keep_tombstones(self, after: int) -> None:
        """Before an entry is taken note of: what dies in between is only done once more.

        Where the file was lost, all of them are written again.
        """
        kept = self.store.tombstones
        kept.keep(tombstones.of_ledger(after if kept.file.exists() else 0))

    # ---- batches ------------------------------------------------------------------------

    def _next(self, now: datetime, rest: float, longest: float) -> list[Artifact]:
        batch = self._config.batch
        batches = _BATCHES_IN_LONG if longest > _SHORT_CYCLE else _BATCHES_IN_SHORT
        limit = batch * (batches if self._several() else 1)
        found = queue.next_stale(now, limit, rest)
        if not _is_urgent(found):
            found = self._next_anew(found, now, limit, rest)
        return found if len(found) >= batch * _BATCHES_FOR_SEVERAL else self._awaited(found[:batch])

    def _awaited(self, artifacts: list[Artifact]) -> list[Artifact]:
        """What readers wait for, without what comes after it or can follow it: they have it while that
        is made."""
        awaited = [at for at, each in enumerate(artifacts, start=1) if each.urgent and self._is_awaited(each)]
        if not awaited:
            return artifacts
        return [each for each in artifacts[: awaited[-1]] if self._is_awaited(each) or not _can_follow(each)]

    def _is_awaited(self, artifact: Artifact) -> bool:
        recipe = self.edition.recipes.get(artifact.recipe)
        return recipe is not None and recipe.is_awaited(artifact.target)

    def _next_anew(self, found: list[Artifact], now: datetime, limit: int, rest: float) -> list[Artifact]:
        """With what another code has baked; nothing while a newer version bakes it."""
        if not rollout.is_led_by(self.code):
            return []
        if len(found) < limit and codes.draw(limit - len(found)):
            return queue.next_stale(now, limit, rest)
        return found

    def _several(self) -> bool:
        return self._hands() > 1

    def _hands(self) -> int:
        return number_of_ovens(self._config.ovens) + self._turn.helpers()

    def _bake(self, kitchen: Kitchen, artifacts: Sequence[Artifact], longest: float) -> Report:
        """Bakes and writes in the given order, until the ledger moves on."""
        report = Report()
        try:
            for batch in self._batches(kitchen, artifacts, longest):
                step = self._write(kitchen, batch)
                if step is None:
                    break
                report.add(step)
        finally:
            self.store.forget()
        return report

    def _batches(
        self, kitchen: Kitchen, artifacts: Sequence[Artifact], longest: float
    ) -> Iterator[list[Result]]:
        """What is to be written together. The store hears as soon as each is baked."""
        size, waiting = self._config.batch, iter(artifacts)
        if len(artifacts) <= size:
            results = list[Result]()

            def take(baked: Baked) -> None:
                results.append(self._expected(next(waiting), baked))

            kitchen.bake(_work(artifacts), told=take)
            yield from [results] if results else ()
            return
        if artifacts[0].urgent:
            size *= _WRITTEN_TOGETHER
        parts = dealing.parts(artifacts, max(1, self._config.batch // _PARTS), self._hands())
        baked = self._baked(kitchen, parts, longest)
        pairs = zip(chain.from_iterable(parts), baked, strict=False)
        while batch := [self._expected(*pair) for pair in islice(pairs, size)]:
            yield batch

    def _baked(self, kitchen: Kitchen, parts: Sequence[Part], longest: float) -> Iterator[Baked]:
        ends = clock.monotonic() + longest
        dealt = takewhile(lambda _part: clock.monotonic() < ends and journal.head() == kitchen.head, parts)
        return chain.from_iterable(self._baked_apart(kitchen, map(_work, dealt), parts[0][0].urgent))

    def _baked_apart(
        self, kitchen: Kitchen, batches: Iterable[list[Work]], urgent: bool
    ) -> Iterator[list[Baked]]:
        ovens = number_of_ovens(self._config.ovens)
        with standby.distant_ovens(kitchen, self.code, self._turn.helpers()) as distant:
            yield from kitchen.bake_apart(batches, ovens, gives_way=not urgent, distant=distant)

    def _write(self, kitchen: Kitchen, results: list[Result]) -> Report | None:
        """Writes and records, with whatever stale page stands where one is to go.

        None, and nothing written, if the ledger has moved on: all of it is planned anew.
        """
        while ahead := self._standing_in_the_way(results):
            baked = kitchen.bake(_work(ahead), longest=math.inf)
            if not baked:
                return None
            results += map(self._result, ahead, baked)
        results = _without_clashes(results)
        writing = [each for each in results if each.differs]
        if writing:
            with self._if_still_ours():
                traces.announce(writing)
        written = self.store.put([each.baked.output for each in writing if each.baked.output is not None])
        purges = traces.owed(writing, written) if self._purging else ()
        pings = traces.owed(filter(self._has_subscribers, writing), written) if self._pinging else ()
        with unhurried(), self._if_still_ours():
            traces.record(results, kitchen.head, kitchen.now, purges=purges, pings=pings)
        failed = sum(1 for each in results if each.baked.error)
        return Report(baked=len(results), written=len(written), failed=failed)

    def _expected(self, artifact: Artifact, baked: Baked) -> Result:
        result = self._result(artifact, baked)
        if result.differs and baked.output is not None:
            self.store.expect(baked.output)
        return result

    def _result(self, artifact: Artifact, baked: Baked) -> Result:
        recipe = self.edition.recipes.get(artifact.recipe)
        named = recipe is not None and recipe.named_by_content
        code = self._codes.get(artifact.recipe, "")
        return _refused_if_unusable(Result.of(artifact, baked, code, named_by_content=named))

    def _standing_in_the_way(self, results: Sequence[Result]) -> list[Artifact]:
        """Artifacts that are about to be baked themselves and may leave a place that a result is to take."""
        wanted = set(_arriving(results))
        baked = {each.artifact.pk for each in results}
        standing = _standing_at({place.path for place in wanted})
        return [
            artifact
            for place, artifact in standing.items()
            if place in wanted and self._is_to_be_baked(artifact) and artifact.pk not in baked
        ]

    def _is_to_be_baked(self, artifact: Artifact) -> bool:
        return artifact.stale or artifact.code != self._codes.get(artifact.recipe, "")

    def _has_subscribers(self, result: Result) -> bool:
        return self.edition.recipes[result.artifact.recipe].has_subscribers

    def _remove(self, now: datetime) -> int:
        """Takes away what nothing stands at; whatever linked there has been baked by now."""
        waiting = queue.removals(self._config.batch)
        if not waiting:
            return 0
        with self._if_still_ours():
            standing = _standing_at({removal.path for removal in waiting})
        removed = 0
        for removal in waiting:
            place = Place(removal.path, removal.plain)
            gone = place not in standing and not kept.start(place.path, now + self._keeping)
            removed += self.store.remove(place) if gone else 0
            owed = [Owed(removal.path, removal.after, removal.upto)] if gone and self._purging else ()
            traces.removed(removal, owed, now)
        return removed

    def _let_go(self, now: datetime) -> int:
        """Takes away what was kept for pages in caches."""
        removed = 0
        for keepsake in kept.due(now, now + self._keeping):
            removed += self.store.remove(Place(keepsake.path, plain=True))
            keepsake.delete()
        return removed

    @property
    def _keeping(self) -> timedelta:
        return timedelta(hours=self._config.keep_old_assets_hours)

    # ---- one at a time ------------------------------------------------------------------

    def alone(self) -> AbstractContextManager[None]:
        """Nobody else bakes or writes."""
        return self._turn.taken()

    @contextmanager
    def _if_still_ours(self) -> Iterator[None]:
        """A transaction of the one whose turn it is; raises TurnLost."""
        with transaction.atomic():
            self._turn.confirm()
            yield


def all_targets(edition: Edition) -> Iterator[tuple[Recipe, str]]:
    """What a bake from nothing considers: a function of the ledger's present state."""
    yield from edition.standing()
    for asset, record in state.assets():
        yield from edition.concerned(Change(asset, None, record))
    for path in state.left_paths():
        yield from edition.addressed(path)


def _work(artifacts: Iterable[Artifact]) -> list[Work]:
    return [(artifact.recipe, artifact.target) for artifact in artifacts]


def _is_urgent(artifacts: Sequence[Artifact]) -> bool:
    """One line is either all urgent or not at all."""
    return bool(artifacts) and artifacts[0].urgent


def _can_follow(artifact: Artifact) -> bool:
    """What stands already, and moves nowhere: whoever links to it may come first."""
    return artifact.path != "" and 0 <= artifact.tier < TIERS


# ---- who stands where -------------------------------------------------------------------


def _standing_at(paths: Collection[str]) -> dict[Place, Artifact]:
    found = queue.at(paths) if paths else ()
    return {Place(each.path, each.status == 200): each for each in found}


def _arriving(results: Iterable[Result]) -> list[Place]:
    """The places that results are to take in which they do not stand yet."""
    return [each.place for each in results if each.place and each.place != traces.old_place(each.artifact)]


def _without_clashes(results: Sequence[Result]) -> list[Result]:
    """Fails every artifact that wants a place where another stands and stays, or is to go before it."""
    baked = {each.artifact.pk for each in results}
    standing = _standing_at({place.path for place in _arriving(results)})
    taken = {place: artifact.pk for place, artifact in standing.items() if artifact.pk not in baked}
    taken |= {place: each.artifact.pk for each in results if (place := _kept(each))}
    return [_refused_if_taken(each, taken) for each in results]


def _kept(result: Result) -> Place | None:
    """The place in which an artifact stands and stays; after a failure it stays where it was."""
    old = traces.old_place(result.artifact)
    return old if result.baked.error or result.place == old else None


def _refused_if_unusable(result: Result) -> Result:
    """One address that no file can have must not hold up the rest of its batch."""
    try:
        if result.place is not None:
            relative_file(result.place)
    except UnusableAddress as error:
        return _refused(result, error)
    return result


def _refused(result: Result, error: PressError) -> Result:
    return Result(
        result.artifact, Baked(None, result.baked.trace, str(error)), result.code, result.named_by_content
    )


def _refused_if_taken(result: Result, taken: dict[Place, int]) -> Result:
    place = result.place
    if place is None or taken.setdefault(place, result.artifact.pk) == result.artifact.pk:
        return result
    return _refused(result, PathTaken(f"{place.path} belongs to another page; this one was not written."))
