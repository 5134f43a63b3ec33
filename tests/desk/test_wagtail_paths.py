"""Whatever of Wagtail is used: readers see what the ledger says, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction, MovePagePermissionError
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from broadsheet.desk.errors import ChecksFailed, NotAllowed, OutsideAct, StaleRevision, StillInUse
from broadsheet.desk.models import MonthFolder, SectionPage, StoryPage
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal, state
from tests.conftest import START
from tests.desk import newsroom

pytestmark = pytest.mark.django_db


def is_published(story: StoryPage) -> bool:
    return state.get(f"story:{story.story_id}") is not None


# ---- the methods that Wagtail calls -----------------------------------------------------


def test_publishing_a_revision_appends() -> None:
    story = newsroom.draft()
    newsroom.edited(story, title="Neu").publish(user=newsroom.account("chief", is_superuser=True))
    assert newsroom.record_of(story).headline == "Neu"
    assert journal.history(f"story:{story.story_id}")[-1].by == "chief"


def test_publishing_and_appending_are_one_transaction() -> None:
    story = newsroom.draft()
    before = journal.head()
    revision = newsroom.edited(story, title="Neu")

    def publish_and_fail() -> None:
        with transaction.atomic():
            revision.publish()
            assert is_published(story)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish_and_fail()

    assert not newsroom.reread(story).live
    assert journal.head() == before


def test_a_revision_that_fails_the_checks_is_not_published() -> None:
    story = newsroom.draft()
    with pytest.raises(ChecksFailed):
        newsroom.edited(story, lead="").publish()
    assert not newsroom.reread(story).live


def test_a_user_without_permission_publishes_no_revision() -> None:
    story = newsroom.draft()
    with pytest.raises(NotAllowed):
        newsroom.edited(story, title="Neu").publish(user=newsroom.account())
    assert not newsroom.reread(story).live


def test_an_older_revision_is_refused_on_wagtails_way_too() -> None:
    story = newsroom.draft()
    older = newsroom.edited(story, title="Alt")
    newsroom.edited(story, title="Neu").publish()
    with pytest.raises(StaleRevision):
        older.publish()
    assert newsroom.record_of(story).headline == "Neu"


def test_unpublishing_a_page_appends() -> None:
    story = newsroom.published()
    page = newsroom.reread(story)
    page.unpublish(user=newsroom.account("chief", is_superuser=True))
    assert not page.live
    assert not is_published(story)
    assert journal.history(f"story:{story.story_id}")[-1].by == "chief"


def test_unpublishing_a_draft_does_nothing() -> None:
    story = newsroom.draft()
    before = journal.head()
    story.unpublish()
    assert journal.head() == before


def test_deleting_a_published_story_leaves_a_tombstone() -> None:
    story = newsroom.published()
    newsroom.reread(story).delete()
    assert not StoryPage.objects.exists()
    assert not is_published(story)
    assert state.paths_of(f"story:{story.story_id}")


def test_deleting_a_draft_leaves_the_ledger_alone() -> None:
    story = newsroom.draft()
    before = journal.head()
    story.delete()
    assert not StoryPage.objects.exists()
    assert journal.head() == before


def test_somebody_without_permission_deletes_nothing() -> None:
    story = newsroom.published()
    with pytest.raises(NotAllowed):
        newsroom.reread(story).delete(user=newsroom.account())
    assert is_published(story)
    assert newsroom.reread(story).live


def test_publishing_a_section_in_wagtail_appends_and_moves_its_stories() -> None:
    section = newsroom.section("politik")
    story = newsroom.published(section=section)
    section.slug = "land"
    section.save_revision().publish()
    assert newsroom.record_of(story).path.startswith("/land/")


def test_deleting_a_section_with_published_stories_is_refused() -> None:
    section = newsroom.section()
    story = newsroom.published(section=section)
    with pytest.raises(StillInUse):
        SectionPage.objects.get(pk=section.pk).delete()
    assert is_published(story)


def test_deleting_an_empty_section_takes_it_back() -> None:
    section = newsroom.section()
    newsroom.draft(section=section)
    SectionPage.objects.get(pk=section.pk).delete()
    assert state.get(f"section:{section.section_id}") is None
    assert Page.objects.count() == 1


# ---- the actions that Wagtail's views run past the page -----------------------------------


def test_wagtails_unpublish_action_alone_is_refused() -> None:
    story = newsroom.published()
    with pytest.raises(OutsideAct), transaction.atomic():
        UnpublishPageAction(newsroom.reread(story)).execute()
    assert newsroom.reread(story).live
    assert is_published(story)


def test_wagtails_publish_action_alone_is_refused() -> None:
    story = newsroom.draft()
    with pytest.raises(OutsideAct), transaction.atomic():
        PublishPageRevisionAction(newsroom.edited(story, title="Neu")).execute()
    assert not newsroom.reread(story).live


def test_wagtails_delete_action_alone_is_refused_for_a_published_story() -> None:
    story = newsroom.published()
    with pytest.raises(OutsideAct), transaction.atomic():
        DeletePageAction(newsroom.reread(story)).execute()
    assert newsroom.reread(story).live


def test_a_month_with_published_stories_cannot_be_deleted() -> None:
    story = newsroom.published()
    folder = MonthFolder.objects.get()
    with pytest.raises(StillInUse), transaction.atomic():
        DeletePageAction(folder).execute()
    assert is_published(story)


def test_wagtails_move_is_refused_even_for_a_superuser() -> None:
    story = newsroom.published(section=newsroom.section("politik"))
    other = newsroom.draft(section=newsroom.section("wirtschaft")).get_parent()
    chief = newsroom.account("chief", is_superuser=True)
    with pytest.raises(MovePagePermissionError):
        MovePageAction(newsroom.reread(story), other, pos="last-child", user=chief).execute()


def test_a_month_folder_cannot_be_moved() -> None:
    newsroom.draft()
    with pytest.raises(NotAllowed):
        MonthFolder.objects.get().move(newsroom.section("wirtschaft"), pos="last-child")


def test_a_copy_that_would_be_live_is_refused() -> None:
    story = newsroom.published()
    with pytest.raises(OutsideAct), transaction.atomic():
        CopyPageAction(newsroom.reread(story), copy_revisions=False, keep_live=True).execute()
    assert StoryPage.objects.count() == 1


def test_a_copied_story_is_a_draft_with_an_id_of_its_own() -> None:
    story = newsroom.published(authors=(newsroom.person(),))
    before = journal.head()

    copy = newsroom.reread(story).copy()

    assert copy.story_id != story.story_id
    assert copy.slug == copy.story_id
    assert not newsroom.reread(copy).live
    assert [byline.person.name for byline in copy.bylines.all()] == ["Ada Nordhoff"]
    assert journal.head() == before
    newsroom.publish(newsroom.reread(copy))
    assert newsroom.record_of(copy).path != newsroom.record_of(story).path


def test_a_story_has_no_aliases() -> None:
    with pytest.raises(NotAllowed):
        newsroom.published().create_alias()


def test_a_page_cannot_be_born_live() -> None:
    folder = newsroom.draft().get_parent()
    with pytest.raises(OutsideAct), transaction.atomic():
        folder.add_child(instance=StoryPage(title="Sofort", lead="Da."))


def test_a_page_that_is_saved_again_stays_as_it_is() -> None:
    story = newsroom.published()
    row = newsroom.reread(story)
    row.refresh_from_db()
    row.save()
    assert newsroom.reread(story).live


def test_editors_cannot_touch_month_folders() -> None:
    newsroom.draft()
    chief = newsroom.account("chief", is_superuser=True)
    permissions = MonthFolder.objects.get().permissions_for_user(chief)
    assert not any(
        [
            permissions.can_edit(),
            permissions.can_delete(),
            permissions.can_unpublish(),
            permissions.can_publish(),
            permissions.can_move(),
            permissions.can_copy(),
        ]
    )


def test_a_section_with_published_stories_offers_no_way_offline() -> None:
    section = newsroom.section()
    newsroom.published(section=section)
    chief = newsroom.account("chief", is_superuser=True)
    permissions = SectionPage.objects.get(pk=section.pk).permissions_for_user(chief)
    assert not permissions.can_unpublish()
    assert not permissions.can_delete()


def test_reverting_to_an_older_revision_is_a_new_one(manual_clock: ManualClock) -> None:
    story = newsroom.draft()
    older = newsroom.edited(story, title="Alt")
    newsroom.edited(story, title="Neu").publish()
    manual_clock.advance(timedelta(minutes=1))

    again = older.as_object().save_revision(previous_revision=older, log_action=True)
    again.publish()

    record = newsroom.record_of(story)
    assert (record.headline, record.published) == ("Alt", START)
