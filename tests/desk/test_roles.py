from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from wagtail.permissions import policy_registry

from broadsheet.desk.acts import (
    Publish,
    PublishPerson,
    PublishSection,
    PublishTopic,
    UpdatePicture,
    WithdrawTopic,
)
from broadsheet.desk.errors import NotAllowed
from broadsheet.desk.models import Person, Picture, SectionPage, StoryPage, Topic
from broadsheet.desk.roles import CHIEF, REPORTER, ensure_roles, ensure_section_editor_group
from tests.desk import newsroom

pytestmark = pytest.mark.django_db


def member(*names: str) -> User:
    user = newsroom.account(names[0])
    user.groups.set(Group.objects.filter(name__in=names))
    assert user.groups.count() == len(names)
    return User.objects.get(pk=user.pk)


def own_draft(user: User, section: SectionPage) -> StoryPage:
    return newsroom.draft(f"Von {user.username}", section=section, user=user)


def test_everybody_reaches_the_desk() -> None:
    newsroom.section("politik")
    ensure_roles()
    for name in (CHIEF, REPORTER, "section-editor politik"):
        assert member(name).has_perm("wagtailadmin.access_admin")


def test_a_reporter_writes_and_submits_but_does_not_publish() -> None:
    section = newsroom.section()
    ensure_roles()
    reporter = member(REPORTER)
    story = own_draft(reporter, section)
    permissions = story.permissions_for_user(reporter)

    assert permissions.can_edit()
    assert permissions.can_submit_for_moderation()
    assert not permissions.can_publish()
    with pytest.raises(NotAllowed):
        Publish(story, by=reporter).execute()


def test_a_reporter_does_not_edit_what_others_write() -> None:
    section = newsroom.section()
    ensure_roles()
    assert not newsroom.draft(section=section).permissions_for_user(member(REPORTER)).can_edit()


def test_a_section_editor_publishes_in_one_section() -> None:
    mine, other = newsroom.section("politik"), newsroom.section("wirtschaft")
    ensure_roles()
    editor = member("section-editor politik")

    Publish(newsroom.draft("Eins", section=mine), by=editor).execute()
    with pytest.raises(NotAllowed):
        Publish(newsroom.draft("Zwei", section=other), by=editor).execute()


def test_a_section_editor_makes_topics_and_takes_none_away() -> None:
    newsroom.section("politik")
    ensure_roles()
    editor = member("section-editor politik")
    topic = Topic(title="Hafen")
    PublishTopic(topic, by=editor).execute()
    with pytest.raises(NotAllowed):
        WithdrawTopic(topic, by=editor).execute()


def test_the_editor_in_chief_does_everything() -> None:
    section = newsroom.section()
    ensure_roles()
    chief = member(CHIEF)
    Publish(newsroom.draft(section=section), by=chief).execute()
    PublishPerson(Person(name="Neu"), by=chief).execute()
    PublishSection(SectionPage(title="Sport", slug="sport"), by=chief).execute()
    assert may(chief, "delete", newsroom.picture())


def may(user: User, action: str, picture: Picture) -> bool:
    return bool(policy_registry.get(picture).user_has_permission_for_instance(user, action, picture))


def test_reporters_add_and_choose_pictures_and_change_their_own() -> None:
    ensure_roles()
    reporter = member(REPORTER)
    theirs, mine = newsroom.picture(), newsroom.picture(uploaded_by_user=reporter)
    assert policy_registry.get(mine).user_has_permission(reporter, "add")
    assert may(reporter, "choose", theirs)
    assert may(reporter, "change", mine)
    assert not may(reporter, "change", theirs)
    with pytest.raises(NotAllowed):
        UpdatePicture(theirs, by=reporter).execute()


def test_a_submitted_story_is_published_when_the_section_editor_approves() -> None:
    section = newsroom.section("politik")
    ensure_roles()
    reporter, editor = member(REPORTER), member("section-editor politik")
    story = own_draft(reporter, section)

    state = story.get_workflow().start(story, reporter)
    state.current_task_state.approve(user=editor)

    record = newsroom.record_of(story)
    assert record.headline == "Von reporter"


def test_calling_it_again_changes_nothing() -> None:
    section = newsroom.section("politik")
    ensure_roles()
    before = set(Group.objects.values_list("name", flat=True))
    section.slug = "land"
    PublishSection(section, by=newsroom.TESTER).execute()

    ensure_roles()

    assert set(Group.objects.values_list("name", flat=True)) == before
    assert ensure_section_editor_group(section).name == "section-editor politik"
