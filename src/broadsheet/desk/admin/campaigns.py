"""Campaigns: a list with what was seen and clicked, a form, and the acts that start, pause and end."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView

from broadsheet.desk import figures
from broadsheet.desk.acts import EndCampaign, PauseCampaign, SaveCampaign, StartCampaign
from broadsheet.desk.acts.campaigns import CampaignAct
from broadsheet.desk.admin.forms import ActForm, FormPage
from broadsheet.desk.admin.people import NamedViewSet
from broadsheet.desk.admin.saving import PublishesOnSave
from broadsheet.desk.admin.states import moment_text
from broadsheet.desk.models import Campaign

State = Campaign.State


class FigureColumn(Column):
    """One of the two sums of a campaign."""

    def get_value(self, instance: Any) -> int:
        found = figures.figures().get(instance.campaign_id, figures.Figures())
        return int(getattr(found, self.name))


class MomentColumn(Column):
    def get_value(self, instance: Any) -> str:
        moment = getattr(instance, self.name)
        return moment_text(moment) if moment else ""


class CampaignIndexView(IndexView):
    default_ordering = "-pk"


class SavesCampaign(PublishesOnSave):
    act = SaveCampaign

    def get_success_message(self, instance: Any = None) -> str:
        return _now("“%(name)s” is saved.") % {"name": str(self.form.instance)}


class CampaignCreateView(SavesCampaign, CreateView):
    pass


class CampaignEditView(SavesCampaign, EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *_buttons(self.object)]


class CampaignActView(FormPage):
    """Asks once; the address names the act."""

    campaign: Campaign
    form_class = ActForm
    header_icon = "pick"
    name: str = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.campaign = get_object_or_404(Campaign, pk=kwargs["pk"])
        self.page_title, self.introduction = _WORDS[self.name]
        self.submit_label = self.page_title
        self.is_serious = self.name == EndCampaign.name
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return bool(self.request.user.has_perm("desk.change_campaign"))

    def get_page_subtitle(self) -> str:
        return str(self.campaign)

    def back_url(self) -> str:
        return reverse("wagtailsnippets_desk_campaign:edit", args=[self.campaign.pk])

    def act(self, form: forms.Form) -> HttpResponse:
        _ACTS[self.name](self.campaign, by=self.request.user).execute()  # type: ignore[arg-type]
        log(self.campaign, "wagtail.edit", user=self.request.user)
        done = {"title": self.campaign.title, "state": self.campaign.standing}
        messages.success(self.request, _now("“%(title)s”: %(state)s.") % done)
        return redirect("wagtailsnippets_desk_campaign:list")


_ACTS: dict[str, type[CampaignAct]] = {act.name: act for act in (StartCampaign, PauseCampaign, EndCampaign)}
_WORDS = {
    StartCampaign.name: (_("Start"), _("From now on its dates decide when readers see it.")),
    PauseCampaign.name: (_("Pause"), _("Readers do not see it any more. It can be started again.")),
    EndCampaign.name: (_("End"), _("Readers do not see it any more, and it cannot be started again.")),
}
_OFFERED = {
    State.DRAFT: (StartCampaign,),
    State.RUNNING: (PauseCampaign, EndCampaign),
    State.PAUSED: (StartCampaign, EndCampaign),
    State.ENDED: (),
}
_ICONS = {StartCampaign.name: "pick", PauseCampaign.name: "time", EndCampaign.name: "cross"}


def _buttons(campaign: Campaign) -> list[Button]:
    return [
        Button(
            _WORDS[act.name][0],
            url=reverse(f"wagtailsnippets_desk_campaign:{act.name}", args=[campaign.pk]),
            icon_name=_ICONS[act.name],
            priority=number,
        )
        for number, act in enumerate(_OFFERED[State(campaign.state)])
    ]


class CampaignViewSet(NamedViewSet):
    model = Campaign
    icon = "pick"
    base_url_path = "campaigns"
    index_view_class = CampaignIndexView
    add_view_class = CampaignCreateView
    edit_view_class = CampaignEditView
    list_filter: ClassVar = ["state", "is_house"]
    list_display: ClassVar = [
        "title",
        Column("advertiser", label=_("advertiser"), sort_key="advertiser", classname="desk-wide"),
        "standing",
        MomentColumn("starts", label=_("begins"), sort_key="starts", classname="desk-wide"),
        MomentColumn("ends", label=_("ends"), sort_key="ends", classname="desk-wide"),
        FigureColumn("seen", label=_("Seen")),
        FigureColumn("clicked", label=_("Clicked")),
    ]
    panels: ClassVar = [
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("advertiser"), FieldPanel("is_house")], heading=_("Who")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts"), FieldPanel("ends"), FieldPanel("weight")])],
            heading=_("When, and how often"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("places"),
                FieldPanel("kinds"),
                FieldPanel("sections", widget=forms.CheckboxSelectMultiple),
                FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
            ],
            heading=_("Where"),
        ),
        MultiFieldPanel(
            [FieldPanel("form"), FieldPanel("href"), FieldPanel("picture"), FieldPanel("narrow")],
            heading=_("What"),
        ),
        MultiFieldPanel([FieldPanel("headline"), FieldPanel("text")], heading=_("Headline and text")),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("markup", "tag", "tag_name", "alternative")],
            heading=_("HTML or ad server"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("is_political", "sponsor", "controlled_by", "vote", "amount", "notice")
            ],
            heading=_("Political advertising"),
            classname="collapsed",
        ),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        acts = [path(f"{name}/<int:pk>/", CampaignActView.as_view(name=name), name=name) for name in _ACTS]
        return [*super().get_urlpatterns(), *acts]
