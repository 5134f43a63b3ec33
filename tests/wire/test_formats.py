"""Formats beside JSON: the invented agency's item in each of them, and what each must not do."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from broadsheet.kernel import clock
from broadsheet.wire import recognise
from broadsheet.wire.config import WireConfig
from broadsheet.wire.errors import Unusable
from broadsheet.wire.item import Parsed, WireItem
from tests.wire import noa


def read(data: str | bytes | dict[str, object]) -> list[Parsed | Unusable]:
    """What comes of a file."""
    raw = noa.as_bytes(data) if isinstance(data, dict) else data.encode() if isinstance(data, str) else data
    return list(recognise.read(raw, WireConfig(), clock.now()))


def the_item(data: str | bytes | dict[str, object]) -> WireItem:
    [result] = read(data)
    assert isinstance(result, Parsed), result
    return result.item


def reasons(data: str | bytes) -> list[str]:
    """Codes of what was refused, by document or as a whole."""
    try:
        return [result.code for result in read(data) if isinstance(result, Unusable)]
    except Unusable as error:
        return [error.code]


def shown(item: WireItem) -> str:
    """All that an editor or reader could see of an item."""
    return msgspec.json.encode(item).decode()


# ---- the same in every format -------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [noa.newsml_g2(), noa.newsml_1(), noa.nitf(), noa.iptc7901(), noa.iptc7901(encoding="cp1252")],
    ids=["newsml-g2", "newsml-1", "nitf", "iptc7901", "iptc7901-cp1252"],
)
def test_an_item_is_told_alike_whatever_it_came_in(data: str | bytes) -> None:
    item = the_item(data)
    assert (item.headline, item.byline) == (noa.HEADLINE, "Von Ada Beispiel, noa")
    assert (item.place, item.supplier, item.source, item.urgency) == ("Neustrand", "noa", "noa", 4)
    assert item.body_html.replace("<em>", "").replace("</em>", "") == noa.BODY
    assert "Hafen" in item.keywords
    [result] = read(data)
    assert isinstance(result, Parsed)
    assert noa.CANARY in "\n".join(result.internal_notes)
    assert noa.CANARY not in shown(item)


def test_newsml_g2_is_the_item_that_digitalwires_is() -> None:
    twin, item = the_item(noa.digitalwires()), the_item(noa.newsml_g2())
    same = set(WireItem.__struct_fields__) - {
        "links",
        "notes",
        "signals",
        "update_reason",
        "hops",
        "provenance",
    }
    differ = [name for name in sorted(same) if getattr(twin, name) != getattr(item, name)]
    assert differ == ["usage_terms"]
    assert item.update_reason == "Berichtigt wurde die Bauzeit."
    assert (item.notes, item.signals) == ((item.update_reason,), ("correction",))
    assert [link.title for link in item.links] == ["Pläne"]
    assert [(hop.name, hop.actions) for hop in item.provenance] == [("Hafenbote", ("created",)), ("noa", ())]


@pytest.mark.parametrize("data", [noa.RSS, noa.ATOM, noa.JSON_FEED], ids=["rss", "atom", "json"])
def test_an_entry_of_a_feed_is_an_item(data: str | dict[str, object]) -> None:
    first = read(data)[0]
    assert isinstance(first, Parsed)
    item = first.item
    assert item.headline.startswith(noa.HEADLINE)
    assert " ".join(item.body_html.split()) == "<p>Der Stadtrat <strong>hat</strong> gestimmt.</p>"
    assert item.version_created == datetime(2026, 11, 14, 8, 10, tzinfo=UTC)
    assert (item.byline, item.source, item.supplier) == ("Ada Beispiel", "Hafenbote", "hafenbote")
    assert [link.href for link in item.links] == ["https://hafenbote.example/schleuse"]
    assert [subject.name for subject in item.subjects] == ["Verkehr"]


def test_a_feed_s_entry_without_id_does_not_hide_the_others() -> None:
    assert [type(each).__name__ for each in read(noa.RSS)] == ["Parsed", "IdMissing"]
    [picture] = the_first(noa.RSS).pictures
    assert picture.href == "https://hafenbote.example/gross.jpg"


def the_first(data: str) -> WireItem:
    result = read(data)[0]
    assert isinstance(result, Parsed)
    return result.item


# ---- embargoes, notes, withdrawals: what must not be overlooked ----------------------------


def test_an_embargo_is_kept_and_one_without_a_date_is_refused() -> None:
    later = "2026-11-14T18:00:00+01:00"
    dated = the_item(noa.newsml_g2(meta=f"<embargoed>{later}</embargoed>"))
    assert dated.embargo == datetime.fromisoformat(later)
    assert reasons(noa.newsml_g2(meta="<embargoed/>")) == ["wire-date-unreadable"]
    release = the_item(noa.nitf(head='<date.release norm="20991114T180000+0100"/>'.replace("2099", "2027")))
    assert release.embargo == datetime(2027, 11, 14, 17, tzinfo=UTC)


def test_an_embargo_in_words_withholds_an_iptc_7901_item() -> None:
    item = the_item(noa.iptc7901(note="(Sperrfrist: 14. November, 18 Uhr)\r\n"))
    assert item.status == "withheld"
    assert item.headline == noa.HEADLINE
    assert the_item(noa.iptc7901()).status == "usable"


def test_a_withdrawn_g2_item_says_so() -> None:
    gone = noa.newsml_g2(version=3).replace("stat:usable", "stat:canceled")
    assert (the_item(gone).status, the_item(gone).version) == ("canceled", 3)
    by_address = gone.replace('qcode="stat:canceled"', 'uri="http://cv.iptc.example/pubstatusg2/withheld"')
    assert the_item(by_address).status == "withheld"


def test_notes_for_editors_are_kept_apart_in_nitf() -> None:
    note = '<note type="pa"><body.content><p>Bild folgt.</p></body.content></note>'
    [result] = read(noa.nitf(body=note))
    assert isinstance(result, Parsed)
    assert result.item.notes == ("Bild folgt.",)
    assert "Bild folgt" not in result.item.body_html


# ---- IPTC 7901's character sets -------------------------------------------------------------


def test_seven_bits_of_german_are_read_as_umlauts() -> None:
    table = str.maketrans("ÄÖÜäöüß", "[\\]{|}~")
    data = noa.iptc7901().decode().translate(table).encode("ascii")
    item = the_item(data)
    assert "mit großer Mehrheit für die Schleuse" in item.body_html
    assert any("DIN 66003" in warning for warning in item.warnings)


def test_an_announced_character_set_is_used() -> None:
    data = noa.iptc7901(encoding="iso8859-1").replace(b"\x02", b"\x02\x1b-A")
    item = the_item(data)
    assert "großer" in item.body_html
    assert item.warnings == ()


def test_the_same_text_again_is_the_same_item_and_tables_survive() -> None:
    first, again = the_item(noa.iptc7901()), the_item(noa.iptc7901(filed="141000 Nov 26"))
    assert (first.id, first.version < again.version) == (again.id, True)
    rows = "\r\n| TSV Neustrand | 3 |\r\n| SC Grösum | 1 |"
    table = the_item(noa.iptc7901(text=rows)).body_html
    assert "<td>TSV Neustrand</td><td>3</td></tr><tr><td>SC Grösum</td>" in table


def test_several_messages_in_a_file_are_several_items() -> None:
    both = noa.iptc7901() + noa.iptc7901(text="\r\nEin Satz mehr.")
    assert len({result.item.id for result in read(both) if isinstance(result, Parsed)}) == 2
    assert reasons(noa.iptc7901().partition(b"\x03")[0]) == ["wire-file-truncated"]


# ---- hostile and broken --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("<newsItem", "wire-file-malformed"),
        (noa.newsml_g2()[:900], "wire-file-truncated"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><rss>&a;</rss>', "wire-entities-declared"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>', "wire-entities-declared"),
        ("<rss>" * 200 + "</rss>" * 200, "wire-too-deep"),
        ("<kml/>", "wire-format-unknown"),
        ("<rss><channel/></rss>", "wire-content-missing"),
        ("Liebe Redaktion, anbei der Text.", "wire-format-unknown"),
        (noa.newsml_g2(guid=" "), "wire-id-missing"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(data: str, reason: str) -> None:
    assert reasons(data) == [reason]


def test_what_runs_in_a_browser_does_not_come_in() -> None:
    evil = '<p onclick="x()">Text</p><script>x()</script><p><a href="javascript:x()">da</a></p>'
    for data in (noa.newsml_g2(body=evil), noa.nitf(body=evil), noa.RSS):
        item = the_first(data)
        assert "script" not in item.body_html
        assert "onclick" not in item.body_html
