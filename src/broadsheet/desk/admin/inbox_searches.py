"""Filters of the inbox that an editor keeps, and how much is new in each."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST
from django.views.generic import View

from broadsheet.desk.admin.access import is_writer, require
from broadsheet.desk.admin.inbox_filter import items_of
from broadsheet.desk.models import SavedSearch
from broadsheet.wire import listing

COUNTED: Final = 100
"""Beyond, the number is not told."""


class ShownSearch(msgspec.Struct, frozen=True):
    pk: int
    name: str
    url: str
    alert: bool
    new: str
    """How many are new since it was looked at, as it is shown; empty for none."""
    is_open: bool


def count_new(search: SavedSearch) -> int:
    """Items that came since the editor looked at what this search finds."""
    newer = items_of(search.query, search.user, after=search.seen)
    return len(newer.values_list("pk")[:COUNTED])


def counted(user: Any, **which: Any) -> list[tuple[SavedSearch, int]]:
    searches = SavedSearch.objects.filter(user=user, **which).select_related("user")
    return [(search, count_new(search)) for search in searches]


def alerts_in(found: list[tuple[SavedSearch, int]]) -> int | None:
    """How much is new in what the editor wants to be told of; None if that is nothing."""
    counts = [count for search, count in found if search.alert]
    return sum(counts) if counts else None


def shown_to(user: Any, address: str, newest: int) -> list[ShownSearch]:
    """The one that is open is looked at by that: nothing in it is new the next time."""
    searches = list(SavedSearch.objects.filter(user=user).select_related("user"))
    shown = [_shown(search, address) for search in searches]
    if any(search.is_open for search in shown):
        SavedSearch.objects.filter(user=user, query=address, seen__lt=newest).update(seen=newest)
    return shown


def _shown(search: SavedSearch, address: str) -> ShownSearch:
    is_open = search.query == address
    return ShownSearch(
        search.pk,
        search.name,
        f"{reverse('desk_inbox:index')}?{search.query}",
        search.alert,
        "" if is_open else number(count_new(search)),
        is_open,
    )


def number(count: int) -> str:
    return f"{COUNTED - 1}+" if count >= COUNTED else str(count or "")


@method_decorator(require_POST, name="dispatch")
class SaveSearchView(View):
    """Keeps the filter that is open under a name; a name that there is gets the new filter."""

    def post(self, request: Any) -> HttpResponse:
        require(is_writer(request.user))
        name, query = request.POST.get("name", "").strip()[:60], request.POST.get("query", "")
        if name:
            SavedSearch.objects.update_or_create(
                user=request.user,
                name=name,
                defaults={
                    "query": query,
                    "alert": bool(request.POST.get("alert")),
                    "seen": listing.newest_arrival(),
                },
            )
        return redirect(f"{reverse('desk_inbox:index')}?{query}")


@method_decorator(require_POST, name="dispatch")
class DeleteSearchView(View):
    def post(self, request: Any, search: int) -> HttpResponse:
        require(is_writer(request.user))
        SavedSearch.objects.filter(user=request.user, pk=search).delete()
        return redirect("desk_inbox:index")
