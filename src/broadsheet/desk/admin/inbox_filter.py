"""What of the inbox an editor wants to see, as it stands in the list's address."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.timezone import make_aware
from django.utils.translation import gettext_lazy as _

from broadsheet.desk import placements
from broadsheet.desk.models import ItemLook, SectionPage, StoryPage
from broadsheet.kernel import clock
from broadsheet.wire import inbox, listing
from broadsheet.wire.listing import State, Wanted
from broadsheet.wire.models import Item

NOWHERE: Final = "-"
"""Instead of a section: what no rule gave to any."""
LANGUAGES: Final = [("", _("all")), ("de", _("German")), ("en", _("English"))]
STATES: Final = [
    ("", _("all but ignored")),
    ("new", _("New")),
    ("unread", _("Unread")),
    ("taken", _("Made into a story")),
    ("mine", _("Made into a story by me")),
    ("ignored", _("Ignored")),
]
STATUSES: Final = [
    ("", _("all")),
    ("usable", _("Usable")),
    ("embargoed", _("Under embargo")),
    ("withheld", _("Withheld")),
    ("canceled", _("Canceled")),
]
URGENCIES: Final = [("", _("all")), ("1", "1"), ("2", "1–2"), ("3", "1–3"), ("4", "1–4"), ("5", "1–5")]
SPANS: Final = [
    ("", _("any time")),
    ("1", _("last hour")),
    ("6", _("last 6 hours")),
    ("24", _("last 24 hours")),
    ("168", _("last 7 days")),
]


_DIGITS: Final = 19
"""With so many a number may be too great for the database."""
_FOLDED: Final = ("subject", "place", "language", "pressing", "on")
"""Fields that are asked for less often."""
_OF_ITEMS: Final[dict[str, State]] = {"new": "new", "taken": "taken", "mine": "taken", "ignored": "ignored"}
"""The item's own state for each of STATES; the rest of what these say depends on who asks."""


class InboxFilter(forms.Form):
    """Every field may be left out; one that makes no sense counts as left out."""

    q = forms.CharField(label=_("Text"), required=False, max_length=200)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)
    section = forms.CharField(label=_("Section"), required=False, widget=forms.Select)
    supplier = forms.CharField(label=_("Agency"), required=False, widget=forms.Select)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False, choices=URGENCIES)
    status = forms.ChoiceField(label=_("Released"), required=False, choices=STATUSES)
    hours = forms.ChoiceField(label=_("Received"), required=False, choices=SPANS)
    subject = forms.CharField(label=_("Subject"), required=False, max_length=100)
    place = forms.CharField(label=_("Place"), required=False, max_length=100)
    language = forms.ChoiceField(label=_("Language"), required=False, choices=LANGUAGES)
    pressing = forms.BooleanField(label=_("Raised by a rule"), required=False)
    on = forms.DateField(
        label=_("Day"),
        required=False,
        validators=[MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2100, 1, 1))],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query, auto_id="inbox-%s")
        self.is_valid()

    @property
    def address(self) -> str:
        """What is asked for, without what is left out; the same for the same filter."""
        given = [(name, self.data.get(name, "")) for name in self.fields if name in self.cleaned_data]
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in given if value})
        return query.urlencode()

    @property
    def first(self) -> list[forms.BoundField]:
        agencies = [("", _("all")), *((name, name) for name in inbox.suppliers())]
        self.fields["supplier"].widget.choices = agencies
        sections = SectionPage.objects.order_by("order", "title").values_list("slug", "title")
        self.fields["section"].widget.choices = [("", _("all")), *sections, (NOWHERE, _("none"))]
        return [self[name] for name in self.fields if name not in {*_FOLDED, "q"}]

    @property
    def rest(self) -> list[forms.BoundField]:
        return [self[name] for name in _FOLDED]

    @property
    def further(self) -> bool:
        """Whether something is asked for by one of the fields that are folded away."""
        return any(self.cleaned_data.get(name) for name in _FOLDED)

    def items(self, user: Any, after: int = 0) -> QuerySet[Item]:
        """What it finds, all of it or what arrived after the one with this number."""
        asked = self.cleaned_data
        state = asked.get("state") or ""
        since, until = _moments(asked)
        wanted = Wanted(
            text=asked.get("q", ""),
            subject=asked.get("subject", ""),
            supplier=asked.get("supplier", ""),
            urgency=int(asked["urgency"]) if asked.get("urgency") else None,
            language=asked.get("language", ""),
            place=asked.get("place", ""),
            status=asked.get("status") or "",
            state=_OF_ITEMS.get(state, ""),
            after=after,
            since=since,
            until=until,
        )
        return _personal(_placed(listing.wanted_items(wanted), asked), state, user)


def arrival_in(query: QueryDict, name: str) -> int | None:
    """A place in the list, as its addresses have it; None for anything else."""
    given = query.get(name, "")
    return int(given) if given.isdecimal() and len(given) < _DIGITS else None


def items_of(address: str, user: Any, after: int = 0) -> QuerySet[Item]:
    """What a saved filter finds."""
    return InboxFilter(QueryDict(address)).items(user, after)


def _moments(asked: dict[str, Any]) -> tuple[datetime | None, datetime | None]:
    if day := asked.get("on"):
        return make_aware(datetime.combine(day, time.min)), make_aware(
            datetime.combine(day + timedelta(days=1), time.min)
        )
    hours = asked.get("hours")
    return (clock.now() - timedelta(hours=int(hours)) if hours else None), None


def _placed(items: QuerySet[Item], asked: dict[str, Any]) -> QuerySet[Item]:
    """Where the rules put it."""
    section = asked.get("section")
    if section == NOWHERE:
        items = placements.nowhere(items)
    elif section:
        items = items.filter(placement__section__slug=section)
    return items.filter(placement__priority__gt=0) if asked.get("pressing") else items


def _personal(items: QuerySet[Item], state: str, user: Any) -> QuerySet[Item]:
    if state == "unread":
        looks = ItemLook.objects.filter(user=user, item=OuterRef("pk"), arrival=OuterRef("arrival"))
        return items.filter(~Exists(looks))
    if state == "mine":
        return items.filter(pk__in=StoryPage.objects.filter(owner=user, wire_item__gt="").values("wire_item"))
    return items
