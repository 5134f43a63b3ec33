"""An editor gives the address of external content; the form is filled with what the provider says of it."""

from __future__ import annotations

from hashlib import sha1
from io import BytesIO
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.permissions import policy_registry

from broadsheet.desk import external
from broadsheet.desk.admin.access import for_staff, is_writer, require
from broadsheet.desk.admin.pictures import PictureFile
from broadsheet.desk.external import Said
from broadsheet.desk.models import Picture
from broadsheet.desk.models.providers import recognise
from broadsheet.kernel.errors import AddressRefused, AnswerUnfit, NotFetched
from broadsheet.kernel.fetching import Fetcher
from broadsheet.kernel.language import shorten

NAMES: Final = {"youtube": "YouTube", "tiktok": "TikTok", "x": "X", "openstreetmap": "OpenStreetMap"}
_GONE: Final = frozenset({401, 403, 404, 410})

_slot: list[Fetcher] = []


def install(fetcher: Fetcher | None) -> None:
    """Another way to the internet than the machine's own, for tests."""
    _slot[:] = [fetcher] if fetcher else []


def fetcher() -> Fetcher:
    return _slot[0] if _slot else Fetcher()


@require_POST
@for_staff
def view(request: HttpRequest) -> JsonResponse:
    """`url` to `{"said": …}` for the editor, with the fields that can be filled."""
    require(is_writer(request.user))
    url = request.POST.get("url", "").strip()
    found = recognise(url)
    if found is None:
        return JsonResponse({"said": _("This address belongs to no known provider. Link to it in the text.")})
    name = _name(found.provider)
    if external.is_silent(found.provider):
        said = _("%(provider)s tells nothing by itself. Please describe in your words what is to be seen.")
        return JsonResponse({"said": said % {"provider": name}})
    fetching = fetcher()
    try:
        told = external.look_up(url, fetching)
    except NotFetched as error:
        return JsonResponse({"said": _refusal(error, name)})
    poster = _poster(told, name, fetching, request.user)
    return JsonResponse({**_fields(told), "poster": poster, "said": _told(told, name, poster)})


def _name(provider: str) -> str:
    """As it writes itself; a host name stands for itself."""
    return NAMES.get(provider) or (provider if "." in provider else provider.capitalize())


def _fields(told: Said) -> dict[str, str]:
    title = told.title or shorten(told.text, 80)
    return {"title": title, "author": told.author, "text": told.text, "key": told.key, "size": told.size}


def _refusal(error: NotFetched, name: str) -> str:
    """In each case the form can be filled by hand."""
    by_hand = _("Please fill in title and text yourself.")
    if isinstance(error, AnswerUnfit) and error.status in _GONE:
        why = _("%(provider)s does not show this: it was deleted, is private, or the address is wrong.")
    elif isinstance(error, AddressRefused):
        why = _("This address is not asked: it does not lead to a public host.")
    elif isinstance(error, AnswerUnfit):
        why = _("%(provider)s answered something that cannot be used.")
    else:
        why = _("%(provider)s does not answer at the moment.")
    return f"{why % {'provider': name}} {by_hand}"


def _told(told: Said, name: str, poster: dict[str, Any] | None) -> str:
    parts = [
        (told.title, _("title")),
        (told.author, _("author")),
        (told.text, _("text")),
        (poster, _("still picture")),
    ]
    got = ", ".join(str(word) for value, word in parts if value)
    if not got:
        return _("%(provider)s said nothing of it. Please describe it in your words.") % {"provider": name}
    return _("From %(provider)s: %(what)s. Please check.") % {"provider": name, "what": got}


# ---- the still picture ----------------------------------------------------------------------


def _poster(told: Said, name: str, fetcher: Fetcher, user: Any) -> dict[str, Any] | None:
    """A picture of ours, with credit; None if there is none, or none that can be used."""
    if not told.poster or not policy_registry.get_by_type(Picture).user_has_permission(user, "add"):
        return None
    try:
        data = external.fetch_poster(told.poster, fetcher)
        PictureFile(required=True).clean(SimpleUploadedFile(f"poster{_suffix(data)}", data))
    except (NotFetched, ValidationError):
        return None
    digest = sha1(data, usedforsecurity=False).hexdigest()
    picture = Picture.objects.filter(file_hash=digest).first() or _stored(data, digest, told, name, user)
    return {
        "id": picture.pk,
        "title": picture.title,
        "edit_url": reverse("wagtailimages:edit", args=[picture.pk]),
        "preview": reverse("desk:picture", args=[picture.picture_id, 160]),
    }


def _stored(data: bytes, digest: str, told: Said, name: str, user: Any) -> Picture:
    what = told.title or shorten(told.text, 80) or told.author or name
    picture = Picture(
        title=shorten(_("Still picture: %(what)s") % {"what": what}, 200),
        alt=shorten(_("Still picture of “%(what)s”") % {"what": what}, 300),
        credit=shorten("/".join(filter(None, (told.author, name))), 200),
        uploaded_by_user=user,
        file_size=len(data),
        file_hash=digest,
    )
    picture.file = ImageFile(BytesIO(data), name=f"{digest[:16]}{_suffix(data)}")
    picture.save()
    return picture


def _suffix(data: bytes) -> str:
    return ".png" if data.startswith(b"\x89PNG") else ".webp" if data.startswith(b"RIFF") else ".jpg"
