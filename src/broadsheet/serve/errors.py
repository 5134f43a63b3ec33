"""ServeError
├── FileUnreadable      a file is there but the operating system will not let it be read
├── AnswerUnreadable    a file in answers/ is not what the contract of the folders says
├── AddressUnusable     an address that is not of the form host:port
└── AddressInUse        somebody else listens where the server should
"""

from __future__ import annotations

from broadsheet.kernel.errors import BroadsheetError


class ServeError(BroadsheetError):
    code = "serve"


class FileUnreadable(ServeError):
    code = "serve-file-unreadable"
    retryable = True


class AnswerUnreadable(ServeError):
    code = "serve-answer-unreadable"


class AddressUnusable(ServeError):
    code = "serve-address-unusable"


class AddressInUse(ServeError):
    code = "serve-address-in-use"
    retryable = True
