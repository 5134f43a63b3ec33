"""The board of a front, without a browser: what is sent, refused, compared, taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import pytest
from django.test import Client

from broadsheet.desk import front_preview
from broadsheet.desk.acts import Publish, Retract
from broadsheet.desk.models import Front, StoryPage
from broadsheet.desk.preview import PictureSource
from broadsheet.ledger import records, state
from broadsheet.ledger.records import AnyRecord, Container, Rule
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.desk_admin.cast import Cast

HOME = "/fronts/home/"


class Plain:
    """A renderer that says what it was given."""

    def render(self, front: records.Front, drafts: Mapping[str, AnyRecord], source: PictureSource) -> str:
        return (
            f"{[each.title for each in front.containers]}|{sorted(drafts)}|{source('picture:0000000000', 1)}"
        )

    def automatic(self, front_id: str) -> records.Front:
        return records.Front(id=front_id, containers=(Container(layout="ranked", rule=Rule()),))


@pytest.fixture(autouse=True)
def plain_front_preview() -> Iterator[None]:
    before = list(front_preview._slot)
    front_preview.install(Plain())
    yield
    front_preview._slot[:] = before


def sent(title: str, *stories: StoryPage, edition: int = 0, **fields: str) -> dict[str, object]:
    picks = [str(story.pk) for story in stories]
    rest = {f"c0-{name}": value for name, value in fields.items()}
    basis = {"began_from": str(edition), "container": ["c0"], "c0-layout": "grid", "c0-title": title}
    return {**basis, "c0-pick": picks, "c0-count": "3", **rest}


def launched(front_id: str = "home") -> records.Front | None:
    front = state.get(f"front:{front_id}")
    assert front is None or isinstance(front, records.Front)
    return front


def titles(front_id: str = "home") -> list[str]:
    front = launched(front_id)
    return [each.title for each in front.containers] if front else []


def test_a_board_is_launched_as_it_stands(chief: Client, cast: Cast) -> None:
    one, two = newsroom.draft("Eins"), newsroom.draft("Zwei")
    rule = f"section:{cast.politics.pk}"
    answer = chief.post(HOME, sent("Oben", two, one, rule=rule, layout="lead-two"))
    assert answer.status_code == 302
    assert launched() == records.Front(
        id="home",
        containers=(
            Container(
                layout="lead-two",
                title="Oben",
                picks=(two.story_id, one.story_id),
                rule=Rule(section=cast.politics.section_id),
                count=3,
            ),
        ),
    )


def test_what_makes_no_sense_is_the_default(chief: Client) -> None:
    data = sent("Oben", layout="heap", count="many", rule="topic:x") | {"c0-pick": ["x", "999999"]}
    assert chief.post(HOME, data).status_code == 302
    assert launched() == records.Front(
        id="home", containers=(Container(layout="grid", title="Oben", rule=Rule(), count=4),)
    )


def test_two_editors_do_not_overwrite_each_other(chief: Client) -> None:
    story = newsroom.draft("Ein Hafen wächst")
    chief.post(HOME, sent("Erste", edition=0))
    answer = chief.post(HOME, sent("Zweite", story, edition=0))
    assert answer.status_code == 409
    assert titles() == ["Erste"]
    page = answer.content.decode()
    assert "<ins>" in page[page.index("Inzwischen freigeschaltet") :]
    assert [name in page for name in ("Erste", "Zweite", "Ein Hafen wächst")] == [True, True, True]
    assert 'name="began_from" value="1"' in page
    assert f'name="c0-pick" value="{story.pk}"' in page
    assert chief.post(HOME, sent("Zweite", story, edition=1)).status_code == 302
    assert titles() == ["Zweite"]


def test_undo_goes_back_launch_by_launch_to_the_sites_own(chief: Client) -> None:
    for edition, title in enumerate(("Erste", "Zweite", "Dritte")):
        chief.post(HOME, sent(title, edition=edition))
    seen = []
    for edition in (3, 4, 5):
        chief.post(f"{HOME}undo/", {"began_from": str(edition)})
        seen.append((titles(), [child.value["title"] for child in Front.objects.get().containers]))
    assert seen == [(["Zweite"], ["Zweite"]), (["Erste"], ["Erste"]), ([], [])]
    assert state.get("front:home") is None
    chief.post(f"{HOME}undo/", {"began_from": "6"})
    assert Front.objects.get().edition == 6


def test_an_undo_takes_back_nothing_that_its_editor_has_not_seen(chief: Client) -> None:
    chief.post(HOME, sent("Erste", edition=0))
    chief.post(HOME, sent("Zweite", edition=1))
    chief.post(f"{HOME}undo/", {"began_from": "1"})
    assert titles() == ["Zweite"]


def test_a_front_that_was_left_to_the_site_comes_back_by_undo(chief: Client) -> None:
    bold = {"offset": 4, "length": 6, "style": "BOLD"}
    line = {"key": "a", "text": "Wir ziehen um", "type": "unstyled", "depth": 0, "entityRanges": []}
    words = json.dumps({"blocks": [line | {"inlineStyleRanges": [bold]}], "entityMap": {}})
    chief.post(HOME, sent("Erste", edition=0, layout="text", text=words))
    before = launched()
    assert before is not None
    assert [run.strong for run in before.containers[0].text] == [False, True, False]
    chief.post(f"{HOME}leave/", {"began_from": "1"})
    assert launched() is None
    chief.post(f"{HOME}undo/", {"began_from": str(Front.objects.get().edition)})
    assert launched() == before
    chief.post(HOME, sent("Zweite", edition=Front.objects.get().edition))
    assert "Wir ziehen um" not in chief.get(HOME).content.decode()


def test_a_retracted_story_is_shown_as_such_at_the_desk(chief: Client) -> None:
    story = newsroom.draft("Ein Irrtum")
    Publish(story, by=TESTER).execute()
    chief.post(HOME, sent("Oben", story))
    assert "Für Leser nicht zu sehen." not in board(chief)
    Retract(newsroom.reread(story), by=TESTER, reason="Es stimmte nicht.").execute()
    page = board(chief)
    assert "Ein Irrtum" in page
    assert "Zurückgenommen" in page
    assert "Für Leser nicht zu sehen." in page


def board(client: Client) -> str:
    return client.get(HOME).content.decode().partition("data-containers>")[2].partition("</form>")[0]


def test_the_search_says_where_a_story_stands(chief: Client) -> None:
    newsroom.draft("Der Hafen wächst")
    newsroom.draft("Die Schule brennt")
    found = chief.get("/fronts/stories/", {"q": "hafen"}).content.decode()
    assert ("Der Hafen wächst" in found, "Die Schule brennt" in found, "Entwurf" in found) == (
        True,
        False,
        True,
    )


def test_the_preview_shows_what_is_on_the_board_and_keeps_nothing(chief: Client) -> None:
    answer = chief.post(f"{HOME}preview/", sent("Noch nicht"))
    assert answer.content.decode() == "['Noch nicht']|[]|/pictures/0000000000/1"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"
    assert not Front.objects.exists()


def test_a_front_may_begin_from_what_the_site_would_make(chief: Client) -> None:
    assert '<option value="ranked" selected>' in chief.get(HOME, {"automatic": ""}).content.decode()
    assert not Front.objects.exists()


def test_topics_and_the_home_of_another_language_are_put_together_alike(
    chief: Client, economist: Client, cast: Cast
) -> None:
    harbour, quay = newsroom.topic("Hafen"), newsroom.topic("Kai")
    story = newsroom.draft("Ein Hafen wächst")
    english, topical = "/fronts/home@en/", f"/fronts/{harbour.topic_id}/"
    for client, address in ((chief, english), (economist, topical)):
        assert client.post(address, sent("Erste", story)).status_code == 302
        assert client.post(address, sent("Zweite", edition=0)).status_code == 409
        assert client.post(address, sent("Zweite", edition=1)).status_code == 302
    assert [titles(key) for key in ("home", "home@en", harbour.topic_id)] == [[], ["Zweite"], ["Zweite"]]
    for client, address in ((chief, english), (economist, topical)):
        client.post(f"{address}undo/", {"began_from": "2"})
        client.post(f"{address}leave/", {"began_from": "2"})
    assert [titles(key) for key in ("home@en", harbour.topic_id)] == [["Erste"], ["Erste"]]
    drafts = economist.post(f"{topical}preview/", sent("Noch nicht")).content.decode()
    assert drafts.startswith(f"['Noch nicht']|['topic:{harbour.topic_id}']")
    assert "Startseite (Englisch)" in chief.get(english).content.decode()
    listed = chief.get("/fronts/").content.decode()
    assert listed.index(english) < listed.index(topical) < listed.index(quay.topic_id)
    assert quay.topic_id not in chief.get("/fronts/", {"q": "haf"}).content.decode()
    economist.post(english, sent("Erobert", edition=3))
    assert titles("home@en") == ["Erste"]
    assert chief.get("/fronts/home@fr/").status_code == 404


def test_the_home_is_not_for_section_editors(economist: Client, cast: Cast) -> None:
    own = f"/fronts/{cast.economy.section_id}/"
    assert economist.get(own).status_code == 200
    assert economist.post(f"{own}preview/", sent("Oben")).status_code == 200
    for address in (HOME, f"{HOME}preview/", f"{HOME}undo/", f"{HOME}leave/"):
        economist.post(address, sent("Erobert"))
    assert launched() is None
    assert economist.post(f"{HOME}preview/", sent("Erobert")).status_code != 200
