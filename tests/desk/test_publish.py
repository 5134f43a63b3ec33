from __future__ import annotations

from datetime import timedelta

import pytest
from wagtail.models import Revision

from broadsheet.desk.acts import Publish
from broadsheet.desk.errors import ChecksFailed, NotAllowed, StaleRevision
from broadsheet.desk.models import RelatedStory, StoryPage
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal, state
from tests.conftest import START
from tests.desk import newsroom

pytestmark = pytest.mark.django_db


def test_a_published_story_is_in_the_ledger_and_its_page_is_live(manual_clock: ManualClock) -> None:
    story = newsroom.draft()

    done = newsroom.publish(story)

    assert newsroom.reread(story).live
    assert done.story == story.story_id
    assert done.url == f"/politik/der-hafen-waechst-{story.story_id}/"
    assert done.seq == journal.head()
    assert newsroom.record_of(story).published == START


def test_section_topics_people_and_pictures_are_published_with_the_first_story_that_has_them() -> None:
    story = newsroom.draft(
        authors=(newsroom.person(),), topics=(newsroom.topic(),), picture=newsroom.picture()
    )

    newsroom.publish(story)

    assert [kind for kind, _act, _there in newsroom.ledger()] == [
        "section", "topic", "person", "picture", "story",
    ]  # fmt: skip


def test_who_did_it_and_why_is_kept(manual_clock: ManualClock) -> None:
    story = newsroom.draft()
    chief = newsroom.account("chief", is_superuser=True)

    Publish(story, by=chief, why="Frei nach Gegenlesen.").execute()

    entry = journal.history(f"story:{story.story_id}")[-1]
    assert (entry.act, entry.by, entry.why) == ("publish", "chief", "Frei nach Gegenlesen.")


def test_somebody_without_permission_changes_nothing() -> None:
    story = newsroom.draft()
    before = journal.head()

    with pytest.raises(NotAllowed):
        Publish(story, by=newsroom.account("reporter")).execute()

    assert not newsroom.reread(story).live
    assert journal.head() == before


def test_a_refused_story_leaves_nothing_changed() -> None:
    story = newsroom.draft(lead="", picture=newsroom.picture(credit=""))
    before = journal.head()

    with pytest.raises(ChecksFailed) as refusal:
        newsroom.publish(story)

    assert {problem.code for problem in refusal.value.problems} == {"content", "credit"}
    row = newsroom.reread(story)
    assert (row.live, row.first_published_at, row.live_revision) == (False, None, None)
    assert journal.head() == before


def test_the_first_publication_stays_the_date_for_ever(manual_clock: ManualClock) -> None:
    story = newsroom.draft()
    newsroom.publish(story)
    first = newsroom.record_of(story).published
    manual_clock.advance(timedelta(days=2, microseconds=7))

    newsroom.publish(story, revision=newsroom.edited(story, title="Der Hafen wächst doch"))

    assert newsroom.record_of(story).published == first


def test_the_first_publication_keeps_its_microseconds(manual_clock: ManualClock) -> None:
    manual_clock.advance(timedelta(microseconds=123_456))
    story = newsroom.published()
    first = newsroom.record_of(story).published

    newsroom.publish(story, revision=newsroom.edited(story, kicker="Hafen"))

    assert newsroom.record_of(story).published == first
    assert first.microsecond == 123_456


def test_a_first_publication_is_no_update(manual_clock: ManualClock) -> None:
    assert newsroom.record_of(newsroom.published()).updated is None


def test_a_changed_text_is_an_update(manual_clock: ManualClock) -> None:
    story = newsroom.published()
    manual_clock.advance(timedelta(hours=1))

    newsroom.publish(story, revision=newsroom.edited(story, lead="Anders als gestern."))

    assert newsroom.record_of(story).updated == START + timedelta(hours=1)


def test_a_changed_kicker_is_no_update(manual_clock: ManualClock) -> None:
    story = newsroom.published()

    newsroom.publish(story, revision=newsroom.edited(story, kicker="Hafen"))

    assert newsroom.record_of(story).updated is None


def test_a_small_change_is_no_update_and_the_next_one_is_asked_again(manual_clock: ManualClock) -> None:
    story = newsroom.published()

    newsroom.publish(story, revision=newsroom.edited(story, title="Der Hafen wächst.", minor_change=True))

    assert newsroom.record_of(story).updated is None
    assert not newsroom.reread(story).minor_change


def test_the_caller_may_say_that_a_change_is_substantial(manual_clock: ManualClock) -> None:
    story = newsroom.published()
    newsroom.publish(story, revision=newsroom.edited(story, kicker="Neu"), substantial=True)
    assert newsroom.record_of(story).updated == START


def test_a_later_publication_does_not_forget_the_update(manual_clock: ManualClock) -> None:
    story = newsroom.published()
    drafted_before = newsroom.edited(story, kicker="Hafen")
    newsroom.publish(story, revision=newsroom.edited(story, title="Neu"), substantial=True)
    content = drafted_before.content

    later = newsroom.reread(story).with_content_json(content).save_revision(clean=False)
    manual_clock.advance(timedelta(hours=1))
    newsroom.publish(story, revision=later, substantial=False)

    assert newsroom.record_of(story).updated == START


def test_an_older_revision_than_the_published_one_is_refused() -> None:
    story = newsroom.draft()
    older = newsroom.edited(story, title="Alt")
    newer = newsroom.edited(story, title="Neu")
    newsroom.publish(story, revision=newer)
    before = journal.head()

    with pytest.raises(StaleRevision):
        newsroom.publish(story, revision=older)

    assert journal.head() == before
    assert newsroom.record_of(story).headline == "Neu"
    assert newsroom.reread(story).title == "Neu"


def test_a_changed_slug_keeps_the_id_and_both_addresses() -> None:
    story = newsroom.published()
    old = newsroom.record_of(story).path

    done = newsroom.publish(story, revision=newsroom.edited(story, address_slug="neues-becken"))

    assert done.url == f"/politik/neues-becken-{story.story_id}/"
    assert set(state.paths_of(f"story:{story.story_id}")) == {old, done.url}
    assert state.owner(old) == f"story:{story.story_id}"


def test_a_story_can_be_published_again_after_it_was_unpublished(manual_clock: ManualClock) -> None:
    story = newsroom.published()
    first = newsroom.record_of(story).published
    manual_clock.advance(timedelta(days=1))
    newsroom.reread(story).unpublish()

    newsroom.publish(story)

    assert newsroom.record_of(story).published == first


def test_the_note_for_the_desk_stays_at_the_desk() -> None:
    story = newsroom.published(desk_note="Quelle sitzt im Ministerium")
    entries = [repr(entry) for entry in journal.history(f"story:{story.story_id}")]
    assert not any("Ministerium" in entry for entry in entries)


def test_a_story_does_not_count_itself_among_related_ones() -> None:
    story = newsroom.draft()
    latest = newsroom.reread(story)
    latest.related_links = [RelatedStory(story=latest)]
    newsroom.publish(story, revision=latest.save_revision(clean=False))
    assert newsroom.record_of(story).related == ()


def test_a_story_made_without_a_revision_gets_one() -> None:
    story = newsroom.draft()
    Revision.objects.filter(object_id=str(story.pk)).delete()
    StoryPage.objects.filter(pk=story.pk).update(latest_revision=None)

    newsroom.publish(newsroom.reread(story))

    assert newsroom.reread(story).live_revision is not None


def test_the_first_publication_settles_the_address_and_later_headlines_keep_it() -> None:
    story = newsroom.draft("EIL: Hafen gesperrt")
    newsroom.edited(story, title="Hafen nach Havarie gesperrt")
    first = newsroom.publish(story)
    assert f"/hafen-nach-havarie-gesperrt-{story.story_id}/" in first.url
    newsroom.edited(story, title="Hafen wieder offen")
    assert newsroom.publish(story).url == first.url
