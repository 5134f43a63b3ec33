"""Whether a rule's conditions hold, and why: each answers with what it found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from broadsheet.desk.models import RoutingRule
from broadsheet.desk.routing.facts import Facts

Found = str | None
"""What held, as the rule or the item says it; None where the condition does not hold."""


class Because(msgspec.Struct, frozen=True):
    """A condition by its field's name, and what was found."""

    condition: str
    found: str


def why(rule: RoutingRule, facts: Facts) -> list[Because] | None:
    """One reason for each condition that the rule gives; None if any does not hold."""
    reasons = []
    for name, ask in _CONDITIONS.items():
        if getattr(rule, name) in ("", None):
            continue
        found = ask(rule, facts)
        if found is None:
            return None
        reasons.append(Because(name, found))
    return reasons or None


def listed(text: str) -> Iterator[str]:
    """Parts between commas, in small letters."""
    return (part for each in text.split(",") if (part := " ".join(each.split()).casefold()))


def _service(rule: RoutingRule, facts: Facts) -> Found:
    return facts.service if facts.service in listed(rule.services) else None


def _subject(rule: RoutingRule, facts: Facts) -> Found:
    return rule.subject if rule.subject in facts.subjects else None


def _category(rule: RoutingRule, facts: Facts) -> Found:
    return rule.category if rule.category.strip().casefold() in facts.categories else None


def _urgency(rule: RoutingRule, facts: Facts) -> Found:
    """An item of no urgency is never urgent enough."""
    if facts.urgency is None or rule.urgency is None or facts.urgency > rule.urgency:
        return None
    return str(facts.urgency)


def _words(rule: RoutingRule, facts: Facts) -> Found:
    return next((word for word in listed(rule.words) if _pattern(word).search(facts.text)), None)


def _pattern(word: str) -> re.Pattern[str]:
    """Whole words; a star at the end stands for any ending."""
    stem = re.escape(word.rstrip("*")).replace(r"\ ", r"\s+")
    end = "" if word.endswith("*") else r"(?!\w)"
    return re.compile(rf"(?<!\w){stem}{end}")


def _place(rule: RoutingRule, facts: Facts) -> Found:
    return next((place for place in listed(rule.place) if place in facts.place), None)


def _language(rule: RoutingRule, facts: Facts) -> Found:
    return rule.language if rule.language == facts.language else None


def _days(rule: RoutingRule, facts: Facts) -> Found:
    return rule.days if str(facts.moment.weekday()) in rule.days else None


def _hours(rule: RoutingRule, facts: Facts) -> Found:
    """From the one until before the other, past midnight where the first is later; equal: the whole day."""
    start, end, hour = rule.from_hour or 0, rule.until_hour or 0, facts.moment.hour
    inside = start <= hour < end if start < end else hour >= start or hour < end
    return f"{start}–{end}" if inside else None


_CONDITIONS: Final[dict[str, Callable[[RoutingRule, Facts], Found]]] = {
    "services": _service,
    "subject": _subject,
    "category": _category,
    "urgency": _urgency,
    "words": _words,
    "place": _place,
    "language": _language,
    "days": _days,
    "from_hour": _hours,
}
