"""ninjs 1.x: singular keys, texts as `body_<role>`, renditions and associations by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from broadsheet.wire.formats.ninjs import article, schema
from broadsheet.wire.formats.ninjs.keys import lowered, major
from broadsheet.wire.item import Parsed

NAME: Final = "ninjs 1"

_PLURALS: Final = {
    "byline": "by", "person": "people", "organisation": "organisations", "place": "places",
    "subject": "subjects", "event": "events", "object": "objects", "infosource": "infosources",
    "genre": "genres",
}  # fmt: skip
_TEXTS: Final = {"headline_": "headlines", "body_": "bodies", "description_": "descriptions"}


def recognises(document: Mapping[str, Any]) -> bool:
    return major(document) == "1"


def parse(document: Mapping[str, Any], received: datetime) -> list[Parsed]:
    """The one item in `document`. Raises a subclass of Unusable."""
    return [article.read(_as_version_2(lowered(document)), received, schema.complaints(document, "1"))]


def _as_version_2(document: Mapping[str, Any]) -> dict[str, Any]:
    shaped = {_PLURALS.get(key, key): value for key, value in document.items()}
    for prefix, plural in _TEXTS.items():
        shaped[plural] = list(_texts(document, prefix))
    shaped["renditions"] = [_rendition(one) for one in _named(document.get("renditions"))]
    shaped["associations"] = [_as_version_2(one) for one in _named(document.get("associations"))]
    return shaped


def _texts(document: Mapping[str, Any], prefix: str) -> Iterator[dict[str, Any]]:
    """`headline` is the main one; the role of the others is the end of their key."""
    if prefix[:-1] in document:
        yield {"role": "main", "value": document[prefix[:-1]]}
    for key, value in document.items():
        if key.startswith(prefix):
            role = key.removeprefix(prefix)
            yield {"role": role.partition("_")[0], "contenttype": _content_type(role), "value": value}


def _content_type(role: str) -> str:
    if "html" in role:
        return "text/html"
    if "nitf" in role:
        return "application/nitf+xml"
    return "application/xml" if "xml" in role else "text/plain"


def _named(value: Any) -> list[dict[str, Any]]:
    members = value.items() if isinstance(value, Mapping) else ()
    return [{"name": name, **member} for name, member in members if isinstance(member, Mapping)]


def _rendition(rendition: Mapping[str, Any]) -> dict[str, Any]:
    return {**rendition, "contenttype": rendition.get("mimetype", "")}
