from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from broadsheet.desk.acts import Schedule
from broadsheet.desk.errors import ChecksFailed, Embargoed
from broadsheet.desk.from_wire import draft_from
from broadsheet.desk.models import Source
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal
from broadsheet.ledger.provenance import Hop
from broadsheet.ledger.records import (
    FactBox,
    Listing,
    Paragraph,
    Quotation,
    Run,
    Subhead,
    Table,
)
from broadsheet.wire.item import WireHop, WireItem, encode
from broadsheet.wire.models import InternalNote, Item
from tests.conftest import START
from tests.desk import newsroom

pytestmark = pytest.mark.django_db

BODY = """
<p>Das <strong>dritte</strong> Becken kommt.</p><h2>Was es kostet</h2>
<ul><li>Bagger</li><li>Beton</li></ul>
<blockquote><p>Wir bauen.</p></blockquote>
<div><p>Und <a href="https://hafen.example">mehr</a>.</p></div>
<table><tr><th>Jahr</th><th>Euro</th></tr><tr><td>2026</td></tr></table>loser Rest
"""


def item(**fields: Any) -> Item:
    wire = WireItem(
        supplier="noa",
        id="noa-1",
        version=3,
        version_created=START,
        **{"headline": "Hafen baut", "body_html": BODY, **fields},
    )
    return Item.objects.create(
        supplier="noa",
        supplier_id="noa-1",
        version=wire.version,
        version_created=START,
        received=START,
        status=wire.status,
        kind="text",
        embargo=wire.embargo,
        content=encode(wire),
    )


def test_a_draft_has_the_items_words_and_is_not_live() -> None:
    section = newsroom.section()
    before = journal.head()
    made = item(kicker="Hafen", lead="Ein Becken.", place="Halvensund", language="de-DE")

    story = draft_from(made, section)

    row = newsroom.reread(story)
    assert (row.title, row.kicker, row.lead) == ("Hafen baut", "Hafen", "Ein Becken.")
    assert (row.agency, row.place, row.language) == ("noa", "Halvensund", "de")
    assert (row.wire_item, row.wire_version) == (made.pk, 3)
    assert row.section == section
    assert not row.live
    assert journal.head() == before


def test_the_item_is_marked_as_taken() -> None:
    made = item()
    story = draft_from(made, newsroom.section())
    made.refresh_from_db()
    assert (made.state, made.story, made.story_version) == ("taken", story.story_id, 3)


def test_agency_markup_becomes_blocks() -> None:
    """A quotation waits until somebody says whose words it is."""
    story = draft_from(item(infobox_html="<p>Drei Becken</p>"), newsroom.section())
    with pytest.raises(ChecksFailed, match="Wir bauen"):
        newsroom.publish(story)
    body = [
        {"type": each.block_type, "value": each.get_prep_value()["value"], "id": each.id}
        for each in story.body
    ]
    next(each["value"] for each in body if each["type"] == "quotation")["speaker"] = "Der Bauherr"
    newsroom.publish(story, revision=newsroom.edited(story, body=json.dumps(body)))
    assert newsroom.record_of(story).body == (
        Paragraph(text=(Run(text="Das "), Run(text="dritte", strong=True), Run(text=" Becken kommt."))),
        Subhead(text="Was es kostet"),
        Listing(items=((Run(text="Bagger"),), (Run(text="Beton"),))),
        Quotation(text="Wir bauen.", speaker="Der Bauherr"),
        Paragraph(text=(Run(text="Und "), Run(text="mehr", href="https://hafen.example"), Run(text="."))),
        Table(rows=(("Jahr", "Euro"), ("2026", "")), header=True),
        Paragraph(text=(Run(text="loser Rest"),)),
        FactBox(title="", body=(Paragraph(text=(Run(text="Drei Becken"),)),)),
    )


def test_text_without_paragraphs_is_one() -> None:
    story = draft_from(item(body_html="Ein <b>Becken</b> &amp; mehr"), newsroom.section())
    newsroom.publish(story)
    assert newsroom.record_of(story).body == (
        Paragraph(text=(Run(text="Ein "), Run(text="Becken", strong=True), Run(text=" & mehr"))),
    )


@pytest.mark.parametrize("markup", ["", " ", "<!-- nichts -->", "<p></p>"])
def test_an_item_without_text_makes_a_draft_without_text(markup: str) -> None:
    assert len(draft_from(item(body_html=markup), newsroom.section()).body) == 0


def test_the_first_claim_says_how_the_item_came_to_us() -> None:
    """By the house list where it knows a station, in the order of the agency's own list."""
    noa = Source.objects.create(name="Nordpress Agentur", wire_name="NOA", wording="Agentur in Halvensund")
    Source.objects.create(name="Karpress", active=False)
    provenance = (WireHop(name="Hafenamt", at=START - timedelta(days=2)),)
    hops = ("Hafenamt", "Karpress", "Nordpress Agentur")
    made = item(body_html="<p>Ein Becken.</p>", hops=hops, provenance=provenance, source="noa")
    story = draft_from(made, newsroom.section())
    newsroom.publish(story)
    (chain,) = newsroom.record_of(story).sources
    assert (chain.claim, chain.certainty) == ("Hafen baut", "attributed")
    assert chain.hops == (
        Hop(name="Hafenamt", kind="agency", on=(START - timedelta(days=2)).date()),
        Hop(name="Karpress", kind="agency"),
        Hop(source=noa.source_id, on=START.date()),
    )


def test_words_that_are_too_long_are_cut() -> None:
    story = draft_from(item(headline="Hafen " * 100, kicker="K" * 300), newsroom.section())
    assert len(story.title) <= 255
    assert len(story.kicker) == 120


def test_internal_notes_get_nowhere() -> None:
    made = item(body_html="<p>Ein Becken.</p>")
    InternalNote.objects.create(item=made, version=3, text="Informant heißt Kruse")

    story = draft_from(made, newsroom.section())
    newsroom.publish(story)

    row = newsroom.reread(story)
    assert not any("Kruse" in repr(value) for value in row.serializable_data().values())
    assert not any("Kruse" in repr(entry) for entry in journal.entries())


def test_an_embargo_holds_the_draft(manual_clock: ManualClock) -> None:
    made = item(body_html="<p>Ein Becken.</p>", embargo=START + timedelta(hours=2))
    story = draft_from(made, newsroom.section())

    with pytest.raises(Embargoed):
        newsroom.publish(story)
    with pytest.raises(Embargoed):
        Schedule(story, START + timedelta(hours=1), by=newsroom.TESTER).execute()

    Schedule(story, START + timedelta(hours=2), by=newsroom.TESTER).execute()
    assert newsroom.reread(story).approved_schedule
