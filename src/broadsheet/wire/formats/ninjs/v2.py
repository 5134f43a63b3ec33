"""ninjs 2.x: keys in lower case, headlines and bodies as lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from broadsheet.wire.formats.ninjs import article, schema
from broadsheet.wire.formats.ninjs.keys import lowered, major
from broadsheet.wire.item import Parsed

NAME: Final = "ninjs 2"


def recognises(document: Mapping[str, Any]) -> bool:
    return major(document) == "2"


def parse(document: Mapping[str, Any], received: datetime) -> list[Parsed]:
    """The one item in `document`. Raises a subclass of Unusable."""
    return [article.read(lowered(document), received, schema.complaints(document, "2"))]
