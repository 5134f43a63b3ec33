"""The record of a front."""

from __future__ import annotations

from typing import Any

from broadsheet.desk.compose.links import asset_of_page
from broadsheet.desk.compose.rich_text import runs_of
from broadsheet.desk.models import Front
from broadsheet.ledger import records


def front_record(front: Front) -> records.Front:
    return records.Front(
        id=front.front_id, containers=tuple(_container(child.value) for child in front.containers)
    )


def _container(value: Any) -> records.Container:
    return records.Container(
        layout=value["layout"],
        title=value.get("title") or "",
        picks=tuple(page.specific.story_id for page in value["picks"] if page is not None),
        rule=_rule(value["rule"]),
        count=value["count"],
        text=runs_of(value["text"].source, asset_of_page) if value.get("text") else (),
    )


def _rule(value: Any) -> records.Rule | None:
    if not value.get("fill"):
        return None
    section, topic = value.get("section"), value.get("topic")
    return records.Rule(
        section=section.specific.section_id if section else "",
        topic=topic.topic_id if topic else "",
        genre=value.get("genre") or None,
    )
