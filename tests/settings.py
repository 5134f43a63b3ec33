"""The project's settings over a site folder of the test process's own.

TEST_DATABASE=postgresql in the environment runs any test on PostgreSQL instead of SQLite.
"""

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
# Commands would each start a process of their own for the file or two that they read.
os.environ["BROADSHEET_WIRE_PARSE_IN_CHILD"] = "false"

from tests import postgresql  # noqa: E402

if os.environ.get("TEST_DATABASE") == "postgresql":
    os.environ["DATABASE_URL"] = postgresql.address("broadsheet")
    from django.db.backends.postgresql.base import DatabaseWrapper

    from tests.database import PostgreSQLCreation as DatabaseCreation
else:
    from django.db.backends.sqlite3.base import DatabaseWrapper  # type: ignore[assignment]

    from tests.database import SQLiteCreation as DatabaseCreation  # type: ignore[assignment]

from broadsheet.project.settings import *  # noqa: E402, F403

DatabaseWrapper.creation_class = DatabaseCreation

# Tests make many accounts; how a password is hashed is Django's own affair.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
