"""The site's secret: sessions and links are signed with it; it never leaves the folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from broadsheet.kernel.configuration import ConfigurationError


def make_secret(path: Path) -> None:
    """Writes a new secret that only the owner can read; an existing one is kept."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))


def read_secret(path: Path) -> str:
    try:
        secret = path.read_text(encoding="ascii").strip()
    except OSError as error:
        raise ConfigurationError(
            f"{path} cannot be read ({error.strerror}). It signs logins; 'broadsheet init' makes it."
        ) from error
    if len(secret) < 32:
        raise ConfigurationError(
            f"{path} is too short to be safe: remove it and run 'broadsheet init' again."
        )
    return secret
