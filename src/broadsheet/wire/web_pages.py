"""Where a saved page comes from: browsers write it into a comment before everything else."""

from __future__ import annotations

import re
from html import escape
from typing import Final
from urllib.parse import urlsplit

PASTED: Final = "broadsheet-pasted"
"""The id of an article that somebody typed or pasted: all of it is text, and nothing is to be told apart."""
_MARK: Final = re.compile(rb"<!--\s*saved from url=\(\d{4,}\)(\S{1,2000}?)\s*-->", re.IGNORECASE)
_HEAD: Final = 4096
_LONGEST: Final = 2000


def marked(text: str, address: str) -> bytes:
    """The page as a browser saves it, in UTF-8 whatever its own tags say of its charset."""
    return f"\ufeff<!-- saved from url=({len(address):04}){address} -->\n{text}".encode()


def of_text(text: str) -> str:
    """The page of a text that was pasted; its first line is the title."""
    title, *lines = [line for each in text.splitlines() if (line := " ".join(each.split()))] or [""]
    body = "".join(f"<p>{escape(line)}</p>" for line in lines or [title])
    head = f"<head><title>{escape(title)}</title></head>"
    return f'<html>{head}<body><article id="{PASTED}">{body}</article></body></html>'


def marked_bytes(document: bytes, address: str) -> bytes:
    """The same for bytes of which nobody said the charset: their own tags still count."""
    return f"<!-- saved from url=({len(address):04}){address} -->\n".encode() + document


def marked_address(document: bytes) -> str:
    """Empty where no browser, and nobody else, said it."""
    found = _MARK.search(document[:_HEAD])
    return web_address(found[1].decode("utf-8", "replace")) if found else ""


def web_address(text: str) -> str:
    """`text` if it leads to a host of the web, without fragment; else empty."""
    try:
        parts = urlsplit(text.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(text) > _LONGEST:
        return ""
    if parts.username or any(character.isspace() or character in "<>\"'" for character in text.strip()):
        return ""
    return parts._replace(fragment="").geturl()


def host(address: str) -> str:
    """Without `www.`; empty for what is no address of the web."""
    return (urlsplit(web_address(address)).hostname or "").removeprefix("www.")
