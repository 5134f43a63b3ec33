"""What is wrong with a file in quarantine, in the editors' words; the wire's own tell more, in English."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_REASONS: Final[dict[str, str | Promise]] = {
    "wire-file-empty": _("The file is empty."),
    "wire-file-too-large": _("The file is larger than allowed."),
    "wire-not-utf8": _("The file is not in the character set that its format asks for."),
    "wire-file-truncated": _("The file ends in the middle. Have it sent again."),
    "wire-file-malformed": _("The file is damaged: it cannot be read."),
    "wire-entities-declared": _("The file declares entities, as attackers do. Ask the agency."),
    "wire-too-deep": _("The file is nested deeper than any agency's."),
    "wire-format-unknown": _("The file is in no format that is known here."),
    "wire-id-missing": _("The agency gave no lasting id."),
    "wire-version-missing": _("The agency gave neither version nor date."),
    "wire-content-missing": _("There is neither headline nor text in it."),
    "wire-date-unreadable": _("A date in it cannot be read; it could be an embargo."),
    "wire-date-without-zone": _("A date in it names no time zone; it could be an embargo."),
    "wire-date-out-of-range": _("A date in it cannot be meant. Ask the agency, or check the clock here."),
    "wire-parser-too-slow": _("Reading it takes too long."),
    "wire-parser-too-large": _("Reading it takes too much memory."),
    "wire-parser-crashed": _("Reading it failed badly. The file may be an attack: ask the agency."),
    "wire-format-failed": _("Broadsheet itself failed on it. Please report that."),
}


def reason(code: str) -> str:
    """Empty for a code of a version that is no longer or not yet known."""
    return str(_REASONS.get(code, ""))
