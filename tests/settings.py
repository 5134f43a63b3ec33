"""The project's settings over a site folder of the test process's own."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="broadsheet-test-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
(_FOLDER / "broadsheet.toml").write_text('[site]\nlanguage = "de"\n[press]\novens = 1\n', encoding="utf-8")
(_FOLDER / "secret.key").write_text("not-secret-" * 4, encoding="ascii")
for _name in [name for name in os.environ if name.startswith("BROADSHEET_") or name == "DATABASE_URL"]:
    del os.environ[_name]
os.environ["BROADSHEET_SITE"] = str(_FOLDER)

from django.db.backends.sqlite3.base import DatabaseWrapper  # noqa: E402

from broadsheet.project.settings import *  # noqa: E402, F403
from tests.database import DatabaseCreation  # noqa: E402

DatabaseWrapper.creation_class = DatabaseCreation

# Tests make many accounts; how a password is hashed is Django's own affair.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
