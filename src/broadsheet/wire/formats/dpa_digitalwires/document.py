"""A digitalwires document as an item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from broadsheet.wire import acceptance, markup
from broadsheet.wire.fields import Fields
from broadsheet.wire.formats.dpa_digitalwires.categories import Categories
from broadsheet.wire.formats.dpa_digitalwires.notes import Notes
from broadsheet.wire.identity import lasting_id, supplier_of
from broadsheet.wire.item import Kind, Parsed, WireItem, WirePicture
from broadsheet.wire.relations import Relation, in_json, recalled

NAME: Final = "dpa digitalwires"

_OWN_KEYS: Final = frozenset({"version_created", "article_html", "pubstatus", "ednotes", "categories"})
_PLACE = re.compile(r"\s*(?:\([^)]*\))?\s*[-–—]*\s*$")
_KINDS: Final[dict[str, Kind]] = {
    "image": "picture",
    "graphic": "graphic",
    "audio": "audio",
    "video": "video",
}


def recognises(document: Mapping[str, Any]) -> bool:
    declared = str(document.get("format", "")).startswith("digitalwires")
    return declared or ("urn" in document and len(_OWN_KEYS & document.keys()) >= 2)


def parse(document: Mapping[str, Any], received: datetime) -> list[Parsed]:
    """The one item in `document`. Raises a subclass of Unusable."""
    fields = Fields(document, [])
    notes = Notes(fields)
    item = acceptance.complete(_item(fields, notes, received, in_json(document)))
    return [Parsed(item, notes.internal)]


def _item(fields: Fields, notes: Notes, received: datetime, relations: Sequence[Relation]) -> WireItem:
    urn = lasting_id(fields.raw("urn"), "urn")
    edition = acceptance.edition(fields, "version", "version_created", received)
    categories = Categories(fields.records("categories"))
    embargo = acceptance.embargo(fields, ["embargoed"])
    if notes.speaks_of_embargo and embargo is None:
        fields.warnings.append("A note speaks of an embargo, but the agency gave no time for it.")
    lead = fields.text("teaser") or fields.text("subhead") or _caption(fields)
    body = markup.safe_html(fields.raw("article_html"), fields.warnings)
    status, signals = acceptance.status(fields, "pubstatus"), _signals(fields, categories)
    words = [fields.line("headline"), fields.line("kicker"), *signals]
    return WireItem(
        supplier=supplier_of(urn, "dpa"),
        id=urn,
        version=edition.number,
        version_created=edition.created,
        kind=_kind(fields, body),
        status=status,
        headline=acceptance.headline(
            [fields.line("headline"), fields.line("kicker"), lead, markup.text_of(body)], fields.warnings
        ),
        kicker=fields.line("kicker"),
        lead=lead,
        body_html=body,
        infobox_html=markup.safe_html(fields.raw("infobox_html"), fields.warnings),
        links=markup.links_of(fields.raw("linkbox_html")),
        byline=fields.line("byline"),
        creditline=fields.line("creditline"),
        place=_PLACE.sub("", fields.line("dateline")[:200]),
        source=categories.source or "dpa",
        hops=categories.hops,
        language=fields.line("language"),
        urgency=fields.urgency(),
        genre=categories.genre,
        embargo=embargo,
        usage_terms=fields.text("usageterms"),
        copyright_notice=fields.text("copyrightnotice"),
        subjects=categories.subjects,
        keywords=categories.keywords,
        pictures=_pictures(fields),
        notes=notes.public,
        signals=signals,
        update_reason=notes.update_reason,
        recalls=recalled(urn, status, words, relations, has_text=bool(body)),
        warnings=tuple(fields.warnings),
    )


def _signals(fields: Fields, categories: Categories) -> tuple[str, ...]:
    own = fields.line("signal").removeprefix("sig:")
    return tuple(dict.fromkeys(filter(None, [own, *categories.signals])))


def _caption(fields: Fields) -> str:
    """The description that is a caption, else the first."""
    descriptions = fields.records("descriptions")
    ranked = sorted(descriptions, key=lambda one: one.line("role") != "drol:caption")
    return ranked[0].text("description") if ranked else ""


def _kind(fields: Fields, body: str) -> Kind:
    """dpa calls everything composite: an item without text is what its first medium is."""
    if body:
        return "text"
    media = (_KINDS.get(one.line("type")) for one in fields.records("associations"))
    return next(filter(None, media), "text")


def _pictures(fields: Fields) -> tuple[WirePicture, ...]:
    found = []
    for association in fields.records("associations"):
        if association.line("type") not in {"image", "graphic"}:
            fields.warnings.append(f"A medium of type {association.line('type')[:20]!r} was not taken in.")
        elif (picture := acceptance.largest(_renditions(association))) is not None:
            found.append(picture)
        else:
            fields.warnings.append("A picture without a usable address was not taken in.")
    return tuple(found)


def _renditions(association: Fields) -> list[WirePicture]:
    return [
        WirePicture(
            href=rendition.raw("url").strip(),
            id=association.line("urn"),
            headline=association.line("headline"),
            caption=association.text("caption"),
            credit=association.line("creditline"),
            width=rendition.number("width"),
            height=rendition.number("height"),
            media_type=rendition.line("mimetype"),
        )
        for rendition in association.records("renditions")
    ]
