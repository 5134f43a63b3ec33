"""LedgerError
├── NotInTransaction    an append outside the act's own transaction
├── OlderVersion        a version that is not newer than the last
├── AddressTaken        a public address that another asset holds
├── NothingPublished    a tombstone for an asset that is not published
├── UnreadableRecord    stored bytes that do not decode to a record
└── BlobMissing         a picture's bytes are not in the vault
"""

from __future__ import annotations

from broadsheet.kernel.errors import BroadsheetError


class LedgerError(BroadsheetError):
    code = "ledger"


class NotInTransaction(LedgerError):
    code = "ledger-not-in-transaction"


class OlderVersion(LedgerError):
    code = "ledger-older-version"


class AddressTaken(LedgerError):
    code = "ledger-address-taken"


class NothingPublished(LedgerError):
    code = "ledger-nothing-published"


class UnreadableRecord(LedgerError):
    code = "ledger-unreadable-record"


class BlobMissing(LedgerError):
    code = "ledger-blob-missing"
