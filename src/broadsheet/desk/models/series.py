"""Podcasts: a series whose episodes are stories with a sound file."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from broadsheet.desk.config import site_language
from broadsheet.desk.models.languages import LANGUAGES
from broadsheet.desk.models.people import Named
from broadsheet.desk.models.pictures import Picture
from broadsheet.kernel.ids import new_id

CATEGORIES = [
    ("News", _("News")),
    ("Arts", _("Arts")),
    ("Business", _("Business")),
    ("Comedy", _("Comedy")),
    ("Education", _("Education")),
    ("Fiction", _("Fiction")),
    ("Government", _("Government")),
    ("Health & Fitness", _("Health and fitness")),
    ("History", _("History")),
    ("Kids & Family", _("Children and family")),
    ("Leisure", _("Leisure")),
    ("Music", _("Music")),
    ("Religion & Spirituality", _("Religion and spirituality")),
    ("Science", _("Science")),
    ("Society & Culture", _("Society and culture")),
    ("Sports", _("Sports")),
    ("TV & Film", _("Television and film")),
    ("Technology", _("Technology")),
    ("True Crime", _("True crime")),
]
"""Those that Apple's directory knows, which the others follow."""
SMALLEST_COVER = 1400
"""Pixels; directories refuse a smaller one."""


class Series(Named):
    series_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(
        _("description"), help_text=_("What it is about, for page and directories.")
    )
    cover = models.ForeignKey(
        Picture,
        verbose_name=_("cover picture"),
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Square, at least 1400 × 1400 pixels."),
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default=site_language)
    author = models.CharField(
        _("author"), max_length=120, help_text=_("People or newsroom, as listeners know them.")
    )
    category = models.CharField(_("category"), max_length=40, choices=CATEGORIES, default="News")
    explicit = models.BooleanField(_("explicit"), default=False, help_text=_("Not fit for children."))
    email = models.EmailField(
        _("e-mail address"),
        blank=True,
        help_text=_("Some directories write to it to learn whose the podcast is. It stands in the feed."),
    )

    search_fields: ClassVar = [index.AutocompleteField("title"), index.SearchField("title")]

    class Meta:
        verbose_name = _("podcast")
        verbose_name_plural = _("podcasts")
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if not _is_cover(Picture.objects.filter(pk=self.cover_id).first()):
            raise ValidationError(
                {"cover": _("The cover must be square and at least 1400 × 1400 pixels. Crop the picture.")}
            )

    def _words_for_slug(self) -> str:
        return self.title


def _is_cover(picture: Picture | None) -> bool:
    """None is what the form has refused already."""
    return picture is None or int(picture.width) == int(picture.height) >= SMALLEST_COVER
