"""Plain text without characters that readers cannot see but that change what they see."""

from __future__ import annotations

import re

# Controls but tab and line ends, bidirectional embeddings and overrides, byte order marks,
# what is no character, lone surrogates. The marks U+200E and U+200F stay: Hebrew and Arabic names need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")


def has_hidden(text: str) -> bool:
    return _HIDDEN.search(text) is not None


def visible(text: str) -> str:
    """`text` without hidden characters; every line end becomes a line feed."""
    return _LINE_ENDS.sub("\n", _HIDDEN.sub("", text))


def one_line(text: str) -> str:
    return " ".join(visible(text).split())


def many_lines(text: str) -> str:
    lines = (" ".join(line.split()) for line in visible(text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
