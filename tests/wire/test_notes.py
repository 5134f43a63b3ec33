"""Notes for the newsroom alone can be read in one table and nowhere else."""

from __future__ import annotations

from typing import Any

import pytest

from broadsheet.wire import inbox, models
from tests.wire import noa
from tests.wire.conftest import Take

pytestmark = pytest.mark.django_db

NOTEPAD = {
    "public_html": "<ul><li>Weitere Meldung folgt</li></ul>",
    "nonpublic_html": f"<section><ul><li>{noa.CANARY}</li></ul></section>",
}


def ednote(text: str, **changes: Any) -> dict[str, Any]:
    return {"role": "dpaednoterole:contacts", "ednote": text, "is_publishable": False, **changes}


@pytest.mark.parametrize(
    "document",
    [
        noa.digitalwires(ednotes=[ednote(noa.CANARY)]),
        noa.digitalwires(ednotes=[ednote(noa.CANARY, is_publishable=None)]),
        noa.digitalwires(ednotes=[ednote(noa.CANARY, is_publishable="true")]),
        noa.digitalwires(ednotes=[{"ednote": noa.CANARY}]),
        noa.digitalwires(notepad=NOTEPAD),
        noa.ninjs1(ednote=noa.CANARY),
        noa.ninjs2(ednote=noa.CANARY),
        noa.ninjs3(edNote=noa.CANARY),
        noa.ninjs3(ednote=noa.CANARY),
        noa.ninjs2(associations=[{"name": "Bild", "uri": "urn:x:1", "ednote": noa.CANARY}]),
    ],
)
def test_an_internal_note_is_in_its_own_table_and_nowhere_else(take: Take, document: Any) -> None:
    outcome = take(document)

    assert outcome.item is not None
    assert inbox.internal_notes(outcome.item) == [noa.CANARY]
    for model in (models.Item, models.Version, models.Quarantine, models.RawFile):
        for row in model.objects.values():
            assert "KANARIE" not in str(row)


def test_public_notes_are_in_the_item(take: Take) -> None:
    outcome = take(noa.digitalwires(ednotes=[ednote("Foto folgt", is_publishable=True), ednote(noa.CANARY)]))

    assert inbox.get(outcome.item or "").wire_item.notes == ("Foto folgt",)


def test_the_notepad_stands_in_where_there_are_no_notes(take: Take) -> None:
    outcome = take(noa.digitalwires(notepad=NOTEPAD))

    assert inbox.get(outcome.item or "").wire_item.notes == ("Weitere Meldung folgt",)


def test_each_version_has_its_own_notes(take: Take) -> None:
    take(noa.digitalwires(ednotes=[ednote("erste")]))
    outcome = take(noa.digitalwires(version=2, ednotes=[ednote("zweite")]))

    assert inbox.internal_notes(outcome.item or "") == ["zweite"]
