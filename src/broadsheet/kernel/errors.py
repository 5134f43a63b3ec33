"""The root of every room's error tree.

BroadsheetError
├── ConfigurationError      kernel
├── LedgerError             ledger
├── WireError               wire
├── DeskError               desk
├── PressError              press
├── SiteError               site
├── ServeError              serve
└── ProjectError            project
"""

from __future__ import annotations

from typing import ClassVar


class BroadsheetError(Exception):
    """A condition that a person can do something about; the message says what.

    `code` is stable and documented in docs/reference/errors.md. `retryable` tells a
    boundary (worker, poller, command line) whether the same call may succeed later.
    """

    code: ClassVar[str] = "broadsheet"
    retryable: ClassVar[bool] = False

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else self.code
