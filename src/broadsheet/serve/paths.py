"""From a URL's path to the names of files, and to nothing outside the folders.

The server has decoded the path's percent signs once; nothing here decodes again.
"""

from __future__ import annotations

from typing import Final

INDEX: Final = "index.html"
NOT_FOUND: Final = "404.html"


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
