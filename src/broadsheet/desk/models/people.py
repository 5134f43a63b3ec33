"""Who writes and what is written about."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from broadsheet.desk.models import gateway
from broadsheet.desk.models.languages import LANGUAGES
from broadsheet.kernel.ids import new_id
from broadsheet.kernel.language import slugify


class NamedQuerySet(models.QuerySet["Named"]):
    def delete(self) -> Any:
        """One by one: each is taken back from the readers first."""
        counts = [thing.delete() for thing in self]
        return sum(count for count, _details in counts), {}


class Named(index.Indexed, models.Model):
    """Something with a public page of its own, known by a slug."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        abstract = True

    def _words_for_slug(self) -> str:
        raise NotImplementedError

    def clean(self) -> None:
        super().clean()
        self.slug = slugify(self.slug or self._words_for_slug())
        if not self.slug:
            raise ValidationError({"slug": _("The address needs at least one letter or digit.")})

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        return gateway.active().delete(self, kwargs.pop("user", None))

    def erase(self) -> Any:
        """Removes the row; for the acts, after the ledger has been told."""
        return super().delete()


class Topic(Named):
    topic_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), blank=True, help_text=_("Stands in the topic box."))
    language = models.CharField(
        _("language"),
        max_length=2,
        blank=True,
        choices=LANGUAGES,
        help_text=_(
            "Of its page and of the stories there, on a site in several languages; empty for the main one."
        ),
    )

    search_fields: ClassVar = [index.AutocompleteField("title"), index.SearchField("title")]

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title

    def _words_for_slug(self) -> str:
        return self.title


class Person(Named):
    person_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True)
    bio = models.TextField(_("short biography"), blank=True)
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Readers can see it."))

    search_fields: ClassVar = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def _words_for_slug(self) -> str:
        return self.name
