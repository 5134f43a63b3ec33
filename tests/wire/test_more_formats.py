"""Teleprinter copy from America, calendars, mail, pictures as files, and NewsML before G2."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from broadsheet.kernel import clock
from broadsheet.wire import recognise
from broadsheet.wire.config import WireConfig
from broadsheet.wire.item import Parsed, WireItem
from tests.wire import noa
from tests.wire.test_formats import read, reasons, shown, the_first, the_item

FORGED_BELOW = (
    "Authentication-Results: mx.hafenbote.example; dmarc=fail header.from=neustrand.example\n"
    "Authentication-Results: mx.hafenbote.example; dmarc=pass header.from=neustrand.example\n"
)
MADE = datetime(2026, 11, 14, 8, 10, tzinfo=UTC)


def notes_of(data: str | bytes) -> str:
    return "\n".join(note for each in read(data) if isinstance(each, Parsed) for note in each.internal_notes)


# ---- what editors alone may see ---------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [noa.anpa1312(), noa.ICS, noa.mail(), noa.picture(), noa.newsml_1()],
    ids=["anpa", "ics", "mail", "picture", "newsml-1"],
)
def test_contacts_and_notes_are_kept_apart(data: str | bytes) -> None:
    assert noa.CANARY in notes_of(data)
    assert not any(noa.CANARY in shown(each.item) for each in read(data) if isinstance(each, Parsed))


@pytest.mark.parametrize(
    "data",
    [
        noa.anpa1312(slug="bc-Hafen-Adv20"),
        noa.anpa1312(text="\r\n\tHold for release Friday."),
        noa.mail(subject="Sperrfrist Freitag 18 Uhr: Schleuse"),
        noa.picture(xmp="EMBARGO until Friday"),
        noa.ICS.replace("SEQUENCE:2", "CLASS:CONFIDENTIAL"),
        noa.newsml_1(status="Withheld"),
        noa.newsml_1(status="Soon"),
    ],
    ids=["advance", "hold", "mail", "picture", "calendar", "newsml", "unknown"],
)
def test_what_speaks_of_an_embargo_without_a_time_is_withheld(data: str | bytes) -> None:
    assert the_first_of(data).status == "withheld"


def the_first_of(data: str | bytes) -> WireItem:
    [result, *_] = read(data)
    assert isinstance(result, Parsed), result
    return result.item


# ---- ANPA 1312 --------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_an_anpa_message_is_an_item(encoding: str) -> None:
    item = the_item(noa.anpa1312(encoding=encoding))
    assert (item.headline, item.byline, item.place) == (noa.HEADLINE, "Von Ada Beispiel, noa", "Neustrand")
    assert (item.supplier, item.urgency, item.version_created) == ("noa", 4, MADE)
    assert item.keywords == ("Hafen", "Schleuse")
    assert [subject.name for subject in item.subjects] == ["domestic"]
    assert item.body_html == noa.BODY.replace("<h2>Kosten noch offen</h2>", "")
    assert item.status == "usable"


def test_the_same_anpa_text_is_one_item_and_zones_count() -> None:
    first = the_item(noa.anpa1312())
    later = the_item(noa.anpa1312().replace(b"0810\x04", b"0810 EST\x04"))
    assert (first.id, later.version - first.version) == (later.id, 5 * 3600)
    assert reasons(noa.anpa1312().partition(b"\x03")[0]) == ["wire-file-truncated"]


# ---- calendars ----------------------------------------------------------------------------------


def test_an_event_is_an_item_with_its_time() -> None:
    event, cancelled, refused = read(noa.ICS)
    assert isinstance(event, Parsed)
    assert isinstance(cancelled, Parsed)
    item = event.item
    assert (item.kind, item.headline, item.version, item.place) == ("event", noa.HEADLINE, 2, "Neustrand")
    assert item.begins == datetime(2026, 11, 20, 17, tzinfo=UTC)
    assert item.ends == datetime(2026, 11, 20, 19, tzinfo=UTC)
    assert item.body_html == "<p>Erster Absatz, mit Komma.</p><p>Zweiter Absatz.</p>"
    assert [subject.name for subject in item.subjects] == ["Verkehr", "Hafen"]
    assert (item.supplier, item.source) == ("hafenbote", "Hafenbote")
    assert (cancelled.item.status, cancelled.item.all_day) == ("canceled", True)
    assert getattr(refused, "code", "") == "wire-id-missing"


def test_a_calendar_that_is_broken_says_how() -> None:
    assert reasons(noa.ICS.partition("END:VCALENDAR")[0]) == ["wire-file-truncated"]
    assert reasons("BEGIN:VCALENDAR\nEND:VCALENDAR\n") == ["wire-content-missing"]
    assert reasons(noa.ICS.encode("cp1252").replace(b"Zweiter", b"Zw\xe4iter")) == ["wire-not-utf8"]
    assert reasons(noa.ICS.replace("20261120T180000", "bald"))[0] == "wire-date-unreadable"
    lost = the_first(noa.ICS.replace("Europe/Berlin", "Atlantis/Mitte"))
    assert lost.begins == datetime(2026, 11, 20, 18, tzinfo=UTC)
    assert any("Atlantis" in warning for warning in lost.warnings)


# ---- mail -----------------------------------------------------------------------------------------


def test_a_mail_is_an_item_and_its_signature_is_not() -> None:
    item = the_item(noa.mail())
    assert (item.headline, item.source, item.supplier) == (noa.HEADLINE, "Amt Neustrand", "neustrand.example")
    assert item.body_html == "<p>Der Rat hat für die Schleuse gestimmt.</p><p>Die Bauzeit ist offen.</p>"
    assert (item.id, item.version_created) == ("mail:4711@neustrand.example", MADE)


def test_html_keeps_its_form_unless_something_in_it_is_for_editors() -> None:
    body = "<p>Der <b>Rat</b> hat gestimmt.</p><ul><li>Eins</li></ul>"
    assert the_item(noa.mail(html=body)).body_html == (
        "<p>Der <strong>Rat</strong> hat gestimmt.</p><ul><li>Eins</li></ul>"
    )
    closed = noa.mail(html=f"{body}<p>Pressekontakt: {noa.CANARY}</p><script>x()</script>")
    assert the_item(closed).body_html == "<p>Der Rat hat gestimmt.</p><p>Eins</p>"
    assert noa.CANARY in notes_of(closed)


@pytest.mark.parametrize(
    ("headers", "is_verified"),
    [
        ("", False),
        ("Authentication-Results: mx.hafenbote.example; dmarc=pass header.from=neustrand.example\n", True),
        ("Authentication-Results: mx.evil.example; dmarc=pass header.from=neustrand.example\n", False),
        ("Authentication-Results: mx.hafenbote.example; dmarc=fail header.from=neustrand.example\n", False),
        ("Authentication-Results: mx.hafenbote.example; dmarc=pass header.from=evil.example\n", False),
        (FORGED_BELOW, False),
    ],
    ids=["nobody", "ours", "another", "failed", "other-domain", "forged-below"],
)
def test_a_sender_is_true_only_if_our_own_server_says_so(headers: str, is_verified: bool) -> None:
    config = WireConfig(mail_authority="mx.hafenbote.example")
    for known in (WireConfig(), config):
        [result] = recognise.read(noa.mail(headers=headers), known, clock.now())
        assert isinstance(result, Parsed)
        warned = any("vouches" in warning for warning in result.item.warnings)
        assert warned is not (is_verified and known is config)


def test_a_forwarded_mail_names_who_wrote_it() -> None:
    text = (
        "Bitte ansehen!\n\n-------- Weitergeleitete Nachricht --------\nBetreff: Schleuse\n"
        "Von: Bo Muster <bo@werft.example>\nDatum: heute\n\nDie Werft baut mit.\n"
    )
    item = the_item(noa.mail(subject="WG: Schleuse", text=text))
    assert (item.headline, item.body_html) == ("Schleuse", "<p>Die Werft baut mit.</p>")
    assert item.hops == ("Bo Muster <bo@werft.example>", "Amt Neustrand")
    assert item.signals == ("forwarded",)
    assert "Bitte ansehen!" in notes_of(noa.mail(subject="WG: Schleuse", text=text))


def test_what_is_attached_is_named_and_an_attached_mail_is_an_item() -> None:
    inner = noa.mail(subject="Noch einer").decode().replace("4711@", "4712@").replace("teil", "innen")
    attached = (
        '--teil\nContent-Type: application/pdf; name="plan.pdf"\nContent-Disposition: attachment;'
        ' filename="plan.pdf"\n\n%PDF\n--teil\nContent-Type: message/rfc822\n\n' + inner + "\n"
    )
    outer, forwarded = read(noa.mail(attached=attached))
    assert isinstance(outer, Parsed)
    assert isinstance(forwarded, Parsed)
    assert "Attached: plan.pdf (application/pdf)" in outer.item.warnings
    assert forwarded.item.headline == "Noch einer"
    assert any("vouches" in warning for warning in forwarded.item.warnings)


# ---- pictures -----------------------------------------------------------------------------------


def test_a_picture_says_what_its_fields_say() -> None:
    data = noa.picture()
    item = the_item(data)
    assert (item.kind, item.headline, item.lead) == ("picture", noa.HEADLINE, "Die Schleuse.")
    assert (item.byline, item.creditline, item.place) == ("Ada Beispiel", "noa/A. Beispiel", "Neustrand")
    assert (item.id, item.supplier, item.urgency) == (noa.URN, "noa", 4)
    assert (item.version_created, item.usage_terms) == (MADE, "Nur redaktionell.")
    [picture] = item.pictures
    assert (picture.href, picture.width, picture.height) == (
        f"wire:{hashlib.sha256(data).hexdigest()}",
        64,
        48,
    )


def test_iim_counts_where_xmp_is_silent_and_its_release_date_is_an_embargo() -> None:
    item = the_item(noa.picture(release="20261201"))
    assert item.copyright_notice == "© Ada Größe"
    assert item.embargo == datetime(2026, 12, 1, tzinfo=UTC)
    assert reasons(noa.picture(release="bald")) == ["wire-date-unreadable"]


def test_a_broken_picture_is_refused_and_broken_xmp_told() -> None:
    assert reasons(noa.picture()[:30]) == ["wire-file-malformed"]
    item = the_item(noa.picture(xmp="<offen>"))
    assert any("XMP" in warning for warning in item.warnings)
    assert item.headline.startswith("picture:")


# ---- NewsML 1 -----------------------------------------------------------------------------------


def test_newsml_1_is_the_item_that_newsml_g2_is() -> None:
    older, newer = the_item(noa.newsml_1()), the_item(noa.newsml_g2())
    assert (older.id, older.version, older.supplier) == (newer.id, newer.version, newer.supplier)
    assert older.version_created == newer.version_created
    [picture] = older.pictures
    assert (picture.href, picture.width) == ("https://bilder.noa.example/gross.jpg", 1600)
    assert [subject.code for subject in older.subjects] == ["04015000"]


def test_newsml_1_names_the_end_of_an_embargo_or_is_refused() -> None:
    ends = (
        '<StatusWillChange><FutureStatus FormalName="Usable"/>'
        "<DateAndTime>20261114T180000+0100</DateAndTime></StatusWillChange>"
    )
    item = the_item(noa.newsml_1(status="Embargoed", management=ends))
    assert (item.status, item.embargo) == ("usable", datetime(2026, 11, 14, 17, tzinfo=UTC))
    assert reasons(noa.newsml_1(status="Embargoed")) == ["wire-date-unreadable"]
    assert the_item(noa.newsml_1(status="Canceled", revision=3)).status == "canceled"
