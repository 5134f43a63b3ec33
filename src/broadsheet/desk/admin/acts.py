"""Acts that ask something first, each on its own page: correct, retract, schedule, move."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateTimeInput

from broadsheet.desk.acts import LiftEmbargo, MoveSection, Retract, Schedule
from broadsheet.desk.acts.lift_embargo import may_lift
from broadsheet.desk.admin.access import sections_to_publish_in, sections_to_write_in
from broadsheet.desk.admin.agency_update import UpdateView
from broadsheet.desk.admin.corrections import AmendView, CorrectView
from broadsheet.desk.admin.editor import readers_address
from broadsheet.desk.admin.forms import ActForm
from broadsheet.desk.admin.history import HistoryView
from broadsheet.desk.admin.states import moment_text
from broadsheet.desk.admin.story_act import StoryActPage, agency_words
from broadsheet.desk.models import SectionPage, StoryPage


class RetractForm(ActForm):
    reason = forms.CharField(
        label=_("Reason, for readers"),
        help_text=_("It stands on the site for good, in place of the story."),
        widget=AdminAutoHeightTextInput,
    )
    heading = forms.CharField(
        label=_("Heading of the notice"),
        help_text=_("Empty: the story's headline. Choose another if the headline itself is to go."),
        required=False,
    )


class RetractView(StoryActPage):
    page_title = _("Retract")
    form_class = RetractForm
    submit_label = _("Retract for good")
    is_serious = True
    introduction = _(
        "The story disappears from the site, and a public notice says why. It cannot be published again."
        " If it shall only go offline for a while, unpublish it instead."
    )

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "reason": agency_words(self.request, self.story)}

    def act(self, form: forms.Form) -> HttpResponse:
        words = form.cleaned_data
        Retract(
            self.story,
            words["reason"],
            by=self.request.user,  # type: ignore[arg-type]
            heading=words["heading"],
        ).execute()
        text = _now("“%(title)s” is retracted. Readers see the notice.") % {"title": self.story.title}
        left = messages.button(reverse("desk_outstanding:index"), _("What is outstanding"))
        messages.success(self.request, text, buttons=[left])
        return redirect("desk_stories:index")


class LiftForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stays in the story's history with your name. Readers do not see it."),
        widget=AdminAutoHeightTextInput,
    )


class LiftView(StoryActPage):
    page_title = _("Lift the embargo")
    form_class = LiftForm
    submit_label = _("Lift the embargo")
    is_serious = True
    introduction = _(
        "The agency's time does not count for this story any more: it can be published at once."
        " If the agency sets a later time, that counts again. Nothing is published by this yet."
    )

    def is_allowed(self) -> bool:
        return super().is_allowed() and may_lift(self.request.user)

    def act(self, form: forms.Form) -> HttpResponse:
        LiftEmbargo(self.story, form.cleaned_data["reason"], by=self.request.user).execute()  # type: ignore[arg-type]
        messages.success(self.request, _now("The embargo is lifted for this story. It is in its history."))
        return redirect("wagtailadmin_pages:edit", self.story.pk)


class ScheduleForm(ActForm):
    at = forms.DateTimeField(
        label=_("Publish at"), help_text=_("In the site's time zone."), widget=AdminDateTimeInput
    )


class ScheduleView(StoryActPage):
    page_title = _("Schedule")
    form_class = ScheduleForm
    submit_label = _("Schedule")
    introduction = _("The newest draft is checked now and again at that moment, and published then.")

    def act(self, form: forms.Form) -> HttpResponse:
        scheduled = Schedule(self.story, form.cleaned_data["at"], by=self.request.user).execute()  # type: ignore[arg-type]
        text = _now("“%(title)s” will be published on %(moment)s.") % {
            "title": self.story.draft_title,
            "moment": moment_text(scheduled.at),
        }
        messages.success(self.request, text)
        return redirect("wagtailadmin_pages:edit", self.story.pk)


class MoveForm(ActForm):
    section = forms.ModelChoiceField(
        label=_("Section"), queryset=SectionPage.objects.none(), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, story: StoryPage, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = sections_to_publish_in(user) if story.live else sections_to_write_in(user)
        targets = [section.pk for section in allowed if section.pk != story.section.pk]
        sections = SectionPage.objects.filter(pk__in=targets).order_by("order", "title")
        self.fields["section"].queryset = sections  # type: ignore[attr-defined]


class MoveView(StoryActPage):
    page_title = _("Move to another section")
    form_class = MoveForm
    submit_label = _("Move")
    introduction = _("The address changes with the section; the old one leads to the new one.")

    def is_allowed(self) -> bool:
        permissions = self.story.permissions_for_user(self.request.user)
        return bool(permissions.can_publish() if self.story.live else permissions.can_edit())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "story": self.story, "user": self.request.user}

    def act(self, form: forms.Form) -> HttpResponse:
        section = form.cleaned_data["section"]
        done = MoveSection(self.story, section, by=self.request.user).execute()  # type: ignore[arg-type]
        text = _now("“%(title)s” is now in “%(section)s”.") % {
            "title": self.story.draft_title,
            "section": section.title,
        }
        shown = [messages.button(readers_address(done.url), _("Open the reader's page"))] if done else []
        messages.success(self.request, text, buttons=shown)
        return redirect("wagtailadmin_pages:edit", self.story.pk)


# ---- in the editor's menu ----------------------------------------------------------------


class StoryActItem(ActionMenuItem):
    """Leads from the editor to one of the pages above."""

    def __init__(
        self,
        name: str,
        label: Any,
        icon: str,
        order: int,
        *,
        live: bool | None = None,
        publishers: bool = True,
    ) -> None:
        super().__init__(order)
        self.name = f"action-desk-{name}"
        self.label = label
        self.icon_name = icon
        self._view = f"desk_acts:{name}"
        self._live = live
        self._publishers = publishers

    def is_shown(self, context: Any) -> bool:
        page = context.get("page")
        if context["view"] != "edit" or not isinstance(page, StoryPage) or context["locked_for_user"]:
            return False
        if self._live not in {None, page.live}:
            return False
        permissions = self.get_user_page_permissions_tester(context)
        return bool(permissions.can_publish() if self._publishers else permissions.can_edit())

    def get_url(self, context: Any) -> str:
        return reverse(self._view, args=[context["page"].pk])


MENU_ITEMS = (
    StoryActItem("schedule", _("Schedule…"), "calendar-alt", 35, live=False),
    StoryActItem("correct", _("Correct…"), "edit", 36, live=True),
    StoryActItem("versions", _("Versions for readers…"), "history", 37, live=True),
    StoryActItem("move", _("Move to another section…"), "arrow-right-full", 70, publishers=False),
    StoryActItem("retract", _("Retract…"), "warning", 80, live=True),
)


class ActsViewSet(ViewSet):
    name = "desk_acts"
    url_prefix = "story"
    icon = "doc-full"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("<int:pk>/correct/", CorrectView.as_view(), name="correct"),
            path("<int:pk>/corrections/<int:correction>/", AmendView.as_view(), name="amend"),
            path("<int:pk>/versions/", HistoryView.as_view(), name="versions"),
            path("<int:pk>/retract/", RetractView.as_view(), name="retract"),
            path("<int:pk>/schedule/", ScheduleView.as_view(), name="schedule"),
            path("<int:pk>/lift-embargo/", LiftView.as_view(), name="lift_embargo"),
            path("<int:pk>/update/", UpdateView.as_view(), name="update"),
            path("<int:pk>/move/", MoveView.as_view(), name="move"),
        ]
