"""A PostgreSQL cluster of the test run's own: in a temporary folder, on a socket there, without a port.

Where the tests run as root, which PostgreSQL refuses, it belongs to another user. A keeper ends and
removes it as soon as the process that asked for it is gone, however that ended. Nothing of it is
durable, for nobody needs these rows after a crash. Its databases sort as German dictionaries do, so
that a key which is compared in any other order than that of its bytes is found out.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final
from urllib.parse import quote

import psycopg
from psycopg import sql

VARIABLE: Final = "TEST_POSTGRESQL_FOLDER"
"""Names the cluster to the processes of one run, of which the first one starts it."""
USER: Final = "broadsheet"

_PROGRAMS: Final = Path("/usr/lib/postgresql/15/bin")
_KEEPER: Final = f"""
folder=$1
end() {{
    pg_ctl stop --silent --mode immediate --pgdata "$folder/data"
    rm -rf "$folder"
}}
trap end EXIT
set -e
initdb --pgdata "$folder/data" --username {USER} --auth trust --encoding UTF8 --no-sync \\
    --locale C --locale-provider icu --icu-locale de-DE >"$folder/log" 2>&1
pg_ctl start --silent --wait --pgdata "$folder/data" --log "$folder/log" --options "-c listen_addresses= \\
    -k $folder -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=80"
echo ready
cat >/dev/null
"""


def cluster() -> Path:
    """The folder of this run's cluster, which is started if there is none."""
    if VARIABLE not in os.environ:
        os.environ[VARIABLE] = str(_start())
    return Path(os.environ[VARIABLE])


def address(database: str) -> str:
    """For DATABASE_URL."""
    return f"postgresql://{USER}@{quote(str(cluster()), safe='')}/{database}"


def make_database(name: str, template: str = "template1") -> str:
    """A new database, empty or as the other one; gives its address."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
    return address(name)


def run_program(name: str, *arguments: str) -> None:
    """One of PostgreSQL's own."""
    subprocess.run([_PROGRAMS / name, *arguments], check=True, stdout=subprocess.DEVNULL)


def _start() -> Path:
    if not (_PROGRAMS / "postgres").exists():
        raise RuntimeError("PostgreSQL 15 is not installed (Debian: postgresql-15): see scripts/provide.")
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-postgresql-"))
    user = _unprivileged()
    if user is not None:
        shutil.chown(folder, user)
    keeper = subprocess.Popen(
        ["sh", "-c", _KEEPER, "sh", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PATH": f"{_PROGRAMS}:{os.environ['PATH']}"},
        cwd=folder,
        user=user,
        start_new_session=True,
        text=True,
    )
    assert keeper.stdout is not None
    if keeper.stdout.readline() != "ready\n":
        raise RuntimeError(f"PostgreSQL does not start: see {folder}/log.")
    _kept.append(keeper)
    return folder


_kept: list[subprocess.Popen[str]] = []
"""Their standard input ends with this process."""


def _unprivileged() -> str | None:
    """Somebody else than root; None if that is who we are."""
    if os.geteuid() != 0:
        return None
    known = {each.pw_name for each in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
