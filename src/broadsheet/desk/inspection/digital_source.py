"""How a picture says that it came to be: IPTC's digital source type in its XMP or in its C2PA manifest.

Both name the same vocabulary by its address, uncompressed, wherever the file keeps them; IPTC's older
IIM block has no such field.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from broadsheet.ledger.provenance import DIGITAL_SOURCES, MACHINE_MADE, DigitalSource

_TERM: Final = re.compile(rb"cv\.iptc\.org/newscodes/digitalsourcetype/([A-Za-z]+)")
_KNOWN: Final = {term.encode(): term for term in DIGITAL_SOURCES}


def told_by(data: bytes) -> DigitalSource | Literal[""]:
    """The first term; if parts of the picture have several, the first that says a machine made one."""
    terms = [_KNOWN[term] for term in _TERM.findall(data) if term in _KNOWN]
    return next((term for term in terms if term in MACHINE_MADE), next(iter(terms), ""))
