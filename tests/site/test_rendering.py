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


def test_a_text_that_is_missing_fails_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(MissingTranslation, match="nowhere"):
        rendering(monkeypatch).render("page.html", kind="text")


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
