"""Files of which something could not be made a wire item; for the editor-in-chief."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import View
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk import config
from broadsheet.desk.admin.access import is_chief, require
from broadsheet.desk.admin.quarantine_words import reason
from broadsheet.desk.admin.stories import PER_PAGE, WIDE, NewestPaginator
from broadsheet.wire import intake
from broadsheet.wire.errors import UnknownQuarantine, WireError
from broadsheet.wire.models import Quarantine


class CloseColumn(Column):
    cell_template_name = "desk/cells/close_case.html"


class ReasonColumn(Column):
    cell_template_name = "desk/cells/case_reason.html"


class CasesPaginator(NewestPaginator):
    """The wire's models have no names for people."""

    verbose_name = _("file in quarantine")
    verbose_name_plural = _("files in quarantine")


class QuarantineView(generic.BaseListingView):
    model = Quarantine
    page_title = _("Quarantine")
    header_icon = "warning"
    index_url_name = "desk_quarantine:index"
    index_results_url_name = "desk_quarantine:index_results"
    template_name = "wagtailadmin/generic/index.html"
    results_template_name = "wagtailadmin/generic/index_results.html"
    paginator_class = CasesPaginator
    paginate_by = PER_PAGE
    verbose_name_plural = _("files in quarantine")
    columns: ClassVar = [
        Column("raw", label=_("File"), accessor=lambda case: PurePath(case.raw.name).name),
        ReasonColumn("message", label=_("What is wrong"), accessor=lambda case: reason(case.reason)),
        Column("tries", label=_("Tries"), classname=WIDE),
        DateColumn("received", label=_("Received"), classname=WIDE),
        CloseColumn("close", label="", accessor="pk"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require(is_chief(request.user))
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Quarantine]:
        cases = Quarantine.objects.filter(resolved=None).select_related("raw")
        return cases.order_by("-received", "-id")

    def order_queryset(self, queryset: QuerySet[Quarantine]) -> QuerySet[Quarantine]:
        return queryset


@method_decorator(require_POST, name="dispatch")
class CloseView(View):
    """The file stays in the archive; nobody is reminded of it any more."""

    def post(self, request: HttpRequest, case: str) -> HttpResponse:
        require(is_chief(request.user))
        try:
            intake.dismiss(case)
            messages.success(request, _now("The case is closed; the file stays in the archive."))
        except UnknownQuarantine as error:
            messages.error(request, str(error))
        return redirect("desk_quarantine:index")


@method_decorator(require_POST, name="dispatch")
class RetryView(View):
    """Reads the stored bytes once more, as after an update or with the clock put right."""

    def post(self, request: HttpRequest, case: str) -> HttpResponse:
        require(is_chief(request.user))
        try:
            outcomes = intake.retry(case, config.active().wire, config.active().archive)
        except WireError as error:
            messages.error(request, str(error))
            return redirect("desk_quarantine:index")
        if any(outcome.status == "quarantined" for outcome in outcomes):
            messages.warning(request, _now("It still cannot be read. The case stays open."))
        else:
            messages.success(request, _now("It was read. What is in it lies in the inbox."))
        return redirect("desk_quarantine:index")


class QuarantineViewSet(ViewSet):
    name = "desk_quarantine"
    url_prefix = "quarantine"
    icon = "warning"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", QuarantineView.as_view(), name="index"),
            path("results/", QuarantineView.as_view(results_only=True), name="index_results"),
            path("<str:case>/retry/", RetryView.as_view(), name="retry"),
            path("<str:case>/close/", CloseView.as_view(), name="close"),
        ]
