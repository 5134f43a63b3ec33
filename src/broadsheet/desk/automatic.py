"""Copy that goes to readers without an editor: only of services that an administrator named.

The acts and checks are those of every story. What is doubtful is left in the inbox, with the reason, and
an alarm stands until somebody has dealt with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from broadsheet.desk import placements
from broadsheet.desk.acts import Publish, System
from broadsheet.desk.acts.done import Done
from broadsheet.desk.config import site_language
from broadsheet.desk.errors import UnknownSection
from broadsheet.desk.from_wire import draft_from, story_of, words_of
from broadsheet.desk.models import AutomaticService, Placement, StoryPage
from broadsheet.kernel import clock
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.ledger import journal
from broadsheet.wire import inbox, markup, phrases
from broadsheet.wire.item import WireItem, decode
from broadsheet.wire.models import Item

PUBLISHER: Final = System("automatic publishing")
NEWCOMER: Final = timedelta(hours=24)
"""So long a service must have been sending before anything of it goes to readers by itself."""

_REMEMBERED: Final = timedelta(days=7)


@transaction.atomic
def publish(item_id: str) -> Done | None:
    """Publishes the item's newest version if its service may, else notes why not; None if nothing is to do.

    Whoever calls again after a crash gets the same: item, story and ledger change in one transaction.
    """
    item = Item.objects.select_for_update().get(pk=item_id)
    service = AutomaticService.objects.filter(service=item.supplier, active=True).first()
    story = story_of(item)
    if service is None or item.received < service.since or not _is_ours_to_do(item, story):
        return None
    with override(site_language()):
        refusal = objection(item, service, clock.now())
        try:
            if not refusal:
                with transaction.atomic():
                    return _follow(story, item) if story else _begin(item)
        except BroadsheetError as error:
            refusal = str(error)
    Placement.objects.filter(item=item).update(refusal=refusal)
    return None


def refused() -> list[Placement]:
    """What should have gone to readers by itself in the last week, did not, and waits for an editor."""
    open_ones = Placement.objects.exclude(refusal="").filter(at__gte=clock.now() - _REMEMBERED)
    waits = Q(item__state=Item.State.NEW) | Q(
        item__story_version__isnull=False, item__version__gt=F("item__story_version")
    )
    return list(open_ones.filter(waits).select_related("item").defer("item__content").order_by("at"))


def _is_ours_to_do(item: Item, story: StoryPage | None) -> bool:
    """A new item, or a newer version of a story that nobody but us has had in hand."""
    if story is None:
        return item.state == Item.State.NEW
    return item.is_newer_than_story and is_untouched(story)


def is_untouched(story: StoryPage) -> bool:
    """Whether all that ever happened to a live story was done here: no edit, no act, no lock of anybody."""
    if not story.live or story.locked or story.has_unpublished_changes or story.owner_id is not None:
        return False
    history = journal.history(f"story:{story.story_id}")
    return all(entry.by == PUBLISHER.name for entry in history) and not (
        story.revisions.exclude(user=None).exists()
    )


def _begin(item: Item) -> Done:
    """Raises UnknownSection and what publishing raises."""
    section = placements.proposal(item).section
    if section is None:
        raise UnknownSection(_("No rule says which section it belongs to."))
    return Publish(draft_from(item, section), by=PUBLISHER).execute()


def _follow(story: StoryPage, item: Item) -> Done:
    coming: Any = story.get_latest_revision_as_object()
    for name, value in words_of(item.wire_item).items():
        setattr(coming, name, value)
    # No part of a revision: the row alone knows it.
    StoryPage.objects.filter(pk=story.pk).update(wire_version=item.version)
    coming.save_revision(clean=False)
    inbox.mark_taken(item.pk, story.story_id, item.version)
    return Publish(story, by=PUBLISHER).execute()


# ---- what speaks against it ---------------------------------------------------------------

Objection = Callable[[Item, WireItem, AutomaticService, datetime], str]
"""A reason in the language in force; empty where there is none."""


def objection(item: Item, service: AutomaticService, now: datetime) -> str:
    """The first reason why nobody but an editor may publish the item; empty if there is none."""
    wire = item.wire_item
    return next(filter(None, (ask(item, wire, service, now) for ask in _OBJECTIONS)), "")


def _licence(_item: Item, _wire: WireItem, service: AutomaticService, _now: datetime) -> str:
    return "" if service.licence.strip() else _("No agreement with the agency is named.")


def _embargo(item: Item, wire: WireItem, _service: AutomaticService, _now: datetime) -> str:
    """Of any moment: also one that has passed was meant for people to look at."""
    words = [wire.headline, wire.lead, markup.text_of(wire.body_html), *wire.notes]
    words += inbox.internal_notes(item.pk)
    if item.embargo is not None or wire.embargo is not None or phrases.EMBARGO.search("\n".join(words)):
        return _("It carries an embargo, or speaks of one.")
    return ""


def _status(item: Item, wire: WireItem, _service: AutomaticService, _now: datetime) -> str:
    """Of this version and all before it: what was taken back once is no matter for a machine."""
    earlier = (decode(version.content).status for version in inbox.versions(item.pk))
    if {item.status, wire.status, *earlier} != {"usable"}:
        return _("The agency has canceled or withheld it, or an earlier version.")
    return _("It takes another item back.") if wire.recalls else ""


def _newcomer(item: Item, _wire: WireItem, _service: AutomaticService, now: datetime) -> str:
    before = Item.objects.filter(supplier=item.supplier, received__lt=now - NEWCOMER).exclude(pk=item.pk)
    return "" if before.exists() else _("The agency has not been sending for a day yet.")


def _sender(_item: Item, wire: WireItem, _service: AutomaticService, _now: datetime) -> str:
    return _("It came by mail, where anybody can pose as a sender.") if wire.id.startswith("mail:") else ""


def _kind(_item: Item, wire: WireItem, _service: AutomaticService, _now: datetime) -> str:
    if wire.is_clip or wire.kind != "text" or not wire.headline.strip() or not wire.body_html.strip():
        return _("It is no text with a headline.")
    return ""


def _twin(item: Item, _wire: WireItem, _service: AutomaticService, _now: datetime) -> str:
    taken = any(other.story and other.story != item.story for other in inbox.alike(item))
    return _("A story was made of another item that tells the same.") if taken else ""


_OBJECTIONS: Final[tuple[Objection, ...]] = (
    _licence,
    _status,
    _embargo,
    _newcomer,
    _sender,
    _kind,
    _twin,
)
