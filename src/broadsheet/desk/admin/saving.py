"""Wagtail's generic views for what goes to the readers as soon as it is saved."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Protocol

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.log_actions import log

from broadsheet.desk.admin.editor import readers_address
from broadsheet.desk.errors import ChecksFailed
from broadsheet.kernel.errors import BroadsheetError


class Act(Protocol):
    def execute(self) -> Any: ...


def refuse(form: Any, error: BroadsheetError) -> None:
    """The act's reasons, at their fields where the form has them."""
    if not isinstance(error, ChecksFailed):
        form.add_error(None, str(error))
        return
    for problem in error.problems:
        form.add_error(problem.field if problem.field in form.fields else None, str(problem.message))


class PublishesOnSave:
    """For CreateView and EditView: saving is an act, and what it refuses stands in the form."""

    act: ClassVar[Callable[..., Act]]
    form: Any
    request: Any
    _url: str = ""

    def save_instance(self) -> Any:
        is_new = self.form.instance.pk is None
        thing = self.form.save(commit=False)
        self._url = type(self).act(thing, by=self.request.user).execute().url
        log(thing, "wagtail.create" if is_new else "wagtail.edit", user=self.request.user)
        return thing

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        except BroadsheetError as error:
            refuse(form, error)
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            response = self.form_invalid(form)  # type: ignore[attr-defined]
        return response

    def get_success_message(self, instance: Any = None) -> str:
        return _("“%(name)s” is saved and published.") % {"name": str(self.form.instance)}

    def get_success_buttons(self) -> list[Any]:
        if not self._url:
            return []
        return [messages.button(readers_address(self._url), _("Open the reader's page"), new_window=True)]


class DeletesByAct:
    """For DeleteView: what is in use stays, and the editor is told why."""

    object: Any
    request: Any
    edit_url_name: str

    def form_valid(self, form: Any) -> HttpResponse:
        pk = self.object.pk
        try:
            self.object.delete(user=self.request.user)
        except BroadsheetError as error:
            messages.error(self.request, str(error))
            return redirect(reverse(self.edit_url_name, args=[pk]))
        messages.success(self.request, _("“%(title)s” is deleted.") % {"title": str(self.object)})
        return redirect(self.get_success_url())  # type: ignore[attr-defined]
