"""WireError
├── FileUnreadable          a path that cannot be read; there are no bytes to keep
├── ArchiveUnwritable       the archive takes no bytes: full, or not writable
├── ArchiveDamaged          archived bytes are missing or not what they were
├── PlaceUnreadable         a connector's folder is not there or cannot be read
├── ClientMissing           a connector needs a library that is not installed
├── SecretMissing           a connector names an environment variable that is not set
├── ParserUnavailable       the process that reads files does not start
├── PushRefused             a delivery that nobody vouches for
├── SpoolFull               too many deliveries wait to be taken in
├── UnknownConnector        no connector of this name is configured
├── UnknownItem             no wire item has this id
├── UnknownQuarantine       no quarantined file has this id
└── Unusable                bytes that become no item; the file is kept in quarantine
    ├── FileEmpty           nothing but white space
    ├── FileTooLarge        more bytes than [wire] max_megabytes
    ├── NotUtf8             bytes that are no UTF-8
    ├── FileTruncated       JSON or XML that ends in the middle
    ├── FileMalformed       no valid JSON or XML
    ├── EntitiesDeclared    XML that declares entities of its own
    ├── TooDeep             nested deeper than [wire] max_depth
    ├── FormatUnknown       a document that no format recognises
    ├── IdMissing           no lasting id
    ├── VersionMissing      neither version nor date, so versions cannot be told apart
    ├── ContentMissing      neither headline nor text nor picture
    ├── DateUnreadable      a date that is none
    ├── DateWithoutZone     a date that names no instant
    ├── DateOutOfRange      a date that cannot be meant
    ├── ParserTooSlow       reading it takes longer than [wire] parse_seconds
    ├── ParserTooLarge      reading it takes more memory than [wire] parse_megabytes
    ├── ParserCrashed       the process that read it died
    └── FormatFailed        a format's reader failed: a fault of Broadsheet's own
"""

from __future__ import annotations

from broadsheet.kernel.errors import BroadsheetError


class WireError(BroadsheetError):
    code = "wire"


class FileUnreadable(WireError):
    code = "wire-file-unreadable"
    retryable = True


class ArchiveUnwritable(WireError):
    code = "wire-archive-unwritable"
    retryable = True


class ArchiveDamaged(WireError):
    code = "wire-archive-damaged"


class PlaceUnreadable(WireError):
    code = "wire-place-unreadable"
    retryable = True


class ClientMissing(WireError):
    code = "wire-client-missing"


class SecretMissing(WireError):
    code = "wire-secret-missing"


class ParserUnavailable(WireError):
    code = "wire-parser-unavailable"
    retryable = True


class PushRefused(WireError):
    code = "wire-push-refused"


class SpoolFull(WireError):
    code = "wire-spool-full"
    retryable = True


class UnknownConnector(WireError):
    code = "wire-unknown-connector"


class UnknownItem(WireError):
    code = "wire-unknown-item"


class UnknownQuarantine(WireError):
    code = "wire-unknown-quarantine"


class Unusable(WireError):
    """Its `code` is the reason that quarantine keeps."""

    code = "wire-unusable"


class FileEmpty(Unusable):
    code = "wire-file-empty"


class FileTooLarge(Unusable):
    code = "wire-file-too-large"


class NotUtf8(Unusable):
    code = "wire-not-utf8"


class FileTruncated(Unusable):
    code = "wire-file-truncated"


class FileMalformed(Unusable):
    code = "wire-file-malformed"


class EntitiesDeclared(Unusable):
    code = "wire-entities-declared"


class TooDeep(Unusable):
    code = "wire-too-deep"


class FormatUnknown(Unusable):
    code = "wire-format-unknown"


class IdMissing(Unusable):
    code = "wire-id-missing"


class VersionMissing(Unusable):
    code = "wire-version-missing"


class ContentMissing(Unusable):
    code = "wire-content-missing"


class DateUnreadable(Unusable):
    code = "wire-date-unreadable"


class DateWithoutZone(Unusable):
    code = "wire-date-without-zone"


class DateOutOfRange(Unusable):
    code = "wire-date-out-of-range"


class ParserTooSlow(Unusable):
    code = "wire-parser-too-slow"


class ParserTooLarge(Unusable):
    code = "wire-parser-too-large"


class ParserCrashed(Unusable):
    code = "wire-parser-crashed"


class FormatFailed(Unusable):
    code = "wire-format-failed"
