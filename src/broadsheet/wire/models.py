"""What came over the wire, what of it is unusable, and what editors see of the rest."""

from __future__ import annotations

from typing import ClassVar, Final

from django.db import models

from broadsheet.kernel.ids import LENGTH, new_id
from broadsheet.wire import item as neutral
from broadsheet.wire.identity import MAX_ID_LENGTH, MAX_SUPPLIER_LENGTH
from broadsheet.wire.searching import SearchedField


class RawFile(models.Model):
    """One delivered file; its bytes lie in the archive at `place`. The same bytes are one file."""

    sha256 = models.CharField(max_length=64, unique=True)
    place = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    name = models.TextField()
    media_type = models.CharField(max_length=100, blank=True)
    """What the name promises; nothing is read by it."""
    received = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


GLANCE: Final = [
    "-arrival",
    "-id",
    "state",
    "status",
    "urgency",
    "supplier",
    "language",
    "embargo",
    "received",
    "place",
    "group",
]
"""What the inbox orders by and filters by: any of it, together, is answered from one index in order,
without a look at the items, whose texts are long."""


class Item(models.Model):
    """An agency item in its newest version."""

    class State(models.TextChoices):
        NEW = "new"
        TAKEN = "taken"
        IGNORED = "ignored"

    class Status(models.TextChoices):
        USABLE = "usable"
        WITHHELD = "withheld"
        CANCELED = "canceled"

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    supplier = models.CharField(max_length=MAX_SUPPLIER_LENGTH)
    supplier_id = models.CharField(max_length=MAX_ID_LENGTH)
    version = models.PositiveBigIntegerField()
    version_created = models.DateTimeField()
    received = models.DateTimeField()
    """When its newest version was taken in."""
    arrival = models.PositiveBigIntegerField(default=0)
    """The number of the delivery that brought its newest version (`Version.id`): what came later has
    the greater one. The inbox stands in this order."""
    status = models.CharField(max_length=10, choices=Status.choices)
    kind = models.CharField(max_length=10)
    headline = models.TextField(blank=True)
    place = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=40, blank=True)
    genre = models.CharField(max_length=200, blank=True)
    urgency = models.PositiveSmallIntegerField(null=True)
    embargo = models.DateTimeField(null=True)
    content = models.TextField()
    """The WireItem as JSON."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.NEW)
    group = models.CharField(max_length=LENGTH, blank=True)
    """The first of the items that tell the same story (see `likeness`); empty if there is none."""
    story = models.CharField(max_length=40, blank=True)
    """The story that was made of it."""
    story_version = models.PositiveBigIntegerField(null=True)
    """The version that the story was made of or last brought up to."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["supplier", "supplier_id"], name="wire_item_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=GLANCE, name="wire_item_glance"),
            # The same for one agency; the planner would take a narrower index, and look at each item.
            models.Index(
                fields=["supplier", *(each for each in GLANCE if each != "supplier")],
                name="wire_item_agency",
            ),
            models.Index(fields=["embargo"], name="wire_item_embargo"),
            models.Index(fields=["story"], name="wire_item_story"),
            models.Index(fields=["group"], name="wire_item_group"),
            models.Index(fields=["status"], name="wire_item_status"),
        ]

    def __str__(self) -> str:
        return self.headline or self.supplier_id

    @property
    def wire_item(self) -> neutral.WireItem:
        return neutral.decode(self.content)

    @property
    def is_canceled(self) -> bool:
        return self.status == self.Status.CANCELED

    @property
    def is_newer_than_story(self) -> bool:
        """Whether the agency sent another version after a story was made of the item."""
        return self.story_version is not None and self.version != self.story_version


class Words(models.Model):
    """What of an item can be searched, folded (see `searching`).

    On SQLite a table of FTS5, on PostgreSQL one with GIN indexes: the migration makes it.
    """

    arrival = models.PositiveBigIntegerField(primary_key=True, db_column="rowid")
    """That of the item."""
    text = SearchedField()
    subjects = SearchedField()

    class Meta:
        db_table = "wire_words"

    def __str__(self) -> str:
        return str(self.arrival)


class Sketch(models.Model):
    """One of the hashes by which items that are alike find each other."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="sketches")
    hash = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["hash", "item"], name="wire_sketch_hash")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.hash:08x}"


class ClippedRun(models.Model):
    """A number by which a clip's words are found in other texts (see `clips`)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="clipped_runs")
    hash = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["hash", "item"], name="wire_clipped_hash")]

    def __str__(self) -> str:
        return f"{self.item_id}: {self.hash:016x}"


class Version(models.Model):
    """One version as it was delivered, also one that came too late to be the newest."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveBigIntegerField()
    raw = models.ForeignKey(RawFile, on_delete=models.PROTECT, related_name="versions")
    content = models.TextField()
    received = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "version", "raw"], name="wire_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.version}"


class InternalNote(models.Model):
    """What the agency tells the newsroom alone; no story is ever made of it."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="internal_notes")
    version = models.PositiveBigIntegerField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.item_id}/{self.version}"


class Recall(models.Model):
    """An item that takes another one of its supplier back, which may not be there yet (see `recalls`)."""

    notice = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="recalls")
    supplier = models.CharField(max_length=MAX_SUPPLIER_LENGTH)
    supplier_id = models.CharField(max_length=MAX_ID_LENGTH)
    """Of the other one."""
    status = models.CharField(max_length=10, choices=Item.Status.choices)
    """What that becomes."""
    at = models.DateTimeField()
    """When the notice was made; a version of the other one that was made later is not meant."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["supplier_id"], name="wire_recall_of")]

    def __str__(self) -> str:
        return f"{self.supplier_id}: {self.status}"


class Quarantine(models.Model):
    """A file of which something could not be made an item."""

    id = models.CharField(primary_key=True, max_length=LENGTH, default=new_id, editable=False)
    raw = models.ForeignKey(RawFile, on_delete=models.PROTECT, related_name="quarantines")
    reason = models.CharField(max_length=60)
    """The code of a subclass of Unusable."""
    message = models.TextField()
    received = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    resolved = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["resolved", "-received"], name="wire_quarantine_open")]

    def __str__(self) -> str:
        return f"{self.raw}: {self.reason}"


class ConnectorState(models.Model):
    """How far a connector has come, and how it went."""

    name = models.CharField(primary_key=True, max_length=100)
    cursor = models.TextField(blank=True)
    """As JSON; moves only when all that came before is safe."""
    next_look = models.DateTimeField()
    looked = models.DateTimeField(null=True)
    went_well = models.DateTimeField(null=True)
    brought = models.DateTimeField(null=True)
    """When something new came last."""
    failures = models.PositiveIntegerField(default=0)
    """In a row."""
    problem = models.TextField(blank=True)

    def __str__(self) -> str:
        return self.name
