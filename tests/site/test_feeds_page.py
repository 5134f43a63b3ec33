"""What leads to all feeds, and what keeps the site among a device's programs."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from lxml import etree
from PIL import Image

from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.ledger.records import AnyRecord, Section
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import edition
from broadsheet.site.icons import ICONS, TOUCH, draw, initial
from broadsheet.site.recipes.feeds import FEEDS, OPML
from broadsheet.site.recipes.pages import MANIFEST
from tests.site.conftest import Bake, site
from tests.site.proof import ADDRESS, BASE, TORTURE, output, publish, withdraw

pytestmark = pytest.mark.django_db

COLOURS = ("#00566b", "#fdfdfb")
EVERY_FEED = [
    "/feed.xml",
    "/hinweise/feed.xml",
    "/politik/feed.xml",
    "/wirtschaft/feed.xml",
    "/thema/hafen/feed.xml",
    "/thema/wind/feed.xml",
    "/autor/anna-ahrens/feed.xml",
    "/autor/ben-butt/feed.xml",
]


def opml(bake: Bake) -> etree._Element:
    output = bake("opml", OPML).output
    assert output is not None
    return etree.fromstring(output.body)


def test_the_list_of_feeds_names_every_feed_once(published: list[AnyRecord], bake: Bake) -> None:
    root = opml(bake)
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Der Lotse")
    assert all(each.get("text") for each in root.iter("outline"))
    feeds = root.findall(".//outline[@type='rss']")
    assert [each.get("xmlUrl") for each in feeds] == [ADDRESS + path for path in EVERY_FEED]
    assert [each.get("htmlUrl") for each in feeds] == [
        ADDRESS + path.removesuffix("feed.xml") for path in EVERY_FEED
    ]
    assert [each.get("text") for each in root.findall("body/outline")][1:] == [
        "Korrekturen",
        "Ressorts",
        "Themen",
        "Autorinnen und Autoren",
    ]


def test_every_feed_that_is_named_is_baked(published: list[AnyRecord], bake: Bake) -> None:
    lists = ["news", "section:s1", "section:s2", "topic:t1", "topic:t2", "person:p1", "person:p2"]
    outputs = [bake("feed", f"{name}/feed.xml").output for name in lists]
    outputs.insert(1, bake("notices_feed", "feed.xml").output)
    assert [output.path for output in outputs if output] == EVERY_FEED


def test_the_page_of_feeds_leads_to_every_format(published: list[AnyRecord], page: Any) -> None:
    text = page("feeds", FEEDS)
    for path in EVERY_FEED:
        for file in ("feed.xml", "feed.atom", "feed.json"):
            assert f'href="{path.removesuffix("feed.xml")}{file}"' in text
    assert f'href="{OPML}"' in text
    assert f'<a href="{FEEDS}">Feeds (RSS)</a>' in page("story", "story:a1")


def test_feeds_leave_with_what_they_are_about(bake: Bake) -> None:
    publish(*BASE, Section(id="s9", path="/kultur/", title=TORTURE, order=9))
    hurtful = opml(bake).find(".//outline[@htmlUrl='" + f"{ADDRESS}/kultur/" + "']")
    assert hurtful is not None
    assert hurtful.get("text") == TORTURE.replace("\x0b", "")
    for asset in ("section:s9", "section:s1", "topic:t1", "person:p1"):
        withdraw(asset)
    left = opml(bake).findall(".//outline[@type='rss']")
    assert [each.get("xmlUrl") for each in left] == [ADDRESS + path for path in EVERY_FEED[:2]]


def test_a_page_names_its_own_feeds_beside_the_sites(published: list[AnyRecord], page: Any) -> None:
    own = {"section:s1": "/politik/", "topic:t1": "/thema/hafen/", "person:p1": "/autor/anna-ahrens/"}
    for asset, path in [*own.items(), ("story:a1", "/politik/")]:
        text = page(asset.partition(":")[0], asset)
        for place in ("/", path):
            for kind, file in (
                ("rss+xml", "feed.xml"),
                ("atom+xml", "feed.atom"),
                ("feed+json", "feed.json"),
            ):
                assert f'<link rel="alternate" type="application/{kind}" title="' in text
                assert f'href="{place}{file}">' in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_manifest_says_what_a_device_asks_for(language: Language, bake: Bake) -> None:
    publish(*BASE)
    output = bake("manifest", MANIFEST, language).output
    assert output is not None
    manifest = json.loads(output.body)
    assert (manifest["name"], manifest["short_name"], manifest["lang"]) == (
        "Der Lotse",
        "Der Lotse",
        language,
    )
    assert manifest["start_url"] == manifest["scope"] == "/"
    assert manifest["display"] in {"standalone", "minimal-ui", "fullscreen", "browser"}
    sizes = {(each["sizes"], each["purpose"]) for each in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes
    made = set(site(language).recipes["icon"].standing())
    assert {each["src"] for each in manifest["icons"]} | {"/apple-touch-icon.png"} == made


def test_icons_are_drawn_from_the_sites_name(bake: Bake) -> None:
    publish(*BASE)
    for icon in (*ICONS, TOUCH):
        made = bake("icon", icon.path).output
        assert made is not None
        assert made.body == draw(icon, "D", *COLOURS) != draw(icon, "E", *COLOURS)
        picture = Image.open(BytesIO(made.body))
        assert (picture.format, picture.size) == ("PNG", (icon.pixels, icon.pixels))


def test_icons_and_manifest_wear_the_themes_colours() -> None:
    publish(*BASE)
    plain, other = site("de"), edition(SiteConfig(address=ADDRESS, theme="berliner"))
    manifest = json.loads(output(other.recipes["manifest"], MANIFEST).body)
    assert (manifest["theme_color"], manifest["background_color"]) == ("#b3123f", "#ffffff")
    drawn = Image.open(BytesIO(output(other.recipes["icon"], TOUCH.path).body)).convert("RGB")
    assert drawn.getpixel((0, 0)) == (0xB3, 0x12, 0x3F)
    assert b'fill="#b3123f"' in output(other.recipes["asset"], "icon.svg").body
    for name in ("manifest", "icon"):
        assert plain.recipes[name].code != other.recipes[name].code


def test_what_a_device_may_cut_off_holds_nothing() -> None:
    maskable = next(icon for icon in ICONS if icon.is_maskable)
    picture = Image.open(BytesIO(draw(maskable, "W", *COLOURS))).convert("L")
    box = picture.point(lambda value: 255 if value > 200 else 0).getbbox()
    assert box is not None
    centre = maskable.pixels / 2
    corners = [(x - centre, y - centre) for x in (box[0], box[2]) for y in (box[1], box[3])]
    assert max((x * x + y * y) ** 0.5 for x, y in corners) < maskable.pixels * 0.4


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Der Lotse", "D"),
        ("»taz«", "T"),
        ("Österreich heute", "O"),
        ("24 Stunden", "2"),
        ("…", "*"),
        ("", "*"),
    ],
)
def test_the_initial_is_one_that_the_font_has(name: str, letter: str) -> None:
    assert initial(name) == letter
