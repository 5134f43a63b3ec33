"""ninjs 3.x: as version 2, but with keys in camel case; events; `embargoedUntil`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from broadsheet.wire.formats.ninjs import article, schema
from broadsheet.wire.formats.ninjs.keys import lowered, major
from broadsheet.wire.item import Parsed

NAME: Final = "ninjs 3"


def recognises(document: Mapping[str, Any]) -> bool:
    return major(document) == "3"


def parse(document: Mapping[str, Any], received: datetime) -> list[Parsed]:
    """The one item in `document`. Raises a subclass of Unusable."""
    return [article.read(lowered(document), received, schema.complaints(document, "3"))]
