from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from broadsheet.kernel import clock
from broadsheet.wire import clips, intake, web_pages
from broadsheet.wire.config import WireConfig
from broadsheet.wire.item import Parsed
from broadsheet.wire.models import Item

pytestmark = pytest.mark.django_db

SENTENCES = [
    f"Der Rat von Altwasser hat im {number}. Bezirk über die Brücke beraten und"
    f" {number + 3} Fassungen verworfen, bevor die Mehrheit zustimmte."
    for number in range(2, 14)
]
TEXT = "".join(f"<p>{' '.join(SENTENCES[at : at + 3])}</p>" for at in range(0, 12, 3))
HEAD = """<title>Altwasser baut eine Brücke – Altwasser Bote</title>
<meta charset="iso-8859-1"><meta property="og:site_name" content="Altwasser Bote">
<meta name="author" content="Ida Fremd">
<meta property="article:published_time" content="2026-11-10T08:00:00+01:00">"""


def page(text: str = TEXT, head: str = HEAD) -> str:
    menu = "<nav><a href='/'>Start</a> <a href='/sport'>Sport</a></nav>"
    body = f"<article><h1>Altwasser baut eine Brücke</h1>{text}</article>"
    return (
        f"<!DOCTYPE html><html lang=de><head>{head}</head><body>{menu}{body}<footer>Impressum</footer></body>"
    )


def saved(**parts: Any) -> bytes:
    return web_pages.marked(page(**parts), "https://www.altwasser-bote.example/bruecke?x=1")


def test_a_saved_page_becomes_a_clip(parse: Callable[[Any], Parsed]) -> None:
    item = parse(saved()).item
    assert (item.is_clip, item.headline) == (True, "Altwasser baut eine Brücke")
    assert (item.supplier, item.source, item.byline) == (
        "altwasser-bote.example",
        "Altwasser Bote",
        "Ida Fremd",
    )
    assert item.address == "https://www.altwasser-bote.example/bruecke?x=1"
    assert item.id == f"clip:{item.address}"
    at = item.provenance[0].at
    assert at is not None
    assert at.date().isoformat() == "2026-11-10"
    assert item.body_html.count("<p>") == 4
    assert SENTENCES[0] in item.body_html
    assert "Impressum" not in item.body_html


def test_a_pasted_text_is_kept_whole(parse: Callable[[Any], Parsed]) -> None:
    text = "Ein Titel\nKurz <b>&amp; gut.\n\nEnde."
    item = parse(web_pages.marked(web_pages.of_text(text), "")).item
    assert (item.headline, item.address) == ("Ein Titel", "")
    assert item.body_html == "<p>Kurz &lt;b&gt;&amp;amp; gut.</p><p>Ende.</p>"


HOSTILE = {
    "script": page(TEXT + "<p><script>alert(1)</script><img src=x onerror=alert(1)>Ein letzter Satz.</p>"),
    "deep": page("<div>" * 20_000 + TEXT),
    "nul and bidi": page("<p>\0" + TEXT.replace("Rat", "R\u202eat")),
    "entities": '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + page(f"<p>&a;</p>{TEXT}"),
    "date of 2100": page(head=HEAD.replace("2026", "2100")),
    "address that runs code": page(head=HEAD + "<link rel=canonical href='javascript:alert(1)'>"),
}


BAD = ("<script", "onerror", "javascript:", "root:", "\0", "\u202e", "2100")


def test_hostile_pages_give_harmless_text(
    take: Callable[..., Any], archive: Path, manual_clock: clock.ManualClock
) -> None:
    told = {}
    for name, text in HOSTILE.items():
        (outcome,) = intake.take_bytes(text.encode(), name, WireConfig(), archive)
        told[name] = outcome.status
        wire = str(Item.objects.get(pk=outcome.item).wire_item) if outcome.item else ""
        assert not [bad for bad in BAD if bad in wire], name
    assert set(told.values()) <= {"taken", "quarantined", "duplicate"}
    assert [name for name, status in told.items() if status == "quarantined"] == ["deep"]


def test_copied_words_are_found_wherever_they_begin(take: Callable[..., Any]) -> None:
    clip = Item.objects.get(pk=take(saved()).item)
    theirs = clips.words_of(clips.text_of(clip.wire_item))
    ours = clips.words_of("Das steht bei uns ganz anders und hat mit der Sache dort nichts zu tun. " * 3)
    for start in range(20):
        copied = theirs[start : start + clips.SURE]
        (found,) = clips.shared([*ours, *copied, *ours])
        assert (found.clip, found.words) == (clip, clips.SURE)
    assert clips.shared([*ours, *theirs[: clips.SURE - 1], *ours]) == []
    assert clips.shared([*ours, *theirs], ours=theirs) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://a.example/x#y", "https://a.example/x"),
        ("javascript:alert(1)", ""),
        ("https://user@a.example/", ""),
        ("https://[", ""),
    ],
)
def test_only_addresses_of_the_web_are_kept(text: str, address: str) -> None:
    assert web_pages.web_address(text) == address
