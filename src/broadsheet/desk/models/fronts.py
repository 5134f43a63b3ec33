"""How fronts are put together."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from broadsheet.desk.models.blocks import CONTAINERS
from broadsheet.desk.models.sections import SectionPage

HOME = "home"


class Front(models.Model):
    """The home front, or a section's."""

    section = models.OneToOneField(
        SectionPage,
        verbose_name=_("section"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="front",
        help_text=_("Empty: the home front."),
    )
    front_id = models.CharField(max_length=10, unique=True, editable=False)
    """`home` or the section's id."""
    containers = StreamField(CONTAINERS, verbose_name=_("containers"), blank=True)
    edition = models.PositiveIntegerField(default=0, editable=False)
    """Counts publications; an editor names the one that he began from."""

    class Meta:
        verbose_name = _("front")
        verbose_name_plural = _("fronts")

    def __str__(self) -> str:
        return self.section.title if self.section else _now("Home")

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.front_id = self.section.section_id if self.section else HOME
        super().save(*args, **kwargs)
