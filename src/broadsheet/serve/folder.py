"""A folder that the press writes while the server reads."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO, Final

from broadsheet.serve.errors import FileUnreadable

Stamp = tuple[int, int, int]
"""Time of the last change in nanoseconds, size, inode: another version has another one."""

_ABSENT: Final = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.ESTALE, errno.ENXIO}
)


class Folder:
    """Files by their name relative to the folder, which may be empty or absent."""

    def __init__(self, root: Path) -> None:
        self._root = str(root.absolute())

    def path(self, name: str) -> str:
        return f"{self._root}/{name}"

    def open(self, name: str) -> BinaryIO | None:
        """The regular file `name`, open; None if the folder does not hold it.

        The `name` of what is returned is the file's real path. A symbolic link counts if
        what it points to lies in the folder. Raises FileUnreadable.
        """
        try:
            file = self._open(name)
        except OSError as error:
            if error.errno in _ABSENT:
                return None
            raise FileUnreadable(
                f"{self.path(name)} cannot be read ({error.strerror}): check owner and permissions."
            ) from error
        if file is None or stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            return file
        file.close()
        return None

    def holds(self, name: str) -> bool:
        file = self.open(name)
        if file is None:
            return False
        file.close()
        return True

    def _open(self, name: str) -> BinaryIO | None:
        real = os.path.realpath(self.path(name), strict=True)
        if not real.startswith(os.path.realpath(self._root) + "/"):
            return None
        return open(real, "rb", opener=_opener)


def _opener(path: str, flags: int) -> int:
    """Neither follows a link that came in between nor waits at a pipe."""
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def stamp_of(status: os.stat_result) -> Stamp:
    return (status.st_mtime_ns, status.st_size, status.st_ino)
