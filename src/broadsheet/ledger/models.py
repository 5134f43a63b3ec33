"""The ledger's tables. Only this room may import them; others ask `journal` and `state`."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from broadsheet.ledger.fields import KeyField


class Head(models.Model):
    """One row: the last entry. Locked by every append, so numbers have no gaps and
    become visible in their order, which is what a consumer's cursor needs."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")


class Entry(models.Model):
    """One published fact. `record` is empty for a tombstone."""

    seq = models.BigIntegerField(primary_key=True)
    asset = KeyField(max_length=80)
    kind = models.CharField(max_length=20)
    version = models.BigIntegerField()
    schema = models.SmallIntegerField()
    record = models.BinaryField(null=True)
    act = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    why = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    """SHA-256 over the entry before and this one's own content: a chain."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["asset", "version"], name="ledger_one_version")
        ]
        indexes: ClassVar = [models.Index(fields=["asset", "seq"], name="ledger_history")]


class Current(models.Model):
    """The newest entry of each asset; `record` is empty when it was taken back."""

    asset = KeyField(max_length=80, primary_key=True)
    kind = models.CharField(max_length=20)
    seq = models.BigIntegerField()
    version = models.BigIntegerField()
    schema = models.SmallIntegerField()
    record = models.BinaryField(null=True)
    path = KeyField(max_length=400, blank=True)
    """The public address at which it stands; empty if it has none or was taken back."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "asset"], name="ledger_by_kind")]


class Membership(models.Model):
    """An asset's place in a list (see `lists`)."""

    list = KeyField(max_length=100)
    sort = KeyField(max_length=300)
    asset = KeyField(max_length=80)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["list", "sort"], name="ledger_place")]
        indexes: ClassVar = [models.Index(fields=["asset"], name="ledger_places_of")]


class Address(models.Model):
    """Every public path that an asset has or had; kept for ever, for redirects."""

    path = KeyField(max_length=400, primary_key=True)
    asset = KeyField(max_length=80)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["asset"], name="ledger_paths_of")]
