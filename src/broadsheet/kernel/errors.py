"""The root of every room's error tree.

BroadsheetError
├── ConfigurationError      kernel
├── NotFetched              kernel: nothing was got from another host
│   ├── AddressRefused      … because no address like this is asked
│   ├── HostSilent          … because it cannot be found or reached, or is too slow; may pass
│   └── AnswerUnfit         … because of what it answered
├── LedgerError             ledger
├── WireError               wire
├── DeskError               desk
├── PressError              press
├── SiteError               site
├── ServeError              serve
└── ProjectError            project
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from broadsheet.kernel.language import Language


class BroadsheetError(Exception):
    """A condition that a person can do something about; the message says what.

    `code` is stable and documented in docs/reference/errors.md. `retryable` tells a
    boundary (worker, poller, command line) whether the same call may succeed later.
    """

    code: ClassVar[str] = "broadsheet"
    retryable: ClassVar[bool] = False
    advice: Mapping[Language, str] = MappingProxyType({})
    """What an editor is to do, in each language; empty where the message, which is English, says it."""

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else self.code


class NotFetched(BroadsheetError):
    code = "kernel-not-fetched"


class AddressRefused(NotFetched):
    code = "kernel-address-refused"


class HostSilent(NotFetched):
    code = "kernel-host-silent"
    retryable = True


class AnswerUnfit(NotFetched):
    """`status` is the HTTP status that came, or 0 if it was not that which did not fit."""

    code = "kernel-answer-unfit"

    def __init__(self, message: str, status: int = 0) -> None:
        super().__init__(message)
        self.status = status
