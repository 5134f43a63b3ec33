"""Everything that is no story, into the ledger and out of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.media import newly_offered, no_longer_offered
from broadsheet.desk.acts.pictures import newly_shown, no_longer_shown
from broadsheet.desk.acts.wagtail_release import problems_of
from broadsheet.desk.checks import require_free
from broadsheet.desk.errors import ChecksFailed, NotPublished
from broadsheet.desk.models import MediaFile, Picture
from broadsheet.kernel import clock
from broadsheet.ledger import journal, records, state
from broadsheet.ledger.entries import Append


def require_valid(thing: models.Model, exclude: Collection[str] = ()) -> None:
    """Raises ChecksFailed with what the model's own validation says."""
    try:
        thing.full_clean(exclude=set(exclude))
    except ValidationError as error:
        raise ChecksFailed(problems_of(error)) from error


def file(
    record: records.AnyRecord,
    *,
    act: str,
    by: str,
    why: str = "",
    pictures: Sequence[Picture] = (),
    media: Sequence[MediaFile] = (),
) -> Filed:
    """Publishes a record, the pictures that it shows and the files that it offers. Raises ChecksFailed."""
    asset = records.asset_of(record)
    require_free(pictures, clock.now())
    entries = journal.append_all(
        [
            *newly_shown(pictures, by),
            *newly_offered(media, by),
            Append(asset=asset, record=record, act=act, by=by, why=why),
            *no_longer_shown(asset, pictures, by),
            *no_longer_offered(asset, media, by),
        ]
    )
    seq = next(entry.seq for entry in entries if entry.asset == asset)
    return Filed(asset, records.path_of(record) or "", seq)


def unfile(asset: str, *, act: str, by: str, why: str = "") -> Filed:
    """Leaves a tombstone. Raises NotPublished."""
    record = state.get(asset)
    if record is None:
        raise NotPublished(_("%(asset)s is not published.") % {"asset": asset})
    entries = journal.append_all(
        [
            Append(asset=asset, record=None, act=act, by=by, why=why),
            *no_longer_shown(asset, [], by),
            *no_longer_offered(asset, [], by),
        ]
    )
    return Filed(asset, records.path_of(record) or "", entries[0].seq)
