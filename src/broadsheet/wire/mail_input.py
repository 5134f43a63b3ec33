"""Bytes to a mail, with who vouches for its sender.

Anybody can write any name into `From`. Whether it is true is for the newsroom's own mail server
to say: it checks SPF, DKIM and DMARC when the mail comes in and writes the result on top, under
its own name (RFC 8601). What others wrote under other names, or lower down, counts for nothing.
"""

from __future__ import annotations

import re
from email import policy
from email.errors import MessageError
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from typing import Any, Final, cast

import msgspec

from broadsheet.wire.errors import FileMalformed, TooDeep

_HEADER = re.compile(rb"(?:From [^\n]*\n)?([!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n")
_TELLING: Final = (b"\nfrom:", b"\nmessage-id:", b"\nreceived:", b"\nmime-version:", b"\ndate:")
_NESTING = re.compile(rb"boundary=|message/rfc822", re.IGNORECASE)
_MOST_NESTED: Final = 100
_PASSED = re.compile(r"\bdmarc\s*=\s*pass\b", re.IGNORECASE)
_ASSERTED_FROM = re.compile(r"header\.from\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE)


class _Lenient(policy.EmailPolicy):
    """A field that Python's reader stumbles over is text as it was sent."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        try:
            return super().header_fetch_parse(name, value)
        except (MessageError, ValueError, LookupError, AttributeError, TypeError):
            return value.replace("\r", "").replace("\n", "")


_POLICY: Final = _Lenient()


class Letter(msgspec.Struct, frozen=True):
    """A mail and what was found out about it."""

    message: EmailMessage
    is_verified: bool
    """Whether our own mail server says that the address in `From` is true."""


def is_mail(data: bytes) -> bool:
    """A block of headers, two of which only mails have."""
    head = data[:20_000].lstrip()
    found = _HEADER.match(head.replace(b"\r\n", b"\n"))
    lowered = b"\n" + (found[0].lower() if found else b"")
    told = sum(name in lowered for name in _TELLING) + (b"\nto:" in lowered and b"\nsubject:" in lowered)
    return told >= 2


def load(data: bytes, authority: str) -> Letter:
    """`authority` is the name under which our mail server writes its results, "" for none.

    Raises FileMalformed, and TooDeep before Python's reader, which goes down by recursion, sees the bytes.
    """
    if len(_NESTING.findall(data)) > _MOST_NESTED:
        raise TooDeep(
            f"The mail holds more than {_MOST_NESTED} mails or groups of parts. Ask for it in pieces."
        )
    try:
        message = cast("EmailMessage", BytesParser(policy=_POLICY).parsebytes(data.lstrip()))
    except (MessageError, ValueError, LookupError) as error:
        raise FileMalformed(f"The mail cannot be read ({error}). Save it again.") from None
    return Letter(message, _is_verified(message, authority))


def _is_verified(message: EmailMessage, authority: str) -> bool:
    """The uppermost result under our server's name says so, for the domain that `From` names."""
    if not authority:
        return False
    results = [str(value) for value in message.get_all("Authentication-Results", [])]
    ours = next((each for each in results if each.split(";")[0].split()[:1] == [authority]), "")
    asserted = _ASSERTED_FROM.search(ours)
    domain = parseaddr(str(message.get("From", "")))[1].rpartition("@")[2].lower()
    return bool(domain and _PASSED.search(ours) and asserted and asserted[1].lower() == domain)
