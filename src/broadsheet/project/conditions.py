"""What machine and database say, as conditions of ours."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from broadsheet.kernel.errors import BroadsheetError
from broadsheet.project.errors import DiskFull, FolderUnusable

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_REFUSED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EIO})


@contextmanager
def translated() -> Iterator[None]:
    """Raises BroadsheetError for what a person can mend; lets faults of the program through."""
    try:
        yield
    except Exception as error:
        condition = _of_machine(error) if isinstance(error, OSError) else _of_database(error)
        if condition is None:
            raise
        raise condition from error


def _of_machine(error: OSError) -> BroadsheetError | None:
    where = f" {error.filename}" if error.filename else ""
    if error.errno in _FULL:
        return DiskFull(f"The disk took no more bytes{where} ({error.strerror}). Make room, then try again.")
    if error.errno in _REFUSED:
        return FolderUnusable(
            f"{error.strerror}:{where or ' a file of the site'}. Check who may write there."
        )
    return None


def _of_database(error: Exception) -> BroadsheetError | None:
    if "django.db" not in sys.modules:  # importing it costs what a command without Django saves
        return None
    from django.db import DatabaseError

    from broadsheet.project.database import condition_of

    return condition_of(error) if isinstance(error, DatabaseError) else None
