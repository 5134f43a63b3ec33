"""A NewsML document as its items. Names of elements are those of NewsML 1.2."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from lxml import etree

from broadsheet.wire import acceptance, markup
from broadsheet.wire.errors import ContentMissing, DateUnreadable, Unusable
from broadsheet.wire.fields import Fields
from broadsheet.wire.formats.newsml_1.contents import Contents, read
from broadsheet.wire.identity import lasting_id, supplier_of
from broadsheet.wire.item import Parsed, WireItem, WireSubject
from broadsheet.wire.moments import basic_iso
from broadsheet.wire.nodes import Node, local
from broadsheet.wire.relations import Relation, recalled

NAME: Final = "NewsML 1"

_STATUS: Final = {"embargoed": "usable", "usable": "usable", "canceled": "canceled", "withheld": "withheld"}
_FOR_EDITORS: Final = frozenset({"Instruction", "Comment"})


def recognises(root: etree._Element) -> bool:
    return local(root.tag) == "NewsML"


def parse(root: etree._Element, received: datetime) -> list[Parsed | Unusable]:
    """Each item in the document; one that is unusable does not hide the others."""
    results = list(_parsed(root, received))
    if not results:
        raise ContentMissing("The document holds no NewsItem. Ask the agency.")
    return results


def _parsed(root: etree._Element, received: datetime) -> Iterator[Parsed | Unusable]:
    for element in (child for child in root if local(child.tag) == "NewsItem"):
        item = Node(element, [])
        try:
            contents = read(item)
            notes = (each.text() or each.attribute("FormalName") for each in item.within(*_FOR_EDITORS))
            internal = (*filter(None, notes), *contents.internal_notes)
            yield Parsed(acceptance.complete(_item(item, contents, received)), internal)
        except Unusable as error:
            yield error


def _item(item: Node, contents: Contents, received: datetime) -> WireItem:
    warnings = item.warnings
    own = _own_id(item.first("Identification/NewsIdentifier"))
    management = item.first("NewsManagement")
    fields = _fields(item, management)
    status = acceptance.status(fields, "Status")
    edition = acceptance.edition(fields, "RevisionId", "ThisRevisionCreated", received)
    main = item.first("NewsComponent")
    lines, about = _described(main, "NewsLines"), _described(main, "DescriptiveMetadata")
    provider = _party(_described(main, "AdministrativeMetadata"), "Provider")
    sources = _parties(_described(main, "AdministrativeMetadata"), "Source")
    return WireItem(
        supplier=supplier_of(own, provider),
        id=own,
        version=edition.number,
        version_created=edition.created,
        kind=contents.kind,
        status=status,
        headline=acceptance.headline(
            [lines.line("HeadLine"), contents.headline, markup.text_of(contents.body_html)], warnings
        ),
        kicker=lines.line("SubHeadLine"),
        body_html=contents.body_html,
        byline=lines.line("ByLine") or contents.byline,
        creditline=lines.line("CreditLine"),
        place=_place(lines, about) or contents.place,
        source=next(iter(sources), provider),
        hops=tuple(dict.fromkeys(filter(None, [provider, *sources]))),
        language=about.first("Language").attribute("FormalName"),
        urgency=fields.urgency("Urgency"),
        genre=about.first("Genre").attribute("FormalName"),
        embargo=_embargo(management, fields),
        usage_terms=_described(main, "RightsMetadata").text("UsageRights/Limitations"),
        copyright_notice=lines.line("CopyrightLine"),
        subjects=tuple(_subjects(about)),
        keywords=_keywords(lines),
        pictures=contents.pictures,
        notes=contents.notes,
        recalls=recalled(
            own, status, [lines.line("HeadLine")], _relations(management), has_text=bool(contents.body_html)
        ),
        warnings=tuple(warnings),
    )


def _own_id(identifier: Node) -> str:
    """As NewsML-G2 names the same item: without the revision, with which a public identifier ends."""
    parts = [identifier.line(name) for name in ("ProviderId", "DateId", "NewsItemId")]
    if all(parts):
        return lasting_id(f"urn:newsml:{':'.join(parts)}", "NewsIdentifier")
    return lasting_id("", "NewsIdentifier")


def _fields(item: Node, management: Node) -> Fields:
    status = management.first("Status").attribute("FormalName")
    values = {
        "RevisionId": item.line("Identification/NewsIdentifier/RevisionId"),
        "ThisRevisionCreated": basic_iso(management.line("ThisRevisionCreated"), item.warnings),
        "Status": _STATUS.get(status.lower(), status),
        "Urgency": management.first("Urgency").attribute("FormalName"),
        "DateAndTime": basic_iso(management.line("StatusWillChange/DateAndTime"), item.warnings),
    }
    return Fields({name: value for name, value in values.items() if value}, item.warnings)


def _relations(management: Node) -> list[Relation]:
    """Public identifiers end with the revision, which counts for nothing here."""
    return [
        Relation(":".join(each.attribute("NewsItem").split(":")[:5]), each.attribute("FormalName"))
        for each in management.all("AssociatedWith")
    ]


def _embargo(management: Node, fields: Fields) -> datetime | None:
    """An embargoed item says when its status changes to usable. Raises DateUnreadable if it does not."""
    will_be = management.first("StatusWillChange/FutureStatus").attribute("FormalName").lower()
    if management.first("Status").attribute("FormalName").lower() == "embargoed":
        if "DateAndTime" not in fields or will_be not in {"usable", ""}:
            raise DateUnreadable("The item is embargoed, but says not until when. Ask the agency.")
        return acceptance.embargo(fields, ["DateAndTime"])
    return None


def _described(component: Node, name: str) -> Node:
    """The outer component's, else the first of those within."""
    return component.first(name) or next(component.within(name), Node(None, component.warnings))


def _party(node: Node, name: str) -> str:
    return next(iter(_parties(node, name)), "")


def _parties(node: Node, name: str) -> list[str]:
    return list(filter(None, (each.attribute("FormalName") for each in node.all(f"{name}/Party"))))


def _place(lines: Node, about: Node) -> str:
    located = (each for each in about.all("Location/Property") if each.attribute("FormalName") == "City")
    city = next((each.attribute("Value") for each in located), "")
    return city or lines.line("DateLine").partition(",")[0]


def _subjects(about: Node) -> Iterator[WireSubject]:
    """The IPTC's subject codes, the most exact of each."""
    for each in about.all("SubjectCode"):
        codes = (
            each.first(level).attribute("FormalName")
            for level in ("SubjectDetail", "SubjectMatter", "Subject")
        )
        code = next(filter(None, codes), "")
        if code:
            yield WireSubject(name=code, scheme="subj", code=code)


def _keywords(lines: Node) -> tuple[str, ...]:
    named = [each.line() for each in lines.all("KeywordLine")]
    named += [word.strip() for word in lines.line("SlugLine").replace("/", "-").split("-")]
    return tuple(dict.fromkeys(filter(None, named)))
