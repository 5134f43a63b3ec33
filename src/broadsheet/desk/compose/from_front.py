"""The reverse of `compose.front`: containers for the desk, of a record that the ledger keeps.

What the desk no longer has (a deleted story, section or topic) is left out.
"""

from __future__ import annotations

from html import escape
from typing import Any

from broadsheet.desk.models import SectionPage, StoryPage, Topic
from broadsheet.ledger import records
from broadsheet.ledger.records import Container, Rule, Run


def containers_of(record: records.Front | None) -> list[dict[str, Any]]:
    """As the StreamField `Front.containers` keeps them."""
    containers = record.containers if record else ()
    ids = {each for container in containers for each in container.picks}
    pages = dict(StoryPage.objects.filter(story_id__in=ids).values_list("story_id", "pk"))
    return [{"type": "container", "value": _value(each, pages)} for each in containers]


def _value(container: Container, pages: dict[str, int]) -> dict[str, Any]:
    picks = [pages[each] for each in container.picks if each in pages]
    return {
        "layout": container.layout,
        "title": container.title,
        "picks": picks,
        "rule": _rule(container.rule),
        "count": container.count,
        "text": "".join(map(_markup, container.text)),
    }


def _rule(rule: Rule | None) -> dict[str, Any]:
    if rule is None:
        return {"fill": "", "section": None, "topic": None, "genre": ""}
    sections = SectionPage.objects.filter(section_id=rule.section).values_list("pk", flat=True)
    topics = Topic.objects.filter(topic_id=rule.topic).values_list("pk", flat=True)
    section, topic = (sections.first() if rule.section else None), (topics.first() if rule.topic else None)
    return {"fill": "newest", "section": section, "topic": topic, "genre": rule.genre or ""}


def _markup(run: Run) -> str:
    text = escape(run.text)
    text = f"<b>{text}</b>" if run.strong else text
    text = f"<i>{text}</i>" if run.emphasis else text
    if page := _page(run.asset):
        return f'<a linktype="page" id="{page}">{text}</a>'
    return f'<a href="{escape(run.href)}">{text}</a>' if run.href else text


def _page(asset: str) -> int | None:
    kind, _, name = asset.partition(":")
    pages = {
        "story": StoryPage.objects.filter(story_id=name),
        "section": SectionPage.objects.filter(section_id=name),
    }
    return pages[kind].values_list("pk", flat=True).first() if kind in pages else None
