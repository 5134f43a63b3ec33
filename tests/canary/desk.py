"""What the desk answers to somebody who has not signed in, at every address that Django knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.test import Client
from django.urls import get_resolver
from django.utils.regex_helper import normalize

from broadsheet.desk.models import MediaFile, Picture
from broadsheet.wire.models import Item
from tests.canary.newsroom import Newsroom
from tests.canary.oracle import Planted

OPEN: Final = frozenset({"/login/", "/jsi18n/", "/sprite/", "/healthz"})
"""What is meant for everybody: to sign in, the words of the forms, the icons, whether it works."""


def addresses(newsroom: Newsroom) -> Iterator[str]:
    """Every pattern, filled with what would open it for somebody who may."""
    story = newsroom.stories["embargoed"]
    picture = Picture.objects.get(pk=newsroom.unseen_pictures[0])
    known = {
        "app_label": "desk", "model_name": "storypage", "content_type_app_name": "desk",
        "content_type_model_name": "storypage", "place": picture.file.name, "picture_id": picture.picture_id,
        "image_id": picture.pk, "width": 640, "filter_spec": "width-640", "item_id": Item.objects.all()[0].pk,
        "document_id": newsroom.documents[0].pk, "slug": "zugang", "uidb64": "MQ", "token": "x-y",
        "filename": "x.jpg", "signature": "x", "media_id": MediaFile.objects.order_by("pk")[0].media_id,
    }  # fmt: skip
    for pattern, names in _patterns(get_resolver().url_patterns, ""):
        yield "/" + pattern % {name: known.get(name, story.pk) for name in names}
    yield from (f"/{story.story_id}/", "/documents/1/x.pdf/", "/sitemap.xml/", f"/api/v2/pages/{story.pk}/")


def _patterns(patterns: Any, before: str) -> Iterator[tuple[str, list[str]]]:
    for each in patterns:
        regex = before + each.pattern.regex.pattern.removeprefix("^")
        if hasattr(each, "url_patterns"):
            yield from _patterns(each.url_patterns, regex)
        else:
            yield from normalize(regex)


def answered_to_strangers(newsroom: Newsroom) -> Iterator[tuple[str, int, bytes]]:
    """Address, status and the whole answer, without what the address itself says."""
    client = Client(raise_request_exception=False)
    for address in sorted(set(addresses(newsroom))):
        response: Any = client.get(address, headers={"accept": "text/html"})
        head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        body = b"".join(response.streaming_content) if response.streaming else response.content
        answer = head.encode() + b"\n\n" + body
        yield address, response.status_code, answer
        response.close()


def is_refused(status: int, answer: bytes) -> bool:
    """Sent to sign in, or told that there is nothing."""
    return status in {403, 404, 405} or (status == 302 and b"Location: /login/" in answer)


def told(answer: bytes, address: str, hidden: Planted) -> set[str]:
    """What the answer says beyond the address that was asked for."""
    return hidden.found_in(answer) - hidden.found_in(address.encode())
