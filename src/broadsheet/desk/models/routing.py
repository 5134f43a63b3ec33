"""What the desk makes of agency copy as it comes in: rules that editors write, and what they led to."""

from __future__ import annotations

from hashlib import sha256
from typing import ClassVar

import msgspec
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from broadsheet.desk.models.languages import LANGUAGES
from broadsheet.desk.models.people import Topic
from broadsheet.desk.models.sections import SectionPage
from broadsheet.kernel.language import Language
from broadsheet.wire import media_topics
from broadsheet.wire.models import Item

PRIORITIES = [(0, _("usual")), (1, _("raised")), (2, _("at once"))]
DAYS = [
    ("01234", _("Monday to Friday")),
    ("56", _("Saturday and Sunday")),
    ("0", _("Monday")),
    ("1", _("Tuesday")),
    ("2", _("Wednesday")),
    ("3", _("Thursday")),
    ("4", _("Friday")),
    ("5", _("Saturday")),
    ("6", _("Sunday")),
]
"""Digits of weekdays, Monday is 0."""

CONDITIONS = (
    *("services", "subject", "category", "urgency", "words", "place", "language"),
    *("days", "from_hour", "until_hour"),
)
"""Fields of a rule that ask something of an item."""

_HOUR = [MaxValueValidator(23)]


def _require_media_topic(code: str) -> None:
    """Raises ValidationError for a code that the table does not know."""
    if code and media_topics.get(code) is None:
        raise ValidationError({"subject": _("There is no such Media Topic.")})


class SubjectMapping(models.Model):
    """What an agency says its copy is about, as a section and topics of ours."""

    service = models.CharField(
        _("agency"), max_length=100, blank=True, help_text=_("Its short name in the inbox; empty for all.")
    )
    subject = models.CharField(
        _("Media Topic"), max_length=8, blank=True, help_text=_("With everything below it in the tree.")
    )
    category = models.CharField(
        _("or the agency's own word"),
        max_length=100,
        blank=True,
        help_text=_("A category, desk or keyword as the agency writes it, or its code."),
    )
    section = models.ForeignKey(
        SectionPage,
        verbose_name=_("section"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("subject and section")
        verbose_name_plural = _("subjects and sections")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        topic = media_topics.get(self.subject)
        spoken: Language = "de" if (get_language() or "").startswith("de") else "en"
        return topic.label(spoken) if topic else self.category

    def clean(self) -> None:
        super().clean()
        if bool(self.subject) == bool(self.category.strip()):
            raise ValidationError({"subject": _("Choose a Media Topic or write the agency's own word.")})
        _require_media_topic(self.subject)


class RoutingRule(models.Model):
    """All conditions that are given must hold. Rules are asked in their order."""

    name = models.CharField(_("name"), max_length=100, help_text=_("As editors read it at the item."))
    order = models.PositiveIntegerField(_("order"), default=100, help_text=_("Lower numbers come first."))
    services = models.CharField(
        _("agencies"), max_length=300, blank=True, help_text=_("Short names as in the inbox, with commas.")
    )
    subject = models.CharField(
        _("Media Topic"), max_length=8, blank=True, help_text=_("With everything below it in the tree.")
    )
    category = models.CharField(
        _("the agency's own word"),
        max_length=100,
        blank=True,
        help_text=_("A category, desk or keyword as the agency writes it, or its code."),
    )
    urgency = models.PositiveSmallIntegerField(
        _("urgency, at least"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text=_("1 is the most urgent; 3 takes 1, 2 and 3."),
    )
    words = models.CharField(
        _("words"),
        max_length=300,
        blank=True,
        help_text=_(
            "One of these stands in headline or text; with commas, * for any ending: Neustrand, Hafen*"
        ),
    )
    place = models.CharField(_("place"), max_length=80, blank=True, help_text=_("In the dateline."))
    language = models.CharField(_("language"), max_length=2, blank=True, choices=LANGUAGES)
    days = models.CharField(_("days"), max_length=7, blank=True, choices=DAYS)
    from_hour = models.PositiveSmallIntegerField(_("from hour"), null=True, blank=True, validators=_HOUR)
    until_hour = models.PositiveSmallIntegerField(
        _("until hour"),
        null=True,
        blank=True,
        validators=_HOUR,
        help_text=_("22 to 6 is the night: from 22:00, before 6:00."),
    )
    section = models.ForeignKey(
        SectionPage,
        verbose_name=_("into the inbox of"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
    )
    topics = models.ManyToManyField(Topic, verbose_name=_("topics"), blank=True, related_name="+")
    priority = models.PositiveSmallIntegerField(_("priority"), choices=PRIORITIES, default=0)
    groups = models.ManyToManyField(Group, verbose_name=_("tell these roles"), blank=True, related_name="+")
    users = models.ManyToManyField(
        settings.AUTH_USER_MODEL, verbose_name=_("tell these people"), blank=True, related_name="+"
    )
    switched_on = models.CharField(max_length=64, blank=True, editable=False)
    """The `wording` that was switched on: a rule that is changed rests until it is tried again."""
    tried = models.CharField(max_length=64, blank=True, editable=False)
    """The `wording` that was tried last."""

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering: ClassVar = ["order", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if (self.from_hour is None) != (self.until_hour is None):
            raise ValidationError({"until_hour": _("Give both hours or none.")})
        if not any(getattr(self, name) not in ("", None) for name in CONDITIONS):
            raise ValidationError(_("Give at least one condition."))
        _require_media_topic(self.subject)

    @property
    def is_on(self) -> bool:
        return bool(self.switched_on) and self.switched_on == self.wording()

    def wording(self) -> str:
        """A fingerprint of what it asks and does; not of its name and place."""
        said = [getattr(self, name) for name in (*CONDITIONS, "section_id", "priority")]
        led = [
            sorted(each.pk for each in getattr(self, name).all()) for name in ("topics", "groups", "users")
        ]
        return sha256(msgspec.json.encode([*said, *led])).hexdigest()


class Placement(models.Model):
    """Where an item went, and why; written anew when the agency sends another version."""

    item = models.OneToOneField(
        Item, primary_key=True, on_delete=models.CASCADE, related_name="placement", db_constraint=False
    )
    """Without a constraint in the database: the wire forgets items without knowing the desk."""
    version = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    section = models.ForeignKey(SectionPage, on_delete=models.SET_NULL, null=True, related_name="+")
    topics = models.ManyToManyField(Topic, related_name="+")
    priority = models.PositiveSmallIntegerField(default=0)
    reasons = models.JSONField(default=list)
    """See `routing.placing.Reason`."""
    refusal = models.TextField(blank=True)
    """Why it was not published by itself, where it should have been; in the site's language."""
    settled = models.BooleanField(default=False)
    """All that follows from this version is done; else whoever takes in copy next does it."""

    wagtail_reference_index_ignore = True

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["section", "-priority"], name="desk_placed_in"),
            models.Index(fields=["at"], condition=~models.Q(refusal=""), name="desk_not_automatic"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}/{self.version}"


class WireNotice(models.Model):
    """A rule wants somebody to see an item; seen when its page is opened."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="+", db_constraint=False)
    rule = models.CharField(max_length=100)
    at = models.DateTimeField()
    seen = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "item"], name="desk_wire_notice_once")
        ]
        indexes: ClassVar = [models.Index(fields=["user", "seen", "-at"], name="desk_wire_notice_open")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.item_id}"


class AutomaticService(models.Model):
    """An agency whose copy goes to readers without an editor; only administrators name one."""

    service = models.CharField(
        _("agency"), max_length=100, unique=True, help_text=_("Its short name in the inbox.")
    )
    licence = models.CharField(
        _("agreement"),
        max_length=200,
        help_text=_("What allows us to publish its copy, as in “contract of 3 May 2026”."),
    )
    active = models.BooleanField(_("publishes by itself"), default=True)
    since = models.DateTimeField(editable=False)
    """Nothing that came before is published by itself."""

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("automatic service")
        verbose_name_plural = _("automatic services")
        ordering: ClassVar = ["service"]

    def __str__(self) -> str:
        return self.service

    def clean(self) -> None:
        super().clean()
        if not Item.objects.filter(supplier=self.service).exists():
            raise ValidationError({"service": _("No agency of this name has sent anything yet.")})
