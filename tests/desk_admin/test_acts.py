from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.utils.timezone import localtime

from broadsheet.kernel import clock
from broadsheet.ledger import state
from broadsheet.ledger.records import Notice
from tests.desk import newsroom
from tests.desk_admin.cast import Cast, told


def test_opening_a_form_changes_nothing(chief: Client) -> None:
    story = newsroom.published()
    before = newsroom.ledger()
    for act in ("correct", "retract", "schedule", "move"):
        assert chief.get(f"/story/{story.pk}/{act}/").status_code == 200
    assert newsroom.ledger() == before


def test_a_correction_reaches_readers_with_the_newest_draft(chief: Client) -> None:
    story = newsroom.published()
    newsroom.edited(story, lead="Achtzig Millionen.")
    answer = chief.post(f"/story/{story.pk}/correct/", {"text": "Es waren 80.", "with_draft": "on"})
    record = newsroom.record_of(story)
    assert answer["Location"] == f"/pages/{story.pk}/edit/"
    assert (record.lead, record.corrections[0].text) == ("Achtzig Millionen.", "Es waren 80.")


def test_what_the_draft_changes_is_ticked_and_the_editor_has_the_last_word(chief: Client) -> None:
    body = [("paragraph", "<p>Eins.</p>"), ("paragraph", "<p>Zwei &lt;Becken&gt;.</p>")]
    story = newsroom.published(body=body)
    newsroom.edited(story, body=[body[0], ("paragraph", "<p>Drei &lt;Becken&gt;.</p>")])
    form = chief.get(f"/story/{story.pk}/correct/").content.decode()
    ticked = re.findall(r'name="passages" value="(\w+)"[^>]*checked', form)
    assert ticked == ["1"]
    assert "<del>Zwei </del><ins>Drei </ins>&lt;Becken&gt;." in form
    told = {"text": "Es sind drei.", "with_draft": "on", "passages": ["headline", "1"], "nature": "update"}
    chief.post(f"/story/{story.pk}/correct/", told)
    correction = newsroom.record_of(story).corrections[0]
    assert (correction.nature, correction.passages) == ("update", ("headline", 1))
    address = f"/story/{story.pk}/versions/"
    shown = re.findall(r'name="shown_(\d+)"', chief.get(address).content.decode())
    chief.post(address, {"is_open": "on", f"reason_{shown[0]}": "Zum Schutz."})
    (earlier,) = newsroom.record_of(story).earlier
    assert (earlier.withheld, earlier.reason) == (True, "Zum Schutz.")


def test_a_correction_can_leave_the_text_alone(chief: Client) -> None:
    story = newsroom.published()
    newsroom.edited(story, lead="Noch nicht.")
    chief.post(f"/story/{story.pk}/correct/", {"text": "Es waren 80."})
    assert newsroom.record_of(story).lead == "Ein drittes Becken ist beschlossen."


def test_a_draft_cannot_be_corrected(chief: Client) -> None:
    story = newsroom.draft()
    answer = chief.post(f"/story/{story.pk}/correct/", {"text": "Es waren 80."})
    assert "ist nicht veröffentlicht" in answer.content.decode()


def test_corrections_are_listed_in_the_editor(chief: Client) -> None:
    story = newsroom.published()
    chief.post(f"/story/{story.pk}/correct/", {"text": "Es waren 80."})
    assert "Es waren 80." in chief.get(f"/pages/{story.pk}/edit/").content.decode()


def test_a_retraction_needs_a_reason_and_leaves_a_notice(chief: Client) -> None:
    story = newsroom.published()
    assert chief.post(f"/story/{story.pk}/retract/", {"reason": " "}).status_code == 200
    assert newsroom.reread(story).live
    chief.post(f"/story/{story.pk}/retract/", {"reason": "Die Zahlen waren falsch."})
    assert not newsroom.reread(story).live
    notices = [each.text for each in state.all_of("notice") if isinstance(each, Notice)]
    assert notices == ["Die Zahlen waren falsch."]


def test_a_story_is_scheduled_for_a_moment_to_come_only(chief: Client) -> None:
    story = newsroom.draft()
    soon, late = (clock.now() + timedelta(hours=hours) for hours in (3, -3))
    address = f"/story/{story.pk}/schedule/"
    refused = chief.post(address, {"at": f"{localtime(late):%d.%m.%Y %H:%M}"})
    assert "schon vorbei" in refused.content.decode()
    assert newsroom.reread(story).scheduled_revision is None
    answer = chief.post(address, {"at": f"{localtime(soon):%d.%m.%Y %H:%M}"})
    assert "wird am" in told(answer)
    assert newsroom.reread(story).scheduled_revision is not None


def test_a_move_gives_a_new_address_and_keeps_the_old_one(cast: Cast, chief: Client) -> None:
    story = newsroom.published(section=cast.politics)
    before = newsroom.record_of(story).path
    chief.post(f"/story/{story.pk}/move/", {"section": cast.economy.pk})
    after = newsroom.record_of(story).path
    assert after.startswith("/wirtschaft/")
    assert state.owner(before) == state.owner(after)


def test_the_editors_menu_offers_what_fits_the_state(chief: Client) -> None:
    draft = chief.get(f"/pages/{newsroom.draft().pk}/edit/").content.decode()
    public = chief.get(f"/pages/{newsroom.published().pk}/edit/").content.decode()
    assert "Planen …" in draft
    assert "Zurücknehmen …" not in draft
    for words in ("Korrigieren …", "Zurücknehmen …", "In anderes Ressort verschieben …"):
        assert words in public


def test_a_section_editor_acts_in_the_own_section_alone(cast: Cast, economist: Client) -> None:
    own = newsroom.published("Eigen", section=cast.economy)
    other = newsroom.published("Fremd", section=cast.politics)
    for story in (own, other):
        economist.post(f"/story/{story.pk}/retract/", {"reason": "Falsch."})
    assert not newsroom.reread(own).live
    assert newsroom.reread(other).live
