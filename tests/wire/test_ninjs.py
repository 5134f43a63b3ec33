from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import msgspec
import pytest

from broadsheet.wire.errors import DateUnreadable, VersionMissing
from broadsheet.wire.formats.ninjs import v1, v2, v3
from broadsheet.wire.item import Parsed, WireItem, WirePicture
from tests.wire import noa

ItemOf = Callable[[Any], WireItem]

ALL = [noa.ninjs1, noa.ninjs2, noa.ninjs3]


@pytest.mark.parametrize("document", ALL)
def test_every_version_comes_out_as_the_same_item(item_of: ItemOf, document: Callable[..., Any]) -> None:
    assert item_of(document()) == WireItem(
        supplier="noa",
        id=noa.URN,
        version=1,
        version_created=datetime.fromisoformat(noa.CREATED),
        headline=noa.HEADLINE,
        lead=noa.TEASER,
        body_html=noa.BODY,
        byline="Ada Beispiel",
        place="Neustrand",
        language="de",
        subjects=item_of(noa.ninjs2()).subjects,
    )


def test_the_same_item_in_ninjs_and_digitalwires_is_one(item_of: ItemOf) -> None:
    ninjs, wires = item_of(noa.ninjs3()), item_of(noa.digitalwires())

    assert (ninjs.supplier, ninjs.id, ninjs.version) == (wires.supplier, wires.id, wires.version)


def test_a_version_is_known_by_what_it_declares_or_by_its_keys() -> None:
    assert v1.recognises(noa.ninjs1())
    assert v2.recognises(noa.ninjs2())
    assert v3.recognises(noa.ninjs3())
    assert v3.recognises({key: value for key, value in noa.ninjs3().items() if key != "standard"})
    assert v2.recognises({"uri": noa.URN, "title": "nichts Eigenes"})
    assert not any(version.recognises({"uri": noa.URN, "x": 1}) for version in (v1, v2, v3))
    assert not any(version.recognises({"headline": "ohne Adresse"}) for version in (v1, v2, v3))


@pytest.mark.parametrize("version", ["neu", "", None, "1.2", "9" * 30])
def test_a_version_that_is_no_number_is_replaced_by_its_date(item_of: ItemOf, version: str | None) -> None:
    assert item_of(noa.ninjs2(version=version)).version == 1794643800


@pytest.mark.parametrize(
    ("document", "key"),
    [(noa.ninjs1, "embargoed"), (noa.ninjs2, "embargoed"), (noa.ninjs3, "embargoedUntil")],
)
def test_the_embargo_is_an_aware_date(item_of: ItemOf, document: Callable[..., Any], key: str) -> None:
    item = item_of(document(**{key: "2026-11-15T06:00:00Z"}))

    assert item.embargo == datetime.fromisoformat("2026-11-15T06:00:00+00:00")


def test_an_embargo_under_an_older_versions_name_is_not_overlooked(item_of: ItemOf) -> None:
    assert item_of(noa.ninjs3(embargoed="2026-11-15T06:00:00Z")).embargo is not None
    assert item_of(noa.ninjs2(embargoeduntil="2026-11-15T06:00:00Z")).embargo is not None


def test_an_embargo_that_cannot_be_read_refuses_the_document(item_of: ItemOf) -> None:
    with pytest.raises(DateUnreadable):
        item_of(noa.ninjs2(embargoed="nach der Rede"))
    with pytest.raises(DateUnreadable):
        item_of(noa.ninjs2(embargoed=True))


def test_an_embargo_on_a_picture_holds_the_whole_item(item_of: ItemOf) -> None:
    picture = {**association(), "embargoed": "2026-11-15T06:00:00Z"}
    item = item_of(noa.ninjs2(associations=[picture], embargoed="2026-11-14T18:00:00Z"))

    assert item.embargo == datetime.fromisoformat("2026-11-15T06:00:00+00:00")
    assert any("embargo" in warning for warning in item.warnings)


def association(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Bild 1",
        "uri": f"{noa.URN}-bild",
        "type": "picture",
        "by": "Ada Beispiel/noa",
        "headlines": [{"value": "Die alte Schleuse"}],
        "descriptions": [{"role": "caption", "value": "Die alte Schleuse am Morgen."}],
        "renditions": [
            {"name": "klein", "href": "https://bilder.noa.example/k.jpg", "width": 300},
            {
                "name": "gross",
                "href": "https://bilder.noa.example/g.jpg",
                "contenttype": "image/jpeg",
                "width": 3000,
                "height": 2000,
            },
            {"name": "film", "href": "https://bilder.noa.example/f.mp4", "contenttype": "video/mp4"},
        ],
        **changes,
    }


def test_associated_pictures_come_in_their_largest_rendition(item_of: ItemOf) -> None:
    item = item_of(noa.ninjs2(associations=[association()]))

    assert item.pictures == (
        WirePicture(
            href="https://bilder.noa.example/g.jpg",
            id=f"{noa.URN}-bild",
            headline="Die alte Schleuse",
            caption="Die alte Schleuse am Morgen.",
            credit="Ada Beispiel/noa",
            width=3000,
            height=2000,
            media_type="image/jpeg",
        ),
    )


def test_a_canceled_picture_is_not_taken(item_of: ItemOf) -> None:
    item = item_of(noa.ninjs2(associations=[association(pubstatus="canceled")]))

    assert item.pictures == ()
    assert any("not usable" in warning for warning in item.warnings)


def test_pictures_of_version_1_are_found_by_name(item_of: ItemOf) -> None:
    picture = {
        "uri": f"{noa.URN}-bild",
        "type": "picture",
        "byline": "Ada Beispiel",
        "description_text": "Die alte Schleuse.",
        "renditions": {
            "main": {"href": "https://bilder.noa.example/g.jpg", "mimetype": "image/jpeg", "width": 900}
        },
    }
    (found,) = item_of(noa.ninjs1(associations={"bild": picture})).pictures

    assert (found.credit, found.caption, found.width) == ("Ada Beispiel", "Die alte Schleuse.", 900)


def test_a_picture_alone_is_an_item_with_a_picture(item_of: ItemOf) -> None:
    document = association(version="3", versioncreated=noa.CREATED)
    del document["name"], document["headlines"]
    item = item_of(document)

    assert (item.kind, item.version, len(item.pictures)) == ("picture", 3, 1)
    assert item.headline == "Die alte Schleuse am Morgen."


def test_an_event_without_headline_is_shown_by_its_title(item_of: ItemOf) -> None:
    event = noa.ninjs3(title="Ratssitzung am Dienstag", headlines=[], bodies=[], eventDetails={})
    del event["type"]
    item = item_of(event)

    assert (item.kind, item.headline) == ("event", "Ratssitzung am Dienstag")


def test_plain_text_becomes_paragraphs(item_of: ItemOf) -> None:
    body = {"role": "text", "contenttype": "text/plain", "value": "Erster <Absatz>.\n\nZweiter\nAbsatz."}

    assert (
        item_of(noa.ninjs2(bodies=[body])).body_html
        == "<p>Erster &lt;Absatz&gt;.</p><p>Zweiter<br>Absatz.</p>"
    )


def test_html_is_preferred_and_other_markup_is_not_read(item_of: ItemOf) -> None:
    nitf = {"role": "nitf", "contenttype": "application/xml", "value": "<nitf/>"}
    html = {"role": "x", "contenttype": "text/html", "value": "<p>Ja.</p>"}

    assert item_of(noa.ninjs2(bodies=[nitf, html])).body_html == "<p>Ja.</p>"
    alone = item_of(noa.ninjs2(bodies=[nitf]))
    assert alone.body_html == ""
    assert any("not read" in warning for warning in alone.warnings)


def test_a_headline_repeated_in_the_text_is_left_out(item_of: ItemOf) -> None:
    body = {"contenttype": "text/html", "value": f"<article><h1>{noa.HEADLINE}</h1><p>Text.</p></article>"}

    assert item_of(noa.ninjs2(bodies=[body])).body_html == "<p>Text.</p>"


def test_what_its_schema_refuses_is_taken_with_a_warning(item_of: ItemOf) -> None:
    item = item_of(noa.ninjs2(urgency="hoch", erfunden=True))

    assert item.urgency is None
    assert any("erfunden" in warning for warning in item.warnings)
    assert all("hoch" not in warning for warning in item.warnings)


def test_a_document_without_version_and_date_is_taken_only_if_its_schema_allows_it(item_of: ItemOf) -> None:
    undated = noa.ninjs2(version=None, versioncreated=None)
    del undated["version"], undated["versioncreated"]

    assert item_of(undated).version == 0
    with pytest.raises(VersionMissing):
        item_of({**undated, "erfunden": True})


@pytest.mark.parametrize("document", ALL)
def test_a_canceled_item_is_marked(item_of: ItemOf, document: Callable[..., Any]) -> None:
    key = "pubStatus" if document is noa.ninjs3 else "pubstatus"

    assert item_of(document(**{key: "canceled"})).status == "canceled"


@pytest.mark.parametrize(("document", "key"), [(noa.ninjs1, "ednote"), (noa.ninjs3, "edNote")])
def test_editors_notes_are_never_in_the_item(
    parse: Callable[[Any], Parsed], document: Callable[..., Any], key: str
) -> None:
    parsed = parse(document(**{key: noa.CANARY}))

    assert parsed.internal_notes == (noa.CANARY,)
    assert noa.CANARY not in msgspec.json.encode(parsed.item).decode()


def test_a_note_of_the_wrong_type_is_not_quoted_in_a_warning(parse: Callable[[Any], Parsed]) -> None:
    parsed = parse(noa.ninjs2(ednote=[noa.CANARY], associations=[{"name": "x", "ednote": [noa.CANARY]}]))

    assert any(warning.startswith("Not valid") for warning in parsed.item.warnings)
    assert noa.CANARY not in str(parsed.item)
