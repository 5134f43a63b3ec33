"""The record of a topic."""

from __future__ import annotations

from typing import Literal, cast

from broadsheet.desk.config import site_language
from broadsheet.desk.models import Topic
from broadsheet.kernel.addresses import topic_path
from broadsheet.kernel.language import Language
from broadsheet.ledger import records


def topic_record(topic: Topic) -> records.Topic:
    language = cast('Language | Literal[""]', topic.language)
    return records.Topic(
        id=topic.topic_id,
        path=topic_path(topic.slug, language or site_language()),
        title=topic.title,
        text=topic.text,
        language=language,
    )
