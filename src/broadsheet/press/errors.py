"""PressError
├── UntrackedRead      a recipe reached for SQL, clock, files or network past its reader
├── PathTaken          two artifacts want one public path
├── UnusableAddress    a public path that no file can stand for
├── UnknownArtifact    nothing was ever baked under this address
├── StoreFailed        what readers get cannot be written              (retryable)
│   ├── StoreFull         the disk or bucket is full                   (retryable)
│   ├── BucketBusy        the bucket asks for patience                 (retryable)
│   ├── BucketUnanswered  no answer from the bucket in time            (retryable)
│   ├── BucketRefused     the bucket does not take these keys, or not from them
│   └── BucketMissing     there is no such bucket
├── KeysMissing        the environment holds no keys for bucket or CloudFront
├── TombstonesUnreadable  the file of what was retracted is damaged
├── OvenFailed         a process that bakes pages ended or lost the database (retryable)
├── PressBusy          another process holds the press                 (retryable)
└── TurnLost           another worker took over meanwhile              (retryable)
"""

from __future__ import annotations

from broadsheet.kernel.errors import BroadsheetError


class PressError(BroadsheetError):
    code = "press"


class UntrackedRead(PressError):
    code = "press-untracked-read"


class PathTaken(PressError):
    code = "press-path-taken"


class UnusableAddress(PressError):
    code = "press-unusable-address"


class UnknownArtifact(PressError):
    code = "press-unknown-artifact"


class StoreFailed(PressError):
    code = "press-store-failed"
    retryable = True


class StoreFull(StoreFailed):
    code = "press-store-full"


class BucketBusy(StoreFailed):
    code = "press-bucket-busy"


class BucketUnanswered(StoreFailed):
    code = "press-bucket-unanswered"


class BucketRefused(StoreFailed):
    code = "press-bucket-refused"
    retryable = False


class BucketMissing(StoreFailed):
    code = "press-bucket-missing"
    retryable = False


class KeysMissing(PressError):
    code = "press-keys-missing"


class PressBusy(PressError):
    code = "press-busy"
    retryable = True


class TombstonesUnreadable(PressError):
    code = "press-tombstones-unreadable"


class OvenFailed(PressError):
    code = "press-oven-failed"
    retryable = True


class TurnLost(PressError):
    code = "press-turn-lost"
    retryable = True
