"""What changed in the inbox since it was shown; asked every few seconds, so it costs little."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.crypto import salted_hmac
from django.utils.http import quote_etag
from django.views.generic import View

from broadsheet.desk import looking
from broadsheet.desk.admin import inbox_searches
from broadsheet.desk.admin.access import is_writer, require
from broadsheet.desk.admin.inbox_filter import InboxFilter, arrival_in
from broadsheet.desk.admin.inbox_searches import COUNTED, number
from broadsheet.wire import listing
from broadsheet.wire.models import Item

SHOWN: Final = 400
"""Of no more lines it is told who is at them."""


class NewsView(View):
    """Asked with the list's own filter.

    `after` is the arrival that was the newest when the list was made, `at` the item that lies open,
    `shown` the lines.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        require(is_writer(request.user))
        _note(request)
        newest = listing.newest_arrival()
        searches = inbox_searches.counted(request.user)
        return _conditional(
            request,
            {
                "newest": newest,
                "new": _new(request, newest),
                "lines": _lines(request),
                "searches": {search.pk: number(count) for search, count in searches},
                "alerts": inbox_searches.alerts_in(searches),
            },
        )


class AlertsView(View):
    """For the rest of the desk: how much is new in what the editor wants to be told of."""

    def get(self, request: HttpRequest) -> HttpResponse:
        require(is_writer(request.user))
        searches = inbox_searches.counted(request.user, alert=True)
        return _conditional(request, {"alerts": inbox_searches.alerts_in(searches)})


def _note(request: HttpRequest) -> None:
    item = Item.objects.only("pk", "arrival").filter(pk=request.GET.get("at", "")).first()
    if item is not None:
        looking.note_look(request.user, item)


def _new(request: HttpRequest, newest: int) -> str:
    after = arrival_in(request.GET, "after")
    if after is None or after >= newest:
        return ""
    newer = InboxFilter(request.GET).items(request.user, after=after)
    return number(len(newer.values_list("pk")[:COUNTED]))


def _lines(request: HttpRequest) -> dict[str, dict[str, Any]]:
    """Of the lines that are shown: who is at them, who made a story, and whether they are ignored."""
    shown = request.GET.get("shown", "").split(",")[:SHOWN]
    present, uses = looking.others_looking(request.user), looking.uses_of(shown, request.user)
    items = Item.objects.filter(pk__in=shown, state=Item.State.IGNORED)
    ignored = set(items.values_list("pk", flat=True))
    lines = {
        pk: {
            "looking": present.get(pk, []),
            "uses": [{"url": use.url, "by": use.by} for use in uses.get(pk, [])],
            "ignored": pk in ignored,
        }
        for pk in shown
    }
    return {pk: line for pk, line in lines.items() if any(line.values())}


def _conditional(request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
    """304 if the browser was told the same before."""
    answer = JsonResponse(told)
    answer["ETag"] = quote_etag(salted_hmac("inbox", answer.content).hexdigest())
    patch_cache_control(answer, private=True, no_cache=True)
    return get_conditional_response(request, etag=answer["ETag"], response=answer) or answer
