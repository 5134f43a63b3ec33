"""The house list of sources, which story rests on which, and what readers are told of a false one."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from broadsheet.desk.errors import StillInUse
from broadsheet.kernel.ids import new_id

NATURES = [
    ("person", _("person")),
    ("agency", _("news agency")),
    ("state-agency", _("state news agency")),
    ("media", _("news medium")),
    ("company", _("company")),
    ("authority", _("public authority")),
    ("court", _("court")),
    ("organisation", _("organisation")),
    ("document", _("document")),
    ("observation", _("our own observation")),
]
CERTAINTIES = [
    ("confirmed", _("confirmed: we know it ourselves or from several sources")),
    ("attributed", _("attributed: the source says so")),
    ("unconfirmed", _("unconfirmed: nobody could check it")),
]


class SourceQuerySet(models.QuerySet["Source"]):
    def delete(self) -> Any:
        """One by one: each is asked whether published stories rest on it."""
        counts = [source.delete() for source in self]
        return sum(count for count, _details in counts), {}


class Source(index.Indexed, models.Model):
    """Chosen in the chains of stories. A confidential one is an informant: of it nothing but `wording`
    leaves the desk, and it stays so for good, because a slip of the mouse may not unmask anybody."""

    source_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    name = models.CharField(
        _("name"), max_length=160, help_text=_("Of an informant better a cover name than the true one.")
    )
    nature = models.CharField(_("kind of source"), max_length=12, choices=NATURES, default="agency")
    wording = models.CharField(
        _("in readers' words"),
        max_length=160,
        blank=True,
        help_text=_(
            "Instead of the kind, as in “state news agency of Karvenia”. Of an informant this is all that"
            " readers get: “a person close to the shipping company”."
        ),
    )
    url = models.URLField(_("address"), blank=True)
    wire_name = models.CharField(
        _("short name in the wire"),
        max_length=40,
        blank=True,
        help_text=_("As the agency signs, so that its items find it: “dpa”."),
    )
    confidential = models.BooleanField(
        _("confidential"),
        default=False,
        help_text=_("An informant: the name never leaves the desk. This cannot be taken back."),
    )
    active = models.BooleanField(_("offered for choice"), default=True)

    objects = SourceQuerySet.as_manager()

    search_fields: ClassVar = [
        index.AutocompleteField("label"),
        index.SearchField("label"),
        index.FilterField("active"),
    ]

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As lists, logs and the search name it: without the name of one that is to stay unnamed."""
        if self.confidential:
            return _now("%(words)s (confidential, %(id)s)") % {"words": self.wording, "id": self.source_id}
        return self.name

    def clean(self) -> None:
        super().clean()
        before = Source.objects.filter(pk=self.pk).values_list("confidential", flat=True).first()
        if before is True and not self.confidential:
            raise ValidationError(
                {"confidential": _("An informant stays one. Make another source if the name is public now.")}
            )
        if before is False and self.confidential:
            raise ValidationError(
                {"confidential": _("The name may be public already. Make another source for the informant.")}
            )
        if self.confidential and not self.wording.strip():
            raise ValidationError({"wording": _("Say how readers are told of the informant.")})
        if self.confidential and (self.url or self.wire_name):
            raise ValidationError({"url": _("An informant has neither an address nor a name in the wire.")})

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Raises StillInUse while a published story names the source."""
        if count := SourceUse.objects.filter(source=self.source_id).count():
            raise StillInUse(
                _now("%(count)s published stories rest on “%(name)s”. Take it off the list instead.")
                % {"count": count, "name": self.label}
            )
        kwargs.pop("user", None)
        return super().delete(*args, **kwargs)


class SourceUse(models.Model):
    """A published story names a source in one of its chains. Written by acts, in the ledger's transaction."""

    story = models.CharField(max_length=10)
    source = models.CharField(max_length=10, blank=True)
    """A source's id; empty for one that is named in the story alone."""
    is_origin = models.BooleanField()
    is_alone = models.BooleanField()
    """Every chain of the story begins with it."""

    wagtail_reference_index_ignore = True

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["source", "is_alone"], name="desk_rests_on"),
            models.Index(fields=["story"], name="desk_sources_of"),
            models.Index(fields=["is_alone"], name="desk_one_source"),
        ]

    def __str__(self) -> str:
        return f"story:{self.story} rests on source:{self.source}"


class SourceNote(models.Model):
    """Said to readers of every story that names the source, as long as it is not lifted."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField()
    text = models.TextField()
    lifted = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return self.text
