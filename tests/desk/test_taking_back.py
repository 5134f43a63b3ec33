from __future__ import annotations

from datetime import timedelta

import pytest

from broadsheet.desk.acts import Correct, Retract, Unpublish
from broadsheet.desk.errors import ChecksFailed, NotAllowed, NotPublished
from broadsheet.desk.models import Correction
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal, lists, records, state
from tests.conftest import START
from tests.desk import newsroom

pytestmark = pytest.mark.django_db


# ---- correct ----------------------------------------------------------------------------


def test_a_correction_is_dated_and_public(manual_clock: ManualClock) -> None:
    story = newsroom.published()
    manual_clock.advance(timedelta(hours=3))

    done = Correct(story, "Es sind drei Becken, nicht zwei.", by=newsroom.TESTER).execute()

    record = newsroom.record_of(story)
    at = START + timedelta(hours=3)
    assert record.corrections == (records.Correction(at=at, text="Es sind drei Becken, nicht zwei."),)
    assert record.updated == at
    entry = journal.history(f"story:{story.story_id}")[-1]
    assert (entry.seq, entry.act, entry.why) == (done.seq, "correct", "Es sind drei Becken, nicht zwei.")


def test_a_correction_can_bring_the_corrected_text(manual_clock: ManualClock) -> None:
    story = newsroom.published()
    revision = newsroom.edited(story, lead="Drei Becken sind beschlossen.")

    Correct(story, "Drei, nicht zwei.", by=newsroom.TESTER, revision=revision).execute()

    assert newsroom.record_of(story).lead == "Drei Becken sind beschlossen."


def test_a_correction_alone_leaves_drafts_alone() -> None:
    story = newsroom.published()
    newsroom.edited(story, lead="Noch nicht fertig.")

    Correct(story, "Drei, nicht zwei.", by=newsroom.TESTER).execute()

    assert newsroom.record_of(story).lead == "Ein drittes Becken ist beschlossen."
    assert newsroom.reread(story).has_unpublished_changes
    assert newsroom.reread(story).get_latest_revision_as_object().lead == "Noch nicht fertig."


def test_a_draft_from_before_the_correction_does_not_lose_it() -> None:
    story = newsroom.published()
    revision = newsroom.edited(story, kicker="Hafen")
    Correct(story, "Drei, nicht zwei.", by=newsroom.TESTER).execute()

    newsroom.publish(story, revision=revision)

    assert len(newsroom.record_of(story).corrections) == 1


def test_corrections_stand_in_the_order_they_were_made(manual_clock: ManualClock) -> None:
    story = newsroom.published()
    for text in ("Erstens.", "Zweitens."):
        manual_clock.advance(timedelta(minutes=1))
        Correct(story, text, by=newsroom.TESTER).execute()
    assert [each.text for each in newsroom.record_of(story).corrections] == ["Erstens.", "Zweitens."]


def test_a_correction_says_something() -> None:
    story = newsroom.published()
    with pytest.raises(ChecksFailed):
        Correct(story, "  ", by=newsroom.TESTER).execute()
    assert not Correction.objects.exists()


def test_only_what_is_published_can_be_corrected() -> None:
    with pytest.raises(NotPublished):
        Correct(newsroom.draft(), "Falsch.", by=newsroom.TESTER).execute()
    assert not Correction.objects.exists()


def test_a_correction_that_cannot_be_published_is_not_kept() -> None:
    story = newsroom.published()
    revision = newsroom.edited(story, lead="")
    before = journal.head()

    with pytest.raises(ChecksFailed):
        Correct(story, "Nichts.", by=newsroom.TESTER, revision=revision).execute()

    assert not Correction.objects.exists()
    assert journal.head() == before


# ---- unpublish --------------------------------------------------------------------------


def test_an_unpublished_story_leaves_a_tombstone() -> None:
    story = newsroom.published()

    done = Unpublish(story, by=newsroom.TESTER, why="Irrtum.").execute()

    assert not newsroom.reread(story).live
    assert state.get(f"story:{story.story_id}") is None
    entry = journal.history(f"story:{story.story_id}")[-1]
    assert (entry.seq, entry.record, entry.act, entry.why) == (done.seq, None, "unpublish", "Irrtum.")


def test_what_is_not_published_cannot_be_unpublished() -> None:
    story = newsroom.draft()
    before = journal.head()
    with pytest.raises(NotPublished):
        Unpublish(story, by=newsroom.TESTER).execute()
    assert journal.head() == before


# ---- retract ----------------------------------------------------------------------------


def test_a_retraction_leaves_a_tombstone_and_a_notice(manual_clock: ManualClock) -> None:
    story = newsroom.published()

    done = Retract(story, "Die Quelle hat gelogen.", by=newsroom.TESTER).execute()

    asset = f"story:{story.story_id}"
    entry = journal.history(asset)[-1]
    assert (entry.seq, entry.record, entry.act) == (done.seq, None, "retract")
    assert entry.why == "Die Quelle hat gelogen."
    [place] = state.places(lists.NOTICES)
    notice = state.get(place.asset)
    assert isinstance(notice, records.Notice)
    assert (notice.about, notice.at, notice.headline, notice.text) == (
        asset,
        START,
        "Der Hafen wächst",
        "Die Quelle hat gelogen.",
    )
    assert newsroom.reread(story).retracted_at == START


def test_a_retraction_needs_a_reason() -> None:
    story = newsroom.published()
    before = journal.head()
    with pytest.raises(ChecksFailed):
        Retract(story, "", by=newsroom.TESTER).execute()
    assert newsroom.reread(story).live
    assert journal.head() == before


def test_only_what_is_published_can_be_retracted() -> None:
    with pytest.raises(NotPublished):
        Retract(newsroom.draft(), "Grund", by=newsroom.TESTER).execute()


@pytest.mark.parametrize("act", [Unpublish, lambda story, by: Retract(story, "Grund", by=by)])
def test_taking_back_needs_permission(act: type[Unpublish]) -> None:
    story = newsroom.published()
    before = journal.head()
    with pytest.raises(NotAllowed):
        act(story, by=newsroom.account()).execute()
    assert newsroom.reread(story).live
    assert journal.head() == before
