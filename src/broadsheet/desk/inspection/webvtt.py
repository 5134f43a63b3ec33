"""WebVTT captions: cues that begin, end and follow one another (W3C, WebVTT)."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

from broadsheet.desk.errors import UnfitFile

LARGEST: Final = 1_000_000
"""Bytes; a film of four hours has a tenth of it."""
_TIME: Final = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_CUE: Final = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")


def checked(data: bytes) -> bytes:
    """The captions with plain line ends. Raises UnfitFile, which names the line."""
    text = _text(data)
    lines = text.split("\n")
    if not re.fullmatch(r"WEBVTT(?:[ \t].*)?", lines[0]):
        raise UnfitFile(_("The captions are not WebVTT: the first line must be “WEBVTT”."))
    begun, cues = -1.0, 0
    for number, line in enumerate(lines, start=1):
        if "-->" in line:
            begun, cues = _cue(line, number, begun), cues + 1
    if not cues:
        raise UnfitFile(_("The captions hold no cue, such as “00:01.000 --> 00:04.000”."))
    return text.encode()


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise UnfitFile(_("The captions are larger than 1 MB: these are no captions."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnfitFile(_("The captions are not UTF-8. Save them as UTF-8.")) from error
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _cue(line: str, number: int, before: float) -> float:
    """When it begins, in seconds."""
    found = _CUE.fullmatch(line.strip())
    if found is None:
        raise UnfitFile(
            _("Line %(line)s of the captions is no time, such as “00:01.000 --> 00:04.000”.")
            % {"line": number}
        )
    begin, end = _seconds(found.groups()[:4]), _seconds(found.groups()[4:])
    if end <= begin or begin < before:
        raise UnfitFile(
            _("Line %(line)s of the captions: a cue ends after it begins and begins after the one before.")
            % {"line": number}
        )
    return begin


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
