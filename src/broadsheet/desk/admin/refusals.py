"""The net under Wagtail's own views: what an act refuses becomes a word to the editor, not a failure."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from broadsheet.desk.errors import DeskError


class RefusalMiddleware:
    """For views that do not expect a DeskError, such as Wagtail's actions on many pages at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DeskError):
            return None
        if request.headers.get("accept", "").startswith("application/json"):
            return JsonResponse({"success": False, "error_message": str(exception)}, status=409)
        messages.error(request, str(exception))
        return HttpResponseRedirect(_way_back(request))


def _way_back(request: HttpRequest) -> str:
    """The page before this one, if it is the desk's and another one: no circle."""
    before = request.headers.get("referer", "")
    ours = url_has_allowed_host_and_scheme(before, {request.get_host()}, require_https=request.is_secure())
    same = before.split("?")[0] == request.build_absolute_uri().split("?")[0]
    return before if ours and before and not same else reverse("wagtailadmin_home")
