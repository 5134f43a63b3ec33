from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.wire import markup
from broadsheet.wire.errors import TooDeep


def safe(html: str) -> str:
    return markup.safe_html(html, [])


def warnings_of(html: str) -> list[str]:
    warnings: list[str] = []
    markup.safe_html(html, warnings)
    return warnings


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("", ""),
        ("   ", ""),
        ("<!-- nur ein Kommentar -->", ""),
        ("Nur Text & mehr", "<p>Nur Text &amp; mehr</p>"),
        ("<p>Eins</p><p></p><p> </p><p>Zwei</p>", "<p>Eins</p><p>Zwei</p>"),
        ("<div>Eins</div><div>Zwei</div>", "<p>Eins</p><p>Zwei</p>"),
        ("<div>Vor <b>fett</b><p>Absatz</p>nach</div>",
         "<p>Vor <strong>fett</strong></p><p>Absatz</p><p>nach</p>"),
        ("<section><div><h1>Titel</h1><i>kursiv</i></div></section>", "<h2>Titel</h2><p><em>kursiv</em></p>"),
        ("<h4>Klein</h4><p>Text<br/>Zeile</p>", "<h3>Klein</h3><p>Text<br>Zeile</p>"),
        ("<ul><li>a<div>b</div></li></ul>", "<ul><li>a<p>b</p></li></ul>"),
        ("<figure class='table'><table><tr><td colspan=2>1</td></tr></table></figure>",
         "<table><tbody><tr><td>1</td></tr></tbody></table>"),
        ("<p class=x style='color:red' id=y>Text</p>", "<p>Text</p>"),
        ("<p><a href='https://hafen.example/' target=_blank rel=x>Link</a></p>",
         '<p><a href="https://hafen.example/">Link</a></p>'),
        ("<p><a href='mailto:a@noa.example'>Post</a> <a href='/pfad'>hier</a></p>", "<p>Post hier</p>"),
        ("<p>Alt<span>er</span> <font>Text</font></p>", "<p>Alter Text</p>"),
        ("<html><head><title>T</title></head><body><article><p>Text</p></article></body></html>",
         "<p>Text</p>"),
        ("<style>p{}</style><script>x()</script><p>Text</p>", "<p>Text</p>"),
        ("<pre>a  b</pre>", "<p>a  b</p>"),
        ("<p>Ein <b<>Tippfehler</p>", "<p>Ein Tippfehler</p>"),
    ],
)  # fmt: skip
def test_html_is_reduced_to_what_a_story_needs(html: str, expected: str) -> None:
    assert safe(html).replace("\n", "") == expected


@pytest.mark.parametrize(
    "html",
    [
        "<p>gut</p><script>boese()</script>",
        "<p>gut</p><style>boese{}</style>",
        "<p>gut</p><iframe src='https://boese.example'>boese</iframe>",
        "<p onclick='boese()'>gut</p>",
        "<p>gut</p><svg><script>boese()</script></svg>",
        "<p>gut<a href='JaVaScRiPt:boese()'></a></p>",
        "<p>gut<a href=' data:text/html,boese'></a></p>",
        "<p>gut</p><img src=x onerror=boese()>",
        "<p>gut</p><object data='boese'>boese</object>",
        "<p>gut</p><form action='https://boese.example'><input value='boese'></form>",
        "<p>gut</p><math><mtext><table><mglyph><style><img src onerror=boese()>",
    ],
)
def test_what_could_act_is_removed_and_told(html: str) -> None:
    assert safe(html) == "<p>gut</p>"
    assert warnings_of(html)


def test_the_same_loss_is_told_once() -> None:
    assert len(warnings_of("<script>1</script>" * 50)) == 1


def test_invisible_characters_are_removed_and_told() -> None:
    html = "<p>Kurs\u202egesunken\x00</p>"

    assert safe(html) == "<p>Kursgesunken</p>"
    assert len(warnings_of(html)) == 1


@pytest.mark.parametrize(
    ("reference", "character"),
    [
        ("&#8238;", ""), ("&#x202E;", ""), ("&#1;", ""), ("&#xFFFF;", ""), ("&#x110000;", "\ufffd"),
        ("&#" + "9" * 5000 + ";", "\ufffd"), ("&#150;", "–"), ("&#8211", "–"), ("&#60;b&#62;", "&lt;b&gt;"),
        ("&#38;lt;", "&amp;lt;"), ("&euro;", "€"),
    ],
)  # fmt: skip
def test_a_character_cannot_hide_behind_its_number(reference: str, character: str) -> None:
    assert safe(f"Kurs {reference}gesunken") == f"<p>Kurs {character}gesunken</p>"


def test_html_that_is_nested_too_deep_is_refused_at_once() -> None:
    with pytest.raises(TooDeep):
        safe("<div>" * 100_000 + "Text")
    assert safe("<div>" * 100 + "Text") == "<p>Text</p>"


def test_a_very_long_text_is_not_lost() -> None:
    text = "Wort " * 2_200_000

    assert len(safe(f"<p>{text}</p>")) > 10_000_000


def test_a_declared_encoding_is_no_obstacle() -> None:
    assert safe('<?xml version="1.0" encoding="iso-8859-1"?><p>Überfähre</p>') == "<p>Überfähre</p>"


@given(
    st.text(alphabet=st.sampled_from("<>/=\"' ap brscipthefon:&#01;x\x00\u202e\uffff"), max_size=80)
    | st.text()
)
def test_whatever_comes_in_only_allowed_markup_comes_out(html: str) -> None:
    result = safe(html)

    assert set(re.findall(r"</?([a-z0-9]+)", result)) <= markup.TAGS
    for attributes in re.findall(r"<[a-z0-9]+ ([^>]*)>", result):
        assert re.fullmatch(r'href="https?://[^"]*"', attributes)
    assert not re.search("[\x00\u202e]", result)


@given(st.text())
def test_plain_text_never_becomes_markup(text: str) -> None:
    without_our_own = re.sub(r"</?p>|<br>", "", markup.safe_text(text))

    assert "<" not in without_our_own


def test_text_of_html_has_a_line_for_every_paragraph() -> None:
    html = "<h4>Orte</h4><ul><li>Neustrand &amp;amp; Umland</li><li>Altstrand</li></ul><script>x</script>"

    assert markup.text_of(html) == "Orte\nNeustrand &amp; Umland\nAltstrand"
