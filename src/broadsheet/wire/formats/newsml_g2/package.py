"""A G2 package: which items belong together. It has no text of its own (§ 11)."""

from __future__ import annotations

from datetime import datetime

from broadsheet.wire import acceptance, markup
from broadsheet.wire.formats.newsml_g2 import news_item
from broadsheet.wire.formats.newsml_g2.codes import name_of
from broadsheet.wire.formats.newsml_g2.notes import Notes
from broadsheet.wire.identity import lasting_id, supplier_of
from broadsheet.wire.item import Parsed, WireItem
from broadsheet.wire.nodes import Node


def read(item: Node, received: datetime) -> Parsed:
    """Raises a subclass of Unusable."""
    notes = Notes(item)
    guid = lasting_id(item.attribute("guid"), "guid")
    meta, about = item.first("itemMeta"), item.first("contentMeta")
    fields = news_item.header(item)
    edition = acceptance.edition(fields, "version", "versionCreated", received)
    titles = _titles(item)
    package = WireItem(
        supplier=supplier_of(guid, name_of(meta.first("provider"))),
        id=guid,
        version=edition.number,
        version_created=edition.created,
        kind="composite",
        status=acceptance.status(fields, "pubStatus"),
        headline=acceptance.headline(
            [about.line("headline"), meta.line("title"), next(iter(titles), "")], item.warnings
        ),
        lead=about.text("description"),
        body_html=markup.safe_text("\n\n".join(titles)),
        source=name_of(meta.first("provider")),
        language=item.attribute("lang"),
        urgency=fields.urgency(),
        embargo=news_item.embargo(meta),
        usage_terms=item.text("rightsInfo/usageTerms"),
        copyright_notice=item.text("rightsInfo/copyrightNotice"),
        notes=notes.public,
        warnings=tuple(item.warnings),
    )
    return Parsed(acceptance.complete(package), notes.internal)


def _titles(item: Node) -> list[str]:
    """What the package names, each with its id: the items themselves come on their own."""
    refs = (ref for part in item.all("groupSet/group") for ref in part.all("itemRef"))
    said = ((ref.line("title") or ref.line("headline"), ref.attribute("residref")) for ref in refs)
    return [" – ".join(filter(None, each)) for each in said if any(each)]
