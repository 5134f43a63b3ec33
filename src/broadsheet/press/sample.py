"""A small, random part of what `verify` does, for a site that is at work.

An artifact is baked from nothing and compared with its files and its rows; a file is asked
whose it is. What differs is written down, and its artifact baked again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import msgspec
from django.db import transaction
from django.db.models import Max, Min, Q

from broadsheet.kernel import clock
from broadsheet.kernel.addresses import ENCODED_SUFFIXES
from broadsheet.ledger import state
from broadsheet.press import codes, kept, queue
from broadsheet.press.bake import Baked, Oven
from broadsheet.press.config import PressConfig
from broadsheet.press.machine import Press
from broadsheet.press.models import Artifact, Dependency, Drift, Inspection, IntervalDependency, Removal
from broadsheet.press.recipe import Output
from broadsheet.press.store import FolderStore, Held, digest_of, place_of
from broadsheet.press.trace import Interval, Trace
from broadsheet.press.traces import old_place
from broadsheet.press.verify import Difference

log = logging.getLogger(__name__)

_CAUSE = "a sample found it different"


class Sample(msgspec.Struct, kw_only=True):
    """What a round has compared so far."""

    artifacts: int = 0
    files: int = 0
    differences: list[Difference] = msgspec.field(default_factory=list)


class Sampler:
    """Takes one artifact and one file at a time: the longest that anything waits for it is one bake."""

    def __init__(self, press: Press, config: PressConfig, chance: Random) -> None:
        self._press = press
        self._config = config
        self._chance = chance
        self.sample = Sample()

    def take(self) -> None:
        """Compares one more of each, unless the press is behind the ledger or another version begins."""
        with self._press.alone():
            with state.snapshot():
                if queue.behind() or codes.is_rolling():
                    return
                now = clock.now()
                artifact, file = self._any_artifact(now), self._press.store.any_file(self._chance)
                wrong = list(self._differences(artifact, now)) if artifact else []
                strange = [Difference(file, "extra")] if file and not is_known(file) else []
            if artifact and wrong:
                _write_down(wrong, artifact, now)
            if strange:
                _write_down(strange, None, now)
        self.sample.artifacts += artifact is not None
        self.sample.files += file is not None
        self.sample.differences += [*wrong, *strange]

    def finish(self) -> Sample:
        """Ends the round, and leaves word of it."""
        done, self.sample = self.sample, Sample()
        counts = {"artifacts": done.artifacts, "files": done.files, "differences": len(done.differences)}
        Inspection.objects.update_or_create(id=1, defaults={"at": clock.now(), **counts})
        return done

    def _any_artifact(self, now: datetime) -> Artifact | None:
        """One that claims to be up to date."""
        bounds = Artifact.objects.aggregate(first=Min("pk"), last=Max("pk"))
        if bounds["first"] is None:
            return None
        start = self._chance.randint(bounds["first"], bounds["last"])
        fresh = Artifact.objects.filter(Q(until=None) | Q(until__gt=now), stale=False, error="")
        return fresh.filter(pk__gte=start).order_by("pk").first() or fresh.order_by("pk").first()

    # ---- one artifact -------------------------------------------------------------------

    def _differences(self, artifact: Artifact, now: datetime) -> Iterator[Difference]:
        recipe = self._press.edition.recipes.get(artifact.recipe)
        if recipe is None:  # an older version's: the next start takes it away
            return
        baked = Oven(self._press.vault, now).bake(recipe, artifact.target)
        if baked.error:
            yield Difference(artifact.name, f"failed: {baked.error}")
            return
        yield from _wrong_rows(artifact, baked)
        if baked.output is not None:
            yield from self._wrong_files(baked.output)

    def _wrong_files(self, output: Output) -> Iterator[Difference]:
        with TemporaryDirectory(prefix="broadsheet-sample-") as name:
            public, answers = Path(name) / "public", Path(name) / "answers"
            store = self._press.store
            clean = FolderStore(public, answers, self._config, durable=False, suffixes=store.suffixes)
            clean.put([output])
            place = place_of(output)
            pairs = zip(clean.neighbours(place), store.neighbours(place), strict=True)
            for (file, wanted), (_, found) in pairs:
                if how := _comparison(wanted, found):
                    yield Difference(file, how)


def _comparison(wanted: Path, found: Held) -> str:
    """Empty if both are the same bytes, or neither is there."""
    if not wanted.exists():
        return "extra" if found.exists() else ""
    try:
        return "" if found.read_bytes() == wanted.read_bytes() else "different"
    except (FileNotFoundError, NotADirectoryError):
        return "missing"
    except OSError as error:
        return f"unreadable: {error.strerror}"


def _wrong_rows(artifact: Artifact, baked: Baked) -> Iterator[Difference]:
    """The press's own books: where the artifact stands, its bytes, and what it was made from."""
    place = place_of(baked.output) if baked.output else None
    if place != old_place(artifact):
        yield Difference(artifact.name, f"place: {artifact.path or 'none'}")
    elif baked.output and digest_of(baked.output) != artifact.digest:
        yield Difference(artifact.name, "digest")
    if baked.trace.digest() != artifact.trace or _noted(artifact) != baked.trace.digest():
        yield Difference(artifact.name, "trace")


def _noted(artifact: Artifact) -> str:
    """The digest of the trace that the tables hold."""
    keys = Dependency.objects.filter(artifact=artifact).values_list("key", flat=True)
    parts = IntervalDependency.objects.filter(artifact=artifact).values_list("list", "low", "high")
    return Trace(tuple(sorted(keys)), tuple(sorted(Interval(*part) for part in parts))).digest()


# ---- one file ---------------------------------------------------------------------------


def is_known(file: str) -> bool:
    """Whether an artifact stands there, or the file waits to be taken away, or is kept for a while."""
    root, _, name = file.partition("/")
    plain = root == "public"
    paths = set(_paths_of(name, plain))
    standing = Artifact.objects.filter(path__in=paths)
    standing = standing.filter(status=200) if plain else standing.exclude(status=200)
    leaving = Removal.objects.filter(path__in=paths, plain=plain)
    return standing.exists() or leaving.exists() or (plain and kept.holds(paths))


def _paths_of(name: str, plain: bool) -> Iterator[str]:
    """Every address that the file may stand for: `relative_file` backwards."""
    for suffix in ("", *ENCODED_SUFFIXES):
        bare = name.removesuffix(suffix)
        if suffix and bare == name:
            continue
        if not plain:
            bare = bare.removesuffix(".json")
        yield f"/{bare}"
        folder, _, last = f"/{bare}".rpartition("/")
        if last == ("index.html" if plain else "index"):
            yield f"{folder}/"


# ---- what was found ---------------------------------------------------------------------


@transaction.atomic
def _write_down(differences: list[Difference], artifact: Artifact | None, now: datetime) -> None:
    for each in differences:
        log.error("What readers get differs from a clean bake: %s (%s)", each.file, each.how)
    name = artifact.name if artifact else ""
    rows = [Drift(file=each.file, how=each.how, artifact=name, found=now) for each in differences]
    Drift.objects.bulk_create(rows, ignore_conflicts=True)
    if artifact:
        again = {"stale": True, "urgent": True, "digest": "", "trace": "", "not_before": None}
        Artifact.objects.filter(pk=artifact.pk).update(**again, cause=_CAUSE)


def open_drift() -> list[Drift]:
    """What was found and nobody has acknowledged, the oldest first."""
    return list(Drift.objects.filter(seen=None).order_by("found", "pk"))


def acknowledge(by: str) -> int:
    """Somebody has seen all that was found; gives its number."""
    return Drift.objects.filter(seen=None).update(seen=clock.now(), seen_by=by)


class Inspector:
    """The worker's pastime: a sample now and then, piece by piece while nothing is due."""

    def __init__(self, sampler: Sampler, config: PressConfig) -> None:
        self._sampler = sampler
        self._size = config.sample if config.sample_every_minutes else 0
        self._pause = config.sample_every_minutes * 60.0
        self._left = self._size
        self._next = clock.monotonic() + self._pause

    def __call__(self) -> None:
        if not self._size or clock.monotonic() < self._next:
            return
        self._sampler.take()
        self._left -= 1
        if self._left <= 0:
            self._sampler.finish()
            self._left = self._size
            self._next = clock.monotonic() + self._pause
