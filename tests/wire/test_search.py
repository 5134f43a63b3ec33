"""What a search in the wire finds, and what of the text it marks."""

from __future__ import annotations

import pytest

from broadsheet.wire import listing
from broadsheet.wire.listing import Wanted
from broadsheet.wire.searching import excerpt, for_postgresql, marked, terms
from tests.wire import noa
from tests.wire.conftest import Take

pytestmark = pytest.mark.django_db


def found(text: str = "", subject: str = "") -> list[str]:
    return [
        each.head.headline
        for each in listing.page(listing.wanted_items(Wanted(text=text, subject=subject))).stories
    ]


def test_words_are_found_by_their_beginnings_however_they_are_written(take: Take) -> None:
    take(noa.digitalwires(headline="Größte Fähre hält", urn=f"{noa.URN}1"))
    take(noa.digitalwires(headline="Fähren bleiben fort", urn=f"{noa.URN}2"))
    big, small = "Größte Fähre hält", "Fähren bleiben fort"
    assert found(text="grösste") == found(text="GROSST") == found(text="fahr halt") == [big]
    assert found(text='"größte fähre"') == found(text='"fähre"') == found(text="fähr -fort") == [big]
    assert found(text="bleib") == found(text="schleuse") == found(subject="schifff") == [small]
    assert found(text='"fähre größte"') == found(text="-schleuse") == found(subject="fähre") == []
    for strange in ('"', "-", "*", "a AND", "NEAR(", "text:x", "(", "'"):
        found(text=strange)


def test_the_newest_version_is_what_is_found(take: Take) -> None:
    take(noa.digitalwires(headline="Alte Worte"))
    take(noa.digitalwires(headline="Neue Worte", version=2))
    assert (found(text="alte"), found(text="neue")) == ([], ["Neue Worte"])


def test_what_was_asked_for_is_marked() -> None:
    text = "Der Kanzler besucht den Überseehafen, die Kanzlerin nicht."
    hits = [each.text for each in marked(text, terms('kanzler "den uberseehafen"'))]
    assert hits == ["Der ", "Kanzler", " besucht ", "den Überseehafen", ", die ", "Kanzlerin", " nicht."]
    assert excerpt("Wort " * 60 + "Schleuse " + "Wort " * 60, terms("schleuse"))[1].text == "Schleuse"
    assert excerpt(text, terms("bagger")) == []


def test_postgresql_is_asked_the_same() -> None:
    assert for_postgresql(terms('größ "den hafen" -bagger')) == "(gross:*) & (den <-> hafen) & !(bagger:*)"
    assert for_postgresql(terms("-bagger")) == ""
