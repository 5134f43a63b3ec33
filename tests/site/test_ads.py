"""What is advertised where: one fragment for a place, which begins and ends campaigns by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from lxml import html

from broadsheet.ledger.campaigns import (
    Campaign,
    MarkupCreative,
    PictureCreative,
    Political,
    TagCreative,
    TextCreative,
)
from broadsheet.site.config import AdsConfig, SiteConfig
from broadsheet.site.edition import edition
from tests import newsroom
from tests.site.proof import ADDRESS, proof, publish

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ADS = AdsConfig(
    top="320x100 970x250",
    text="300x250",
    rail="300x250 300x600",
    front="320x100",
    after_blocks=1,
    servers="a.example",
)


def campaign(number: int, **changes: Any) -> Campaign:
    values: dict[str, Any] = {
        "id": f"c{number}",
        "advertiser": f"Werft {number}",
        "creative": TextCreative(headline=f"Schiff {number}", text="Neu."),
        "places": ("rail",),
        "starts": newsroom.NOW - DAY,
        "ends": newsroom.NOW + DAY,
        "href": "https://werft.example/?a=1",
    }
    return Campaign(**{**values, **changes})


def fragment(place: str = "rail", **later: float) -> Any:
    made = edition(SiteConfig(address=ADDRESS), ads=ADS)
    return proof(made.recipes["ads"], place, newsroom.NOW + timedelta(**later))


def shown(place: str = "rail", **later: float) -> list[str]:
    page = html.fromstring(fragment(place, **later).output.body)
    return [each.get("data-campaign", "") for each in page.iterfind(".//article")]


def test_campaigns_begin_and_end_by_themselves() -> None:
    publish(
        campaign(1),
        campaign(2, starts=newsroom.NOW + DAY / 2),
        campaign(3, ends=newsroom.NOW),
        campaign(4, is_house=True, ends=None),
        campaign(5, language="en"),
        campaign(6, places=("top", "front")),
    )
    assert shown() == ["c1", "c4"]
    assert shown(hours=12) == ["c1", "c2", "c4"]
    assert shown(hours=24) == ["c4"]
    baked = fragment()
    assert (baked.trace.until, baked.trace.since) == (newsroom.NOW + DAY / 2, newsroom.NOW)
    assert {each.list for each in baked.trace.intervals} == {"advertising:rail"}
    assert "campaign:c6#page" not in baked.trace.keys
    assert fragment("end").output is None  # no room for it in these pages


def test_an_advertisement_is_labelled_and_complete() -> None:
    political = Political(
        sponsor="Liste Kai",
        controlled_by="Kai AG",
        vote="Stadtrat 2027",
        amount="900 €",
        notice="https://n.example/",
    )
    publish(
        newsroom.PICTURE,
        campaign(
            1, weight=3, creative=PictureCreative(picture="b1"), sections=("s1",), kinds=("story", "home")
        ),
        campaign(2, political=political, topics=("t1",)),
        campaign(3, creative=MarkupCreative(markup="<style>b{color:red}</style><b>Neu</b>", title="Neu")),
        campaign(
            4, creative=TagCreative(url="https://a.example/x", provider="a.example", name="A", title="A")
        ),
        campaign(5, creative=PictureCreative(picture="gone")),
        campaign(6, is_house=True, ends=None, href="/abo/"),
    )
    page = html.fromstring(fragment().output.body)
    labels = page.xpath('//article/p[1][@class="advertisement"]/strong/text()')
    assert labels == ["Anzeige", "Politische Anzeige", "Anzeige", "Anzeige", "Anzeige"]
    assert page.xpath("//article[not(@hidden)]/@data-campaign") == ["c3"]
    assert page.xpath('//a[@class="ad-link"]/@rel') == ["sponsored external noopener"] * 4
    words = page.xpath('string(//article[@data-campaign="c2"])')
    assert all(
        each in words for each in ("Liste Kai", "Kai AG", "Stadtrat 2027", "900 €", "Bezahlt von Werft 2")
    )
    assert page.xpath('//p[@class="ad-political"]/a/@href') == ["https://n.example/"]
    assert page.xpath('//article[@data-campaign="c1"]//img/@alt') == [newsroom.PICTURE.alt]
    assert page.xpath('//article[@data-campaign="c6"]//span/text()')[0] == "In eigener Sache"
    assert page.xpath("//iframe/@sandbox") == [""]
    assert page.xpath("//*[@data-frame]/@data-frame") == ["https://a.example/x"]
    assert page.xpath("//iframe/@src") == [
        frame := page.xpath('//article[@data-campaign="c3"]//iframe/@src')[0]
    ]
    assert frame.startswith("/fragments/ads/c3-")
    made = edition(SiteConfig(address=ADDRESS), ads=ADS)
    markup = proof(made.recipes["ad_markup"], "campaign:c3", newsroom.NOW).output
    assert markup is not None
    assert (markup.path, b"<b>Neu</b>" in markup.body) == (frame, True)
    assert proof(made.recipes["ad_markup"], "campaign:c1", newsroom.NOW).output is None


def test_pages_have_room_and_know_no_campaign() -> None:
    publish(*newsroom.records(), campaign(1))
    made = edition(SiteConfig(address=ADDRESS), ads=ADS)

    def rooms(recipe: str, target: str) -> list[Any]:
        baked = proof(made.recipes[recipe], target, newsroom.NOW)
        assert baked.output is not None
        assert not [each for each in baked.trace.intervals if each.list.startswith("advertising")]
        return list(html.fromstring(baked.output.body).iterfind('.//aside[@class="ad"]'))

    story = rooms("story", "story:a1")
    assert [each.get("data-place") for each in story] == ["top", "text", "rail"]
    assert {(each.get("data-section"), each.get("data-topics"), each.get("data-kind")) for each in story} == {
        ("s1", "t1", "story")
    }
    assert [each.get("data-place") for each in rooms("home", "home")] == ["top", "front"]
    assert rooms("story", "story:a8") == []  # nothing else is advertised around an advertorial
    plain = edition(SiteConfig(address=ADDRESS)).recipes["story"]
    page = proof(plain, "story:a1", newsroom.NOW).output
    assert page is not None
    assert b"ads.js" not in page.body


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ("", "placeholder.example.com, placeholder, DIRECT, placeholder\n"),
        (" a.example, 1, DIRECT \n\n", "a.example, 1, DIRECT\n"),
    ],
)
def test_ads_txt_says_who_may_sell(lines: str, text: str) -> None:
    recipe = edition(SiteConfig(address=ADDRESS), ads=AdsConfig(sellers=lines)).recipes["ads_txt"]
    assert proof(recipe, "/ads.txt", newsroom.NOW).output.body.decode() == text  # type: ignore[union-attr]
