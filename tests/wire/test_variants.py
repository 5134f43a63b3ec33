"""Files as other agencies write them: prefixes, lists for texts, missing ids, odd dates and characters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from broadsheet.wire.errors import Unusable
from broadsheet.wire.item import Parsed, WireItem
from tests.wire import noa

ItemOf = Callable[[Any], WireItem]
CREATED = "2026-11-14T09:00:00Z"
G2 = (
    '<n:newsItem xmlns:n="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:wol.example:1:1" version="2">'
    '<n:itemMeta><n:itemClass qcode="icls:text"/><n:provider literal="wol"/>'
    f'<n:versionCreated>{CREATED}</n:versionCreated><n:pubStatus qcode="stat:usable"/></n:itemMeta>'
    "<n:contentMeta><n:headline>Two &amp; two</n:headline><n:dateline>PORT, Nov 14 (Wol) -</n:dateline>"
    "</n:contentMeta><n:contentSet>%s</n:contentSet></n:newsItem>"
)
NITF = (
    "<nitf><head>%s</head><body><body.head><hedline><hl1>%s</hl1></hedline></body.head>"
    "<body.content>%s</body.content></body></nitf>"
)
RSS = (
    '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>B</title><item><guid>g</guid>'
    "<title>Kran</title><pubDate>Sat, 14 Nov 2026 10:00:00 CET</pubDate>"
    '<media:content url="https://b.example/k.jpg" medium="image"><media:title>Bild</media:title>'
    "<media:description>Der Kran.</media:description></media:content>"
    "<description>Er steht.</description></item></channel></rss>"
)


def test_newsml_g2_with_prefixes_and_html_in_a_cdata_section(item_of: ItemOf) -> None:
    html = '<n:inlineData contenttype="text/html"><![CDATA[<p>Uno</p><p>Dos <b>x</b></p>]]></n:inlineData>'
    item = item_of((G2 % html).encode())
    assert item.body_html == "<p>Uno</p><p>Dos <strong>x</strong></p>"
    assert (item.supplier, item.headline, item.place) == ("wol", "Two & two", "PORT")
    item = item_of((G2 % '<n:remoteContent href="https://x.example/t.xml" contenttype="text/xml"/>').encode())
    assert "https://x.example/t.xml" in " ".join(item.warnings)


@pytest.mark.parametrize("status", [["canceled"], {"value": "canceled"}, "Cancelled"])
def test_a_status_in_another_shape_is_no_usable_one(item_of: ItemOf, status: Any) -> None:
    assert item_of({**noa.ninjs1(), "pubstatus": status}).status == "canceled"
    assert item_of({**noa.ninjs1(), "pubstatus": {"code": 3}}).status == "withheld"
    assert item_of(noa.digitalwires(pubstatus=[status, "x"])).status == "withheld"


def test_ninjs_with_lists_for_texts_and_texts_for_lists(item_of: ItemOf) -> None:
    item = item_of({
        "uri": "urn:x:1", "type": "text", "version": "2", "versioncreated": CREATED, "urgency": ["3"],
        "headline": ["Kran"], "byline": ["Ada", "Bea"], "located": ["Neustrand"], "language": ["de"],
        "body_html": ["<p>Eins.</p>", "<p>Zwei.</p>"], "keywords": ["Hafen"],
    })  # fmt: skip
    assert (item.headline, item.byline, item.place, item.language) == ("Kran", "Ada, Bea", "Neustrand", "de")
    assert (item.body_html, item.keywords, item.urgency) == ("<p>Eins.</p><p>Zwei.</p>", ("Hafen",), 3)
    item = item_of({
        "uri": "urn:x:2", "standard": {"name": "ninjs", "version": "3.0"}, "type": "event",
        "versionCreated": CREATED, "headlines": {"main": "Kran"}, "bodies": "<p>Eins.</p>",
        "subjects": {"name": "Hafen"}, "embargoedUntil": ["2026-11-15T10:00:00Z"],
        "eventDetails": {"dates": {"startDate": "2026-12-01T10:00:00+01:00"}},
    })  # fmt: skip
    assert (item.headline, item.body_html, item.subjects[0].name) == ("Kran", "<p>Eins.</p>", "Hafen")
    assert item.embargo is not None
    assert item.begins is not None
    nitf = NITF % ("", "Kran", "<p>Er steht.</p><note><p>Intern.</p></note>")
    item = item_of({"uri": "urn:x:3", "versioncreated": CREATED, "headline": "Kran", "body_nitf": nitf})
    assert item.body_html == "<p>Er steht.</p>"


def test_nitf_without_id_with_a_day_alone_and_in_another_character_set(item_of: ItemOf) -> None:
    data = NITF % ('<docdata><date.issue norm="20261114"/></docdata>', "Größe", "<p>Über&nbsp;Nacht.</p>")
    utf8 = item_of(f'<?xml version="1.0" encoding="UTF-8"?>{data}'.encode())
    latin = item_of(f'<?xml version="1.0" encoding="UTF-8"?>{data}'.encode("cp1252"))
    assert utf8 == latin
    assert (utf8.headline, utf8.version_created.day) == ("Größe", 14)
    assert utf8.id.startswith("nitf:")


def test_media_rss_is_no_text_and_a_date_that_cannot_be_meant_stops_nothing(item_of: ItemOf) -> None:
    item = item_of(RSS.encode())
    assert (item.lead, item.body_html, item.pictures[0].caption) == ("", "<p>Er steht.</p>", "Der Kran.")
    assert item.version_created.isoformat() == "2026-11-14T10:00:00+01:00"
    item = item_of(RSS.replace("2026", "2099").encode())
    assert (item.version, "cannot be meant" in item.warnings[0]) == (0, True)


@pytest.mark.parametrize("end", [" =\r\n", "\r\n"])
def test_a_teleprinter_s_headline_over_two_lines_after_a_slug(
    parse: Callable[[Any], Parsed], end: str
) -> None:
    text = f"Hafen/Bau/\r\nHafen bekommt\r\nzweite Schleuse{end}Neustrand (noa) - Der Rat sagt ja.\r\n"
    data = f"\x01noa0123 4 vm 120 noa 0456\r\n\x02{text}\x03141000 nov 26\r\n\x04"
    item = parse(data.encode()).item
    assert (item.headline, item.place) == ("Hafen bekommt zweite Schleuse", "Neustrand")
    assert item.body_html == "<p>Der Rat sagt ja.</p>"


def test_a_calendar_from_outlook_and_a_bare_mail(item_of: ItemOf) -> None:
    item = item_of(
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@x.example\r\nDTSTAMP:20261114T100000Z\r\nSUMMARY:Rat\r\n"
        b'DTSTART;TZID="W. Europe Standard Time":20261201T190000\r\nDURATION:PT1H30M\r\n'
        b"END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    assert item.begins is not None
    assert item.ends is not None
    assert item.begins.isoformat() == "2026-12-01T19:00:00+01:00"
    assert item.ends.isoformat() == "2026-12-01T20:30:00+01:00"
    mail = item_of(b"From: amt@stadt.example\nTo: red@z.example\nSubject: Termin\n\nMorgen wird gebaut.\n")
    assert mail.headline == "Termin"


def test_an_embargo_in_another_shape_is_not_overlooked(item_of: ItemOf) -> None:
    for value in (["morgen", "heute"], {"code": 1}, [["x"]]):
        with pytest.raises(Unusable):
            item_of({**noa.ninjs1(), "embargoed": value})
