"""A page with one form and one button, for an act that asks something first.

Reading it changes nothing; sending it acts, or says why not with everything kept.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from broadsheet.desk.admin.access import require
from broadsheet.desk.errors import ChecksFailed
from broadsheet.kernel.errors import BroadsheetError


class ActForm(forms.Form):
    """A form whose errors can come from an act."""

    def refuse(self, error: BroadsheetError) -> None:
        """Shows every reason at its field, if the form has it, else above the form."""
        if not isinstance(error, ChecksFailed):
            self.add_error(None, str(error))
            return
        for problem in error.problems:
            self.add_error(problem.field if problem.field in self.fields else None, str(problem.message))


class FormPage(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    template_name = "desk/form_page.html"
    introduction: str | Promise = ""
    submit_label: str | Promise = _("Save")
    is_serious: bool = False
    """Whether the button looks like one that takes something away."""

    def is_allowed(self) -> bool:
        raise NotImplementedError

    def act(self, form: Any) -> HttpResponse:
        """Does it; raises BroadsheetError to refuse."""
        raise NotImplementedError

    def back_url(self) -> str:
        """Where to go without doing it."""
        raise NotImplementedError

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        require(self.is_allowed())
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return self.act(form)
        except BroadsheetError as error:
            form.refuse(error)
            return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            introduction=self.introduction,
            submit_label=self.submit_label,
            is_serious=self.is_serious,
            back_url=self.back_url(),
        )

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]
