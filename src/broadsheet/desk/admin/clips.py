"""Clips: made of an address or a saved page, and quoted into a story."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk import clips, config, received
from broadsheet.desk.admin import external
from broadsheet.desk.admin.access import is_writer, require
from broadsheet.desk.admin.forms import ActForm, FormPage
from broadsheet.desk.admin.stories import newest_stories
from broadsheet.desk.errors import ChecksFailed, Problem
from broadsheet.desk.models import StoryPage
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.kernel.fetching import Limits
from broadsheet.wire import inbox, intake, web_pages
from broadsheet.wire.config import WireConfig
from broadsheet.wire.formats import html_clip
from broadsheet.wire.item import WireItem
from broadsheet.wire.models import Item

_PAGES: Final = ("text/html", "application/xhtml+xml")
_LIMITS: Final = Limits(seconds=15, size=5_000_000)
_OFFERED: Final = 20


class ClipForm(ActForm):
    url = forms.URLField(label=_("Address"), required=False, assume_scheme="https")
    page = forms.FileField(
        label=_("or a page that you saved"),
        required=False,
        help_text=_("As HTML; the address above then says where it comes from."),
    )
    text = forms.CharField(
        label=_("or its text"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The first line is the title. For pages that cannot be fetched."),
    )

    def clean_page(self) -> Any:
        page = self.cleaned_data["page"]
        if page is not None and page.size > _LIMITS.size:
            raise ValidationError(_now("The page is too large."))
        return page

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not any(cleaned.get(name) for name in ("url", "page", "text")):
            raise ValidationError(_now("Give an address, a saved page or a text."))
        return cleaned


class ClipView(FormPage):
    form_class = ClipForm
    page_title = _("New clip")
    header_icon = "cut"
    submit_label = _("Keep")
    introduction = _(
        "Title, text, date, site and author of somebody else's page, for you to quote. A clip is never"
        " published as ours."
    )

    def is_allowed(self) -> bool:
        return is_writer(self.request.user)

    def back_url(self) -> str:
        return reverse("desk_inbox:index")

    def act(self, form: forms.Form) -> HttpResponse:
        outcomes = intake.take_bytes(
            _page(form.cleaned_data), "clip.html", WireConfig(), config.active().archive
        )
        found = next((outcome for outcome in outcomes if outcome.item), None)
        if found is None or found.item is None:
            told = _now("No article was found in the page. Copy its text into the form.")
            raise ChecksFailed([Problem("clip", "text", told)])
        received.settle(found.item)
        return redirect("desk_inbox:item", found.item)


def _page(given: dict[str, Any]) -> bytes:
    """What is kept as it came, after the comment in which browsers note a saved page's address."""
    address = web_pages.web_address(given["url"])
    if given["page"] is not None:
        data: bytes = given["page"].read()
        if not html_clip.recognises(data):
            raise ChecksFailed([Problem("clip", "page", _now("This is no page in HTML."))])
        is_marked = bool(web_pages.marked_address(data)) or not address
        return data if is_marked else web_pages.marked_bytes(data, address)
    if given["text"]:
        return web_pages.marked(web_pages.of_text(given["text"]), address)
    answer = external.fetcher().fetch(address, accept=_PAGES, limits=_LIMITS)
    if "charset" in answer.fields.get("content-type", ""):
        return web_pages.marked(answer.text(), answer.url)
    return web_pages.marked_bytes(answer.body, answer.url)


# ---- quoting ------------------------------------------------------------------------------


def quoting(item: Item, wire: WireItem, user: Any) -> dict[str, Any] | None:
    """What the form at a clip's page needs; None for what is no clip."""
    if not wire.is_clip:
        return None
    newest = newest_stories().filter(retracted_at=None)[: 3 * _OFFERED]
    stories = [story for story in newest if story.permissions_for_user(user).can_edit()]
    return {"most": clips.most_words(wire), "stories": stories[:_OFFERED], "item": item}


class QuoteView(View):
    def post(self, request: HttpRequest, item_id: str) -> HttpResponse:
        require(is_writer(request.user))
        item = get_object_or_404(Item, pk=item_id)
        story = get_object_or_404(StoryPage, pk=request.POST.get("story") or 0)
        require(inbox.get(item_id).wire_item.is_clip)
        try:
            clips.quote(item, story, request.POST.get("passage", ""), request.user)
        except BroadsheetError as error:
            messages.error(request, str(error))
            return redirect("desk_inbox:item", item.pk)
        messages.success(request, _now("The quotation stands at the end of the story, with its source."))
        return redirect("wagtailadmin_pages:edit", story.pk)


class ClipsViewSet(ViewSet):
    name = "desk_clips"
    url_prefix = "clips"
    icon = "cut"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", ClipView.as_view(), name="new"),
            path("<str:item_id>/quote/", QuoteView.as_view(), name="quote"),
        ]
