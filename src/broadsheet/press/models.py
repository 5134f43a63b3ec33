"""The press's tables: artifacts, what they were made from, what is still to be removed or told to others."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models
from django.db.models import Q

from broadsheet.ledger.fields import KeyField

ANNOUNCED: Final = "announced"
"""In the place of a digest: something was about to be written there, perhaps it was."""


TIERS: Final = 10
"""A recipe names one of so many. The line has bands of so many: ARRIVING and its like are added."""
GATHERING: Final = 2
"""From this tier on an artifact shows what many stories say: fronts, feeds, sitemaps."""
ARRIVING: Final = -3 * TIERS
"""Comes to stand where nothing stands: before all that can link to it there."""
MOVED_BY_CODE: Final = -2 * TIERS
"""May get another address from another code: after what arrives, to which it may link itself."""
HOTTEST: Final = -TIERS
"""To be baked by another code, and asked for most by readers: before the rest that is to be."""
TAKING_OVER: Final = TIERS
"""Comes to stand where something stands already, which is linked to as it is: last."""


class Artifact(models.Model):
    """One recipe's output for one target; the row is also its place in the queue."""

    name = KeyField(max_length=480, unique=True)
    """`recipe:target`."""
    recipe = models.CharField(max_length=40)
    target = KeyField(max_length=430)
    tier = models.SmallIntegerField()
    """The recipe's, from 0 to 9; with one of the numbers above until the next bake."""

    stale = models.BooleanField(default=True)
    urgent = models.BooleanField(default=True)
    """Stale because something was published or its time has come; what is merely to be
    baked again by newer templates waits behind it."""
    wanted = models.BigIntegerField(default=0)
    """The ledger's entry that made it stale last."""
    asked = models.BigIntegerField(default=0)
    """The one that made it stale first since `built`; means something while `wanted` is higher."""
    built = models.BigIntegerField(default=0)
    """The ledger's head that it was last baked from with success."""
    cause = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=64, blank=True)
    """What the recipe and the store were, as a fingerprint; see `Code`."""
    until = models.DateTimeField(null=True)
    """When it has to be baked again though nothing was published."""
    since = models.DateTimeField(null=True)
    """Before this moment, which had come, it would read otherwise: for a clock that is set back."""

    path = KeyField(max_length=400, blank=True)
    """Empty: by its recipe's decision there is no such artifact now."""
    status = models.SmallIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    """Of what was written last; empty if no file is to be trusted."""
    size = models.IntegerField(default=0)
    trace = models.CharField(max_length=64, blank=True)
    baked_at = models.DateTimeField(null=True)

    error = models.TextField(blank=True)
    advice = models.TextField(blank=True)
    """What an editor is to do about it, as JSON by language; empty where the error says all there is."""
    tries = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["-urgent", "tier", "-wanted"], condition=Q(stale=True), name="press_line"),
            models.Index(fields=["until"], condition=Q(until__isnull=False), name="press_timers"),
            models.Index(fields=["since"], condition=Q(since__isnull=False), name="press_since"),
            # Not a partial index: SQLite would not use it for a path that is a parameter.
            models.Index(fields=["path"], name="press_at"),
            models.Index(fields=["recipe", "code"], name="press_by_code"),
        ]


class Dependency(models.Model):
    """An artifact read this key."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, db_index=True)
    key = KeyField(max_length=420)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["key", "artifact"], name="press_readers_of")]


class IntervalDependency(models.Model):
    """An artifact read this part of a list: low <= sort < high; no end where `high` is empty."""

    artifact = models.ForeignKey(Artifact, on_delete=models.CASCADE, db_index=True)
    list = KeyField(max_length=100)
    low = KeyField(max_length=300, blank=True)
    high = KeyField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["list", "high", "low", "artifact"], name="press_intervals_to")
        ]


class Removal(models.Model):
    """A place at which no artifact stands any more, or not yet: noted before a file is written
    there for the first time, so that none is left behind if the press dies in between."""

    path = KeyField(max_length=400)
    plain = models.BooleanField()
    """Whether it lies in the public folder, or among the answers."""
    urgent = models.BooleanField(default=True)
    """Waits for what is urgent alone; else until nothing at all is stale."""
    after = models.BigIntegerField(default=0)
    upto = models.BigIntegerField(default=0)
    """Noted because of entries of the ledger with after < entry <= upto; none if the two are equal."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["path", "plain"], name="press_one_removal")]


class Keepsake(models.Model):
    """A file that another code has left and that pages in caches may still name: see `kept`."""

    path = KeyField(max_length=400, unique=True)
    until = models.DateTimeField(null=True, db_index=True)
    """When it goes; None while a page on the disk may name it."""


class Heartbeat(models.Model):
    """A worker that lives, or lived."""

    worker = models.CharField(max_length=120, primary_key=True)
    """Machine and process."""
    at = models.DateTimeField()


class Untold(models.Model):
    """An address that changed, of which somebody outside has not heard; one row an address."""

    path = KeyField(max_length=400, unique=True)
    after = models.BigIntegerField()
    upto = models.BigIntegerField()
    """As in Removal."""
    noted = models.DateTimeField()
    """Since when something is owed."""
    times = models.IntegerField(default=1)
    """How often it was noted: a request in flight answers for what was noted before it."""
    tries = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects: ClassVar[models.Manager[Untold]] = models.Manager()

    class Meta:
        abstract = True


class Purge(Untold):
    """Caches before the site may hold an old answer."""


class Ping(Untold):
    """The WebSub hub does not know that this feed changed."""


class Cursor(models.Model):
    """One row: the last ledger entry that the press has taken note of."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    code = models.CharField(max_length=64, blank=True)
    """The edition by which all targets of the ledger were queued; empty while it is surveyed for another."""


class Code(models.Model):
    """What a recipe and the store are now: what was baked by another code is to be baked again."""

    recipe = models.CharField(max_length=40, primary_key=True)
    code = models.CharField(max_length=64, blank=True)
    """Empty: the recipe is no more."""
    tier = models.SmallIntegerField()
    """The recipe's, as its artifacts have it."""


class Survey(models.Model):
    """One row while the ledger is surveyed for targets that only another edition has."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    edition = models.CharField(max_length=64)
    """The other edition, as a fingerprint."""
    asset = KeyField(max_length=80, blank=True)
    """The last one that it was asked about."""
    path = KeyField(max_length=400, blank=True)
    """After the assets: the last address."""


class Drift(models.Model):
    """A file or a row that was not what a clean bake gives; kept when somebody has seen it."""

    file = models.TextField()
    """`public/…` or `answers/…`; or the artifact's name where its row was wrong."""
    how = models.TextField()
    artifact = KeyField(max_length=480, blank=True)
    """Empty for a file of which the press knows nothing."""
    found = models.DateTimeField()
    seen = models.DateTimeField(null=True)
    """When somebody acknowledged it."""
    seen_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["file"], condition=Q(seen=None), name="press_one_open_drift")
        ]


class Inspection(models.Model):
    """One row: the last sample that was compared."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()
    artifacts = models.IntegerField()
    files = models.IntegerField()
    differences = models.IntegerField()


class StoreTrouble(models.Model):
    """One row while the worker cannot write what readers get; none while it can."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    since = models.DateTimeField()
    code = models.CharField(max_length=40)
    """Of the last failure."""
    error = models.TextField()


class Turn(models.Model):
    """One row for each concern of `turns`: who had it last, and the fencing number since."""

    id = models.SmallIntegerField(primary_key=True)
    holder = models.CharField(max_length=32)
    number = models.BigIntegerField()


class Part(models.Model):
    """Work that is dealt to workers which stand by: locked while one of them bakes it."""

    head = models.BigIntegerField()
    now = models.DateTimeField()
    code = models.CharField(max_length=64)
    """The edition that has to bake it, as a fingerprint."""
    work = models.BinaryField()
    answer = models.BinaryField(null=True)
