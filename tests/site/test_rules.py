"""The rules that nothing finished may break: each has a page that breaks it."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path
from typing import Final

import pytest

from broadsheet.press.recipe import Output
from broadsheet.site.config import SiteConfig
from broadsheet.site.rules import registry
from broadsheet.site.rules.clicks import DUTIES
from broadsheet.site.rules.finished import Page
from broadsheet.site.rules.markup import Markup, element, is_plain
from broadsheet.site.rules.rule import ElementRule
from tests.site.broken_pages import ADDRESS, CASES, Case

INSPECTION: Final = registry.inspection(SiteConfig(address=ADDRESS))


HANDBOOK: Final = Path(__file__).parents[2] / "docs/rules.md"
_PLACE: Final = re.compile(r"\{\w+\}")


def broken_by(output: Output) -> set[str]:
    return {each.rule for each in INSPECTION.violations(output)}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case.rule))
def test_a_rule_sees_what_breaks_it_and_nothing_else(case: Case) -> None:
    for output in case.broken:
        assert case.rule in broken_by(output), output.body
    for output in case.kept:
        assert case.rule not in broken_by(output), output.body


def test_every_rule_has_a_page_that_breaks_it() -> None:
    assert [case.rule for case in CASES] == list(registry.NAMES)


def test_the_handbook_has_a_line_for_every_rule() -> None:
    lines = re.findall(r"^\| `([a-z-]+)` \|.*\| (.+) \|$", HANDBOOK.read_text(encoding="utf-8"), re.MULTILINE)
    rules = [*registry.rules(SiteConfig()), *registry.site_rules({})]
    for (name, law), rule in zip(lines, rules, strict=True):
        assert name == rule.name
        assert rule.reason.startswith(law), name
        assert all(
            set(_PLACE.findall(text)) == set(_PLACE.findall(rule.advice["en"]))
            for text in rule.advice.values()
        )


def test_more_than_two_clicks_to_the_imprint_are_seen() -> None:
    missing, far = registry.site_rules({"imprint": ["/impressum/"]})
    for path, link in (
        ("/impressum/", "/"),
        ("/", "/impressum/"),
        ("/a/", "/"),
        ("/b/", "/a/"),
        ("/c/", "//x/"),
    ):
        page = INSPECTION.opened(Output(path, f'<html><a class="a" href="{link}">x</a></html>'.encode()))
        assert isinstance(page, Page)
        far.take(page)
    assert [path for path, _ in far.broken()] == ["/b/", "/c/"]
    assert [places["what"] for _, places in missing.broken()] == [DUTIES["privacy"]]


def test_what_is_harmless_is_looked_at_once() -> None:
    """A page all of whose tags were judged before costs a look into a set."""
    markup = Markup(
        '<!doctype html><html lang="de"><!-- a\nb --><link rel="canonical" href="//a/"><p>a<br></p>'
    )
    inspection = registry.inspection(SiteConfig(address=ADDRESS))
    assert all(map(inspection.says_nothing, markup.spoken()))
    assert not inspection.says_nothing('img src="//weg.example/"')


_NAMES: Final = (
    "a", "aside", "link", "meta", "time", "img", "source", "base", "form", "svg", "use", "script", "style",
    "iframe", "frame", "object", "embed", "applet", "portal", "fencedframe",
)  # fmt: skip
_VALUES: Final = (
    "/a/", "//weg.example/", r"/\weg.example/", "&#47;/weg.example/", "https://weg.example/", "javascript:a",
    "/a.webp 400w, //weg.example/b 800w", "0; url=//weg.example/", "refresh", "canonical", "icon", "x",
)  # fmt: skip
_ATTRIBUTES: Final = (
    "class", "id", "datetime", "alt", "type", "aria-label", "data-ads", "name", "property", "content", "rel",
    "src", "srcset", "href", "style", "onclick", "http-equiv", "ping", "background", "data", "action",
)  # fmt: skip


def test_no_rule_says_anything_of_a_plain_tag() -> None:
    rules = [rule for rule in registry.rules(SiteConfig(address=ADDRESS)) if isinstance(rule, ElementRule)]
    tags = [f'{name} {key}="{value}"' for name, key, value in product(_NAMES, _ATTRIBUTES, _VALUES)]
    tags += [f'link rel="{rel}" href="{href}"' for rel, href in product(_VALUES, repeat=2)]
    tags += [f'meta {key}="{a}" content="{b}"' for key, a, b in product(_ATTRIBUTES, _VALUES, _VALUES)]
    plain = [found for tag in (*tags, *_NAMES) if is_plain(tag) and (found := element(tag))]
    assert len(plain) > len(tags) / 20
    for found in plain:
        assert not any(list(rule.broken(found)) for rule in rules), found.attributes


def test_most_tags_are_plain() -> None:
    for tag in (
        'link rel="canonical" href="https://luhmekurier.example/a/"',
        'aside class="ad" aria-label="Anzeige" data-place="rail" data-ads="/fragments/ads-rail.html"',
        'time datetime="2026-11-24T14:05:00+01:00" data-relative',
        'source type="image/webp" srcset="/media/a-400.webp 400w, /media/a-800.webp 800w" sizes="100vw"',
        'img src="/media/a.jpg" width="1200" height="800" alt="Ein Kran" data-across="2" loading="lazy"',
    ):
        assert is_plain(tag)


@pytest.mark.parametrize(
    "around",
    [
        "<!-- {} -->",
        "<template>{}</template>",
        "<noscript>{}</noscript >",
        "<TEMPLATE>{}</template>",
        "<p hidden>{}</p>",
        '<div class="x" hidden="until-found">{}</div>',
    ],
)
def test_what_no_reader_sees_is_not_seen(around: str) -> None:
    markup = Markup(f"<body><p>hidden in plain sight</p>{around.format('<i>gone</i>')}<p>here</p></body>")
    assert "gone" not in markup.seen
    assert markup.words == "hidden in plain sight here"


def test_what_does_not_end_hides_nothing() -> None:
    assert "here" in Markup("<body><noscript><p>here</p></body>").seen
    assert "here" in Markup('<body><p title="hidden">here</p></body>').seen
