"""How fronts are filled: picks, then rules, nothing twice, everything paid for labelled."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.ledger.records import LAYOUTS, AnyRecord, Container, Front, Layout, LeadPicture, Rule, Run
from broadsheet.ledger.vault import Vault
from broadsheet.press.reader import Reader, Shelf
from broadsheet.site.fronts import fill
from broadsheet.site.newsroom import Newsroom
from tests import newsroom
from tests.site.proof import house, publish

pytestmark = pytest.mark.django_db

Page = Callable[..., str]


def stories(text: str) -> list[str]:
    """The numbers of the stories shown, in order."""
    return re.findall(r'<a href="/[^"]+-(a\d+)/">', text.partition("<main")[2])


def home(page: Page, *containers: Container) -> str:
    publish(Front(id="home", containers=containers))
    return page("home", "/")


def test_the_automatic_home_shows_no_story_twice(page: Page, published: list[AnyRecord]) -> None:
    shown = stories(page("home", "/"))
    assert len(shown) == len(set(shown)) > 15


def test_the_newest_with_a_picture_leads(page: Page) -> None:
    publish(
        newsroom.POLITICS,
        newsroom.PICTURE,
        *(newsroom.story(number) for number in (1, 2)),
        newsroom.story(3, picture=LeadPicture(picture="b1")),
        newsroom.story(9, picture=LeadPicture(picture="b1")),
    )
    assert stories(page("home", "/"))[0] == "a3"


def test_breaking_news_leads_even_without_a_picture(page: Page, published: list[AnyRecord]) -> None:
    publish(newsroom.story(0, breaking=True))
    text = page("home", "/")
    assert stories(text)[0] == "a0"
    assert "Eilmeldung" in text


def test_the_home_says_the_date_until_midnight(page: Page, bake: Callable[..., object]) -> None:
    assert "Dienstag, 24. November 2026" in page("home", "/")
    baked = bake("home", "/")
    until = baked.trace.until  # type: ignore[attr-defined]
    assert until is not None
    assert until.isoformat() == "2026-11-25T00:00:00+01:00"


def test_picks_come_first_and_the_rule_fills_up(page: Page, published: list[AnyRecord]) -> None:
    text = home(page, Container(layout="grid", picks=("a9", "a5"), rule=Rule(), count=4))
    assert stories(text) == ["a9", "a5", "a1", "a2"]


def test_a_pick_shown_above_is_not_shown_again(page: Page, published: list[AnyRecord]) -> None:
    text = home(
        page,
        Container(layout="lead", picks=("a2",), count=1),
        Container(layout="grid", picks=("a2", "a3"), rule=Rule(), count=3),
    )
    assert stories(text) == ["a2", "a3", "a1", "a4"]


def test_a_pick_that_is_not_published_is_passed_over(page: Page, published: list[AnyRecord]) -> None:
    assert stories(home(page, Container(layout="list", picks=("gone", "a5"), count=2))) == ["a5"]


def test_rules_choose_by_section_topic_and_genre(page: Page, published: list[AnyRecord]) -> None:
    text = home(
        page,
        Container(layout="list", rule=Rule(genre="interview"), count=2),
        Container(layout="list", rule=Rule(section="s2", topic="t2"), count=2),
        Container(layout="opinion", rule=Rule(), count=2),
    )
    assert stories(text) == ["a5", "a9", "a11", "a4"]


def test_an_empty_container_leaves_no_trace(page: Page, published: list[AnyRecord]) -> None:
    text = home(page, Container(layout="list", title="Nichts davon", rule=Rule(topic="t9")))
    assert "Nichts davon" not in text


def test_a_text_container_prints_its_words(page: Page, published: list[AnyRecord]) -> None:
    words = (Run(text="Wir sind "), Run(text="umgezogen", strong=True, asset="page:h1"))
    text = home(page, Container(layout="text", title="In eigener Sache", text=words))
    assert 'Wir sind <a href="/impressum/"><strong>umgezogen</strong></a>' in text


def test_no_rule_but_their_own_brings_advertorials(page: Page, published: list[AnyRecord]) -> None:
    text = home(page, Container(layout="list", rule=Rule(section="s2"), count=30))
    assert "a8" not in stories(text)
    text = home(page, Container(layout="advertorial", rule=Rule(), count=3))
    assert stories(text) == ["a8"]


@pytest.mark.parametrize("layout", ["lead", "grid", "list", "opinion", "topic", "advertorial"])
def test_an_advertorial_is_labelled_wherever_it_is_put(
    page: Page, published: list[AnyRecord], layout: str
) -> None:
    text = home(page, Container(layout=layout, picks=("a8",)))  # type: ignore[arg-type]
    teaser = text[text.index('<article class="teaser"') :]
    assert teaser.index(">Anzeige<") < teaser.index("<h")
    assert "Bezahlt von Dachwerk GmbH" in teaser
    assert 'data-variant="advertorial"' in teaser


def test_a_section_front_holds_its_own_stories_once(page: Page, published: list[AnyRecord]) -> None:
    text = page("section", "section:s2")
    shown = stories(text)
    assert shown
    assert len(shown) == len(set(shown))
    assert all(int(number[1:]) in {3, 7, 8, *range(9, 24, 2)} for number in shown)
    assert 'aria-current="page">Wirtschaft' in text


def test_editors_may_lay_out_a_section_too(page: Page, published: list[AnyRecord]) -> None:
    publish(Front(id="s2", containers=(Container(layout="list", picks=("a3",), count=1),)))
    assert stories(page("section", "section:s2")) == ["a3"]


def test_the_strip_of_a_section_does_not_repeat_its_name(page: Page, published: list[AnyRecord]) -> None:
    text = home(page, Container(layout="list", rule=Rule(section="s2"), count=4))
    assert '<span class="teaser-section">' not in text
    assert '<a href="/wirtschaft/">Wirtschaft</a></h2>' in text


def test_a_pick_further_down_is_taken_by_no_rule_above(page: Page, published: list[AnyRecord]) -> None:
    text = home(
        page,
        Container(layout="grid", rule=Rule(), count=3),
        Container(layout="list", picks=("a2",), count=1),
    )
    assert stories(text) == ["a1", "a3", "a4", "a2"]


def test_opinion_is_left_to_the_opinion_strip_below(page: Page, published: list[AnyRecord]) -> None:
    news, opinion = (Container(layout=each, rule=Rule(), count=12) for each in ("grid", "opinion"))
    assert "a4" in stories(home(page, news))
    assert stories(home(page, news, opinion))[-1] == "a4"


@pytest.mark.parametrize("layout", ["grid", "grid-three", "lead-two"])
def test_one_story_makes_no_row_with_empty_places(
    page: Page, published: list[AnyRecord], layout: Layout
) -> None:
    assert 'data-layout="list"' in home(page, Container(layout=layout, picks=("a9",)))


def test_a_ranked_list_is_a_list_with_numbers(page: Page, published: list[AnyRecord]) -> None:
    text = home(page, Container(layout="ranked", title="Lesestücke", picks=("a9", "a5"), count=2))
    assert text.count("<li><article") == 2
    assert '<ol class="strip-stories">' in text


def test_nobody_curated_a_topic_and_it_looks_edited(page: Page, published: list[AnyRecord]) -> None:
    text = page("topic", "topic:t1")
    shown = stories(text)
    assert len(shown) == len(set(shown)) == 3
    assert text.count('<section class="strip"') > 1


@given(
    st.lists(
        st.builds(
            Container,
            layout=st.sampled_from([each for each in LAYOUTS if each != "text"]),
            picks=st.lists(
                st.sampled_from([*(f"a{number}" for number in range(1, 16)), "gone"]), max_size=5
            ).map(tuple),
            rule=st.sampled_from([None, Rule(), Rule(section="s2"), Rule(topic="t1"), Rule(genre="comment")]),
            count=st.integers(1, 6),
        ),
        max_size=5,
    )
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_story_twice_and_picks_first(published: list[AnyRecord], containers: list[Container]) -> None:
    known = {f"a{number}" for number in range(1, 16)}
    newsroom_ = Newsroom(Reader(Shelf(), Vault(Path()), newsroom.NOW), house())
    strips = [[each.teaser.asset[6:] for each in strip.shown] for strip in fill(newsroom_, containers)]
    seen: set[str] = set()
    expected = []
    for container in containers:
        fresh = [each for each in dict.fromkeys(container.picks) if each in known - seen]
        expected.append(fresh[: container.count])
        seen |= set(expected[-1])
    shown = [each for strip in strips for each in strip]
    assert len(shown) == len(set(shown))
    assert seen <= set(shown)
    for strip in strips:
        own = next((picks for picks in expected if picks and picks[0] in strip), [])
        assert strip[: len(own)] == own
