"""The demo's own line markup, turned into the values of the desk's body blocks.

Blocks are separated by blank lines; the first line says which kind a block is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any

BlockValue = dict[str, Any]
Lookup = Callable[[str], int]
"""From a key of the demo to a primary key."""

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_ITALIC = re.compile(r"(?<!\*)\*([^*]+)\*(?!\*)")
_NUMBERED = re.compile(r"\d+\. ")


class Markup:
    """Knows where the demo's links, pictures and files lead."""

    def __init__(self, story: Lookup, picture: Lookup, media: Lookup) -> None:
        self._story = story
        self._picture = picture
        self._media = media

    def blocks(self, text: str) -> list[BlockValue]:
        chunks = re.split(r"\n\s*\n", text.strip())
        return [self._block(chunk.strip().split("\n")) for chunk in chunks if chunk.strip()]

    def _block(self, lines: list[str]) -> BlockValue:
        first, rest = lines[0], lines[1:]
        if first.startswith("!"):
            word, _, argument = first[1:].partition(" ")
            return {"type": _BLOCK_OF[word], "value": self._COMMANDS[word](self, argument.strip(), rest)}
        if first.startswith("## "):
            return {"type": "subhead", "value": first[3:].strip()}
        if first.startswith("> "):
            return {"type": "pullquote", "value": _quote(lines)}
        return {"type": "paragraph", "value": self.html(lines)}

    def html(self, lines: list[str]) -> str:
        """Paragraphs and lists as the desk's rich text."""
        if all(line.startswith("- ") for line in lines):
            return self._list("ul", [line[2:] for line in lines])
        if all(_NUMBERED.match(line) for line in lines):
            return self._list("ol", [_NUMBERED.sub("", line, count=1) for line in lines])
        return f"<p>{self._inline(' '.join(lines))}</p>"

    def _list(self, tag: str, items: list[str]) -> str:
        inner = "".join(f"<li>{self._inline(item)}</li>" for item in items)
        return f"<{tag}>{inner}</{tag}>"

    def _inline(self, text: str) -> str:
        text = _LINK.sub(self._link, escape(text, quote=False))
        return _ITALIC.sub(r"<i>\1</i>", _BOLD.sub(r"<b>\1</b>", text))

    def _link(self, match: re.Match[str]) -> str:
        words, target = match.groups()
        if target.startswith("story:"):
            return f'<a linktype="page" id="{self._story(target.removeprefix("story:"))}">{words}</a>'
        return f'<a href="{escape(target)}">{words}</a>'

    # ---- commands -----------------------------------------------------------------------

    def _picture_command(self, argument: str, _rest: list[str]) -> Any:
        key, _, caption = argument.partition("|")
        return {"picture": self._picture(key.strip()), "caption": caption.strip()}

    def _media_command(self, argument: str, _rest: list[str]) -> Any:
        key, _, caption = argument.partition("|")
        return {"file": self._media(key.strip()), "caption": caption.strip()}

    def _gallery_command(self, argument: str, _rest: list[str]) -> Any:
        keys, _, caption = argument.partition("|")
        pictures = [{"picture": self._picture(key), "caption": ""} for key in keys.split()]
        return {"pictures": pictures, "caption": caption.strip()}

    def _embed_command(self, argument: str, _rest: list[str]) -> Any:
        url, _, title = argument.partition("|")
        found = {"author": "", "text": "", "poster": None, "key": "", "size": ""}
        return {"url": url.strip(), "title": title.strip(), **found}

    def _quote_command(self, argument: str, rest: list[str]) -> Any:
        """`!quote 2 | Speaker`: rests on the story's second chain of sources; without a number on none."""
        number, _, speaker = argument.partition("|")
        source = f"c{number.strip()}" if number.strip() else ""
        words = " ".join(rest).strip()
        return {"text": words, "speaker": speaker.strip(), "literal": True, "source": source}

    def _claim_command(self, argument: str, rest: list[str]) -> Any:
        return {**self._quote_command(argument, rest), "literal": False}

    def _machine_command(self, argument: str, rest: list[str]) -> Any:
        how, _, editor = argument.partition("|")
        parts = [{"type": "paragraph", "value": self.html(rest)}]
        return {"how": how.strip(), "editor": editor.strip(), "parts": parts}

    def _fact_command(self, argument: str, rest: list[str]) -> Any:
        html, items = "", [line for line in rest if line.startswith("- ")]
        for line in rest:
            if not line.startswith("- "):
                html += f"<p>{self._inline(line)}</p>"
        return {"title": argument, "body": html + (self.html(items) if items else "")}

    def _table_command(self, argument: str, rest: list[str]) -> Any:
        return {
            "data": [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in rest],
            "table_caption": argument,
            "table_header_choice": "row",
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "cell": [],
        }

    _COMMANDS: dict[str, Callable[..., Any]] = {  # noqa: RUF012 - a table of this class's own methods
        "picture": _picture_command,
        "gallery": _gallery_command,
        "media": _media_command,
        "embed": _embed_command,
        "quote": _quote_command,
        "claim": _claim_command,
        "machine": _machine_command,
        "fact": _fact_command,
        "table": _table_command,
    }


_BLOCK_OF = {
    "picture": "picture",
    "gallery": "gallery",
    "media": "media",
    "embed": "embed",
    "quote": "quotation",
    "claim": "quotation",
    "machine": "machine",
    "fact": "factbox",
    "table": "table",
}


def _quote(lines: list[str]) -> dict[str, str]:
    words = [line[2:].strip() for line in lines if line.startswith("> ")]
    speaker = words.pop().removeprefix("—").removeprefix("–").strip() if words[-1][:1] in "—–" else ""
    return {"text": " ".join(words), "speaker": speaker}
