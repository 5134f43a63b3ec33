"""Rules, conditions and reasons as editors read them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec
from django import forms
from django.utils.choices import CallableChoiceIterator
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from broadsheet.desk import placements
from broadsheet.desk.models import Placement, RoutingRule
from broadsheet.desk.models.routing import CONDITIONS, DAYS, PRIORITIES
from broadsheet.desk.routing.conditions import Because
from broadsheet.desk.routing.placing import Reason, reasons_of
from broadsheet.kernel.language import Language
from broadsheet.wire import media_topics
from broadsheet.wire.item import WireItem, WireSubject
from broadsheet.wire.models import Item

_ASKED: Final[dict[str, Promise]] = {
    "services": _("agency"),
    "subject": _("subject"),
    "category": _("the agency's own word"),
    "urgency": _("urgency"),
    "words": _("words"),
    "place": _("place"),
    "language": _("language"),
    "days": _("days"),
    "from_hour": _("hours"),
}


def language() -> Language:
    return "de" if (get_language() or "").startswith("de") else "en"


def topic_name(code: str) -> str:
    topic = media_topics.get(code)
    return topic.label(language()) if topic else code


class ShownSubject(msgspec.Struct, frozen=True):
    name: str
    within: str
    """The topics that hold it, from the general; empty for an agency's own subject."""


def shown_subjects(wire: WireItem) -> list[ShownSubject]:
    """In the editor's language where the IPTC has a name, else in the agency's words; each once."""
    return list(dict.fromkeys(map(_shown_subject, wire.subjects)))


def _shown_subject(subject: WireSubject) -> ShownSubject:
    topic = media_topics.resolve(subject)
    if topic is None:
        return ShownSubject(subject.name, "")
    named, *above = (each.label(language()) for each in media_topics.line(topic.code))
    return ShownSubject(named, " › ".join(reversed(above)))


def _media_topics() -> Iterator[tuple[str, str]]:
    """The whole tree, for a list of choices."""
    yield "", "–"
    for topic in media_topics.in_use():
        yield topic.code, f"{' ' * 3 * media_topics.depth(topic)}{topic.label(language())}"


def media_topic_choice() -> forms.Select:
    return forms.Select(choices=CallableChoiceIterator(_media_topics))


def found(because: Because) -> str:
    """“subject: Football”."""
    value = because.found
    if because.condition == "subject":
        value = topic_name(value)
    if because.condition == "days":
        value = str(dict(DAYS).get(value, value))
    return f"{_ASKED[because.condition]}: {value}"


def asked(rule: RoutingRule) -> str:
    """All conditions of a rule in a line."""
    given = [name for name in CONDITIONS if name in _ASKED and getattr(rule, name) not in ("", None)]
    return " · ".join(found(Because(name, _value(rule, name))) for name in given)


def _value(rule: RoutingRule, name: str) -> str:
    if name == "from_hour":
        return f"{rule.from_hour}–{rule.until_hour}"
    return f"≤ {rule.urgency}" if name == "urgency" else str(getattr(rule, name))


def does(reason: Reason) -> str:
    """What a rule did, in a line."""
    done = []
    if reason.section:
        done.append(_now("inbox of %(section)s") % {"section": reason.section})
    if reason.topics:
        done.append(_now("topics: %(topics)s") % {"topics": ", ".join(reason.topics)})
    if reason.priority:
        done.append(_now("priority: %(priority)s") % {"priority": dict(PRIORITIES)[reason.priority]})
    if reason.told:
        done.append(_now("told: %(names)s") % {"names": ", ".join(reason.told)})
    return " · ".join(done) or _now("changed nothing")


def consequences(rule: RoutingRule) -> str:
    """What a rule does where it decides alone."""
    return does(
        Reason(
            rule=rule.name,
            because=(),
            section=rule.section.title if rule.section else "",
            topics=tuple(topic.title for topic in rule.topics.all()),
            priority=rule.priority,
            told=tuple(str(each) for each in (*rule.groups.all(), *rule.users.all())),
        )
    )


class ShownReason(msgspec.Struct, frozen=True):
    rule: str
    because: str
    did: str


class ShownPlacement(msgspec.Struct, frozen=True):
    """Why an item is where it is."""

    placement: Placement
    priority: str
    """Empty for the usual one."""
    reasons: list[ShownReason]


def shown_placement(item: Item) -> ShownPlacement | None:
    placement = placements.of(item)
    if placement is None:
        return None
    reasons = [_shown(reason) for reason in reasons_of(placement)]
    priority = str(dict(PRIORITIES)[placement.priority]) if placement.priority else ""
    return ShownPlacement(placement, priority, reasons)


def _shown(reason: Reason) -> ShownReason:
    because = ", ".join(map(found, reason.because))
    return ShownReason(reason.rule or _now("Subjects and sections"), because, does(reason))
