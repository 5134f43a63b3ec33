"""What the desk decides about agency material."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.models.stories import StoryPage


class EmbargoLift(models.Model):
    """For one story an editor lifted the embargo of an item, up to the moment at which it would have ended.

    An agency that later sets a later moment closes the gate again.
    """

    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="embargo_lifts")
    item = models.CharField(max_length=100)
    """The wire item's key."""
    until = models.DateTimeField()
    reason = models.TextField()
    by = models.CharField(max_length=150)
    at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("lifted embargo")
        verbose_name_plural = _("lifted embargoes")
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.item}"
