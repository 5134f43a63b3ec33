"""All tables, laid in one go into a new SQLite database.

Two hundred migrations of Django, Wagtail and ours take fifteen seconds to build what never
differs: where they are the very ones that `groundwork.sql` was made with, it stands for them.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from pkgutil import iter_modules

from django.apps import AppConfig, apps

MADE_WITH = "-- migrations: "
_ROOMS = "broadsheet."


def lay(database: sqlite3.Connection, language: str) -> bool:
    """Fills an empty database; says whether it did. `language` is that of the desk's content."""
    script = (files("broadsheet.project") / "groundwork.sql").read_text(encoding="utf-8")
    if not script.startswith(f"{MADE_WITH}{fingerprint()}\n") or _has_tables(database):
        return False
    database.executescript(f"BEGIN;\n{script}\nCOMMIT;")
    database.execute("UPDATE wagtailcore_locale SET language_code = ?", [language])
    database.execute("UPDATE wagtailcore_page SET translation_key = lower(hex(randomblob(16)))")
    database.execute("UPDATE django_migrations SET applied = datetime('now')")
    database.commit()
    return True


def _has_tables(database: sqlite3.Connection) -> bool:
    return bool(database.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone())


def fingerprint() -> str:
    """Of the names of all migrations, and of what ours say: those change while they are written."""
    digest = hashlib.blake2b(digest_size=12)
    for app, name in sorted(migrations()):
        digest.update(f"{app}.{name}\n".encode())
        if is_ours(app):
            digest.update((_folder(apps.get_app_config(app)) / f"{name}.py").read_bytes())
    return digest.hexdigest()


def is_ours(app: str) -> bool:
    """Whether an app, by its label, is a room of Broadsheet's."""
    return apps.get_app_config(app).name.startswith(_ROOMS)


def migrations() -> Iterator[tuple[str, str]]:
    """App and name of every migration, by their files: importing all of them would cost a second."""
    for app in apps.get_app_configs():
        for module in iter_modules([str(_folder(app))]):
            if module.name[0] not in "_~":
                yield app.label, module.name


def _folder(app: AppConfig) -> Path:
    return Path(app.path) / "migrations"
