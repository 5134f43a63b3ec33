"""Items and their versions in the database: the newest counts, in whatever order they come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from broadsheet.kernel import clock
from broadsheet.wire import clips, likeness, models, recalls
from broadsheet.wire.item import Parsed, Status, WireItem, encode
from broadsheet.wire.markup import plain
from broadsheet.wire.outcome import Outcome, OutcomeStatus
from broadsheet.wire.searching import words_in

Order = tuple[int, datetime, int]


def store(parsed: Parsed, raw: models.RawFile, path: str) -> Outcome:
    """Keeps the version, and makes it the item's newest if it is. In the caller's transaction."""
    item, is_new = models.Item.objects.select_for_update().get_or_create(
        supplier=parsed.item.supplier, supplier_id=parsed.item.id, defaults=_columns(parsed.item)
    )
    status = "taken" if is_new else _judge(parsed.item, item, raw)
    version = _keep_version(parsed, item, raw) if status != "duplicate" else None
    if status == "taken" and not is_new:
        _renew(item, parsed.item)
    if status == "taken" and version is not None:
        arrive(item, parsed.item, version)
        recalls.hold([item])
        recalls.keep(item, parsed.item, is_new=is_new)
    if status == "taken" and parsed.item.is_clip:
        clips.keep(item, parsed.item)
    has_twins = status == "taken" and not parsed.item.is_clip
    twin = likeness.group(item, parsed.item) if has_twins else ""
    return _outcome(path, status, item.pk, parsed.item, twin)


class Delivered(NamedTuple):
    """One document that was read, and where it came from."""

    parsed: Parsed
    raw: models.RawFile
    path: str


def store_all(delivered: Sequence[Delivered]) -> list[Outcome]:
    """As `store` does for each in turn; items that are new are stored together, in few statements.

    In the caller's transaction. Raises IntegrityError if somebody else stores the same items meanwhile.
    """
    outcomes: list[Outcome] = []
    fresh: list[Delivered] = []
    known, versions = _known(delivered)
    for each in delivered:
        wire = each.parsed.item
        key = (wire.supplier, wire.id)
        is_new = key not in known
        known.setdefault(key, "")
        if is_new and not wire.is_clip:
            fresh.append(each)
            continue
        if (known[key], wire.version, each.raw.pk) in versions:
            outcomes.append(_outcome(each.path, "duplicate", known[key], wire, ""))
            continue
        outcomes += _insert(fresh)
        fresh = []
        outcomes.append(store(*each))
    return [*outcomes, *_insert(fresh)]


def _known(
    delivered: Sequence[Delivered],
) -> tuple[dict[tuple[str, str], str], set[tuple[str, int, int]]]:
    """Items that are there, and which versions of items came with these very bytes before."""
    ids = {each.parsed.item.id for each in delivered}
    found = models.Item.objects.filter(supplier_id__in=ids).values_list("supplier", "supplier_id", "pk")
    versions = models.Version.objects.filter(raw__in={each.raw.pk for each in delivered})
    items = {(supplier, own): pk for supplier, own, pk in found}
    return items, set(versions.values_list("item", "version", "raw"))


def _insert(fresh: Sequence[Delivered]) -> list[Outcome]:
    """Items that are not there yet. Versions come first, for the items have their numbers: the database
    looks at what refers to what when the transaction ends."""
    wires = [each.parsed.item for each in fresh]
    items = [models.Item(supplier=w.supplier, supplier_id=w.id, **_columns(w)) for w in wires]
    versions = models.Version.objects.bulk_create(
        models.Version(
            item=item, version=wire.version, raw=each.raw, content=item.content, received=each.raw.received
        )
        for each, item, wire in zip(fresh, items, wires, strict=True)
    )
    for item, version in zip(items, versions, strict=True):
        item.arrival = version.pk
    models.Item.objects.bulk_create(items)
    models.InternalNote.objects.bulk_create(
        models.InternalNote(item=item, version=item.version, text=text)
        for each, item in zip(fresh, items, strict=True)
        for text in each.parsed.internal_notes
    )
    models.Words.objects.bulk_create(map(words_of, items, wires))
    recalls.hold(items)
    for item, wire in zip(items, wires, strict=True):
        recalls.keep(item, wire, is_new=True)
    twins = likeness.group_all(items, wires)
    return [
        _outcome(each.path, "taken", item.pk, wire, twin)
        for each, item, wire, twin in zip(fresh, items, wires, twins, strict=True)
    ]


def reread(kept: models.Version, parsed: Parsed) -> None:
    """What the same delivery says to a newer parser. In the caller's transaction.

    If it brought the item's newest version, the item says it, too, at its old place in the inbox.
    """
    kept.content = encode(parsed.item)
    kept.save(update_fields=["content"])
    _keep_notes(parsed, kept.item)
    if kept.item.arrival == kept.pk:
        received = kept.item.received
        _renew(kept.item, parsed.item)
        models.Item.objects.filter(pk=kept.item_id).update(received=received)
        arrive(kept.item, parsed.item, kept)
        recalls.hold([kept.item])
        if parsed.item.is_clip:
            clips.keep(kept.item, parsed.item)
        else:
            likeness.note(kept.item, likeness.phrases(parsed.item))


def order_of(version: int, created: datetime, status: Status | str) -> Order:
    """What makes one delivery newer than another of the same item.

    The version counts; of equal versions the one made later; of those made at the same
    time the one that forbids more, so that a cancellation wins whenever it comes.
    """
    return version, created.astimezone(UTC), recalls.RANK[status]


def _judge(wire: WireItem, item: models.Item, raw: models.RawFile) -> OutcomeStatus:
    if models.Version.objects.filter(item=item, version=wire.version, raw=raw).exists():
        return "duplicate"
    delivered = order_of(wire.version, wire.version_created, wire.status)
    if delivered > order_of(item.version, item.version_created, item.status):
        return "taken"
    return "older" if wire.version < item.version else "duplicate"


def arrive(item: models.Item, wire: WireItem, version: models.Version) -> None:
    """The newest delivery stands first in the inbox, and is what a search finds."""
    models.Words.objects.filter(arrival=item.arrival).delete()
    item.arrival = version.pk
    item.save(update_fields=["arrival"])
    models.Words.objects.bulk_create([words_of(item, wire)])


def words_of(item: models.Item, wire: WireItem) -> models.Words:
    headline = item.headline if item.headline != wire.headline else ""
    return models.Words(
        arrival=item.arrival,
        text=words_in("\n".join(filter(None, (headline, *shown_words(wire))))),
        subjects=words_in(" ".join(f"{subject.name} {subject.code}" for subject in wire.subjects)),
    )


def shown_words(wire: WireItem) -> tuple[str, ...]:
    """What of an item editors read and search, the headline first."""
    body = plain(f"{wire.body_html}\n{wire.infobox_html}")
    names = (subject.name for subject in wire.subjects)
    captions = (f"{picture.headline} {picture.caption}" for picture in wire.pictures)
    return (
        wire.headline,
        wire.kicker,
        wire.lead,
        wire.place,
        wire.byline,
        wire.source,
        body,
        *wire.keywords,
        *names,
        *captions,
        wire.id,
    )


def _keep_version(parsed: Parsed, item: models.Item, raw: models.RawFile) -> models.Version:
    version = parsed.item.version
    kept = models.Version.objects.create(
        item=item, version=version, raw=raw, content=encode(parsed.item), received=raw.received
    )
    _keep_notes(parsed, item)
    return kept


def _keep_notes(parsed: Parsed, item: models.Item) -> None:
    version = parsed.item.version
    models.InternalNote.objects.filter(item=item, version=version).delete()
    models.InternalNote.objects.bulk_create(
        [models.InternalNote(item=item, version=version, text=text) for text in parsed.internal_notes]
    )


def _renew(item: models.Item, wire: WireItem) -> None:
    columns = _columns(wire)
    # A cancellation often says no more than the id: editors must still see what is canceled.
    columns["headline"] = columns["headline"] or item.headline
    for name, value in columns.items():
        setattr(item, name, value)
    item.save(update_fields=list(columns))


def _columns(wire: WireItem) -> dict[str, Any]:
    return {
        "version": wire.version,
        "version_created": wire.version_created,
        "received": clock.now(),
        "status": wire.status,
        "kind": wire.kind,
        "headline": wire.headline,
        "place": wire.place[:200],
        "language": wire.language[:40],
        "genre": wire.genre[:200],
        "urgency": wire.urgency,
        "embargo": wire.embargo,
        "content": encode(wire),
    }


def _outcome(path: str, status: OutcomeStatus, item: str, wire: WireItem, twin: str) -> Outcome:
    return Outcome(
        path=path,
        status=status,
        item=item,
        version=wire.version,
        headline=wire.headline,
        embargo=None if wire.embargo is None else wire.embargo.isoformat(),
        twin=twin or None,
    )
