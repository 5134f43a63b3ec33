from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from broadsheet.desk.acts import MoveSection, PublishSection, WithdrawSection
from broadsheet.desk.errors import ChecksFailed, NotAllowed, NotPublished, StillInUse
from broadsheet.desk.folders import folder_for
from broadsheet.desk.models import HousePage, MonthFolder, SectionPage
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal, records, state
from tests.desk import newsroom

pytestmark = pytest.mark.django_db


def test_a_section_is_published_under_its_slug() -> None:
    section = newsroom.section("wirtschaft", order=3, description="Häfen und Felder")

    record = state.get(f"section:{section.section_id}")

    assert record == records.Section(
        id=section.section_id,
        path="/wirtschaft/",
        title="Wirtschaft",
        order=3,
        description="Häfen und Felder",
    )
    assert section.live


def test_a_section_says_in_whose_menu_it_stands() -> None:
    section = newsroom.section("world", language="en")
    record = state.get(f"section:{section.section_id}")
    assert isinstance(record, records.Section)
    assert record.language == "en"


@pytest.mark.parametrize("slug", ["thema", "assets", "suche", "en", "de"])
def test_a_section_cannot_take_an_address_of_the_site(slug: str) -> None:
    with pytest.raises(ChecksFailed) as refusal:
        newsroom.section(slug)
    assert refusal.value.problems[0].field == "slug"
    assert journal.head() == 0
    assert not SectionPage.objects.exists()


def test_a_section_cannot_take_the_address_of_another() -> None:
    newsroom.section("politik")
    with pytest.raises(ChecksFailed) as refusal:
        newsroom.section("politik")
    assert refusal.value.problems[0].field == "slug"


def test_a_section_cannot_take_the_address_of_a_house_page() -> None:
    HousePage.objects.create(slug="impressum", title="Impressum", role="imprint")
    with pytest.raises(ChecksFailed):
        newsroom.section("impressum")


def test_a_reporter_makes_no_sections() -> None:
    with pytest.raises(NotAllowed):
        PublishSection(SectionPage(title="Neu", slug="neu"), by=newsroom.account()).execute()
    assert not SectionPage.objects.exists()


def test_a_changed_slug_moves_the_published_stories_in_the_same_act() -> None:
    section = newsroom.section("wirtschaft")
    published = newsroom.published(section=section)
    draft = newsroom.draft("Entwurf", section=section)
    old = newsroom.record_of(published)

    section.slug = "geld"
    filed = PublishSection(section, by=newsroom.TESTER).execute()

    assert filed.url == "/geld/"
    new = newsroom.record_of(published)
    assert new.path == f"/geld/der-hafen-waechst-{published.story_id}/"
    assert new.headline == old.headline
    assert new.updated is None
    assert state.owner(old.path) == f"story:{published.story_id}"
    assert state.get(f"story:{draft.story_id}") is None


def test_a_section_published_again_without_change_moves_nothing() -> None:
    section = newsroom.section()
    newsroom.published(section=section)
    before = journal.head()
    PublishSection(section, by=newsroom.TESTER).execute()
    assert journal.head() == before + 1


def test_a_section_with_published_stories_is_not_taken_back() -> None:
    section = newsroom.section()
    newsroom.published(section=section)
    with pytest.raises(StillInUse, match="1"):
        WithdrawSection(section, by=newsroom.TESTER).execute()
    assert state.get(f"section:{section.section_id}") is not None


def test_an_empty_section_is_taken_back() -> None:
    section = newsroom.section()
    WithdrawSection(section, by=newsroom.TESTER).execute()
    assert state.get(f"section:{section.section_id}") is None
    assert not SectionPage.objects.get(pk=section.pk).live
    with pytest.raises(NotPublished):
        WithdrawSection(section, by=newsroom.TESTER).execute()


# ---- moving a story ---------------------------------------------------------------------


def test_a_moved_story_keeps_its_id_and_both_addresses() -> None:
    story = newsroom.published(section=newsroom.section("politik"))
    target = newsroom.section("wirtschaft")
    old = newsroom.record_of(story).path

    done = MoveSection(story, target, by=newsroom.TESTER).execute()

    assert done is not None
    assert done.url == f"/wirtschaft/der-hafen-waechst-{story.story_id}/"
    record = newsroom.record_of(story)
    assert (record.section, record.path) == (target.section_id, done.url)
    assert set(state.paths_of(f"story:{story.story_id}")) == {old, done.url}
    assert newsroom.reread(story).section == target


def test_a_draft_moves_without_a_trace_in_the_ledger() -> None:
    story = newsroom.draft(section=newsroom.section("politik"))
    target = newsroom.section("wirtschaft")
    before = journal.head()
    assert MoveSection(story, target, by=newsroom.TESTER).execute() is None
    assert journal.head() == before
    assert newsroom.reread(story).section == target


def test_a_moved_story_can_be_published_from_an_older_draft() -> None:
    story = newsroom.published(section=newsroom.section("politik"))
    revision = newsroom.edited(story, kicker="Hafen")
    MoveSection(story, newsroom.section("wirtschaft"), by=newsroom.TESTER).execute()
    newsroom.publish(story, revision=revision)
    assert newsroom.record_of(story).path.startswith("/wirtschaft/")


def test_moving_needs_permission_in_both_sections() -> None:
    story = newsroom.published(section=newsroom.section("politik"))
    with pytest.raises(NotAllowed):
        MoveSection(story, newsroom.section("wirtschaft"), by=newsroom.account()).execute()
    assert newsroom.record_of(story).path.startswith("/politik/")


# ---- month folders ----------------------------------------------------------------------


def test_a_folder_is_of_the_month_in_the_sites_time_zone() -> None:
    section = newsroom.section()
    last_hour = datetime(2026, 10, 31, 23, 30, tzinfo=UTC)
    assert folder_for(section, last_hour).slug == "2026-11"


def test_a_month_has_one_folder_even_for_callers_with_an_old_picture_of_the_section() -> None:
    section = newsroom.section()
    stale = SectionPage.objects.get(pk=section.pk)
    moment = datetime(2026, 11, 3, tzinfo=UTC)

    first = folder_for(section, moment)
    second = folder_for(stale, moment)
    third = folder_for(stale, moment + timedelta(days=40))

    assert first == second
    assert third != first
    assert MonthFolder.objects.count() == 2
    assert SectionPage.objects.get(pk=section.pk).numchild == 2


def test_a_story_lies_in_the_folder_of_its_month(manual_clock: ManualClock) -> None:
    assert newsroom.draft().get_parent().slug == "2026-11"


def test_a_section_names_what_it_is_in_another_language() -> None:
    politics = newsroom.section("politik", order=1)
    world = newsroom.section("world", language="en", counterpart=politics)
    record = state.get(f"section:{world.section_id}")
    assert isinstance(record, records.Section)
    assert record.counterpart == politics.section_id
    politics.counterpart = world
    PublishSection(politics, by=newsroom.TESTER).execute()
    with pytest.raises(ChecksFailed) as same:
        newsroom.section("wirtschaft", counterpart=politics)
    with pytest.raises(ChecksFailed) as taken:
        newsroom.section("news", language="en", counterpart=politics)
    problems = [refusal.value.problems[0] for refusal in (same, taken)]
    assert [problem.field for problem in problems] == ["counterpart", "counterpart"]
    assert "World" in str(problems[1])
