"""Templates: strict about what they are given, escaped, and known by what they are made of."""

from __future__ import annotations

import pytest

from broadsheet.site.config import SiteConfig
from broadsheet.site.errors import MissingTranslation, TemplateFailed
from broadsheet.site.house import House
from broadsheet.site.rendering import Rendering


def rendering(monkeypatch: pytest.MonkeyPatch, **config: str) -> Rendering:
    sources = {
        "page.html": (
            '{% extends "frame.html" %}{% block main %}{% include "parts/" ~ kind ~ ".html" %}{% endblock %}'
        ),
        "frame.html": "<main>{% block main %}{% endblock %}</main>",
        "parts/name.html": '<a href="{{ path }}">{{ name }}</a>',
        "parts/text.html": '{{ t("nowhere") }}',
        "other.html": "{{ value }}",
        "pieced.html": '{{ piece("parts/said.html", said, value=value) }}',
        "parts/said.html": '<p lang="{{ language }}">{{ value }}</p>',
    }
    monkeypatch.setattr("broadsheet.site.rendering._sources", lambda: dict(sources))
    return Rendering(House(SiteConfig(**config)))  # type: ignore[arg-type]


def test_it_escapes_markup_and_leaves_addresses_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    made = rendering(monkeypatch).render("page.html", kind="name", path='/a/"b"/', name="<b>&'")
    assert made.text == '<main><a href="/a/&quot;b&quot;/">&lt;b&gt;&amp;&#x27;</a></main>'


def test_a_name_that_was_not_given_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TemplateFailed, match="name"):
        rendering(monkeypatch).render("page.html", kind="name", path="/")


def test_nothing_is_not_printed_as_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TemplateFailed):
        rendering(monkeypatch).render("other.html", value=None)
    assert "None" in rendering(monkeypatch).render("other.html", value="None of it").text


def test_a_text_that_is_missing_fails_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingTranslation, match="nowhere"):
        rendering(monkeypatch).render("page.html", kind="text")


def test_a_piece_is_printed_once_for_all_that_give_it_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    made = rendering(monkeypatch)
    printed = [
        made.render("pieced.html", said=language, value=value).text
        for language, value in (("de", "<a>"), ("de", "<a>"), ("en", "<a>"), ("de", "b"))
    ]
    assert printed == [
        '<p lang="de">&lt;a&gt;</p>',
        '<p lang="de">&lt;a&gt;</p>',
        '<p lang="en">&lt;a&gt;</p>',
        '<p lang="de">b</p>',
    ]
    assert made.piece("parts/said.html", "de", value="b") is made.piece("parts/said.html", "de", value="b")
    assert made.piece("parts/said.html", "de", value="b") is not made.piece(
        "parts/said.html", "en", value="b"
    )
    before, after = made.code("pieced.html"), rendering(monkeypatch)
    after._sources["parts/said.html"] += " "
    assert after.code("pieced.html") != before


def test_a_piece_that_is_broken_fails_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """By its own name and line, and with what it lacks, though its page has it."""
    made = rendering(monkeypatch)
    made._sources["parts/said.html"] = "\n{{ said }}"
    with pytest.raises(TemplateFailed, match=r"parts/said\.html, line 2"):
        made.render("pieced.html", said="de", value="b")


@pytest.mark.parametrize("touched", ["frame.html", "parts/name.html", "parts/text.html"])
def test_the_code_covers_frames_and_parts_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, touched: str
) -> None:
    before, after = rendering(monkeypatch), rendering(monkeypatch)
    after._sources[touched] += " "
    assert after.code("page.html") != before.code("page.html")
    assert after.code("other.html") == before.code("other.html")


@pytest.mark.parametrize(
    "config", [{"address": "https://a.example"}, {"language": "en"}, {"time_zone": "Europe/Vienna"}]
)
def test_the_code_covers_the_sites_settings(monkeypatch: pytest.MonkeyPatch, config: dict[str, str]) -> None:
    plain = rendering(monkeypatch).code("page.html")
    assert rendering(monkeypatch, **config).code("page.html") != plain
