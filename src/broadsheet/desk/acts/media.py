"""Videos, recordings and documents become public with what offers them, and private with the last of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from broadsheet.desk import config
from broadsheet.desk.acts.pictures import newly_shown, no_longer_shown
from broadsheet.desk.compose.media import media_record
from broadsheet.desk.errors import ChecksFailed, Problem, UnfitFile
from broadsheet.desk.inspection import webvtt
from broadsheet.desk.models import MediaFile, MediaUse, Picture
from broadsheet.desk.models.media import content_of
from broadsheet.ledger import records, state
from broadsheet.ledger.entries import Append
from broadsheet.ledger.vault import Vault


def newly_offered(files: Sequence[MediaFile], by: str) -> Iterator[Append]:
    """Entries for the files that are new to readers or have changed, posters first; bytes go to the vault."""
    for file in files:
        yield from offered(file, by, "publish")


def offered(file: MediaFile, by: str, act: str, why: str = "") -> Iterator[Append]:
    """Entries for what of one file readers do not have yet."""
    record = vaulted(file)
    asset = records.asset_of(record)
    posters = _posters(file)
    yield from newly_shown(posters, by)
    if state.get(asset) != record:
        yield Append(asset=asset, record=record, act=act, by=by, why=why)
    yield from no_longer_shown(asset, posters, by)


def _posters(file: MediaFile) -> list[Picture]:
    return [file.poster] if file.poster else []


def vaulted(file: MediaFile) -> records.MediaFile:
    """The file's record, its bytes in the vault. Raises ChecksFailed for a file that cannot be read."""
    vault = Vault(config.active().vault)
    try:
        blob = vault.put(content_of(file.file))
        captions = vault.put(webvtt.checked(content_of(file.captions))) if file.captions else ""
    except (OSError, ValueError, UnfitFile) as error:
        message = _("The file of “%(title)s” cannot be read.") % {"title": file.title}
        raise ChecksFailed([Problem("media", "body", message)]) from error
    return media_record(file, blob, captions)


def no_longer_offered(asset: str, files: Sequence[MediaFile], by: str, why: str = "") -> Iterator[Append]:
    """Notes that `asset` now offers these files; entries for those that nothing offers any more."""
    now = {file.media_id for file in files}
    before = set(MediaUse.objects.filter(asset=asset).values_list("media", flat=True))
    if before == now:
        return
    MediaUse.objects.filter(asset=asset, media__in=before - now).delete()
    MediaUse.objects.bulk_create([MediaUse(asset=asset, media=media) for media in sorted(now - before)])
    elsewhere = set(MediaUse.objects.filter(media__in=before - now).values_list("media", flat=True))
    for media in sorted(before - now - elsewhere):
        if state.get(f"media:{media}") is not None:
            yield Append(asset=f"media:{media}", record=None, act="withdraw", by=by, why=why)
            yield from no_longer_shown(f"media:{media}", [], by, why)
