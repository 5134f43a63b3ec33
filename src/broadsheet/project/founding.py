"""Making a site: its folder, its configuration, its database, its first account."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from broadsheet.kernel.configuration import FILE_NAME
from broadsheet.kernel.language import Language
from broadsheet.project.errors import FolderInUse
from broadsheet.project.secret import make_secret

ADMINISTRATOR: Final = "admin"

_ZONES: Final[dict[Language, str]] = {"de": "Europe/Berlin", "en": "Europe/London"}

_CONFIGURATION = """\
# All keys, with their defaults and their environment variables: docs/reference/configuration.md

[site]
language = "{language}"
{further}time_zone = "{time_zone}"
# Scheme and host under which readers reach the site, such as "https://news.example".
# Empty: the address at which the readers' server listens on this machine.
address = ""

[addresses]
# Where the two servers listen: host:port.
readers = "127.0.0.1:8000"
desk = "127.0.0.1:8001"
"""


@contextmanager
def new_site(
    folder: Path, language: Language, more: str = "", further: Language | None = None
) -> Iterator[Path]:
    """A site is made beside `folder` and takes its name when the block has ended well.

    What is interrupted leaves nothing that looks like a site. `more` is put into its configuration;
    with `further` it has a home in that language besides.
    Raises FolderInUse.
    """
    _require_free(folder)
    building = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    make_secret(building / "secret.key")
    text = _CONFIGURATION.format(
        language=language,
        further=f'further_languages = "{further}"\n' if further else "",
        time_zone=_ZONES[language],
    )
    (building / FILE_NAME).write_text(text + more, encoding="utf-8")
    yield building
    _close_database()
    if folder.exists():
        folder.rmdir()
    building.replace(folder)


def _require_free(folder: Path) -> None:
    if (folder / FILE_NAME).exists():
        raise FolderInUse(f"{folder} is a site already. Start it with 'broadsheet up --site {folder}'.")
    if folder.exists() and any(folder.iterdir()):
        raise FolderInUse(f"{folder} is not empty. Name a new or an empty folder.")


def _close_database() -> None:
    """SQLite folds its log into the file when the last connection goes."""
    from django.db import connections

    connections.close_all()


def prepare_database() -> None:
    """Brings the tables to this version; needs Django."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from broadsheet.project import groundwork

    if connection.vendor == "sqlite":
        connection.ensure_connection()
        groundwork.lay(connection.connection, settings.LANGUAGE_CODE)
    call_command("migrate", interactive=False, verbosity=0)


def make_administrator() -> str:
    """The first account, with a password that is shown once; needs Django."""
    from django.contrib.auth import get_user_model

    password = secrets.token_urlsafe(12)
    get_user_model().objects.create_superuser(ADMINISTRATOR, password=password)
    return password
