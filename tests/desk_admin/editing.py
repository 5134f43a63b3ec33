"""What a browser sends from the story's editor."""

from __future__ import annotations

from typing import Any

from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from broadsheet.desk.models import StoryPage


def form_data(**fields: Any) -> dict[str, str]:
    """A story's form, filled in; `fields` replace what stands in it."""
    words = {
        "title": "Der Hafen wächst",
        "lead": "Ein drittes Becken ist beschlossen.",
        "body": streamfield([("paragraph", rich_text("<p>Am Abend beschloss es der Rat.</p>"))]),
        "genre": "news",
        "language": "de",
        **fields,
    }
    empty = {name: inline_formset([]) for name in ("bylines", "topic_links", "related_links", "comments")}
    plain = dict.fromkeys(("kicker", "place", "agency", "picture", "picture_caption", "advertiser"), "")
    more = dict.fromkeys(("abstract", "address_slug", "desk_note", "go_live_at", "expire_at"), "")
    data: dict[str, str] = nested_form_data({**plain, **more, "sources": streamfield([]), **empty, **words})
    return data


def send(client: Client, story: StoryPage, action: str = "", **fields: Any) -> Any:
    button = {action: "1"} if action else {}
    return client.post(f"/pages/{story.pk}/edit/", {**form_data(**fields), **button})
