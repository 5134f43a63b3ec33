"""Pictures that came as files: which item brought them, and their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from broadsheet.wire import inbox
from broadsheet.wire.archive import Archive
from broadsheet.wire.item import ARCHIVED, WireItem, WirePicture, decode
from broadsheet.wire.models import Item, RawFile


class Offered(msgspec.Struct, frozen=True):
    """A picture that an item shows or refers to, and whose file lies in the archive."""

    picture: WirePicture
    """As the item that brought the file describes it."""
    item: Item
    """That item: its embargo and its status are the picture's."""
    wire: WireItem
    """The item's content in its newest version."""
    raw: RawFile


def offered_by(item: Item) -> list[Offered]:
    """In the item's order. What lies at an address alone is not among them."""
    found = (_offered(item, picture) for picture in item.wire_item.pictures)
    return [each for each in found if each is not None]


def read(offered: Offered, archive: Path) -> bytes:
    """The file as it came. Raises ArchiveDamaged."""
    return Archive(archive).read(offered.raw.place, offered.raw.sha256)


def _offered(item: Item, picture: WirePicture) -> Offered | None:
    bringer = item
    if not picture.href.startswith(ARCHIVED):
        bringer = _item_of(item, picture) or item
    filed = next(_files(bringer, picture), None)
    if filed is None:
        return None
    raw = RawFile.objects.filter(sha256=filed.href.removeprefix(ARCHIVED)).exclude(place="").first()
    return None if raw is None else Offered(filed, bringer, bringer.wire_item, raw)


def _item_of(item: Item, picture: WirePicture) -> Item | None:
    """The picture's own item, by the agency's lasting id."""
    if not picture.id:
        return None
    return Item.objects.filter(supplier=item.supplier, supplier_id=picture.id, kind="picture").first()


def _files(item: Item, picture: WirePicture) -> Iterator[WirePicture]:
    """Those of the newest version, then of earlier ones: the words may have come after the file."""
    if picture.href.startswith(ARCHIVED):
        yield picture
    for version in inbox.versions(item.pk) if item.kind == "picture" else ():
        yield from (each for each in decode(version.content).pictures if each.href.startswith(ARCHIVED))
