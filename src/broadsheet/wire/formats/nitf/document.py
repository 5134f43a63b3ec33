"""An NITF document as an item. Names of elements are those of NITF 3.6."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Final

from lxml import etree

from broadsheet.wire import acceptance, markup, nitf_body
from broadsheet.wire.errors import DateUnreadable
from broadsheet.wire.fields import Fields
from broadsheet.wire.identity import id_of_words, lasting_id, supplier_of
from broadsheet.wire.item import Parsed, WireItem, WireSubject
from broadsheet.wire.moments import basic_iso
from broadsheet.wire.nodes import Node, local
from broadsheet.wire.relations import Relation, recalled

NAME: Final = "NITF 3"

_MANAGEMENT: Final = {
    "usable": "usable",
    "embargoed": "usable",
    "withheld": "withheld",
    "canceled": "canceled",
}


_DAY: Final = re.compile(r"\d{4}-?\d\d-?\d\d")


def recognises(root: etree._Element) -> bool:
    return local(root.tag) == "nitf"


def parse(root: etree._Element, received: datetime) -> list[Parsed]:
    """The one item in the document. Raises a subclass of Unusable."""
    node = Node(root, [])
    text = nitf_body.read(node)
    item = acceptance.complete(_item(node, text, received))
    return [Parsed(item, (*text.internal_notes, *_messages(node.first("head/docdata"))))]


def _item(node: Node, text: nitf_body.NitfText, received: datetime) -> WireItem:
    head, data = node.first("head"), node.first("head/docdata")
    own = _own_id(node, data, text)
    fields = _fields(node, data)
    edition = acceptance.edition(fields, "version", "date.issue", received, undated=True)
    source = text.source or data.first("doc-id").attribute("regsrc")
    status = acceptance.status(fields, "management-status")
    relations = [Relation(each.attribute("id-string"), "correction") for each in data.all("correction")]
    return WireItem(
        supplier=supplier_of(own, source),
        id=own,
        version=edition.number,
        version_created=edition.created,
        status=status,
        headline=acceptance.headline(
            [text.headline, head.line("title"), text.lead, markup.text_of(text.body_html)], node.warnings
        ),
        kicker=text.kicker,
        lead=text.lead,
        body_html=text.body_html,
        byline=text.byline,
        place=text.place,
        source=source,
        language=(head.attribute("lang") or node.attribute("lang"))[:8],
        urgency=fields.urgency(),
        embargo=acceptance.embargo(fields, ["date.release"])
        if _is_embargoed(data, received, fields)
        else None,
        copyright_notice=data.first("doc.copyright").attribute("holder"),
        subjects=tuple(_subjects(head)),
        keywords=tuple(filter(None, (each.attribute("key") for each in data.all("key-list/keyword")))),
        pictures=text.pictures,
        notes=text.public_notes,
        signals=("correction",) if data.all("correction") else (),
        recalls=recalled(own, status, [text.headline], relations, has_text=bool(text.body_html)),
        warnings=tuple(node.warnings),
    )


def _own_id(node: Node, data: Node, text: nitf_body.NitfText) -> str:
    """Whoever writes NITF by hand leaves out the id: then the words are the item, if there are any."""
    given = data.first("doc-id").attribute("id-string") or _meta(node.first("head"), "uno")
    given = given or node.attribute("uno")
    if given or not (text.headline and text.body_html):
        return lasting_id(given, "doc-id")
    node.warnings.append("The agency gave no id ('doc-id'): the same words count as the same item.")
    return id_of_words(f"nitf:{text.source}", text.headline, text.body_html)


def _fields(node: Node, data: Node) -> Fields:
    status = data.attribute("management-status") or data.attribute("management-doc-idref")
    issued = data.first("date.issue").attribute("norm")
    values = {
        # A day alone is good enough for the order of versions, if not for an embargo.
        "date.issue": basic_iso(f"{issued}T0000" if _DAY.fullmatch(issued) else issued, node.warnings),
        "date.release": basic_iso(data.first("date.release").attribute("norm"), node.warnings),
        "urgency": data.first("urgency").attribute("ed-urg"),
        "management-status": _MANAGEMENT.get(status.lower(), status),
    }
    return Fields({name: value for name, value in values.items() if value}, node.warnings)


def _is_embargoed(data: Node, received: datetime, fields: Fields) -> bool:
    """A release date in the future, or one that the document calls an embargo."""
    if "date.release" not in fields:
        if data.attribute("management-status") == "embargoed":
            raise DateUnreadable("The document is embargoed, but names no 'date.release'. Ask the agency.")
        return False
    try:
        return datetime.fromisoformat(fields.line("date.release")) > received.astimezone(UTC)
    except (TypeError, ValueError):
        return True


def _meta(head: Node, name: str) -> str:
    metas = (each for each in head.all("meta") if each.attribute("name").lower() == name)
    return next((each.attribute("content") for each in metas), "")


def _subjects(head: Node) -> list[WireSubject]:
    named = [_classified(each) for each in head.all("tobject/tobject.subject")]
    named += [_identified(each) for each in head.first("docdata/identified-content").children()]
    return [subject for subject in named if subject.name]


def _classified(node: Node) -> WireSubject:
    """By the IPTC's subject codes; the most exact name that is given."""
    names = (node.attribute(f"tobject.subject.{level}") for level in ("detail", "matter", "type"))
    return WireSubject(
        name=next(filter(None, names), ""), scheme="subj", code=node.attribute("tobject.subject.refnum")
    )


def _identified(node: Node) -> WireSubject:
    """People, places and organisations that the agency has marked."""
    return WireSubject(
        name=node.attribute("value") or node.line(),
        scheme=node.attribute("idsrc"),
        code=node.attribute("code"),
    )


def _messages(data: Node) -> tuple[str, ...]:
    """To editors: what is told of the document, and what a correction corrects."""
    told = (each.attribute("info") for name in ("ed-msg", "correction") for each in data.all(name))
    return tuple(filter(None, told))
