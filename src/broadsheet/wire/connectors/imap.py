"""A mailbox (IMAP4rev1, RFC 3501): mails since the last one that was taken.

A mail is named by the mailbox's UIDVALIDITY and its own UID, which only grow; where the first changes,
the server began anew, and everything is looked at again. What is known already does no harm.
"""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, Final

import msgspec

from broadsheet.kernel import clock
from broadsheet.wire.config import ImapConnector
from broadsheet.wire.connectors.delivery import Cursor, Delivery
from broadsheet.wire.errors import FileUnreadable, PlaceUnreadable

PATIENCE: Final = 25.0
"""Seconds for one answer."""
_STARTTLS: Final = 143
_AT_ONCE: Final = 100
_TOGETHER: Final = 300.0
_PIECE: Final = 1 << 20
_LARGEST: Final = 200_000_000


class ImapVisit:
    def __init__(
        self, connector: ImapConnector, password: str, context: ssl.SSLContext, cursor: Cursor
    ) -> None:
        self._connector = connector
        self._password = password
        self._context = context
        self.cursor = cursor

    def __iter__(self) -> Iterator[Delivery]:
        until = clock.monotonic() + _TOGETHER
        with self._mailbox() as client:
            self._begin(client)
            for uid in self._new(client)[:_AT_ONCE]:
                if clock.monotonic() < until:
                    name = f"{self._connector.mailbox}/{uid}.eml"
                    yield Delivery(name, _pieces(client, uid), partial(self._settle, client, uid))

    @contextmanager
    def _mailbox(self) -> Iterator[imaplib.IMAP4]:
        """Raises PlaceUnreadable."""
        host, client = self._connector.host, None
        try:
            client = self._connected()
            client.login(self._connector.user, self._password)
            mailbox = f'"{self._connector.mailbox}"'
            _fine(client.select(mailbox, readonly=not self._connector.remove))
            yield client
        except (imaplib.IMAP4.error, OSError) as error:
            raise PlaceUnreadable(f"The mail server {host} does not serve us ({error}).") from error
        finally:
            if client is not None:
                with suppress(imaplib.IMAP4.error, OSError):
                    client.logout()

    def _connected(self) -> imaplib.IMAP4:
        """TLS from the start, or STARTTLS on IMAP's own port."""
        host, port = self._connector.host, self._connector.port
        if not self._connector.tls:
            return imaplib.IMAP4(host, port, PATIENCE)
        if port != _STARTTLS:
            return imaplib.IMAP4_SSL(host, port, ssl_context=self._context, timeout=PATIENCE)
        client = imaplib.IMAP4(host, port, PATIENCE)
        client.starttls(self._context)
        return client

    def _begin(self, client: imaplib.IMAP4) -> None:
        (told,) = client.response("UIDVALIDITY")[1] or [None]
        validity = int(told) if told else 0
        if validity != self.cursor.uid_validity:
            self.cursor = Cursor(uid_validity=validity)

    def _new(self, client: imaplib.IMAP4) -> list[int]:
        """`n:*` names the last mail, too, where `n` is beyond it."""
        (found,) = _fine(client.uid("SEARCH", f"UID {self.cursor.uid + 1}:*"))
        return sorted(uid for uid in map(int, (found or b"").split()) if uid > self.cursor.uid)

    def _settle(self, client: imaplib.IMAP4, uid: int) -> None:
        if self._connector.remove:
            _fine(client.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)"))
            if "UIDPLUS" in client.capabilities:  # a plain EXPUNGE would take away what others deleted
                _fine(client.uid("EXPUNGE", str(uid)))
        self.cursor = msgspec.structs.replace(self.cursor, uid=uid)


def _pieces(client: imaplib.IMAP4, uid: int) -> Iterator[bytes]:
    """Piece by piece, without marking it as read. Raises FileUnreadable."""
    at = 0
    while at < _LARGEST:
        try:
            answer = _fine(client.uid("FETCH", str(uid), f"(BODY.PEEK[]<{at}.{_PIECE}>)"))
        except (imaplib.IMAP4.error, OSError) as error:
            raise PlaceUnreadable(f"The mail server broke off ({error}).") from error
        piece = next((part[1] for part in answer if isinstance(part, tuple)), b"")
        yield piece
        at += len(piece)
        if len(piece) < _PIECE:
            return
    raise FileUnreadable("The mail is larger than any that is taken. It stays in the mailbox.")


def _fine(answer: tuple[str, list[Any]]) -> list[Any]:
    """What came with an OK. Raises IMAP4.error."""
    status, data = answer
    if status != "OK":
        said = b" ".join(each for each in data if isinstance(each, bytes))
        raise imaplib.IMAP4.error(re.sub(r"\s+", " ", said.decode("utf-8", "replace")) or status)
    return data
