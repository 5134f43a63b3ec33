from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from broadsheet.desk.acts import Retract
from broadsheet.desk.checks import problems
from broadsheet.desk.errors import ChecksFailed, Embargoed
from broadsheet.desk.models import StoryPage
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal
from broadsheet.wire.models import Item
from tests.conftest import START
from tests.desk import newsroom

pytestmark = pytest.mark.django_db


def codes(story: StoryPage) -> set[str]:
    return {problem.code for problem in problems(story, START)}


def body(kind: str, value: Any) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value, "id": "1"}]


def test_a_plain_story_has_no_problems() -> None:
    assert codes(newsroom.draft()) == set()


def test_a_story_needs_a_headline() -> None:
    story = newsroom.draft()
    story.title = "  "
    assert codes(story) == {"headline"}


def test_a_story_needs_a_section() -> None:
    assert "section" in codes(StoryPage(title="Ohne Ort", lead="Aber mit Vorspann."))


def test_a_story_needs_lead_or_text() -> None:
    assert codes(newsroom.draft(lead=" ")) == {"content"}


def test_text_without_lead_is_enough() -> None:
    assert codes(newsroom.draft(lead="", body=body("subhead", "Zwischenruf"))) == set()


@pytest.mark.parametrize(
    ("flaw", "code"),
    [
        ({"credit": " "}, "credit"),
        ({"alt": ""}, "alt"),
        ({"rights_until": START - timedelta(seconds=1)}, "rights"),
        ({"rights_until": START}, "rights"),
    ],
)
@pytest.mark.parametrize(
    "place",
    [
        lambda pk: {"picture_id": pk},
        lambda pk: {"body": body("picture", {"picture": pk, "caption": ""})},
        lambda pk: {"body": body("gallery", {"pictures": [{"picture": pk, "caption": ""}], "caption": ""})},
        lambda pk: {"body": body("embed", {"url": "https://youtu.be/x", "title": "Film", "poster": pk})},
    ],
    ids=["lead", "body", "gallery", "embed"],
)
def test_a_picture_needs_credit_alternative_text_and_valid_rights(
    flaw: dict[str, Any], code: str, place: Callable[[int], dict[str, Any]]
) -> None:
    picture = newsroom.picture(**flaw)
    assert codes(newsroom.draft(**place(picture.pk))) == {code}


def test_rights_that_last_longer_are_fine() -> None:
    picture = newsroom.picture(rights_until=START + timedelta(seconds=1))
    assert codes(newsroom.draft(picture=picture)) == set()


def test_an_advertorial_names_who_paid() -> None:
    assert codes(newsroom.draft(genre="advertorial")) == {"advertiser"}
    assert codes(newsroom.draft(genre="advertorial", advertiser="Dreiport AG")) == set()


def test_an_advertorial_ends_by_itself() -> None:
    paid = {"genre": "advertorial", "advertiser": "Dreiport AG"}
    assert codes(newsroom.draft(**paid, expire_at=None)) == {"booked"}
    until = START + timedelta(days=30)
    assert newsroom.record_of(newsroom.published(**paid, expire_at=until)).paid_until == until


def test_only_an_advertorial_has_an_advertiser() -> None:
    assert codes(newsroom.draft(advertiser="Dreiport AG")) == {"advertiser"}


def wire_item(**fields: Any) -> Item:
    values = {"version": 1, "version_created": START, "received": START, "status": "usable", **fields}
    return Item.objects.create(supplier="noa", supplier_id="noa-1", kind="text", content="{}", **values)


@pytest.mark.parametrize("status", ["canceled", "withheld"])
def test_what_the_agency_takes_back_is_not_published(status: str) -> None:
    item = wire_item(status=status)
    assert codes(newsroom.draft(wire_item=item.pk)) == {status}


def test_a_story_waits_for_the_embargo(manual_clock: ManualClock) -> None:
    item = wire_item(embargo=START + timedelta(hours=1))
    story = newsroom.draft(wire_item=item.pk)
    before = journal.head()

    with pytest.raises(Embargoed):
        newsroom.publish(story)
    assert journal.head() == before

    manual_clock.advance(timedelta(hours=1))
    newsroom.publish(story)
    assert newsroom.record_of(story).headline == story.title


def test_a_new_version_of_the_item_may_bring_an_embargo() -> None:
    item = wire_item()
    story = newsroom.draft(wire_item=item.pk)
    Item.objects.filter(pk=item.pk).update(version=2, embargo=START + timedelta(days=1))
    assert codes(story) == {"embargo"}


def test_a_retracted_story_does_not_come_back(manual_clock: ManualClock) -> None:
    story = newsroom.published()
    Retract(story, "Erfunden.", by=newsroom.TESTER).execute()

    with pytest.raises(ChecksFailed) as refusal:
        newsroom.publish(story)

    assert [problem.code for problem in refusal.value.problems] == ["retracted"]
