"""Pictures that an agency sent as files, in our archive and in stories."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from broadsheet.desk.acts import TakePicture
from broadsheet.desk.admin.states import badges, facts_of
from broadsheet.desk.checks import require_free
from broadsheet.desk.config import DeskConfig
from broadsheet.desk.errors import ChecksFailed, Embargoed, ItemRecalled, NotAllowed, UnfitFile
from broadsheet.desk.from_wire import draft_from
from broadsheet.desk.models import Picture, StoryPage
from broadsheet.kernel import clock
from broadsheet.kernel.clock import ManualClock
from broadsheet.wire import inbox, intake
from broadsheet.wire.config import WireConfig
from broadsheet.wire.models import Item
from broadsheet.wire.pictures import offered_by
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.desk_admin.cast import hire
from tests.wire import noa

pytestmark = pytest.mark.django_db

URN = "urn:newsml:noa.example:20261114:bild"


def delivered(desk: DeskConfig, data: bytes = b"", **fields: str) -> Item:
    bytes_ = data or noa.picture(**fields).replace(noa.URN.encode(), URN.encode())
    (outcome,) = intake.take_bytes(bytes_, "schleuse.jpg", WireConfig(), desk.archive)
    assert outcome.item is not None, outcome.error
    return inbox.get(outcome.item)


def text_about(desk: DeskConfig) -> Item:
    """Names the picture by its lasting id, at an address that we do not have."""
    rendition = {"url": "https://noa.example/gross.jpg", "width": 1600, "mimetype": "image/jpeg"}
    association = {"type": "image", "urn": URN, "headline": "Schleuse", "renditions": [rendition]}
    document = noa.as_bytes(noa.digitalwires(associations=[association]))
    (outcome,) = intake.take_bytes(document, "text.json", WireConfig(), desk.archive)
    assert outcome.item is not None, outcome.error
    return inbox.get(outcome.item)


def test_a_draft_brings_the_picture_along_and_the_gates_follow_it(
    desk_config: DeskConfig, manual_clock: ManualClock
) -> None:
    text = text_about(desk_config)
    assert offered_by(text) == [], "its file has not come yet"
    brought = delivered(desk_config)

    story = draft_from(text, newsroom.section())
    other = newsroom.draft("Eigener Text", picture=newsroom.picture())
    TakePicture(offered_by(text)[0], by=TESTER).execute()
    shown = TakePicture(offered_by(text)[0], other, by=TESTER).execute()

    assert Picture.objects.filter(wire_item=brought.pk).count() == 1
    assert story.picture == shown
    assert (shown.title, shown.caption) == (noa.HEADLINE, "Die Schleuse.")
    assert (shown.credit, shown.alt, shown.usage_terms) == (
        "noa/A. Beispiel",
        noa.HEADLINE,
        "Nur redaktionell.",
    )
    assert (shown.width, shown.height) == (64, 48)
    Item.objects.filter(pk=brought.pk).update(embargo=clock.now() + timedelta(hours=1))
    for page in (story, other):
        with pytest.raises(Embargoed, match="Bild"):
            newsroom.publish(page)
    with pytest.raises(ChecksFailed):
        require_free([shown], clock.now())
    manual_clock.advance(timedelta(hours=2))
    newsroom.publish(other)
    Item.objects.filter(pk=brought.pk).update(status="canceled", version=99)
    rows = [newsroom.reread(page) for page in (story, other)]
    told = [[badge.label for badge in badges(row, facts_of(rows))] for row in rows]
    assert told == [["Entwurf", "Bild annulliert"], ["Veröffentlicht", "Bild annulliert"]]
    with pytest.raises(ChecksFailed):
        newsroom.publish(story)
    with pytest.raises(ItemRecalled):
        TakePicture(offered_by(text)[0], by=TESTER).execute()


def test_what_cannot_be_used_is_refused_and_stops_no_draft(desk_config: DeskConfig) -> None:
    cut = delivered(desk_config, noa.picture()[:-30])
    with pytest.raises(UnfitFile):
        TakePicture(offered_by(cut)[0], by=TESTER).execute()
    with pytest.raises(NotAllowed):
        TakePicture(offered_by(cut)[0], by=newsroom.account("zaungast")).execute()
    assert draft_from(cut, newsroom.section()).picture is None
    assert not Picture.objects.exists()


def test_one_click_in_the_items_page(desk_config: DeskConfig) -> None:
    cast = hire()
    reporter: Client = cast.signed_in("reporter")
    item = delivered(desk_config)
    page = reporter.get(f"/inbox/{item.pk}/").content.decode()
    assert f"/agency-pictures/{item.pk}/0/take/" in page
    small = reporter.get(f"/agency-pictures/{item.pk}/0/thumbnail/")
    assert (small["Content-Type"], small.content[:2]) == ("image/jpeg", b"\xff\xd8")
    assert reporter.get(f"/agency-pictures/{item.pk}/1/thumbnail/").status_code == 404

    story = newsroom.draft(user=cast.people["reporter"])
    shown = reporter.get(f"/inbox/{item.pk}/preview/").content.decode()
    assert 'data-do="picture"' in shown
    told = reporter.post(f"/agency-pictures/{item.pk}/0/take/", headers={"accept": "application/json"})
    assert (told.status_code, "Bildern" in told.json()["told"]) == (200, True)
    assert told.json()["url"].startswith("/images/")
    assert 'data-do="picture"' not in reporter.get(f"/inbox/{item.pk}/preview/").content.decode()
    answer = reporter.post(f"/agency-pictures/{item.pk}/0/take/", {"story": story.pk})

    assert answer["Location"] == f"/pages/{story.pk}/edit/"
    draft: StoryPage = newsroom.reread(story).get_latest_revision_as_object()
    assert draft.picture is not None
    assert draft.picture.wire_item == item.pk
    assert Client().get(f"/agency-pictures/{item.pk}/0/thumbnail/").status_code == 302
