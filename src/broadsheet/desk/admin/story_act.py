"""A page with a form about one story, for those who may publish it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from broadsheet.desk.admin.forms import FormPage
from broadsheet.desk.derived import is_recalled, taken_by, wording
from broadsheet.desk.models import StoryPage


class StoryActPage(FormPage):
    story: StoryPage
    header_icon = "doc-full"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.story = get_object_or_404(StoryPage, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def is_allowed(self) -> bool:
        return bool(self.story.permissions_for_user(self.request.user).can_publish())

    def get_page_subtitle(self) -> str:
        return str(self.story.draft_title)

    def back_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.story.pk])


def agency_words(request: HttpRequest, story: StoryPage) -> str:
    """The agency's, for whoever came by the link that offers them; nothing otherwise."""
    if "agency" not in request.GET:
        return ""
    taken = (each for each in taken_by(story) if is_recalled(each.item))
    return "\n".join(dict.fromkeys(map(wording, taken)))
