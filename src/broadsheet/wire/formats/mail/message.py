"""A mail as an item, and what is attached to it (RFC 5322, 2045)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Final

from broadsheet.wire import acceptance, markup, phrases
from broadsheet.wire.errors import Unusable
from broadsheet.wire.formats.mail.body import Body, read
from broadsheet.wire.identity import id_of_words, lasting_id
from broadsheet.wire.item import Parsed, Status, WireItem
from broadsheet.wire.mail_input import Letter
from broadsheet.wire.moments import version_moment
from broadsheet.wire.text import one_line

NAME: Final = "mail"

_FORWARDED: Final = re.compile(r"^\s*(?:fwd?|wg|i|tr|rv)\s*:\s*", re.IGNORECASE)
_ANSWERED: Final = re.compile(r"^\s*(?:re|aw|antw)\s*:\s*", re.IGNORECASE)
_UNVERIFIED: Final = (
    "Nobody vouches for the sender: the address may be forged. Ask by another way before you rely on it."
)


def recognises(_document: Letter) -> bool:
    return True


def parse(letter: Letter, received: datetime) -> list[Parsed | Unusable]:
    """The mail, then each mail that is attached to it as a whole, as forwarded ones are."""
    return list(_parsed(letter, received))


def _parsed(letter: Letter, received: datetime) -> Iterator[Parsed | Unusable]:
    try:
        body = read(letter.message)
        warnings: list[str] = []
        item = acceptance.complete(_item(letter, body, received, warnings))
        yield Parsed(item, body.internal_notes)
    except Unusable as error:
        yield error
    for part in letter.message.iter_attachments():
        inner = part.get_payload(0) if part.get_content_type() == "message/rfc822" else None
        if isinstance(inner, EmailMessage):
            # Whoever forwards it could have changed it.
            yield from _parsed(Letter(inner, is_verified=False), received)


def _item(letter: Letter, body: Body, received: datetime, warnings: list[str]) -> WireItem:
    message = letter.message
    name, address = parseaddr(str(message.get("From", "")))
    subject = one_line(str(message.get("Subject", "")))
    sent = _sent(message, received, warnings)
    if not letter.is_verified:
        warnings.append(_UNVERIFIED)
    warnings += body.warnings
    headline = _ANSWERED.sub("", _FORWARDED.sub("", subject))
    sender = one_line(name) or address
    return WireItem(
        supplier=(address.rpartition("@")[2] or "mail").lower()[:100],
        id=_id(message, headline, body),
        version=int(sent.timestamp()),
        version_created=sent,
        status=_status(subject, body, warnings),
        headline=acceptance.headline([headline, markup.text_of(body.html)], warnings),
        body_html=body.html,
        links=body.links,
        source=sender,
        hops=tuple(filter(None, dict.fromkeys([body.original_sender, sender]))),
        language=one_line(str(message.get("Content-Language", "")))[:8],
        signals=("forwarded",) if body.original_sender or _FORWARDED.match(subject) else (),
        warnings=tuple(warnings),
    )


def _id(message: EmailMessage, headline: str, body: Body) -> str:
    """Without the brackets; a mail without an id is its words."""
    own = one_line(str(message.get("Message-ID", ""))).strip("<>")
    return lasting_id(f"mail:{own}", "Message-ID") if own else id_of_words("mail", headline, body.html)


def _sent(message: EmailMessage, received: datetime, warnings: list[str]) -> datetime:
    """`Date`, or the time of receipt. Raises DateOutOfRange."""
    try:
        moment = parsedate_to_datetime(str(message["Date"]))
    except (TypeError, ValueError, OverflowError):
        warnings.append("The mail has no readable date: the time of receipt stands in.")
        return received
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return version_moment(aware.isoformat(), "Date")


def _status(subject: str, body: Body, warnings: list[str]) -> Status:
    """An embargo stands in the subject or near the top."""
    if phrases.EMBARGO.search(f"{subject}\n{markup.text_of(body.html)[:1500]}"):
        warnings.append(phrases.HELD)
        return "withheld"
    return "usable"
