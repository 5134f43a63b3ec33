"""A wire item becomes a draft. What the agency tells the newsroom alone is not in the item."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from broadsheet.desk import clips, config, placements
from broadsheet.desk.agency_pictures import desk_picture
from broadsheet.desk.agency_pictures import words_of as words_of_picture
from broadsheet.desk.drafts import new_story
from broadsheet.desk.errors import ItemRecalled
from broadsheet.desk.markup import escaped, inner_of, markup_of, text_of, tree_of
from broadsheet.desk.models import Picture, SectionPage, Source, StoryPage
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.kernel.language import LANGUAGES, Language, shorten
from broadsheet.wire import inbox
from broadsheet.wire.item import WireHop, WireItem
from broadsheet.wire.models import Item
from broadsheet.wire.pictures import offered_by

log = logging.getLogger(__name__)

_SUBHEADS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LISTS = frozenset({"ul", "ol"})
_ROOMS = frozenset({"div", "section", "article"})
_BLOCKS = _SUBHEADS | _LISTS | _ROOMS | {"p", "table", "blockquote", "pre"}

Block = dict[str, Any]


@transaction.atomic
def draft_from(item: Item, section: SectionPage, user: Any = None) -> StoryPage:
    """A story that is not live, with the item's words and topics; the item is marked as taken.

    Raises ItemRecalled for what the agency withholds or has canceled.
    """
    _require_free(item)
    wire = item.wire_item
    words = words_of(wire)
    story = new_story(
        section,
        headline=words.pop("title"),
        user=user,
        topics=placements.proposal(item).topics,
        language=_language(wire),
        picture=_lead_picture(item, user),
        wire_item=item.pk,
        wire_version=item.version,
        **words,
    )
    inbox.mark_taken(item.pk, story.story_id, item.version)
    return story


def story_of(item: Item) -> StoryPage | None:
    """The story that was made of the item, if it is still there."""
    story: StoryPage | None = StoryPage.objects.filter(story_id=item.story).first() if item.story else None
    return story


def _lead_picture(item: Item, user: Any) -> Picture | None:
    """The first that came as a file and of which the agency says what readers must be told."""
    for offered in offered_by(item):
        said = words_of_picture(offered.picture, offered.wire)
        if said["credit"] and said["alt"]:
            try:
                return desk_picture(offered, user)
            except BroadsheetError as error:
                log.warning("A picture of the wire item %s was left out: %s", item.pk, error)
    return None


def _require_free(item: Item) -> None:
    what = {"headline": str(item)}
    if item.status == Item.Status.CANCELED:
        raise ItemRecalled(_("The agency has canceled “%(headline)s”: no story is made of it.") % what)
    if item.status == Item.Status.WITHHELD:
        text = _("The agency withholds “%(headline)s”: a story can be made of it once it is released.")
        raise ItemRecalled(text % what)


def words_of(wire: WireItem) -> dict[str, Any]:
    """What a story takes from the item, as fields of StoryPage; of a clip the source alone."""
    if wire.is_clip:
        return {"title": heads_of(wire)["title"], "sources": json.dumps([clips.chain_of(wire)])}
    return {
        **heads_of(wire),
        "agency": wire.supplier[:40],
        "place": wire.place[:80],
        "body": json.dumps(list(body_of(wire))),
        "sources": json.dumps([_chain(wire)]),
    }


def heads_of(wire: WireItem) -> dict[str, str]:
    """What stands above the text."""
    return {
        "kicker": wire.kicker[:120],
        "title": shorten(wire.headline or wire.lead or wire.id, 250),
        "lead": wire.lead,
    }


def _chain(wire: WireItem) -> Block:
    """How the item came to us: from those whom the agency names, then the agency, on the item's day."""
    dated = {hop.name: hop for hop in wire.provenance}
    names = dict.fromkeys((*(hop.name for hop in wire.provenance), *wire.hops, wire.source, wire.supplier))
    stations = [dated.get(name) or WireHop(name=name) for name in names]
    named = [(hop, _known(" ".join(hop.name.split()))) for hop in stations if hop.name.strip()]
    last = {source.pk if source else hop.name.casefold(): (hop, source) for hop, source in reversed(named)}
    hops = [_hop(hop, source) for hop, source in reversed(last.values())]
    hops[-1]["on"] = _day(wire.version_created)
    claim = shorten(wire.headline or wire.lead or wire.id, 250)
    return _block("source", {"claim": claim, "certainty": "attributed", "hops": hops})


def _known(name: str) -> Source | None:
    """A source of the house's list, by its name or by its name in the wire."""
    listed = Source.objects.filter(active=True, confidential=False)
    return listed.filter(Q(wire_name__iexact=name) | Q(name__iexact=name)).first()


def _hop(hop: WireHop, source: Source | None) -> dict[str, Any]:
    when = {"on": _day(hop.at)} if hop.at else {}
    if source is not None:
        return {"source": source.pk, "name": "", **when}
    return {"source": None, "name": " ".join(hop.name.split()), "kind": "agency", **when}


def _day(moment: datetime) -> str:
    return moment.astimezone(config.active().time_zone).date().isoformat()


def body_of(wire: WireItem) -> Iterator[Block]:
    """StreamField data for the item's text, and its box as a fact box."""
    yield from blocks_of(wire.body_html)
    box = "".join(block["value"] for block in blocks_of(wire.infobox_html) if block["type"] == "paragraph")
    if box:
        yield _block("factbox", {"title": "", "body": box})


def blocks_of(markup: str) -> Iterator[Block]:
    """Paragraphs and lists side by side in one text block, as an editor would write them."""
    text: list[str] = []
    for kind, value in _parts(tree_of(markup)):
        if kind == "text":
            text.append(value)
            continue
        yield from _flushed(text)
        yield _block(kind, value)
    yield from _flushed(text)


def _flushed(text: list[str]) -> Iterator[Block]:
    if text:
        yield _block("paragraph", "".join(text))
        text.clear()


def _block(kind: str, value: Any) -> Block:
    return {"type": kind, "value": value, "id": str(uuid4())}


def _parts(element: Any) -> Iterator[tuple[str, Any]]:
    """Kind and value of what stands in `element`, in order; loose text is a paragraph."""
    if not any(child.tag in _BLOCKS for child in element):
        yield from _paragraph(inner_of(element) if text_of(element) else "")
        return
    yield from _loose(element.text)
    for child in element:
        tag = child.tag if isinstance(child.tag, str) else ""
        if tag in _ROOMS:
            yield from _parts(child)
        else:
            yield from _part(tag, child)
        yield from _loose(child.tail)


def _part(tag: str, child: Any) -> Iterator[tuple[str, Any]]:
    words = text_of(child) if tag else ""
    if not words:
        return
    if tag in _SUBHEADS:
        yield "subhead", words[:150]
    elif tag in _LISTS:
        yield "text", markup_of(child)
    elif tag == "table":
        yield "table", _table(child)
    elif tag == "blockquote":
        yield "quotation", {"text": words, "speaker": "", "literal": True, "source": ""}
    else:
        yield "text", f"<p>{inner_of(child)}</p>"


def _loose(text: str | None) -> Iterator[tuple[str, Any]]:
    yield from _paragraph(escaped(text or ""))


def _paragraph(markup: str) -> Iterator[tuple[str, Any]]:
    if markup.strip():
        yield "text", f"<p>{markup.strip()}</p>"


def _table(element: Any) -> dict[str, Any]:
    rows = [[text_of(cell) for cell in row if cell.tag in {"td", "th"}] for row in element.iter("tr")]
    rows = [row for row in rows if row]
    width = max((len(row) for row in rows), default=0)
    first = next(element.iter("tr"), None)
    has_head = first is not None and all(cell.tag == "th" for cell in first)
    caption = next((text_of(each) for each in element.iter("caption")), "")
    return {
        "data": [row + [""] * (width - len(row)) for row in rows],
        "first_row_is_table_header": has_head,
        "first_col_is_header": False,
        "table_header_choice": "row" if has_head else "neither",
        "table_caption": caption,
    }


def _language(wire: WireItem) -> Language:
    short = wire.language[:2].lower()
    return next((each for each in LANGUAGES if each == short), config.active().language)
