"""Sources of the house become public with the stories that name them, and go with the last of these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _
from msgspec.structs import replace

from broadsheet.desk.acts.actor import Actor, may_change, may_publish, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.filing import require_valid
from broadsheet.desk.compose.sources import chains, origins_in, source_record, sources_in
from broadsheet.desk.errors import ChecksFailed, Problem
from broadsheet.desk.models import Source, SourceNote, SourceUse, StoryPage
from broadsheet.kernel import clock
from broadsheet.ledger import journal, records, state
from broadsheet.ledger.entries import Append


def newly_named(story: StoryPage, by: str) -> Iterator[Append]:
    """Entries for the sources that are new to readers or have changed."""
    for source in sources_in(story.sources):
        yield from _named(source, "publish", by)


def _named(source: Source, act: str, by: str, why: str = "") -> Iterator[Append]:
    """Nothing for an informant, of whom readers get no more than the words in the story."""
    if not source.confidential:
        record = source_record(source)
        asset = records.asset_of(record)
        if state.get(asset) != record:
            yield Append(asset=asset, record=record, act=act, by=by, why=why)


def no_longer_named(story: StoryPage, by: str, *, is_gone: bool = False) -> Iterator[Append]:
    """Notes what the story rests on now; entries for sources that no published story names any more."""
    uses = [] if is_gone else list(_uses(story))
    rows = SourceUse.objects.filter(story=story.story_id)
    noted = list(rows)
    if sorted(map(_said, noted)) == sorted(map(_said, uses)):
        return
    before = {row.source for row in noted if row.source}
    rows.delete()
    SourceUse.objects.bulk_create(uses)
    elsewhere = set(SourceUse.objects.filter(source__in=before).values_list("source", flat=True))
    for source in sorted(before - elsewhere):
        if state.get(f"source:{source}") is not None:
            yield Append(asset=f"source:{source}", record=None, act="withdraw", by=by)


def _said(use: SourceUse) -> tuple[str, bool, bool]:
    return use.source, use.is_origin, use.is_alone


def _uses(story: StoryPage) -> Iterator[SourceUse]:
    origins = origins_in(story.sources)
    of_the_house = {source.source_id for source in sources_in(story.sources)}
    for key in sorted(origins | of_the_house):
        yield SourceUse(
            story=story.story_id,
            source=key if key in of_the_house else "",
            is_origin=key in origins,
            is_alone=origins == {key},
        )


class SaveSource:
    """Saves; readers of the stories that name the source get the change at once.
    Raises NotAllowed, ChecksFailed."""

    name: ClassVar = "update"

    def __init__(self, source: Source, *, by: Actor, why: str = "") -> None:
        self.source = source
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        """Its number is that of the entry, zero if nothing changes for readers."""
        may_change(self.by, self.source, "change" if self.source.pk else "add")
        require_valid(self.source)
        self.source.save()
        is_named = SourceUse.objects.filter(source=self.source.source_id).exists()
        entries = list(_named(self.source, self.name, name_of(self.by), self.why)) if is_named else []
        written = journal.append_all(entries) if entries else []
        return Filed(f"source:{self.source.source_id}", "", written[-1].seq if written else 0)


class NoteSource:
    """A source turned out to be false: every published story that names it says so, dated, where it does.

    Stories that come to name it later say so as well, until the note is lifted. The stories change in
    nothing else. Raises NotAllowed unless the actor may publish each of them; ChecksFailed without words.
    """

    name: ClassVar = "note-source"

    def __init__(self, source: Source, text: str, *, by: Actor) -> None:
        self.source = source
        self.text = " ".join(text.split())
        self.by = by

    @transaction.atomic
    def execute(self) -> SourceNote:
        may_change(self.by, self.source)
        if not self.text:
            raise ChecksFailed([Problem("source-note", "text", _("Say what readers should know."))])
        note = SourceNote.objects.create(source=self.source, at=clock.now(), text=self.text)
        tell_again(self.source, act=self.name, by=self.by, why=self.text)
        return note


class LiftNote:
    """Takes a note back from all stories that say it. Raises NotAllowed."""

    name: ClassVar = "lift-note"

    def __init__(self, note: SourceNote, *, by: Actor) -> None:
        self.note = note
        self.by = by

    @transaction.atomic
    def execute(self) -> None:
        may_change(self.by, self.note.source)
        SourceNote.objects.filter(pk=self.note.pk, lifted=None).update(lifted=clock.now())
        tell_again(self.note.source, act=self.name, by=self.by, why=self.note.text)


def tell_again(source: Source, *, act: str, by: Actor, why: str) -> None:
    """The published stories that name the source, with the notes that stand now, in one transaction."""
    uses = SourceUse.objects.filter(source=source.source_id).values("story")
    stories = StoryPage.objects.filter(live=True, story_id__in=uses).order_by("story_id")
    entries = [entry for story in stories for entry in _noted(story, act, by, why)]
    if entries:
        journal.append_all(entries)


def _noted(story: StoryPage, act: str, by: Actor, why: str) -> Iterator[Append]:
    asset = f"story:{story.story_id}"
    record = state.get(asset)
    if not isinstance(record, records.Story):
        return
    may_publish(by, story)
    notes = {chain.id: chain.notes for chain in chains(story.sources)}
    told = tuple(replace(chain, notes=notes.get(chain.id, ())) for chain in record.sources)
    if told != record.sources:
        yield Append(asset=asset, record=replace(record, sources=told), act=act, by=name_of(by), why=why)
