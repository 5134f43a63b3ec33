"""What editors keep of the agencies' inbox for themselves: what they looked at, what they search again."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from broadsheet.wire.models import Item


class ItemLook(models.Model):
    """That somebody has looked at an item, or has it before them now."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="looks", db_constraint=False)
    """Without a constraint in the database: the wire forgets items without knowing the desk."""
    arrival = models.PositiveBigIntegerField()
    """The delivery that they saw: a later one is unread again."""
    at = models.DateTimeField()
    """When last; for as long as an item lies open, this is kept up."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "item"], name="desk_item_look_once")]
        indexes: ClassVar = [models.Index(fields=["at"], name="desk_item_look_at")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.item_id}"


class SavedSearch(models.Model):
    """A filter of the inbox that somebody gave a name."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("Name"), max_length=60)
    query = models.TextField()
    """The filter, as it stands in the list's address."""
    alert = models.BooleanField(_("Tell me of what is new"), default=False)
    seen = models.PositiveBigIntegerField(default=0)
    """The arrival that was the newest when it was looked at last."""

    class Meta:
        ordering: ClassVar = ["name", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "name"], name="desk_saved_search_once")
        ]

    def __str__(self) -> str:
        return self.name
