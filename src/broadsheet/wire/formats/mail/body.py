"""The words of a mail: HTML or plain; without the signature and what is for editors alone."""

from __future__ import annotations

import re
from email.message import EmailMessage, MIMEPart
from html import escape
from typing import Final

import msgspec

from broadsheet.wire import markup, phrases
from broadsheet.wire.item import WireLink
from broadsheet.wire.text import many_lines, one_line

_SIGNATURE: Final = re.compile(r"^-- ?$")
_FORWARDED: Final = re.compile(
    r"^[>\s]*(?:-{3,}\s*(?:Original Message|(?:Ursprüngliche|Weitergeleitete) Nachricht|Forwarded message)"
    r"\s*-{3,}|Begin forwarded message:|Anfang der weitergeleiteten Nachricht:)\s*$",
    re.IGNORECASE,
)
_FORWARDED_HEADER: Final = re.compile(
    r"^[>\s*]*(From|Von|Sent|Gesendet|Date|Datum|To|An|Cc|Kopie|Subject|Betreff|Reply-To)\s*:[\s*]*(.*)$",
    re.IGNORECASE,
)
_CONTACT: Final = re.compile(
    r"^\W*(?:Presse-?kontakt|Medienkontakt|Kontakt|Rückfragen|Press contact|Media contact|Contact)\b",
    re.IGNORECASE,
)
"""From such a line on there are names and telephone numbers, for the newsroom alone."""


class Body(msgspec.Struct, frozen=True, kw_only=True):
    html: str
    links: tuple[WireLink, ...] = ()
    original_sender: str = ""
    internal_notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def read(message: EmailMessage) -> Body:
    """Raises TooDeep."""
    warnings = [f"Attached: {each}" for each in map(_named, message.iter_attachments()) if each]
    part = message.get_body(preferencelist=("html", "plain"))
    text = "" if part is None else _content(part, warnings)
    if part is not None and part.get_content_subtype() == "html":
        html = markup.safe_html(text, warnings)
        lines = markup.text_of(html).split("\n")
        open_, closed, sender = _apart(lines)
        # Paragraphs are kept as they are while all of them are for readers.
        kept = html if not closed and not sender else _paragraphs(open_)
        links = markup.links_of(kept)
    else:
        open_, closed, sender = _apart(text.replace("\r\n", "\n").split("\n"))
        kept, links = markup.safe_text(many_lines("\n".join(open_))), ()
    notes = tuple(filter(None, [many_lines("\n".join(closed))]))
    return Body(
        html=kept, links=links, original_sender=sender, internal_notes=notes, warnings=tuple(warnings)
    )


def _content(part: MIMEPart, warnings: list[str]) -> str:
    try:
        return str(part.get_content())
    except (LookupError, ValueError):  # ValueError: a name that holds a NUL
        warnings.append("The mail names a character set that is none; it was read as Windows-1252.")
        payload = part.get_payload(decode=True)
        return payload.decode("cp1252", errors="replace") if isinstance(payload, bytes) else ""


def _apart(lines: list[str]) -> tuple[list[str], list[str], str]:
    """For readers; for editors; and who wrote it, if it was forwarded."""
    before, within, sender = _unwrapped(lines)
    at = next((at for at, line in enumerate(within) if _is_closed(line)), len(within))
    return within[:at], [*before, *within[at:]], sender


def _is_closed(line: str) -> bool:
    return any(mark.search(line) for mark in (_SIGNATURE, _CONTACT, phrases.NOT_FOR_READERS))


def _unwrapped(lines: list[str]) -> tuple[list[str], list[str], str]:
    """What the forwarder wrote above, the forwarded text, and its sender."""
    at = next((at for at, line in enumerate(lines) if _FORWARDED.match(line)), None)
    if at is None:
        return [], lines, ""
    headers: dict[str, str] = {}
    start = at + 1
    for line in lines[at + 1 : at + 16]:
        found = _FORWARDED_HEADER.match(line)
        if found is None and line.strip(" >"):
            break
        start += 1
        if found is not None:
            headers[found[1].lower()] = one_line(found[2])
    within = [line.removeprefix(">").removeprefix(" ") for line in lines[start:]]
    return lines[:at], within, headers.get("from") or headers.get("von", "")


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in filter(None, map(one_line, lines)))


def _named(part: MIMEPart) -> str:
    """A forwarded mail is an item of its own."""
    if part.get_content_type() == "message/rfc822":
        return ""
    return f"{one_line(part.get_filename() or 'without a name')[:120]} ({part.get_content_type()})"
