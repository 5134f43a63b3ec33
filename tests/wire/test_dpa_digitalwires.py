from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from broadsheet.wire.errors import ContentMissing, IdMissing, VersionMissing
from broadsheet.wire.item import WireItem, WireLink, WireSubject
from tests.wire import noa

ItemOf = Callable[[Any], WireItem]


def test_it_reads_what_a_story_needs(item_of: ItemOf) -> None:
    item = item_of(noa.digitalwires())

    assert (item.supplier, item.id, item.version) == ("noa", noa.URN, 1)
    assert item.version_created == datetime.fromisoformat(noa.CREATED)
    assert (item.kind, item.status, item.urgency, item.language) == ("text", "usable", 4, "de")
    assert (item.headline, item.kicker, item.lead) == (noa.HEADLINE, "Verkehr", noa.TEASER)
    assert item.body_html == noa.BODY
    assert (item.byline, item.creditline) == ("Von Ada Beispiel, noa", "noa")
    assert (item.place, item.source, item.genre) == ("Neustrand", "noa", "Meldung")
    assert item.keywords == ("Hafen",)
    assert item.subjects == (WireSubject(name="Schifffahrt", scheme="noasubject", code="12"),)
    assert item.embargo is None
    assert item.warnings == ()


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("Neustrand (noa) - ", "Neustrand"),
        ("Neustrand/Altstrand (noa/lrg) – ", "Neustrand/Altstrand"),
        ("Bad Neustrand-Süd", "Bad Neustrand-Süd"),
        ("(noa) - ", ""),
        (None, ""),
    ],
)
def test_the_place_is_the_dateline_without_agency_and_dash(
    item_of: ItemOf, dateline: str | None, place: str
) -> None:
    assert item_of(noa.digitalwires(dateline=dateline)).place == place


def test_a_dateline_in_the_text_is_not_repeated(item_of: ItemOf) -> None:
    body = '<p><span class="dateline">Neustrand <span class="credit">(noa)</span> - </span>Es regnet.</p>'

    assert item_of(noa.digitalwires(article_html=body)).body_html == "<p>Es regnet.</p>"


def test_the_embargo_is_an_aware_date(item_of: ItemOf) -> None:
    item = item_of(noa.digitalwires(embargoed="2026-11-14T18:00:00+01:00"))

    assert item.embargo == datetime.fromisoformat("2026-11-14T18:00:00+01:00")


def test_a_note_about_an_embargo_without_a_time_is_told(item_of: ItemOf) -> None:
    note = {"role": "dpaednoterole:embargo", "ednote": "Frei ab Beginn der Rede", "is_publishable": True}
    item = item_of(noa.digitalwires(ednotes=[note]))

    assert item.embargo is None
    assert any("embargo" in warning for warning in item.warnings)


def test_an_item_without_text_is_the_picture_that_it_holds(item_of: ItemOf) -> None:
    picture = {
        "type": "image",
        "urn": f"{noa.URN}-bild",
        "headline": "Die alte Schleuse",
        "caption": "Die alte Schleuse am Morgen.",
        "creditline": "Ada Beispiel/noa",
        "renditions": [
            {"url": "https://bilder.noa.example/klein.jpg", "width": 300, "mimetype": "image/jpeg"},
            {"url": "https://bilder.noa.example/gross.jpg", "width": 2048, "height": 1365},
            {"url": "file:///etc/passwd", "width": 9000},
        ],
    }
    item = item_of(
        noa.digitalwires(
            article_html=None,
            teaser=None,
            associations=[picture, {"type": "audio", "renditions": []}],
            descriptions=[{"role": "drol:caption", "description": "Die alte Schleuse am Morgen."}],
        )
    )

    assert item.kind == "picture"
    assert item.lead == "Die alte Schleuse am Morgen."
    assert [(one.href, one.width, one.height) for one in item.pictures] == [
        ("https://bilder.noa.example/gross.jpg", 2048, 1365)
    ]
    assert item.pictures[0].credit == "Ada Beispiel/noa"
    assert any("audio" in warning for warning in item.warnings)


def test_links_beside_the_text_are_kept_apart(item_of: ItemOf) -> None:
    box = '<a href="https://hafen.example/plan">Der Plan</a> <a href="javascript:x()">y</a>'

    item = item_of(noa.digitalwires(linkbox_html=box))

    assert item.links == (WireLink(href="https://hafen.example/plan", title="Der Plan"),)


@pytest.mark.parametrize("signal", ["correction", "update"])
def test_a_correction_or_update_says_so_and_why(item_of: ItemOf, signal: str) -> None:
    notes = [
        {"role": "dpaednoterole:correction", "ednote": "Im zweiten Absatz", "is_publishable": True},
        {"role": "dpaednoterole:correctionshort", "ednote": "Jahr berichtigt.", "is_publishable": True},
    ]
    item = item_of(noa.digitalwires(signal=f"sig:{signal}", ednotes=notes))

    assert item.signals == (signal,)
    assert item.update_reason == "Jahr berichtigt."


@pytest.mark.parametrize(
    ("given", "status"),
    [("usable", "usable"), (None, "usable"), ("canceled", "canceled"), ("stat:withheld", "withheld")],
)
def test_it_reads_the_status(item_of: ItemOf, given: str | None, status: str) -> None:
    assert item_of(noa.digitalwires(pubstatus=given)).status == status


def test_an_unknown_status_withholds_the_item(item_of: ItemOf) -> None:
    item = item_of(noa.digitalwires(pubstatus="vielleicht"))

    assert item.status == "withheld"
    assert any("vielleicht" in warning for warning in item.warnings)


def test_a_cancellation_needs_no_headline(item_of: ItemOf) -> None:
    bare = {"urn": noa.URN, "version": 2, "version_created": noa.CREATED, "pubstatus": "canceled"}

    assert item_of({"format": "digitalwires@0.9.1", **bare}).status == "canceled"


def test_names_of_the_agencys_editors_stay_out(parse: Callable[[Any], Any]) -> None:
    assert "beispiel.ada" not in str(parse(noa.digitalwires()))


def test_embedded_material_is_told_with_its_address(item_of: ItemOf) -> None:
    body = '<p>Dazu ein Film.</p><dnl-youtubeembed src="https://video.example/7"></dnl-youtubeembed>'
    item = item_of(noa.digitalwires(article_html=body))

    assert item.body_html == "<p>Dazu ein Film.</p>"
    assert any("https://video.example/7" in warning for warning in item.warnings)


def test_what_cannot_be_an_item_is_refused(item_of: ItemOf) -> None:
    with pytest.raises(IdMissing):
        item_of(noa.digitalwires(urn=" "))
    with pytest.raises(VersionMissing):
        item_of(noa.digitalwires(version=None, version_created=None))
    with pytest.raises(ContentMissing):
        item_of(
            noa.digitalwires(headline=None, kicker=None, teaser=None, article_html="<p> </p>", dateline=None)
        )


def test_text_without_a_headline_gets_one_from_the_text(item_of: ItemOf) -> None:
    item = item_of(noa.digitalwires(headline=None, kicker=None))

    assert item.headline == noa.TEASER
    assert any("no headline" in warning for warning in item.warnings)
