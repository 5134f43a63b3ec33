"""Which version of ninjs a document is, by what it declares or by its keys."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, Final, Literal

Major = Literal["1", "2", "3"]

_CAMEL: Final = frozenset({
    "representationType", "firstCreated", "versionCreated", "contentCreated", "embargoedUntil",
    "pubStatus", "copyrightHolder", "copyrightNotice", "usageTerms", "edNote", "eventDetails",
    "plannedCoverage", "infoSources", "altIds", "trustIndicators", "rightsInfo", "digitalSourceType",
})  # fmt: skip
_PLURAL: Final = frozenset({
    "headlines", "bodies", "descriptions", "by", "people", "organisations", "places", "subjects",
    "events", "objects", "infosources", "trustindicators", "standard", "genres", "digitalsourcetype",
})  # fmt: skip
_SINGULAR: Final = frozenset({
    "headline", "byline", "mimetype", "person", "organisation", "place", "subject", "event", "object",
    "infosource", "genre", "trustindicator", "charcount", "wordcount", "$standard",
})  # fmt: skip
_SINGULAR_PREFIXES: Final = ("headline_", "body_", "description_")
_COMMON: Final = frozenset({
    "type", "version", "versioncreated", "firstcreated", "contentcreated", "pubstatus", "urgency",
    "profile", "language", "title", "slugline", "located", "renditions", "associations", "altids",
    "copyrightholder", "copyrightnotice", "usageterms", "ednote", "embargoed", "expires", "rightsinfo",
    "representationtype",
})  # fmt: skip


def major(document: Mapping[str, Any]) -> Major | None:
    """None: no ninjs at all. A document without telling keys is read as version 2."""
    if not isinstance(document.get("uri"), str):
        return None
    return _declared(document) or _by_shape(document.keys())


def lowered(value: Any) -> Any:
    """The same data with all keys in lower case."""
    if isinstance(value, Mapping):
        return {str(key).lower(): lowered(member) for key, member in value.items()}
    if isinstance(value, list):
        return [lowered(member) for member in value]
    return value


def _declared(document: Mapping[str, Any]) -> Major | None:
    standard = document.get("standard") or document.get("$standard")
    if not isinstance(standard, Mapping) or standard.get("name") != "ninjs":
        return None
    match str(standard.get("version", "")).partition(".")[0]:
        case "1" | "2" | "3" as declared:
            return declared
        case _:
            return None


def _by_shape(keys: AbstractSet[str]) -> Major | None:
    if keys & _CAMEL:
        return "3"
    if keys & _PLURAL:
        return "2"
    if keys & _SINGULAR or any(key.startswith(_SINGULAR_PREFIXES) for key in keys):
        return "1"
    return "2" if keys & _COMMON else None
