"""dpa's wireQ: a queue that shows an entry for a while and shows it again, until its receipt is handed back.

What was delivered twice is one item by its id and version; so a receipt that could not be handed back
does no harm.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import partial
from typing import Final

import msgspec

from broadsheet.kernel.errors import AnswerUnfit, NotFetched
from broadsheet.kernel.fetching import Fetcher
from broadsheet.wire.connectors.delivery import Cursor, Delivery

logger = logging.getLogger(__name__)

_RECEIPT: Final = re.compile(r"[\w.~-]{1,500}", re.ASCII)
_LONGEST_WAIT: Final = 3600


class _Answer(msgspec.Struct, frozen=True):
    entries: list[msgspec.Raw]


class _Entry(msgspec.Struct, frozen=True):
    receipt: str = msgspec.field(name="_wireq_receipt", default="")
    urn: str = ""


class WireQVisit:
    def __init__(self, fetcher: Fetcher, base: str) -> None:
        self._fetcher = fetcher
        self._base = base.rstrip("/")
        self.cursor = Cursor()

    def __iter__(self) -> Iterator[Delivery]:
        answer = self._fetcher.fetch(f"{self._base}/entries.json", accept=("*/*",))
        try:
            entries = msgspec.json.decode(answer.body, type=_Answer).entries
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise AnswerUnfit(f"The queue's answer is no list of entries ({error}).") from error
        for left, raw in zip(reversed(range(len(entries))), entries, strict=True):
            yield self._delivery(bytes(raw), follows=left > 0)
        wait = answer.fields.get("retry-after", "")
        self.cursor = Cursor(again_after=min(int(wait), _LONGEST_WAIT) if wait.isdecimal() else 0)

    def _delivery(self, raw: bytes, *, follows: bool) -> Delivery:
        """An entry that is none goes to quarantine with the others' bytes, and leaves the queue if it can."""
        try:
            entry = msgspec.json.decode(raw, type=_Entry)
        except msgspec.DecodeError:
            entry = _Entry()
        name = entry.urn or "wireQ entry"
        return Delivery(name, [raw], partial(self._hand_back, entry.receipt), follows)

    def _hand_back(self, receipt: str) -> None:
        if not _RECEIPT.fullmatch(receipt):
            logger.warning("An entry of the queue has no usable receipt; it stays there.")
            return
        try:
            self._fetcher.delete(f"{self._base}/entry/{receipt}")
        except NotFetched as error:
            # 404 and 410: the receipt has run out, and the entry comes again.
            logger.warning("A receipt was not taken back, so its entry comes again: %s", _public(error))


def _public(error: NotFetched) -> str:
    """The base address is a secret."""
    return f"HTTP {error.status}" if isinstance(error, AnswerUnfit) and error.status else error.code
