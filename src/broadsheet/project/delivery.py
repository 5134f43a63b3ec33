"""What objects in a bucket are answered with: what the readers' server would say of the same files."""

from __future__ import annotations

from typing import Final

from broadsheet.press.bucket import Fields
from broadsheet.serve.headers import SHORT, cache_control
from broadsheet.serve.media_types import JSON, media_type
from broadsheet.serve.paths import NOT_FOUND

_ANSWER: Final = Fields(JSON.name, SHORT)


def fields_of(name: str) -> Fields:
    """`name` is `public/…` or `answers/…`, without the suffix of an encoding."""
    root, _, file = name.partition("/")
    if root != "public":
        return _ANSWER
    return Fields(media_type(file).name, SHORT if file == NOT_FOUND else cache_control(file))
