"""How fronts are put together."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from broadsheet.desk.models.blocks import CONTAINERS
from broadsheet.desk.models.languages import LANGUAGES
from broadsheet.desk.models.people import Topic
from broadsheet.desk.models.sections import SectionPage

HOME = "home"


class Front(models.Model):
    """The front of a home, of a section or of a topic."""

    section = models.OneToOneField(
        SectionPage,
        verbose_name=_("section"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="front",
        help_text=_("Empty: the home front."),
    )
    topic = models.OneToOneField(
        Topic,
        verbose_name=_("topic"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="front",
    )
    language = models.CharField(_("language"), max_length=2, blank=True, choices=LANGUAGES)
    """Of a home besides the main one."""
    front_id = models.CharField(max_length=10, unique=True, editable=False)
    """As the record has it: `home`, `home@en`, or the id of the section or topic."""
    containers = StreamField(CONTAINERS, verbose_name=_("containers"), blank=True)
    edition = models.PositiveIntegerField(default=0, editable=False)
    """Counts publications; an editor names the one that he began from."""

    class Meta:
        verbose_name = _("front")
        verbose_name_plural = _("fronts")

    def __str__(self) -> str:
        owner = self.section or self.topic
        if owner is not None:
            return str(owner.title)
        return home_title(self.language)

    def key(self) -> str:
        """What `front_id` has to be."""
        if self.section is not None:
            return str(self.section.section_id)
        return str(self.topic.topic_id) if self.topic is not None else home_id(self.language)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.front_id = self.key()
        super().save(*args, **kwargs)


def home_id(language: str) -> str:
    """Of the home in a language; empty is the main one."""
    return f"{HOME}@{language}" if language else HOME


def home_title(language: str) -> str:
    names = dict(LANGUAGES)
    return f"{_now('Home')} ({names[language]})" if language in names else _now("Home")
