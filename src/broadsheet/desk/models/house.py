"""Pages of the house and what the publisher says of the site."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from broadsheet.desk.models.blocks import BODY
from broadsheet.desk.models.people import Named
from broadsheet.desk.models.sections import SectionPage, require_free_address
from broadsheet.kernel.ids import new_id


class HousePage(Named):
    """Imprint, privacy, about."""

    ROLES: ClassVar = [("imprint", _("imprint")), ("privacy", _("privacy")), ("page", _("page"))]

    page_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    role = models.CharField(_("role"), max_length=10, choices=ROLES, default="page")
    title = models.CharField(_("title"), max_length=120)
    body = StreamField(BODY, verbose_name=_("text"), blank=True)

    class Meta:
        verbose_name = _("house page")
        verbose_name_plural = _("house pages")
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title

    def _words_for_slug(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        require_free_address(self.slug)
        if SectionPage.objects.filter(slug=self.slug).exists():
            raise ValidationError({"slug": _("A section has this address. Choose another one.")})


class SiteIdentity(models.Model):
    """One row: name and publisher of the site."""

    id = models.SmallIntegerField(primary_key=True, editable=False)
    name = models.CharField(_("name"), max_length=120)
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    further_tagline = models.CharField(
        _("tagline in the second language"),
        max_length=200,
        blank=True,
        help_text=_("Stands on the home in that language; a site in one language needs none."),
    )
    publisher = models.CharField(_("publisher"), max_length=200)
    email = models.EmailField(_("e-mail address"), blank=True)

    class Meta:
        verbose_name = _("site identity")
        verbose_name_plural = _("site identity")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.id = 1
        super().save(*args, **kwargs)
