"""A G2 news item: text, picture, or what else is delivered one by one."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from broadsheet.wire import acceptance, markup
from broadsheet.wire.errors import DateUnreadable
from broadsheet.wire.fields import Fields
from broadsheet.wire.formats.newsml_g2 import contents
from broadsheet.wire.formats.newsml_g2.codes import code_of, name_of
from broadsheet.wire.formats.newsml_g2.notes import Notes
from broadsheet.wire.identity import lasting_id, supplier_of
from broadsheet.wire.item import Kind, Parsed, WireHop, WireItem, WireLink, WirePicture, WireSubject
from broadsheet.wire.moments import version_moment
from broadsheet.wire.nodes import Node
from broadsheet.wire.relations import Relation, recalled

_KINDS: Final[dict[str, Kind]] = {
    "text": "text",
    "picture": "picture",
    "graphic": "graphic",
    "audio": "audio",
    "video": "video",
    "composite": "composite",
}
# The agency and a dash after the dateline's place, as in "Berlin (dpa) - ".
_AGENCY = re.compile(r"\s*(?:\([^)]*\))?\s*[-–—]*\s*$")
_DAY = re.compile(r",?\s+(?:[A-Za-zäûé]{3,9}\.?\s+\d{1,2}|\d{1,2}\.?\s+[A-Za-zäûé]{3,9}\.?)(?:,?\s+\d{4})?$")
_TEASERS: Final = ("teaser", "summary", "subheadline", "caption", "")
"""Roles of descriptions, the best for a lead first."""


def read(item: Node, received: datetime) -> Parsed:
    """Raises a subclass of Unusable."""
    notes = Notes(item)
    return Parsed(acceptance.complete(_item(item, notes, received)), notes.internal)


def _item(item: Node, notes: Notes, received: datetime) -> WireItem:
    warnings = item.warnings
    meta, about = item.first("itemMeta"), item.first("contentMeta")
    guid = lasting_id(item.attribute("guid"), "guid")
    fields = header(item)
    edition = acceptance.edition(fields, "version", "versionCreated", received)
    content = contents.read(item)
    headlines = _headlines(about)
    lead = _lead(about)
    provider = name_of(meta.first("provider"))
    provenance = _provenance(item)
    status = acceptance.status(fields, "pubStatus")
    signals = tuple(dict.fromkeys(filter(None, map(code_of, meta.all("signal")))))
    return WireItem(
        supplier=supplier_of(guid, provider),
        id=guid,
        version=edition.number,
        version_created=edition.created,
        kind=_KINDS.get(code_of(meta.first("itemClass")), "text"),
        status=status,
        headline=acceptance.headline(
            [headlines[0], content.headline, lead, markup.text_of(content.body_html)], warnings
        ),
        kicker=headlines[1],
        lead=lead,
        body_html=markup.without_headline(content.body_html, headlines[0]),
        infobox_html=content.infobox_html,
        links=_links(meta),
        byline=about.line("by") or content.byline,
        creditline=about.line("creditline"),
        place=_place(about),
        source=_source(about) or provider,
        hops=tuple(dict.fromkeys([*(hop.name for hop in provenance), *_content_sources(about)])),
        language=_language(item, about),
        urgency=fields.urgency(),
        genre=name_of(about.first("genre")),
        embargo=embargo(meta),
        usage_terms=item.text("rightsInfo/usageTerms"),
        copyright_notice=item.text("rightsInfo/copyrightNotice"),
        subjects=tuple(map(_subject, filter(name_of, about.all("subject")))),
        keywords=tuple(filter(None, (each.line() for each in about.all("keyword")))),
        pictures=(*content.pictures, *_linked_pictures(meta)),
        provenance=provenance,
        notes=notes.public,
        signals=signals,
        update_reason=notes.update_reason,
        recalls=recalled(
            guid, status, [*headlines, *signals], _relations(meta), has_text=bool(content.body_html)
        ),
        warnings=tuple(warnings),
    )


def header(item: Node) -> Fields:
    """What counts versions and says whether the item may be used. No status means usable (§ 5.4)."""
    meta = item.first("itemMeta")
    values = {
        "version": item.attribute("version"),
        "versionCreated": meta.line("versionCreated"),
        "pubStatus": code_of(meta.first("pubStatus")),
        "urgency": item.line("contentMeta/urgency"),
    }
    return Fields({name: value for name, value in values.items() if value}, item.warnings)


def embargo(meta: Node) -> datetime | None:
    """Raises DateUnreadable for one without a date, which holds until the agency says more (§ 5.5)."""
    node = meta.first("embargoed")
    if node and not node.line():
        raise DateUnreadable(
            "'embargoed' names no date: the embargo holds until the agency sends a version without."
        )
    return acceptance.embargo(
        Fields({"embargoed": node.line()} if node else {}, meta.warnings), ["embargoed"]
    )


def _headlines(about: Node) -> tuple[str, str]:
    """Headline and kicker. dpa tells them by rank: 1 and 3."""
    found = about.all("headline")
    kickers = [each for each in found if each.attribute("rank") == "3" or "kicker" in each.attribute("role")]
    others = [each for each in found if each not in kickers]
    others.sort(key=lambda each: (each.attribute("rank") or "1", "main" not in each.attribute("role")))
    return _first_line(others) or about.line("title"), _first_line(kickers)


def _first_line(nodes: list[Node]) -> str:
    return next(filter(None, (each.line() for each in nodes)), "")


def _lead(about: Node) -> str:
    by_role = {each.attribute("role").rpartition(":")[2]: each.text() for each in about.all("description")}
    return next((by_role[role] for role in _TEASERS if by_role.get(role)), next(iter(by_role.values()), ""))


def _place(about: Node) -> str:
    """Without the day that follows it, as in "LONDON, Nov 20"."""
    place = _DAY.sub("", _AGENCY.sub("", about.line("dateline")[:200]))
    return place or name_of(about.first("located"))


def _source(about: Node) -> str:
    """Whose content it is, else who has anything to do with it."""
    others = map(name_of, about.all("infoSource"))
    return next(filter(None, [*_content_sources(about), *others]), "")


def _content_sources(about: Node) -> list[str]:
    found = (each for each in about.all("infoSource") if "contentSource" in each.attribute("role"))
    return list(filter(None, map(name_of, found)))


def _language(item: Node, about: Node) -> str:
    return about.first("language").attribute("tag") or item.attribute("lang")


def _subject(node: Node) -> WireSubject:
    scheme, _, code = node.attribute("qcode").rpartition(":")
    if not code:
        scheme, _, code = node.attribute("uri").rpartition("/")
    return WireSubject(name=name_of(node), scheme=scheme, code=code)


def _links(meta: Node) -> tuple[WireLink, ...]:
    """Addresses for people; what is linked as a picture is one of the item's pictures."""
    found = (WireLink(href=each.attribute("href"), title=each.line("title")) for each in meta.all("link"))
    pictures = {each.attribute("href") for each in _picture_links(meta)}
    return tuple(
        link for link in found if link.href.startswith(("http://", "https://")) and link.href not in pictures
    )


def _relations(meta: Node) -> list[Relation]:
    """To other items (§ 8.5): links that name one by its id."""
    return [
        Relation(each.attribute("residref"), each.attribute("rel"), code_of(each.first("itemClass")))
        for each in meta.all("link")
        if each.attribute("residref") and not each.attribute("contenttype").startswith(("image/", "video/"))
    ]


def _linked_pictures(meta: Node) -> tuple[WirePicture, ...]:
    found = (
        WirePicture(href=each.attribute("href"), id=each.attribute("residref"), headline=each.line("title"))
        for each in _picture_links(meta)
    )
    return tuple(picture for picture in found if acceptance.largest([picture]))


def _picture_links(meta: Node) -> list[Node]:
    return [each for each in meta.all("link") if code_of(each.first("itemClass")) in {"picture", "graphic"}]


def _provenance(item: Node) -> tuple[WireHop, ...]:
    """Who had the item in hand before, the first first (§ 5.8)."""
    hops = sorted(item.all("hopHistory/hop"), key=lambda each: each.attribute("seq").zfill(6))
    return tuple(_hop(each) for each in hops if name_of(each.first("party")))


def _hop(node: Node) -> WireHop:
    time = node.attribute("timestamp")
    actions = (code_of(each) for each in node.all("action"))
    return WireHop(
        name=name_of(node.first("party")),
        at=version_moment(time, "timestamp") if time else None,
        actions=tuple(dict.fromkeys(filter(None, actions))),
    )
