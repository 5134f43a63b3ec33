"""A newer version of the agency, paragraph by paragraph, beside a story that an editor has worked on."""

from __future__ import annotations

from typing import Any

import pytest

from broadsheet.desk.acts import KeepOurs, TakeOver
from broadsheet.desk.agency_update import stored, update_of
from broadsheet.desk.errors import NotAllowed, StaleRevision
from broadsheet.desk.from_wire import draft_from
from broadsheet.desk.models import SectionPage, StoryPage
from broadsheet.desk.pieces import pieces_of
from broadsheet.wire.models import Item, Version
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.desk_admin.cast import hire, told, wire_item

pytestmark = pytest.mark.django_db

FIRST = "Der Rat hat am Abend für die neue Schleuse gestimmt."
COSTS = "Sie kostet nach Angaben der Verwaltung 40 Millionen Euro."
BUILD = "Gebaut wird im Frühjahr, sagte der Bauleiter."
END = "Gegner wollen klagen."
OURS = "<p>Unsere Leser kennen den Streit seit Jahren.</p>"


def html(*paragraphs: str) -> str:
    return "".join(f"<p>{each}</p>" for each in paragraphs)


def edited_story(**second: Any) -> StoryPage:
    """Made of the first version, with an editor's own paragraph in the middle and a picture."""
    item = wire_item(body_html=html(FIRST, COSTS, BUILD, END))
    story = draft_from(item, SectionPage.objects.first() or newsroom.section())
    raw = stored(story)
    raw[0]["value"] = html(FIRST, COSTS) + OURS + html(BUILD, END)
    picture = {"picture": newsroom.picture().pk, "caption": ""}
    newsroom.edited(
        story, body=[*raw, {"type": "picture", "value": picture, "id": "bild"}], title="Unser Titel"
    )
    wire_item(version=2, item=item, **second)
    return newsroom.reread(story)


def texts(story: StoryPage) -> list[str]:
    return [
        piece.words for piece in pieces_of(stored(newsroom.reread(story).get_latest_revision_as_object()))
    ]


def test_each_paragraph_is_offered_and_taken_over_by_itself() -> None:
    dearer = "Sie kostet nach Angaben der Verwaltung 55 Millionen Euro."
    late = "Am Freitag wird weiter beraten."
    new = f"<h2>Was es kostet</h2>{html(dearer, BUILD, late)}"
    story = edited_story(body_html=html(FIRST) + new, headline="Schleuse wird teurer")
    update = update_of(story)
    assert update is not None
    shown = {(each.kind, each.old, each.new, each.ours) for each in update.changes}
    assert shown == {
        ("changed", "Kanzler besucht den Hafen", "Schleuse wird teurer", "Unser Titel"),
        ("added", "", "Was es kostet", ""),
        ("changed", COSTS, dearer, COSTS),
        ("added", "", late, ""),
        ("removed", END, "", END),
    }
    own = "Unsere Leser kennen den Streit seit Jahren."
    key = {each.new or each.kind: each.key for each in update.changes}

    TakeOver(story, [key[dearer]], token=update.token, by=TESTER).execute()

    assert texts(story) == [FIRST, dearer, own, BUILD, END, ""]
    with pytest.raises(StaleRevision):
        TakeOver(story, [key[late]], token=update.token, by=TESTER).execute()
    with pytest.raises(NotAllowed):
        KeepOurs(story, token=update.token, by=newsroom.account("zaungast")).execute()
    again = update_of(newsroom.reread(story))
    assert again is not None
    assert len(again.open) == 4
    TakeOver(story, [each.key for each in again.open], token=again.token, by=TESTER).execute()

    row = newsroom.reread(story)
    assert texts(story) == [FIRST, "Was es kostet", dearer, own, BUILD, late, ""]
    draft = row.get_latest_revision_as_object()
    assert draft.title == "Schleuse wird teurer"
    assert [block.block_type for block in draft.body] == ["paragraph", "subhead", "paragraph", "picture"]
    assert len({block.id for block in draft.body}) == 4
    assert update_of(row) is None, "all is decided"
    assert (row.wire_version, row.live) == (2, False)


def test_ours_is_kept_until_the_next_version() -> None:
    story = edited_story(body_html=html(FIRST, COSTS, BUILD))
    update = update_of(story)
    assert update is not None
    before = texts(story)
    KeepOurs(story, token=update.token, by=TESTER).execute()
    assert (update_of(newsroom.reread(story)), texts(story)) == (None, before)
    wire_item(version=3, item=Item.objects.get(pk=story.wire_item), body_html=html(FIRST, END))
    again = update_of(newsroom.reread(story))
    assert again is not None
    assert {(each.kind, each.old) for each in again.open} >= {("removed", COSTS)}


def test_plain_forms_take_over_and_settle() -> None:
    chief = hire().signed_in("chief")
    story = edited_story(body_html=html(FIRST, COSTS, BUILD), headline="Schleuse kommt")
    address = f"/story/{story.pk}/update/"
    update = update_of(story)
    assert update is not None
    assert address in chief.get(f"/pages/{story.pk}/edit/").content.decode()
    page = chief.get(address).content.decode()
    assert page.count('name="take"') == 2
    assert "Gegner wollen klagen." in page

    answer = chief.post(address, {"token": update.token, "take": "title"})
    assert answer["Location"] == address
    assert newsroom.reread(story).get_latest_revision_as_object().title == "Schleuse kommt"
    assert END in texts(story), "nothing else was touched"
    answer = chief.post(address, {"token": update.token, "all": "1"})
    assert "hat sich inzwischen geändert" in told(answer)
    again = update_of(newsroom.reread(story))
    assert again is not None
    answer = chief.post(address, {"token": again.token, "keep": "1"})
    assert answer["Location"] == f"/pages/{story.pk}/edit/"
    assert "Neuere Agenturfassung" not in chief.get(f"/pages/{story.pk}/edit/").content.decode()
    assert chief.get(address).status_code == 302


def test_without_the_old_version_nothing_of_ours_is_offered_for_removal() -> None:
    """As when versions are no longer kept: what is missing here is offered, nothing else."""
    story = edited_story(body_html=html(FIRST, COSTS, "Nun wird geklagt."))
    Version.objects.filter(version=1).delete()
    update = update_of(story)
    assert update is not None
    assert {each.kind for each in update.open} <= {"added", "changed"}
    TakeOver(story, [each.key for each in update.open], token=update.token, by=TESTER).execute()
    assert {"Nun wird geklagt.", "Unsere Leser kennen den Streit seit Jahren.", END} <= set(texts(story))
