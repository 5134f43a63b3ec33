from __future__ import annotations

from typing import Any

import pytest

from broadsheet.desk.acts import (
    PublishFront,
    PublishHousePage,
    PublishIdentity,
    PublishPerson,
    PublishTopic,
    WithdrawFront,
    WithdrawHousePage,
    WithdrawPerson,
    WithdrawTopic,
)
from broadsheet.desk.errors import ChecksFailed, NotAllowed, StaleRevision, StillInUse
from broadsheet.desk.models import Front, HousePage, Person, SiteIdentity, Topic
from broadsheet.ledger import journal, records, state
from tests.desk import newsroom

pytestmark = pytest.mark.django_db


# ---- topics and people ------------------------------------------------------------------


def test_a_topic_is_published_under_its_slug() -> None:
    topic = Topic(title="Der Fall Tideron", text="Worum es geht.")
    filed = PublishTopic(topic, by=newsroom.TESTER).execute()
    assert state.get(filed.asset) == records.Topic(
        id=topic.topic_id, path="/thema/der-fall-tideron/", title="Der Fall Tideron", text="Worum es geht."
    )


def test_a_person_is_published_under_their_slug() -> None:
    person = Person(name="Jürgen Groß", role="Redakteur", email="jg@example.org")
    filed = PublishPerson(person, by=newsroom.TESTER).execute()
    assert state.get(filed.asset) == records.Person(
        id=person.person_id,
        path="/autor/juergen-gross/",
        name="Jürgen Groß",
        role="Redakteur",
        email="jg@example.org",
    )


def test_a_slug_that_exists_is_refused_at_its_field() -> None:
    newsroom.topic("Hafen")
    with pytest.raises(ChecksFailed) as refusal:
        PublishTopic(Topic(title="Häfen", slug="hafen"), by=newsroom.TESTER).execute()
    assert [problem.field for problem in refusal.value.problems] == ["slug"]
    assert journal.head() == 0


def test_a_name_without_letters_gives_no_address() -> None:
    with pytest.raises(ChecksFailed) as refusal:
        PublishPerson(Person(name="???"), by=newsroom.TESTER).execute()
    assert refusal.value.problems[0].field == "slug"


def test_a_topic_of_published_stories_is_not_taken_back() -> None:
    topic = newsroom.topic()
    story = newsroom.published(topics=(topic,))
    newsroom.published("Anzeige", topics=(topic,), genre="advertorial", advertiser="Dreiport AG")
    with pytest.raises(StillInUse, match="2"):
        WithdrawTopic(topic, by=newsroom.TESTER).execute()
    assert newsroom.record_of(story).topics == (topic.topic_id,)
    assert state.get(f"topic:{topic.topic_id}") is not None


def test_a_person_with_published_stories_is_not_taken_back() -> None:
    person = newsroom.person()
    newsroom.published(authors=(person,))
    with pytest.raises(StillInUse, match="Ada Nordhoff"):
        WithdrawPerson(person, by=newsroom.TESTER).execute()


def test_a_topic_that_is_deleted_is_taken_back_first() -> None:
    topic = newsroom.topic()
    PublishTopic(topic, by=newsroom.TESTER).execute()
    topic.delete()
    assert state.get(f"topic:{topic.topic_id}") is None
    assert not Topic.objects.exists()


def test_deleting_many_at_once_takes_each_back() -> None:
    for name in ("Eins", "Zwei"):
        PublishPerson(Person(name=name), by=newsroom.TESTER).execute()
    Person.objects.all().delete()
    assert list(state.all_of("person")) == []
    assert not Person.objects.exists()


def test_a_topic_of_a_draft_is_kept() -> None:
    topic = newsroom.topic()
    newsroom.draft(topics=(topic,))
    with pytest.raises(StillInUse):
        topic.delete()


@pytest.mark.parametrize("thing", [Topic(title="Neu"), Person(name="Neu"), HousePage(title="Neu")])
def test_the_house_needs_permission(thing: Any) -> None:
    acts: dict[type, Any] = {Topic: PublishTopic, Person: PublishPerson, HousePage: PublishHousePage}
    with pytest.raises(NotAllowed):
        acts[type(thing)](thing, by=newsroom.account()).execute()
    assert journal.head() == 0


# ---- pages and identity -----------------------------------------------------------------


def test_a_house_page_is_published_with_its_body_and_pictures() -> None:
    picture = newsroom.picture()
    body = [
        {"type": "paragraph", "value": "<p>Wir <b>sind</b> wir.</p>", "id": "1"},
        {"type": "picture", "value": {"picture": picture.pk, "caption": ""}, "id": "2"},
    ]
    page = HousePage(title="Impressum", role="imprint", body=body)

    PublishHousePage(page, by=newsroom.TESTER).execute()

    record = state.get(f"page:{page.page_id}")
    assert isinstance(record, records.Page)
    assert (record.path, record.role) == ("/impressum/", "imprint")
    assert len(record.body) == 2
    assert state.get(f"picture:{picture.picture_id}") is not None

    WithdrawHousePage(page, by=newsroom.TESTER).execute()
    assert state.get(f"picture:{picture.picture_id}") is None


@pytest.mark.parametrize("slug", ["assets", "politik"])
def test_a_house_page_cannot_take_an_address_that_is_used(slug: str) -> None:
    newsroom.section("politik")
    with pytest.raises(ChecksFailed) as refusal:
        PublishHousePage(HousePage(title="Seite", slug=slug), by=newsroom.TESTER).execute()
    assert refusal.value.problems[0].field == "slug"


def test_the_sites_identity_is_one_record() -> None:
    for name in ("Der Bote", "Der neue Bote"):
        PublishIdentity(SiteIdentity(name=name, publisher="Verlag"), by=newsroom.TESTER).execute()
    assert SiteIdentity.objects.count() == 1
    assert state.get("settings:site") == records.SiteSettings(
        id="site", name="Der neue Bote", publisher="Verlag"
    )


# ---- fronts -----------------------------------------------------------------------------


def container(**value: Any) -> list[dict[str, Any]]:
    full = {"layout": "grid", "title": "", "picks": [], "rule": {}, "count": 4, "text": "", **value}
    return [{"type": "container", "value": full, "id": "1"}]


def test_a_front_is_published_with_picks_first_and_a_rule() -> None:
    story = newsroom.published(topics=(newsroom.topic(),))
    topic = Topic.objects.get()
    front = Front(
        containers=container(
            title="Hafen",
            picks=[story.pk],
            rule={"fill": "newest", "section": None, "topic": topic.pk, "genre": ""},
        )
    )

    PublishFront(front, by=newsroom.TESTER).execute()

    assert state.get("front:home") == records.Front(
        id="home",
        containers=(
            records.Container(
                layout="grid",
                title="Hafen",
                picks=(story.story_id,),
                rule=records.Rule(topic=topic.topic_id),
                count=4,
            ),
        ),
    )


def test_a_sections_front_is_known_by_the_sections_id() -> None:
    section = newsroom.section()
    front = Front(section=section, containers=container(layout="text", text="<p>Guten <i>Tag</i></p>"))
    filed = PublishFront(front, by=newsroom.TESTER).execute()
    assert filed.asset == f"front:{section.section_id}"
    record = state.get(filed.asset)
    assert isinstance(record, records.Front)
    assert record.containers[0].text == (
        records.Run(text="Guten "),
        records.Run(text="Tag", emphasis=True),
    )
    assert record.containers[0].rule is None


def test_two_editors_cannot_overwrite_each_other_unseen() -> None:
    PublishFront(Front(containers=container()), by=newsroom.TESTER).execute()
    mine, theirs = Front.objects.get(), Front.objects.get()
    theirs.containers = container(title="Ihre")
    PublishFront(theirs, by=newsroom.TESTER).execute()

    mine.containers = container(title="Meine")
    with pytest.raises(StaleRevision):
        PublishFront(mine, by=newsroom.TESTER).execute()

    record = state.get("front:home")
    assert isinstance(record, records.Front)
    assert record.containers[0].title == "Ihre"


def test_a_front_is_taken_back() -> None:
    front = Front(containers=container())
    PublishFront(front, by=newsroom.TESTER).execute()
    WithdrawFront(front, by=newsroom.TESTER).execute()
    assert state.get("front:home") is None
