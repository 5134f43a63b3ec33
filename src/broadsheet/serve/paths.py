"""From a URL's path to the names of files, and to nothing outside the folders.

The server has decoded the path's percent signs once; nothing here decodes again.
"""

from __future__ import annotations

from typing import Final

ENCODED_SUFFIXES: Final = (".gz", ".br")
WELL_KNOWN: Final = ".well-known"
INDEX: Final = "index.html"
NOT_FOUND: Final = "404.html"
_LONGEST_SEGMENT = 255  # bytes; no common file system allows more


def is_safe(path: str) -> bool:
    """Whether a file may be looked for under `path`; a reader gets a plain miss if not.

    Refused: control characters, backslashes, empty segments, `.` and `..`, every
    dotfile but `/.well-known/`, and the compressed neighbours of a file.
    """
    if not path.startswith("/") or path.endswith(ENCODED_SUFFIXES) or not path.isprintable():
        return False
    first, *rest = path[1:].removesuffix("/").split("/")
    if not rest and not first:
        return path == "/"
    return (first == WELL_KNOWN or _is_name(first)) and all(map(_is_name, rest))


def artifact_name(path: str) -> str:
    """Where in public/ the artifact of a safe path lies."""
    return path[1:] + INDEX if path.endswith("/") else path[1:]


def answer_name(path: str) -> str | None:
    """Where in answers/ the answer of a safe path lies.

    None for `/a/index`: its file would be the answer of `/a/`.
    """
    if path.endswith("/"):
        return path[1:] + "index.json"
    return None if path.endswith("/index") else path[1:] + ".json"


def _is_name(segment: str) -> bool:
    if not segment or segment.startswith(".") or "\\" in segment:
        return False
    try:
        return len(segment.encode()) <= _LONGEST_SEGMENT
    except UnicodeEncodeError:
        return False
