"""The board on which a front is put together: what a browser sends of it, and what a template shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

import msgspec
from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.admin.rich_text import DraftailRichTextArea

from broadsheet.desk.admin.states import Badge, badges, facts_of
from broadsheet.desk.models import Front, SectionPage, StoryPage, Topic
from broadsheet.desk.models.blocks import GENRES, LAYOUTS

FOUND: Final = 30
"""How many stories a search shows."""
_TOPICS: Final = 200
"""So many topics, the newest, are offered for a rule."""
_MOST: Final = 40
_TITLE: Final = 120
NEW: Final = "new"
"""The key of the container in the browser's template; it is replaced by one of its own."""


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A story on the board or in the search."""

    pk: int
    headline: str
    badges: list[Badge]
    is_public: bool
    """What is not is shown here and passed over on the page."""


class Block(msgspec.Struct, frozen=True, kw_only=True):
    """A container on the board."""

    key: str
    layout: str = "grid"
    title: str = ""
    stories: list[Line] = []
    rule: str = ""
    """Empty, `newest`, or `section:`, `topic:`, `genre:` with an id."""
    count: int = 4
    text: str = ""

    @property
    def editor(self) -> str:
        """Wagtail's editor for the words of a text box."""
        area = DraftailRichTextArea(features=["bold", "italic", "link"])
        return str(area.render(f"{self.key}-text", self.text, {"id": f"{self.key}-text"}))


Choice = tuple[str, str | Promise]


# ---- from the browser -------------------------------------------------------------------


def raw_of(data: QueryDict) -> list[dict[str, Any]]:
    """What was sent, as the StreamField keeps it. Never raises: what makes no sense is the default."""
    return [{"type": "container", "value": _value(data, key)} for key in data.getlist("container")]


def _value(data: QueryDict, key: str) -> dict[str, Any]:
    layout = data.get(f"{key}-layout", "")
    picks = [int(each) for each in data.getlist(f"{key}-pick") if each.isdecimal()]
    return {
        "layout": layout if layout in dict(LAYOUTS) else "grid",
        "title": data.get(f"{key}-title", "").strip()[:_TITLE],
        "picks": list(dict.fromkeys(picks)),
        "rule": _rule(data.get(f"{key}-rule", "")),
        "count": _count(data.get(f"{key}-count", "")),
        "text": _html(data, key),
    }


def _rule(sent: str) -> dict[str, Any]:
    by, _colon, what = sent.partition(":")
    number = int(what) if what.isdecimal() else None
    return {
        "fill": "newest" if by in {"newest", "section", "topic", "genre"} else "",
        "section": number if by == "section" else None,
        "topic": number if by == "topic" else None,
        "genre": what if by == "genre" and what in dict(GENRES) else "",
    }


def _count(sent: str) -> int:
    return min(_MOST, max(1, int(sent))) if sent.isdecimal() else 4


def _html(data: QueryDict, key: str) -> str:
    sent = data.get(f"{key}-text", "")
    area = DraftailRichTextArea(features=["bold", "italic", "link"])
    return str(area.value_from_datadict(data, {}, f"{key}-text") or "") if sent.startswith("{") else ""


def put(front: Front, raw: Sequence[dict[str, Any]]) -> Front:
    front.containers = Front.containers.field.to_python(json.dumps(raw))
    return front


# ---- for the template -------------------------------------------------------------------


def blocks_of(front: Front) -> list[Block]:
    values = [child.value for child in front.containers]
    stories = {page.pk: page for value in values for page in value["picks"] if page is not None}
    lines = {line.pk: line for line in lines_of(StoryPage.objects.filter(pk__in=stories))}
    return [_block(f"c{number}", value, lines) for number, value in enumerate(values)]


def _block(key: str, value: Any, lines: dict[int, Line]) -> Block:
    text = value.get("text")
    return Block(
        key=key,
        layout=value["layout"],
        title=value.get("title") or "",
        stories=[lines[page.pk] for page in value["picks"] if page is not None and page.pk in lines],
        rule=_rule_sent(value["rule"]),
        count=value["count"],
        text=text.source if text else "",
    )


def _rule_sent(rule: Any) -> str:
    if not rule.get("fill"):
        return ""
    if topic := rule.get("topic"):
        return f"topic:{topic.pk}"
    if section := rule.get("section"):
        return f"section:{section.pk}"
    return f"genre:{rule['genre']}" if rule.get("genre") else "newest"


def lines_of(stories: Iterable[StoryPage]) -> list[Line]:
    found = list(stories)
    facts = facts_of(found)
    return [
        Line(
            pk=story.pk,
            headline=story.draft_title or story.title or _("(no headline yet)"),
            badges=badges(story, facts),
            is_public=story.live,
        )
        for story in found
    ]


def search(words: str) -> list[Line]:
    """The newest stories with all these words in headline or kicker."""
    stories = StoryPage.objects.order_by("-pk")
    for word in words.split():
        stories = stories.filter(
            Q(title__icontains=word) | Q(draft_title__icontains=word) | Q(kicker__icontains=word)
        )
    return lines_of(stories[:FOUND])


def rules(blocks: Sequence[Block]) -> list[tuple[str, list[Choice]]]:
    """What a container can be filled up with, in groups; topics in use are always among them."""
    used = {int(block.rule[6:]) for block in blocks if block.rule.startswith("topic:")}
    newest = set(Topic.objects.order_by("-pk").values_list("pk", flat=True)[:_TOPICS])
    sections = SectionPage.objects.order_by("order", "title")
    topics = Topic.objects.filter(pk__in=used | newest).order_by("title")
    return [
        ("", [("", _("nothing")), ("newest", _("the newest stories"))]),
        (_("Newest of the section"), [(f"section:{each.pk}", each.title) for each in sections]),
        (_("Newest of the kind"), [(f"genre:{name}", label) for name, label in GENRES]),
        (_("Newest of the topic"), [(f"topic:{each.pk}", each.title) for each in topics]),
    ]
