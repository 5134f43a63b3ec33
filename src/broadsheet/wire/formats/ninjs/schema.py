"""Checks against the IPTC's schemas, vendored beside this module."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from itertools import islice
from typing import Any, Final

from jsonschema import ValidationError
from jsonschema.protocols import Validator
from jsonschema.validators import validator_for
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from broadsheet.wire.formats.ninjs.keys import Major
from broadsheet.wire.text import one_line

VERSIONS: Final[dict[Major, str]] = {"1": "1.4", "2": "2.2", "3": "3.1"}

_GEOJSON: Final = "https://geojson.org/schema/GeoJSON.json"
# Stands in for the schema at geojson.org, which is never fetched; places' shapes are not used.
_ANY_GEOJSON: Final = {"type": "object", "required": ["type"], "properties": {"type": {"type": "string"}}}
_TOLD: Final = 3
# Messages of these name keys alone. All others quote values, and a value may be a note that
# must not get into an item.
_QUOTABLE: Final = frozenset({"additionalProperties", "unevaluatedProperties", "required"})


def complaints(document: Mapping[str, Any], major: Major) -> list[str]:
    """What does not fit the schema, in words; at most three."""
    try:
        errors = list(islice(_validator(major).iter_errors(document), _TOLD))
    except RecursionError:
        return [f"The document is nested too deep to be checked against ninjs {VERSIONS[major]}."]
    return [f"Not valid as ninjs {VERSIONS[major]}: {_told(error)}" for error in errors]


def _told(error: ValidationError) -> str:
    where = "/".join(str(step) for step in error.absolute_path) or "the document"
    what = error.message if error.validator in _QUOTABLE else f"does not meet '{error.validator}'"
    return one_line(f"{where[:80]}: {what[:160]}")


@cache
def _validator(major: Major) -> Validator:
    path = resources.files(__package__) / "schemas" / f"ninjs-{VERSIONS[major]}.schema.json"
    schema = json.loads(path.read_text(encoding="utf-8"))
    stand_in = DRAFT202012.create_resource(_ANY_GEOJSON)
    registry: Registry[Any] = Registry().with_resource(_GEOJSON, stand_in)
    return validator_for(schema)(schema, registry=registry)
