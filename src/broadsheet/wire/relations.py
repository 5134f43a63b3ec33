"""Which other items an item takes back, by the relations to them that the agency states.

An agency cancels with a new version of the same id, or with a notice that has an id of its own and names
what it takes back. A notice counts if it says so itself: by the relation (`cancels`), by its first words
(ANNULLIERUNG) with one item named, or by its own status and a relation such as `replaces` or one item named
and no text. The last holds only of an item that was not there before: else it is itself what is canceled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

import msgspec

from broadsheet.wire.identity import MAX_ID_LENGTH
from broadsheet.wire.item import Status, WireRecall
from broadsheet.wire.text import has_hidden

_TAKES_BACK: Final[dict[str, Literal["withheld", "canceled"]]] = {
    **dict.fromkeys(("cancels", "cancel", "canceled", "cancelled", "cancelof", "cancellationof"), "canceled"),
    **dict.fromkeys(("kills", "kill", "killed", "annuls", "annulment", "retracts", "takesback"), "canceled"),
    **dict.fromkeys(("withholds", "withhold", "withheld"), "withheld"),
}
_FOLLOWS: Final = frozenset({
    "replaces", "replaced", "supersedes", "updates", "updateof", "corrects", "correctionof", "correction",
    "previousversion", "evolvedfrom", "rewriteof",
})  # fmt: skip
_WORDS: Final = re.compile(
    r"\W*(?:(?:achtung|eilt?|mandatory|bulletin|attention|redaktionen?|editors)\W+)*"
    r"(?:annullierung|annulliert|annulation|kill|withdrawal|cancell?ation|zurückziehung)\b",
    re.IGNORECASE,
)
_MOST: Final = 200
"""Relations that are looked at."""
_PICTURES: Final = frozenset({"picture", "image", "graphic", "video", "audio"})


class Relation(msgspec.Struct, frozen=True):
    """To another item, in the agency's words."""

    id: str
    name: str = ""
    kind: str = ""
    """`picture`, `text`; empty where the agency does not say."""


def recalled(
    own: str, status: Status, words: Iterable[str], relations: Sequence[Relation], *, has_text: bool
) -> tuple[WireRecall, ...]:
    """`words` are those by which a notice says what it is: headline, kicker, signals."""
    others = [each for each in relations if _is_usable(each.id) and each.id != own][:_MOST]
    named = {each.id for each in others if each.kind not in _PICTURES}
    is_notice = any(map(_WORDS.match, words))
    found: dict[str, WireRecall] = {}
    for each in others:
        recall = _recall(each, status, is_notice=is_notice, alone=named == {each.id}, has_text=has_text)
        if recall is not None:
            found.setdefault(each.id, recall)
    return tuple(found.values())


def _is_usable(id: str) -> bool:
    """As `identity.lasting_id` has it; without an id, nothing is named."""
    return 0 < len(id) <= MAX_ID_LENGTH and not has_hidden(id)


def _recall(
    to: Relation, status: Status, *, is_notice: bool, alone: bool, has_text: bool
) -> WireRecall | None:
    name = re.sub(r"[^a-z]", "", to.name.rpartition(":")[2].rpartition("/")[2].lower())
    if name in _TAKES_BACK:
        return WireRecall(id=to.id, status=_TAKES_BACK[name])
    becomes: Literal["withheld", "canceled"] = "withheld" if status == "withheld" else "canceled"
    if is_notice and (name in _FOLLOWS or alone):
        return WireRecall(id=to.id, status=becomes)
    if status != "usable" and (name in _FOLLOWS or (alone and not has_text)):
        return WireRecall(id=to.id, status=becomes, only_if_new=True)
    return None


def in_json(document: Mapping[str, Any]) -> list[Relation]:
    """Those of a document of any JSON format: its associations, and keys that name a relation themselves."""
    found = [_of_member(each, "") for each in _members(document.get("associations"))]
    for key, value in document.items():
        if key.lower().replace("_", "") in _TAKES_BACK.keys() | _FOLLOWS:
            found += [_of_member(each, key) for each in _members(value)]
    return [each for each in found if each.id]


def _members(value: Any) -> Iterator[Any]:
    """Of a list or of an object of named ones; what stands alone is one."""
    if isinstance(value, list):
        yield from value
    elif isinstance(value, Mapping) and not _id_of(value):
        yield from ({"name": name, **each} for name, each in value.items() if isinstance(each, Mapping))
    else:
        yield value


def _of_member(member: Any, name: str) -> Relation:
    if isinstance(member, str):
        return Relation(member.strip(), name)
    if not isinstance(member, Mapping):
        return Relation("")
    said = next(filter(None, (_text(member, key) for key in ("rel", "role", "name"))), "")
    return Relation(_id_of(member), name or said, _text(member, "type").lower())


def _id_of(member: Mapping[str, Any]) -> str:
    return _text(member, "uri") or _text(member, "urn")


def _text(member: Mapping[str, Any], key: str) -> str:
    value = member.get(key)
    return value.strip() if isinstance(value, str) else ""
