"""Bytes to plain data, with a clear reason where that is impossible."""

from __future__ import annotations

import json
import re
from typing import Any, Final

from broadsheet.wire.errors import FileEmpty, FileMalformed, FileTruncated, NotUtf8, TooDeep

# Strings are skipped whole: a bracket within one nests nothing. Possessive, so linear in time.
_STRING_OR_BRACKET = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|[\[\]{}]', re.DOTALL)
BEYOND_READING: Final = (
    "The file is nested deeper than Broadsheet can read. Lower 'max_depth' in [wire]; ask the agency."
)
"""Where `max_depth` allows more than Python's own limit does."""

_SURROGATE = re.compile(
    r"\\\\|(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|\\u[dD][89a-fA-F][0-9a-fA-F]{2}"
)


def load(data: bytes, max_depth: int) -> Any:
    """The JSON document in `data`.

    Raises FileEmpty, NotUtf8, TooDeep, FileTruncated or FileMalformed. Depth is measured
    before anything recursive sees the bytes.
    """
    text = _decoded(data)
    check_depth(data, max_depth)
    try:
        return json.loads(_without_lone_surrogates(text), strict=False, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        raise _refusal(error) from error
    except ValueError as error:
        raise FileMalformed(f"The file is no valid JSON: {error}.") from error
    except RecursionError:
        raise TooDeep(BEYOND_READING) from None


def check_depth(data: bytes, max_depth: int) -> None:
    """Raises TooDeep if brackets outside strings nest deeper than `max_depth`."""
    depth = 0
    for found in _STRING_OR_BRACKET.finditer(data):
        token = found[0]
        if token in (b"{", b"["):
            depth += 1
            if depth > max_depth:
                raise TooDeep(
                    f"The file is nested deeper than {max_depth} levels. "
                    "If that is right, raise 'max_depth' in [wire] and try again."
                )
        elif token in (b"}", b"]"):
            depth -= 1


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotUtf8(
            f"The file is not UTF-8: byte {error.start} is 0x{data[error.start]:02x}. "
            "Ask the agency for UTF-8, or convert the file."
        ) from None
    if not text.strip():
        raise FileEmpty("The file is empty. Fetch it again.")
    return text


def _without_lone_surrogates(text: str) -> str:
    """Half an emoji is no text that a database can hold; it becomes a replacement character."""
    if "\\ud" not in text and "\\uD" not in text:
        return text
    return _SURROGATE.sub(lambda found: found[1] or (found[0] if found[0] == "\\\\" else "\\ufffd"), text)


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not allowed")


def _refusal(error: json.JSONDecodeError) -> FileTruncated | FileMalformed:
    rest = error.doc[error.pos :]
    if not rest.strip() or error.msg.startswith("Unterminated string"):
        return FileTruncated("The file ends in the middle. Fetch it again.")
    return FileMalformed(
        f"The file is no valid JSON: {error.msg} (line {error.lineno}, column {error.colno})."
    )
