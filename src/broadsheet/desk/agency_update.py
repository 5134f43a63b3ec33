"""What an agency's newer version changes, beside what stands in the story now.

Nothing is taken over but what an editor chooses.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final, Literal

import msgspec

from broadsheet.desk.derived import is_behind, is_recalled
from broadsheet.desk.from_wire import body_of, heads_of
from broadsheet.desk.models import StoryPage
from broadsheet.desk.pieces import Block, Pair, Piece, aligned, blocks_of, pieces_of
from broadsheet.wire import inbox
from broadsheet.wire.item import WireItem, decode
from broadsheet.wire.models import Item

HEADS: Final = ("kicker", "title", "lead")

Kind = Literal["changed", "added", "removed"]
State = Literal["open", "done", "cut"]
"""`done`: the story says so already; `cut`: it has the old paragraph no more."""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    """A field of HEADS, or `body-` and a number."""
    kind: Kind
    old: str = ""
    new: str = ""
    ours: str = ""
    state: State = "open"
    at: int = 0
    """The story's piece that is meant, or before which a new one belongs."""
    piece: Piece | None = None
    """What would come."""


class Update(msgspec.Struct, frozen=True, kw_only=True):
    item: str
    version: int
    token: str
    """Another one as soon as the story's draft or the item is another."""
    changes: list[Change]

    @property
    def open(self) -> list[Change]:
        return [change for change in self.changes if change.state != "done"]


def update_of(story: StoryPage) -> Update | None:
    """For the story's row; None where the agency sent nothing newer that could be taken over.

    Where the old version is no longer kept, the story's own words stand for it.
    """
    item = Item.objects.filter(pk=story.wire_item).first() if story.wire_item else None
    if item is None or is_recalled(item) or not is_behind(story, item):
        return None
    draft = story.get_latest_revision_as_object()
    body = stored(draft)
    new, old, ours = item.wire_item, _version(item, story.wire_version), pieces_of(body)
    heads = heads_of(old) if old else {name: getattr(draft, name) for name in HEADS}
    found = [*_heads(draft, heads, heads_of(new)), *_body(_pieces(old) if old else ours, _pieces(new), ours)]
    # Without the old version nobody can tell what the agency took out from what we added.
    changes = [each for each in found if old or each.kind != "removed"]
    return Update(item=item.pk, version=item.version, token=_token(item, draft, body), changes=changes)


def _version(item: Item, version: int | None) -> WireItem | None:
    found = (row for row in inbox.versions(item.pk) if row.version == version)
    row = next(found, None)
    return None if row is None else decode(row.content)


def stored(draft: StoryPage) -> list[Block]:
    """The draft's blocks as the database keeps them."""
    blocks: list[Block] = list(draft.body.get_prep_value())
    return blocks


def _token(item: Item, draft: StoryPage, body: list[Block]) -> str:
    heads = [getattr(draft, name) for name in HEADS]
    said = json.dumps([item.pk, item.version, heads, body], sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _pieces(wire: WireItem) -> list[Piece]:
    return [msgspec.structs.replace(piece, block="") for piece in pieces_of(body_of(wire))]


def _heads(draft: StoryPage, before: dict[str, str], after: dict[str, str]) -> Iterator[Change]:
    for name in HEADS:
        if before[name] != after[name]:
            ours = getattr(draft, name)
            state: State = "done" if ours == after[name] else "open"
            yield Change(key=name, kind="changed", old=before[name], new=after[name], ours=ours, state=state)


# ---- paragraph by paragraph ----------------------------------------------------------------


def _body(old: Sequence[Piece], new: Sequence[Piece], ours: Sequence[Piece]) -> Iterator[Change]:
    places = _places(old, ours)
    have = {piece.key: at for at, piece in enumerate(ours)}
    behind = 0  # where the next piece belongs that the story does not have
    for number, (i, k) in enumerate(aligned(old, new)):
        was, now = (None if i is None else old[i]), (None if k is None else new[k])
        at = None if i is None else places.get(i)
        if now is not None and now.key in have:
            behind = have[now.key] + 1
        elif at is not None:
            behind = at + (now is not None)
        if was is None or now is None or was.key != now.key:
            change = Change(key=f"body-{number}", kind=_kind(was, now), piece=now, at=behind)
            said = {"old": was.words if was else "", "new": now.words if now else ""}
            there = ours[at].words if at is not None else ""
            known = now is not None and now.key in have
            yield msgspec.structs.replace(change, ours=there, **said, **_fate(change, known, at))


def _kind(old: Piece | None, new: Piece | None) -> Kind:
    if new is None:
        return "removed"
    return "changed" if old else "added"


def _fate(change: Change, is_known: bool, at: int | None) -> dict[str, Any]:
    """What is left to decide, and where."""
    if is_known or (change.kind == "removed" and at is None):
        return {"state": "done"}
    if at is not None:
        return {"state": "open", "at": at}
    return {"state": "cut" if change.kind == "changed" else "open"}


def _places(old: Sequence[Piece], ours: Sequence[Piece]) -> dict[int, int]:
    """Where the story has the agency's old pieces, in the same order or, unchanged, elsewhere."""
    pairs: list[Pair] = list(aligned(old, ours))
    found = {i: k for i, k in pairs if i is not None and k is not None}
    left = {ours[k].key: k for i, k in pairs if i is None and k is not None}
    for i, piece in enumerate(old):
        if i not in found and piece.key in left:
            found[i] = left.pop(piece.key)
    return found


def take_over(draft: StoryPage, changes: Collection[Change]) -> None:
    """Puts the agency's new words into the draft, which is not saved."""
    for change in changes:
        if change.key in HEADS:
            setattr(draft, change.key, change.new)
    before = stored(draft)
    pieces = pieces_of(before)
    for change in sorted((each for each in changes if each.key not in HEADS), key=_order, reverse=True):
        _put(pieces, change)
    draft.body = json.dumps(blocks_of(pieces, before))


def _order(change: Change) -> tuple[int, bool, int]:
    """From the end to the beginning no place moves; of new pieces in one place the last comes first."""
    return change.at, _is_there(change), int(change.key.removeprefix("body-"))


def _is_there(change: Change) -> bool:
    return change.kind == "removed" or (change.kind == "changed" and change.state == "open")


def _put(pieces: list[Piece], change: Change) -> None:
    if change.piece is None:
        del pieces[change.at]
    elif _is_there(change):
        was = pieces[change.at]
        block = was.block if was.is_text == change.piece.is_text else ""
        pieces[change.at] = msgspec.structs.replace(change.piece, block=block)
    else:
        pieces.insert(change.at, change.piece)
