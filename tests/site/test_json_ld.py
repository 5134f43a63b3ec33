"""The structured data of every page, held against the shapes of schema.org.

The table below is written from schema.org's own definitions, for the types in use: which
properties a type has, of what kind their values are, and which of them search engines for
news ask for (Google's pages on Article, Breadcrumb and ProfilePage).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.ledger.records import AnyRecord
from tests import newsroom
from tests.site.conftest import pages
from tests.site.proof import ADDRESS, publish

pytestmark = pytest.mark.django_db

Shape = dict[str, tuple[str, ...]]

THING: Shape = {"name": ("text",), "description": ("text",), "url": ("address",)}
WORK: Shape = {
    **THING,
    "abstract": ("text",),
    "alternativeHeadline": ("text",),
    "archivedAt": ("address",),
    "author": ("Person", "Organization"),
    "citation": ("CreativeWork",),
    "correction": ("CorrectionComment",),
    "creativeWorkStatus": ("text",),
    "creditText": ("text",),
    "dateModified": ("moment",),
    "datePublished": ("moment", "day"),
    "digitalSourceType": ("address",),
    "editor": ("Person",),
    "hasPart": ("WebPageElement",),
    "headline": ("text",),
    "image": ("address", "ImageObject"),
    "inLanguage": ("language",),
    "isAccessibleForFree": ("boolean",),
    "isBasedOn": ("CreativeWork", "address"),
    "keywords": ("text",),
    "mainEntity": ("Person",),
    "mainEntityOfPage": ("address",),
    "publisher": ("Organization",),
    "sponsor": ("Organization",),
    "text": ("text",),
    "translationOfWork": ("NewsArticle",),
    "workTranslation": ("NewsArticle",),
}
ARTICLE: Shape = {**WORK, "articleSection": ("text",), "dateline": ("text",)}
ARTICLES = {
    "NewsArticle",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "ReportageNewsArticle",
    "AdvertiserContentArticle",
}
SHAPES: dict[str, Shape] = {
    **dict.fromkeys(ARTICLES, ARTICLE),
    # `dateline` is a property of NewsArticle, whose kin the advertiser's article is not.
    "AdvertiserContentArticle": {**WORK, "articleSection": ("text",)},
    "CreativeWork": WORK,
    "CorrectionComment": WORK,
    "WebSite": WORK,
    "WebPage": WORK,
    "CollectionPage": WORK,
    "ProfilePage": WORK,
    "ImageObject": {**WORK, "caption": ("text",), "width": ("number",), "height": ("number",)},
    "WebPageElement": {**WORK, "cssSelector": ("text",)},
    "Person": {**THING, "jobTitle": ("text",), "worksFor": ("Organization",)},
    "Organization": THING,
    "BreadcrumbList": {**THING, "itemListElement": ("ListItem",)},
    "ListItem": {**THING, "position": ("number",), "item": ("address",)},
}
REQUIRED: dict[str, set[str]] = {
    **{
        key: {"@id", "url", "headline", "datePublished", "dateModified", "author", "publisher", "inLanguage"}
        for key in ARTICLES
    },
    "CorrectionComment": {"text", "datePublished"},
    "CreativeWork": {"name"},
    "WebSite": {"@id", "url", "name", "description", "publisher"},
    "WebPage": {"@id", "url", "name"},
    "CollectionPage": {"@id", "url", "name", "description"},
    "ProfilePage": {"@id", "url", "mainEntity"},
    "ImageObject": {"url", "width", "height", "creditText"},
    "WebPageElement": {"cssSelector", "digitalSourceType", "editor"},
    "Person": {"name", "url"},
    "Organization": {"name"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
}
ABOUT_ELSEWHERE = {"translationOfWork", "workTranslation", "editor"}
"""What names another page by its `@id`, where all else is said of it, or somebody who has no page."""
DESCRIBED = 'name="description" content="'


def kind(value: Any) -> str:
    """What a value is, in the table's words."""
    if isinstance(value, dict):
        return str(value["@type"])
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "number"
    if re.match(r"https?://", value):
        return "address"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return "day"
    if re.match(r"\d{4}-\d\d-\d\dT", value):
        return "moment" if datetime.fromisoformat(value).tzinfo else "moment without zone"
    return "text"


def fits(value: Any, allowed: tuple[str, ...]) -> bool:
    if allowed == ("language",):
        return value in LANGUAGES
    return value not in ("", [], {}) and kind(value) in allowed


def faults(node: dict[str, Any], where: str = "") -> Iterator[str]:
    """What in this node, and in those within it, is not as schema.org has it."""
    type_ = str(node["@type"])
    shape = SHAPES[type_]
    if where not in ABOUT_ELSEWHERE:
        yield from (f"{type_} lacks {name}" for name in REQUIRED[type_] - node.keys())
    for name, values in node.items():
        if name.startswith("@"):
            continue
        for value in values if isinstance(values, list) else [values]:
            if not fits(value, shape.get(name, ())):
                yield f"{type_}.{name} is {value!r}"
            elif isinstance(value, dict):
                yield from faults(value, name)


def graph(text: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    nodes: list[dict[str, Any]] = [node for each in found for node in json.loads(each)["@graph"]]
    return nodes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_says_only_what_schema_org_knows(language: Language) -> None:
    records: list[AnyRecord] = [
        *newsroom.records(language),
        newsroom.story(40, genre="column", authors=("p1",)),
        newsroom.story(41, genre="reportage", authors=("p1",)),
        newsroom.advertorial(43, place="Kiel", agency="dpa"),
        newsroom.story(42, language="en", translation_of="a1"),
    ]
    publish(*records)
    made = pages(records, language)
    seen: set[str] = set()
    for path, text in made.items():
        nodes = graph(text)
        assert [fault for node in nodes for fault in faults(node)] == [], path
        seen |= {str(node["@type"]) for node in nodes}
    assert seen == ARTICLES | {"WebSite", "WebPage", "CollectionPage", "ProfilePage", "BreadcrumbList"}


def test_every_page_that_may_be_found_is_described(published: list[AnyRecord]) -> None:
    found = {path: text for path, text in pages(published).items() if 'rel="canonical"' in text}
    assert {"/", "/archiv/", "/archiv/2026-11/", "/hinweise/", "/feeds/", "/impressum/"} <= found.keys()
    texts = set()
    for path, text in found.items():
        assert DESCRIBED in text, path
        own = text.partition(DESCRIBED)[2].partition('"')[0]
        assert 1 <= len(own) <= 200, path
        # The people here say the same of themselves.
        assert own not in texts or path.startswith("/autor/"), path
        texts.add(own)


def test_crumbs_are_numbered_and_lead_to_this_site(published: list[AnyRecord]) -> None:
    lists = [
        node
        for text in pages(published).values()
        for node in graph(text)
        if node["@type"] == "BreadcrumbList"
    ]
    assert len(lists) > 30
    for each in lists:
        steps = each["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert all(step["item"].startswith(f"{ADDRESS}/") for step in steps)


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Person", "name": "Anna"}, "Person lacks url"),
        ({"@type": "Organization", "name": ""}, "Organization.name is ''"),
        ({"@type": "Organization", "name": "A", "jobTitle": "B"}, "Organization.jobTitle is 'B'"),
        (
            {"@type": "CorrectionComment", "text": "A", "datePublished": "2026-11-14T09:00:00"},
            "CorrectionComment.datePublished is '2026-11-14T09:00:00'",
        ),
    ],
)
def test_the_table_tells_what_does_not_fit(node: dict[str, Any], fault: str) -> None:
    assert list(faults(node)) == [fault]
