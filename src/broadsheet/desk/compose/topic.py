"""The record of a topic."""

from __future__ import annotations

from broadsheet.desk.config import site_language
from broadsheet.desk.models import Topic
from broadsheet.kernel.addresses import topic_path
from broadsheet.ledger import records


def topic_record(topic: Topic) -> records.Topic:
    return records.Topic(
        id=topic.topic_id,
        path=topic_path(topic.slug, site_language()),
        title=topic.title,
        text=topic.text,
    )
