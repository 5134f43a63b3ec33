"""What the clocks said when they last agreed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClockReading(models.Model):
    """One row, written by whoever releases: about once a minute, and when the clocks begin or cease to agree.

    While releases are held it keeps what was read before.
    """

    REASONS: ClassVar = ["jumped", "earlier", "later", "database"]

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    wall = models.DateTimeField()
    """What the wall clock should have said at `seconds`."""
    boot = models.CharField(max_length=64)
    seconds = models.FloatField()
    """Since that start of the machine."""
    held_since = models.DateTimeField(null=True)
    reason = models.CharField(max_length=10, blank=True)
    """Why releases are held: one of REASONS; empty when they are not."""

    class Meta:
        verbose_name = _("clock")
        verbose_name_plural = _("clock")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)
