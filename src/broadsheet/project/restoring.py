"""A site from a backup: built beside its place, checked, brought up to date, baked, renamed.

What was retracted after the backup was made is retracted again before anything is baked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from django.core.management import call_command
from django.db import connection, transaction

from broadsheet.desk.acts import Retract, System
from broadsheet.desk.models import StoryPage
from broadsheet.kernel import clock
from broadsheet.ledger import journal, records, state
from broadsheet.press import tombstones
from broadsheet.press.report import Report
from broadsheet.press.tombstones import Tombstone
from broadsheet.project import archive, founding, groundwork, moving
from broadsheet.project.archive import Manifest
from broadsheet.project.configuration import Configuration
from broadsheet.project.errors import BackupDamaged, DatabaseBehind
from broadsheet.project.press_room import make_press

RESTORE: Final = System("restore")


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What was put in place."""

    site: str
    made: datetime
    """When the backup was made."""
    files: int
    head: int
    retracted: tuple[str, ...]
    """What the backup would have brought back."""
    new_secret: bool
    """Whether secret.key was made anew."""
    missing: tuple[str, ...]
    bake: Report


def bring_up(
    configuration: Configuration,
    manifest: Manifest,
    kept: Sequence[Tombstone],
    progress: Callable[[int], None],
) -> tuple[tuple[str, ...], Report]:
    """From unpacked files to pages; gives what was retracted since, and what was baked.

    Raises BackupNewer, and BackupDamaged if the ledger is not whole.
    """
    _require_known(manifest)
    _prepare(configuration, manifest)
    _require_whole(manifest)
    retracted = tuple(replay(kept))
    press = make_press(configuration)
    press.store.tombstones.keep(kept)
    press.start()
    return retracted, press.bake_full(lambda report: progress(report.baked))


def _prepare(configuration: Configuration, manifest: Manifest) -> None:
    """The rows in this process's database, brought to this version. Raises DatabaseInUse, DatabaseBehind."""
    if configuration.database.url:
        _require_this_version(manifest)
        file = configuration.folder / archive.DATABASE
        moving.move(file, lambda _rows: None)
        file.unlink()
        return
    founding.prepare_database()
    if manifest.database != connection.vendor:
        call_command("update_index", verbosity=0)


def _require_this_version(manifest: Manifest) -> None:
    """One process cannot run the migrations of two databases: Wagtail's own differ between them."""
    if _ours() - set(manifest.migrations):
        raise DatabaseBehind(
            "An older version made the backup: restore it with DATABASE_URL set to nothing, into the site's "
            "folder, and take that database to PostgreSQL with 'broadsheet move-database'."
        )


def _require_known(manifest: Manifest) -> None:
    if set(manifest.migrations) - _ours():
        raise archive.newer(manifest)


def _ours() -> set[str]:
    return {f"{app}.{name}" for app, name in groundwork.migrations() if groundwork.is_ours(app)}


def _require_whole(manifest: Manifest) -> None:
    flaws = list(journal.verify())
    if (journal.head(), journal.digest()) != (manifest.head, manifest.digest):
        flaws.append("The ledger is not the one that the manifest names.")
    if flaws:
        raise BackupDamaged(f"The ledger in the backup is not whole: {flaws[0]} Take another backup.")


# ---- what was retracted -----------------------------------------------------------------


def replay(kept: Iterable[Tombstone]) -> Iterator[str]:
    """Takes back what was retracted since, and gives the assets, in the order of the retractions."""
    for tombstone in sorted(kept, key=lambda each: each.at):
        if not _is_known(tombstone) and _take_back(tombstone):
            yield tombstone.asset


def _is_known(tombstone: Tombstone) -> bool:
    """Whether the ledger took the asset back then or later: what it says since is meant."""
    return any(
        entry.record is None and entry.act == tombstones.ACT and entry.at >= tombstone.at
        for entry in journal.history(tombstone.asset)
    )


@transaction.atomic
def _take_back(tombstone: Tombstone) -> bool:
    """Whether readers would have had it, or its schedule would have brought it to them.

    The act takes place at the moment at which it did first, so that readers are told the same.
    """
    asset, name = tombstone.asset, tombstone.asset.removeprefix("story:")
    story = StoryPage.objects.filter(story_id=name).first() if name != asset else None
    with clock.using(clock.ManualClock(tombstone.at)):
        if state.get(asset) is None:
            return story is not None and _keep_from_readers(story)
        if story is None:
            journal.withdraw(asset, act=tombstones.ACT, by=RESTORE.name, why=tombstone.reason)
        else:
            Retract(story, tombstone.reason, by=RESTORE).execute()
        _say_as_before(tombstone)
    return True


def _keep_from_readers(story: StoryPage) -> bool:
    """A draft of what was published and retracted after the backup: it may not go out a second time."""
    waits = bool(story.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None))
    StoryPage.objects.filter(pk=story.pk).update(retracted_at=clock.now(), go_live_at=None)
    return waits


def _say_as_before(tombstone: Tombstone) -> None:
    """The notice with the headline and the moment that readers know."""
    if tombstone.told is None:
        return
    notice = records.Notice(
        id=tombstone.asset.partition(":")[2],
        about=tombstone.asset,
        at=tombstone.told,
        headline=tombstone.headline,
        text=tombstone.reason,
    )
    if state.get(records.asset_of(notice)) != notice:
        journal.append(notice, act=tombstones.ACT, by=RESTORE.name, why=tombstone.reason)


def read_tombstones(folder: Path, other: Path | None) -> list[Tombstone]:
    """Those that lie among the readers' files in `folder`, and those of another file."""
    kept = tombstones.read(folder / "answers" / tombstones.NAME)
    if other is not None:
        other.stat()  # one that was named has to be there
        kept += tombstones.read(other)
    return kept
