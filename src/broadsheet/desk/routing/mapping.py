"""From what an agency says its copy is about to a section and topics of ours."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from broadsheet.desk.models import SectionPage, SubjectMapping, Topic
from broadsheet.desk.routing.facts import Facts, facts_of
from broadsheet.kernel import clock
from broadsheet.wire import media_topics
from broadsheet.wire.item import WireItem


class Mapped(msgspec.Struct, frozen=True):
    section: SectionPage | None
    topics: tuple[Topic, ...]
    by: tuple[SubjectMapping, ...]
    """Those that hold, the most exact first."""


def mapped(wire: WireItem) -> Mapped:
    return mapped_by(facts_of(wire, clock.now()), mappings())


def mappings() -> list[SubjectMapping]:
    return list(SubjectMapping.objects.select_related("section").prefetch_related("topics"))


def mapped_by(facts: Facts, known: Sequence[SubjectMapping]) -> Mapped:
    """The section of the most exact mapping, the topics of all.

    More exact is one for the very agency, then its own word, then the Media Topic that lies deepest;
    of equal ones the older.
    """
    fitting = sorted((each for each in known if _fits(each, facts)), key=_exactness)
    section = next((each.section for each in fitting if each.section is not None), None)
    topics = dict.fromkeys(topic for each in fitting for topic in each.topics.all())
    return Mapped(section, tuple(topics), tuple(fitting))


def _fits(mapping: SubjectMapping, facts: Facts) -> bool:
    if mapping.service and mapping.service.strip().casefold() != facts.service:
        return False
    if mapping.subject:
        return mapping.subject in facts.subjects
    return mapping.category.strip().casefold() in facts.categories


def _exactness(mapping: SubjectMapping) -> tuple[bool, bool, int, int]:
    """Sorts the most exact first."""
    depth = sum(1 for _ in media_topics.line(mapping.subject))
    return not mapping.service, bool(mapping.subject), -depth, mapping.pk
