"""What copy without fields says of itself in words: teleprinter text, mail, captions."""

from __future__ import annotations

import re
from typing import Final

NOT_FOR_READERS: Final = re.compile(
    r"^\s*(?:#+ |\* \* \*|=== ?|Notizblock|Redaktionelle Hinweise|Notes? to editors?|Achtung Redaktion"
    r"|Eds\.?:|EDITOR'?S NOTE)"
    r"|nicht zur Veröffentlichung|not for publication",
    re.IGNORECASE,
)
"""From the first such line on, nothing is taken for text: contacts stand there."""
EMBARGO: Final = re.compile(
    r"\bSperrfrist\b|\bembargo(?:ed)?\b|\bfrei ab\b|\bhold for release\b", re.IGNORECASE
)
DATELINE: Final = re.compile(r"^([^()\n]{2,60}?) \(([\w/,. -]{2,30})\) (?:[-–—]|--) ")
BYLINE: Final = re.compile(r"^(?:Von|By|Par) \S")
HELD: Final = "The text speaks of an embargo (Sperrfrist). The item is withheld: read it and decide."
"""The warning where one of EMBARGO was found: words have no time that a machine could keep."""
