"""What an agency changed from one version to the next, word by word, for people to read."""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.desk.compose.rich_text import blocks_of
from broadsheet.kernel.comparison import Line, compared, is_changed
from broadsheet.ledger.plain import lines
from broadsheet.wire.item import WireItem


def difference(before: WireItem, after: WireItem) -> list[Line]:
    """The newer text, line by line, with what was removed in its place; changed lines alone."""
    return [line for line in compared(list(_lines(before)), list(_lines(after))) if is_changed(line)]


def _lines(item: WireItem) -> Iterator[str]:
    yield from filter(None, (item.kicker, item.headline, item.lead))
    for html in (item.body_html, item.infobox_html):
        yield from lines(blocks_of(html))
