"""Which fronts there are, and who may put them together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec
from django.db.models import F, Q
from django.http import Http404

from broadsheet.desk.admin.access import sections_to_publish_in
from broadsheet.desk.config import active
from broadsheet.desk.models import Front, SectionPage, Topic
from broadsheet.desk.models.fronts import home_id, home_title

TOPICS: Final = 30
"""So many topics are listed; a search finds the others."""


class FrontRow(msgspec.Struct, frozen=True):
    front_id: str
    title: str
    edition: int


def fronts_of(user: Any) -> list[FrontRow]:
    """Homes and sections that the user may launch, also those that nobody has put together yet."""
    editions = dict(Front.objects.filter(topic=None).values_list("front_id", "edition"))
    return [FrontRow(key, title, editions.get(key, 0)) for key, title in _launchable(user)]


def _launchable(user: Any) -> Iterator[tuple[str, str]]:
    if user.has_perm("desk.change_front"):
        for language in _homes():
            yield home_id(language), home_title(language)
    for section in sections_to_publish_in(user):
        yield section.section_id, section.title


def _homes() -> tuple[str, ...]:
    """By language, with nothing for the main one."""
    return ("", *active().further_languages)


def topic_fronts(user: Any, words: str) -> list[FrontRow]:
    """Topics with all these words in their title: what editors put together first, then the newest."""
    if not may_launch_topics(user):
        return []
    having = Q(*(Q(title__icontains=word) for word in words.split()))
    topics = Topic.objects.filter(having).annotate(edition=F("front__edition"))
    found = topics.order_by(F("edition").desc(nulls_last=True), "-pk")[:TOPICS]
    return [FrontRow(topic.topic_id, topic.title, topic.edition or 0) for topic in found]


def may_launch_topics(user: Any) -> bool:
    return bool(user.has_perm("desk.change_topic"))


def launches_fronts(user: Any) -> bool:
    return may_launch_topics(user) or bool(fronts_of(user))


def may_launch(user: Any, front: Front) -> bool:
    if front.topic is not None:
        return may_launch_topics(user)
    return front.key() in {row.front_id for row in fronts_of(user)}


def front_or_404(front_id: str) -> Front:
    """The stored front, or an empty one that is not saved yet."""
    stored = Front.objects.filter(front_id=front_id).select_related("section", "topic").first()
    return stored or _fresh(front_id)


def _fresh(front_id: str) -> Front:
    for language in _homes():
        if front_id == home_id(language):
            return Front(language=language, front_id=front_id)
    if (section := SectionPage.objects.filter(section_id=front_id).first()) is not None:
        return Front(section=section, front_id=front_id)
    if (topic := Topic.objects.filter(topic_id=front_id).first()) is not None:
        return Front(topic=topic, front_id=front_id)
    raise Http404(f"There is no front {front_id!r}.")
