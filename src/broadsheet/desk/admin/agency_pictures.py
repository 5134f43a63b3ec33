"""Pictures of agencies that lie in the archive: to be looked at, and to be taken by one click."""

from __future__ import annotations

from io import BytesIO
from typing import Any, Final

import msgspec
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _now
from django.views.decorators.http import require_POST, require_safe
from PIL import Image
from wagtail.admin.viewsets.base import ViewSet

from broadsheet.desk import config
from broadsheet.desk.acts import TakePicture
from broadsheet.desk.admin.access import for_staff, is_writer, require
from broadsheet.desk.models import Picture, StoryPage
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.wire import inbox
from broadsheet.wire.errors import UnknownItem
from broadsheet.wire.models import Item
from broadsheet.wire.pictures import Offered, offered_by, read

_WIDTH: Final = 480
"""Pixels that an editor is shown before the picture is taken."""


class OfferedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A picture in an item's page."""

    number: int
    title: str
    caption: str
    credit: str
    terms: str
    thumbnail: str
    taken: int | None
    """The desk's picture, if it was taken before."""
    is_free: bool


def rows_of(item: Item) -> list[OfferedRow]:
    offered = offered_by(item)
    taken = dict(
        Picture.objects.filter(wire_item__in={each.item.pk for each in offered}).values_list(
            "wire_item", "pk"
        )
    )
    return [
        OfferedRow(
            number=number,
            title=each.picture.headline or each.wire.headline,
            caption=each.picture.caption,
            credit=each.picture.credit or each.wire.creditline,
            terms=each.wire.usage_terms,
            thumbnail=reverse("desk_agency_pictures:thumbnail", args=[item.pk, number]),
            taken=taken.get(each.item.pk),
            is_free=each.item.status == Item.Status.USABLE,
        )
        for number, each in enumerate(offered)
    ]


def _offered(item_id: str, number: int) -> Offered:
    try:
        found = offered_by(inbox.get(item_id))
    except UnknownItem as error:
        raise Http404(str(error)) from error
    if number >= len(found):
        raise Http404("The item offers no such picture.")
    return found[number]


@require_POST
@for_staff
def take(request: HttpRequest, item_id: str, number: int) -> HttpResponse:
    require(is_writer(request.user))
    offered = _offered(item_id, number)
    told = request.POST.get("story", "")
    story = get_object_or_404(StoryPage, pk=told) if told.isdecimal() else None
    try:
        picture = TakePicture(offered, story, by=request.user).execute()  # type: ignore[arg-type]
    except BroadsheetError as error:
        return _answer(request, error=str(error), url=reverse("desk_inbox:item", args=[item_id]))
    if story is None:
        told = _now("“%(title)s” is among the pictures.") % {"title": picture.title}
        return _answer(request, told=told, url=reverse("wagtailimages:edit", args=[picture.pk]))
    told = _now("“%(title)s” is in the draft.") % {"title": picture.title}
    return _answer(request, told=told, url=reverse("wagtailadmin_pages:edit", args=[story.pk]))


def _answer(request: HttpRequest, *, url: str, told: str = "", error: str = "") -> HttpResponse:
    """The inbox's script stays where it is; else what was done is looked at."""
    if request.headers.get("accept") == "application/json":
        return JsonResponse({"told": error or told, "url": url}, status=409 if error else 200)
    (messages.error if error else messages.success)(request, error or told)
    return redirect(url)


@require_safe
@for_staff
def thumbnail(request: HttpRequest, item_id: str, number: int) -> HttpResponse:
    """Small, for editors alone; nothing is stored."""
    require(is_writer(request.user))
    offered = _offered(item_id, number)
    try:
        data = _small(read(offered, config.active().archive))
    except (BroadsheetError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Http404("The picture cannot be shown.") from error
    return HttpResponse(data, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})


def _small(data: bytes) -> bytes:
    out = BytesIO()
    with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP", "TIFF")) as image:
        image.draft("RGB", (_WIDTH, _WIDTH))
        image.thumbnail((_WIDTH, _WIDTH))
        image.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


class AgencyPicturesViewSet(ViewSet):
    name = "desk_agency_pictures"
    url_prefix = "agency-pictures"
    icon = "image"

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("<str:item_id>/<int:number>/take/", take, name="take"),
            path("<str:item_id>/<int:number>/thumbnail/", thumbnail, name="thumbnail"),
        ]


def context_of(item: Item) -> dict[str, Any]:
    """What `desk/agency_pictures.html` shows beside the item, and whether one of them waits to be taken."""
    rows = rows_of(item)
    return {"offered": rows, "takeable": any(each.is_free and each.taken is None for each in rows)}
