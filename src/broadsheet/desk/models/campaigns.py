"""Advertisements that are booked: what is shown, where, when, and who pays."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel

from broadsheet.desk.errors import StillInUse
from broadsheet.desk.models.people import NamedQuerySet, Topic
from broadsheet.desk.models.pictures import Picture
from broadsheet.desk.models.sections import SectionPage
from broadsheet.kernel import clock
from broadsheet.kernel.ids import new_id

PLACES: Final = [
    ("top", _("top of the page")),
    ("text", _("within the text")),
    ("rail", _("beside the story")),
    ("end", _("below the text")),
    ("front", _("between containers of a front")),
]
KINDS: Final = [
    ("home", _("home page")),
    ("section", _("section fronts")),
    ("topic", _("topic pages")),
    ("story", _("stories")),
]
FORMS: Final = [
    ("picture", _("picture")),
    ("text", _("headline and text")),
    ("markup", _("HTML without scripts")),
    ("tag", _("address of an ad server")),
]
LONGEST_MARKUP: Final = 60_000
_FOREIGN: Final = re.compile(
    r"<\s*(?:script|iframe|object|embed|form|base|link|meta|a)\b|\son\w+\s*=|@import|javascript:"
    r"|(?:src|href|srcset|action|poster|background)\s*=\s*[\"']?(?!data:|#|[\"'])|url\(\s*[\"']?(?!data:)",
    re.IGNORECASE,
)


class Several(models.CharField):  # type: ignore[type-arg]
    """Some of a few names, with spaces between; a form shows boxes to tick."""

    def formfield(self, **kwargs: Any) -> Any:
        return _Ticked(
            choices=list(self.choices or ()),
            required=not self.blank,
            label=self.verbose_name,
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
        )

    def validate(self, value: Any, model_instance: Any) -> None:
        known = {name for name, _label in self.choices or ()}
        if not set(value.split()) <= known or (not value and not self.blank):
            raise ValidationError(_now("Choose at least one of those that there are."))


class _Ticked(forms.MultipleChoiceField):
    def prepare_value(self, value: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        return " ".join(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class Campaign(ClusterableModel):
    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RUNNING = "running", _("started")
        PAUSED = "paused", _("paused")
        ENDED = "ended", _("ended")

    campaign_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    state = models.CharField(
        _("state"), max_length=8, choices=State.choices, default=State.DRAFT, editable=False
    )
    title = models.CharField(_("title"), max_length=120, help_text=_("For the desk and the report."))
    advertiser = models.CharField(_("advertiser"), max_length=120, help_text=_("Who pays. Readers see it."))
    is_house = models.BooleanField(
        _("our own"), default=False, help_text=_("Shown where no other advertisement fits.")
    )
    starts = models.DateTimeField(_("begins"), default=clock.now)
    ends = models.DateTimeField(
        _("ends"), null=True, blank=True, help_text=_("Only one of our own may have no end.")
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text=_("Twice the weight of another one: shown twice as often."),
    )
    places = Several(_("places"), max_length=60, choices=PLACES, default="rail")
    kinds = Several(
        _("kinds of pages"), max_length=60, choices=KINDS, blank=True, help_text=_("None: all of them.")
    )
    sections = ParentalManyToManyField(
        SectionPage,
        verbose_name=_("sections"),
        blank=True,
        related_name="+",
        help_text=_("None: all of them."),
    )
    topics = ParentalManyToManyField(
        Topic, verbose_name=_("topics"), blank=True, related_name="+", help_text=_("None: all of them.")
    )
    form = models.CharField(_("form"), max_length=8, choices=FORMS, default="picture")
    href = models.CharField(
        _("leads to"),
        max_length=500,
        blank=True,
        help_text=_("The whole address, or a path of our own site such as /abo/."),
    )
    picture = models.ForeignKey(
        Picture, verbose_name=_("picture"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    narrow = models.ForeignKey(
        Picture,
        verbose_name=_("picture for telephones"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    headline = models.CharField(_("headline"), max_length=80, blank=True)
    text = models.CharField(_("text"), max_length=200, blank=True)
    markup = models.TextField(
        _("HTML"),
        blank=True,
        help_text=_("With its styles, pictures as data: addresses. Scripts do not run, nothing is fetched."),
    )
    tag = models.URLField(
        _("address of the ad server"),
        max_length=500,
        blank=True,
        help_text=_("Loaded into a frame, after the reader has said yes to this host."),
    )
    tag_name = models.CharField(
        _("name of the ad server"), max_length=60, blank=True, help_text=_("As readers know it.")
    )
    alternative = models.CharField(
        _("what is to be seen"), max_length=200, blank=True, help_text=_("For those who cannot see it.")
    )
    is_political = models.BooleanField(
        _("political"), default=False, help_text=_("In the sense of Regulation (EU) 2024/900.")
    )
    sponsor = models.CharField(_("sponsor"), max_length=200, blank=True)
    controlled_by = models.CharField(
        _("controlled by"),
        max_length=200,
        blank=True,
        help_text=_("Whoever controls the sponsor."),
    )
    vote = models.CharField(_("election, referendum or legislation"), max_length=200, blank=True)
    amount = models.CharField(_("amount"), max_length=120, blank=True, help_text=_("What was paid or given."))
    notice = models.URLField(_("transparency notice"), max_length=500, blank=True)

    objects = NamedQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_published(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def standing(self) -> Any:
        """The state in words, with what the dates make of it."""
        now = clock.now()
        if self.is_published and self.ends is not None and self.ends <= now:
            return _("over")
        if self.is_published and self.starts > now:
            return _("waits for its beginning")
        return self.get_state_display()

    standing.fget.short_description = _("state")  # type: ignore[attr-defined]

    def pictures(self) -> list[Picture]:
        found = [self.picture, self.narrow] if self.form == "picture" else []
        return [each for each in found if each is not None]

    def delete(self, *_args: Any, **_kwargs: Any) -> Any:
        """Raises StillInUse for what readers have: it is ended first."""
        if self.is_published:
            raise StillInUse(_now("“%(title)s” is running: end it first.") % {"title": self.title})
        return super().delete()

    # ---- validation ---------------------------------------------------------------------

    def clean(self) -> None:
        super().clean()
        problems = {**self._of_dates(), **self._of_form(), **self._of_politics()}
        if self.href and not re.match(r"(https?://\S+|/(?!/)\S*)$", self.href):
            problems["href"] = _("The whole address, or a path of our own site such as /abo/.")
        if problems:
            raise ValidationError(problems)

    def _of_dates(self) -> dict[str, Any]:
        if self.ends is None:
            return {} if self.is_house else {"ends": _("Say when the booking ends.")}
        if self.ends <= self.starts:
            return {"ends": _("It would end before it begins.")}
        return {}

    def _of_form(self) -> dict[str, Any]:
        match self.form:
            case "picture":
                return dict(self._of_pictures())
            case "text":
                return {} if self.headline.strip() else {"headline": _("Write a headline.")}
            case "markup":
                return self._of_markup() | self._of_alternative()
            case _:
                return self._of_tag() | self._of_alternative()

    def _of_pictures(self) -> Any:
        if self.picture is None:
            yield "picture", _("Choose a picture.")
        for name, picture in (("picture", self.picture), ("narrow", self.narrow)):
            if picture is not None and not picture.alt.strip():
                yield name, _("The picture has no alternative text.")
            if picture is not None and not picture.credit.strip():
                yield name, _("The picture has no credit.")

    def _of_markup(self) -> dict[str, Any]:
        if not self.markup.strip() or len(self.markup) > LONGEST_MARKUP:
            return {"markup": _("Put the HTML here, at most 60,000 characters.")}
        if found := _FOREIGN.search(self.markup):
            words = _now("“%(what)s” would run or fetch something. Everything must stand in the HTML itself.")
            return {"markup": words % {"what": found[0].strip()}}
        return {}

    def _of_tag(self) -> dict[str, Any]:
        problems: dict[str, Any] = {}
        if urlsplit(self.tag).scheme != "https":
            problems["tag"] = _("An address that begins with https:// is needed.")
        if not self.tag_name.strip():
            problems["tag_name"] = _("Readers must know whom they say yes to.")
        return problems

    def _of_alternative(self) -> dict[str, Any]:
        return {} if self.alternative.strip() else {"alternative": _("Say what is to be seen.")}

    def _of_politics(self) -> dict[str, Any]:
        if not self.is_political:
            return {}
        needed = _("Regulation (EU) 2024/900, Art. 11 asks for it.")
        return {name: needed for name in ("sponsor", "amount", "notice") if not getattr(self, name).strip()}
