"""Rules for what comes over the wire: written, put in order, tried, switched on and off."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import messages
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import log
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, SnippetViewSet

from broadsheet.desk.admin.access import require
from broadsheet.desk.admin.routing_words import asked, consequences, found, media_topic_choice
from broadsheet.desk.errors import NotTried
from broadsheet.desk.models import AutomaticService, RoutingRule, SubjectMapping
from broadsheet.desk.routing import trial
from broadsheet.kernel import clock

_RULES = "wagtailsnippets_desk_routingrule"
SHOWN = 200
"""Items of a trial that are listed; all are counted."""


class PlainViewSet(SnippetViewSet):
    """Things of the desk alone: saved, not published."""

    copy_view_enabled = False
    list_per_page = 100
    inspect_view_enabled = False
    # Without Wagtail's step “Snippets”.
    breadcrumbs_items = WagtailAdminTemplateMixin.breadcrumbs_items


# ---- subjects to sections -----------------------------------------------------------------


class TopicsColumn(Column):
    def get_value(self, instance: SubjectMapping) -> str:
        return ", ".join(topic.title for topic in instance.topics.all())


class SubjectMappingViewSet(PlainViewSet):
    model = SubjectMapping
    icon = "tag"
    base_url_path = "subjects"
    list_display: ClassVar = [
        "__str__",
        Column("service", label=_("agency"), classname="desk-wide"),
        Column("section", label=_("section")),
        TopicsColumn("topics", label=_("topics"), classname="desk-wide"),
    ]
    panels: ClassVar = [
        FieldPanel("subject", widget=media_topic_choice()),
        FieldPanel("category"),
        FieldPanel("service"),
        FieldPanel("section"),
        FieldPanel("topics", widget=CheckboxSelectMultiple),
    ]


# ---- rules --------------------------------------------------------------------------------


class LeadsToTrial:
    """A rule that was saved is tried next."""

    object: Any

    def get_success_url(self) -> str:
        return reverse(f"{_RULES}:trial", args=[self.object.pk])


class RuleCreateView(LeadsToTrial, CreateView):
    pass


class RuleEditView(LeadsToTrial, EditView):
    @cached_property
    def header_more_buttons(self) -> list[Button]:
        url = reverse(f"{_RULES}:trial", args=[self.object.pk])
        return [
            *super().header_more_buttons,
            Button(_("Try, switch on or off"), url=url, icon_name="view", priority=15),
        ]


class AskedColumn(Column):
    def get_value(self, instance: RoutingRule) -> str:
        return asked(instance)


class DoesColumn(Column):
    def get_value(self, instance: RoutingRule) -> str:
        return consequences(instance)


class StateColumn(Column):
    def get_value(self, instance: RoutingRule) -> str:
        return state_of(instance)


def state_of(rule: RoutingRule) -> str:
    if rule.is_on:
        return _now("On")
    return _now("Rests: changed since, try it again") if rule.switched_on else _now("Off")


class TrialView(WagtailAdminTemplateMixin, TemplateView):
    """Looking runs the trial; sending switches the rule on or off."""

    template_name = "desk/rule_trial.html"
    page_title = _("Trial of a rule")
    header_icon = "view"
    rule: RoutingRule

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(request.user.has_perm("desk.change_routingrule"))
        self.rule = get_object_or_404(RoutingRule, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        return str(self.rule)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(f"{_RULES}:list"), "label": _("Routing")},
            {"url": reverse(f"{_RULES}:edit", args=[self.rule.pk]), "label": str(self.rule)},
            {"url": "", "label": _("Trial")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tried = trial.run(self.rule)
        rows = [
            {"row": row, "because": ", ".join(found(each) for each in row.because)}
            for row in tried.rows[:SHOWN]
        ]
        return super().get_context_data(
            **kwargs,
            rule=self.rule,
            asked=asked(self.rule),
            does=consequences(self.rule),
            state=state_of(self.rule),
            trial=tried,
            rows=rows,
            edit_url=reverse(f"{_RULES}:edit", args=[self.rule.pk]),
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            if request.POST.get("to") == "on":
                trial.switch_on(self.rule)
                messages.success(request, _now("“%(rule)s” is on.") % {"rule": str(self.rule)})
            else:
                trial.switch_off(self.rule)
                messages.success(request, _now("“%(rule)s” is off.") % {"rule": str(self.rule)})
        except NotTried as error:
            messages.error(request, str(error))
            return redirect(request.path)
        log(self.rule, "wagtail.edit", user=request.user)
        return redirect(f"{_RULES}:list")


class RoutingRuleViewSet(PlainViewSet):
    model = RoutingRule
    icon = "resubmit"
    base_url_path = "routing"
    add_view_class = RuleCreateView
    edit_view_class = RuleEditView
    sort_order_field = "order"
    list_display: ClassVar = [
        "name",
        StateColumn("state", label=_("State")),
        AskedColumn("asked", label=_("If"), classname="desk-wide"),
        DoesColumn("does", label=_("Then"), classname="desk-wide"),
    ]
    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("order"),
        MultiFieldPanel(
            [
                FieldPanel("services"),
                FieldPanel("subject", widget=media_topic_choice()),
                FieldPanel("category"),
                FieldPanel("words"),
                FieldRowPanel([FieldPanel("urgency"), FieldPanel("place"), FieldPanel("language")]),
                FieldRowPanel([FieldPanel("days"), FieldPanel("from_hour"), FieldPanel("until_hour")]),
            ],
            heading=_("If all of this holds"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("section"),
                FieldPanel("priority"),
                FieldPanel("topics", widget=CheckboxSelectMultiple),
                FieldPanel("groups", widget=CheckboxSelectMultiple),
                FieldPanel("users", widget=CheckboxSelectMultiple),
            ],
            heading=_("Then"),
        ),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        trial_of_one = path("trial/<int:pk>/", TrialView.as_view(), name="trial")
        return [*super().get_urlpatterns(), trial_of_one]


# ---- what is published by itself ----------------------------------------------------------


class ServiceCreateView(CreateView):
    """Nothing that came before it was named counts."""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.instance.since = clock.now()
        return form


class ServiceEditView(EditView):
    """Switched on again, it begins anew."""

    def save_instance(self) -> Any:
        service = self.form.instance
        if service.active and "active" in self.form.changed_data:
            service.since = clock.now()
        return super().save_instance()


class AutomaticServiceViewSet(PlainViewSet):
    model = AutomaticService
    icon = "warning"
    base_url_path = "automatic"
    add_view_class = ServiceCreateView
    edit_view_class = ServiceEditView
    delete_view_class = DeleteView
    list_display: ClassVar = ["service", Column("licence", label=_("agreement")), "active"]
    panels: ClassVar = [FieldPanel("service"), FieldPanel("licence"), FieldPanel("active")]
