from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.desk.compose.rich_text import blocks_of, plain, runs_of
from broadsheet.ledger.records import Listing, Paragraph, Run

SPACE = re.compile(r"[ \t\n\r\f]+")


def test_bold_and_italic_are_runs() -> None:
    assert blocks_of("<p>Ein <b>sehr <i>großer</i></b> Hafen</p>") == (
        Paragraph(
            text=(
                Run(text="Ein "),
                Run(text="sehr ", strong=True),
                Run(text="großer", strong=True, emphasis=True),
                Run(text=" Hafen"),
            )
        ),
    )


@pytest.mark.parametrize("href", ["https://a.example/b", "http://a.example", "mailto:a@b.example"])
def test_links_to_the_outside_are_kept(href: str) -> None:
    assert runs_of(f'<p><a href="{href}">dort</a></p>') == (Run(text="dort", href=href),)


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "/intern", "#oben", "ftp://a.example",
     "tel:+491", "", "https://", "mailto:", "https://[", "//a.example/b"],
)  # fmt: skip
def test_other_links_lose_their_address_and_keep_their_text(href: str) -> None:
    assert runs_of(f'<p>Von <a href="{html.escape(href)}">dort</a></p>') == (Run(text="Von dort"),)


def test_a_link_to_a_page_of_the_desk_becomes_an_asset() -> None:
    runs = runs_of('<a linktype="page" id="7">dort</a>', lambda page: f"story:{page}")
    assert runs == (Run(text="dort", asset="story:7"),)


@pytest.mark.parametrize("number", ["", "x", "²", "9" * 40, "-1"])
def test_a_link_to_no_page_is_text(number: str) -> None:
    runs = runs_of(f'<a linktype="page" id="{number}">dort</a>', lambda page: f"story:{page}")
    assert runs == (Run(text="dort"),)


def test_lists_stand_between_paragraphs() -> None:
    assert blocks_of("<p>Vor</p><ol><li>eins</li><li>zwei</li></ol><ul><li>drei</li></ul><p>nach</p>") == (
        Paragraph(text=(Run(text="Vor"),)),
        Listing(items=((Run(text="eins"),), (Run(text="zwei"),)), ordered=True),
        Listing(items=((Run(text="drei"),),)),
        Paragraph(text=(Run(text="nach"),)),
    )


def test_a_list_in_a_list_adds_its_items() -> None:
    [block] = blocks_of("<ul><li>eins<ul><li>innen</li></ul></li><li>zwei</li></ul>")
    assert isinstance(block, Listing)
    assert [item[0].text for item in block.items] == ["eins", "innen", "zwei"]


def test_white_space_is_as_a_browser_shows_it() -> None:
    assert runs_of("<p>\n  Ein   <b> Hafen </b>\n an<br/>der See </p>") == (
        Run(text="Ein "),
        Run(text="Hafen ", strong=True),
        Run(text="an der See"),
    )


def test_a_protected_space_stays() -> None:
    assert runs_of("<p>5&nbsp;Euro</p>") == (Run(text="5\xa0Euro"),)


def test_scripts_and_styles_are_no_text() -> None:
    assert plain(blocks_of("<p>a</p><script>alert(1)</script><style>p{}</style><p>b</p>")) == "a b"


def test_empty_paragraphs_are_left_out() -> None:
    assert blocks_of("<p></p><p> <b> </b> </p><ul><li></li></ul>") == ()


WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=20)
TAGS = st.sampled_from(["p", "b", "strong", "i", "em", "a", "ul", "ol", "li", "h2", "span", "td", "x-y"])
TREES = st.recursive(
    WORDS.map(html.escape),
    lambda inner: st.tuples(TAGS, st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=20,
)


def without_space(text: str) -> str:
    return SPACE.sub("", text)


@given(TREES)
def test_no_word_is_lost_and_none_is_added(markup: str) -> None:
    expected = html.unescape(re.sub(r"<[^>]*>", "", markup))
    assert without_space(plain(blocks_of(markup))) == without_space(expected)


@given(TREES)
def test_runs_are_tidy(markup: str) -> None:
    for block in blocks_of(markup):
        for text in block.items if isinstance(block, Listing) else (block.text,):
            joined = "".join(run.text for run in text)
            assert joined
            assert joined == SPACE.sub(" ", joined).strip(" ")
            assert all(run.text for run in text)
            styles = [(run.strong, run.emphasis, run.href, run.asset) for run in text]
            assert all(one != other for one, other in pairwise(styles))


FRAGMENTS = [
    *["<", ">", "&", "<!", "<![", "<!--", "-->", "]]>", "<?", "</", "/>", '"', "=", " ", "x", "href"],
    *["<a ", "<ul>", "</ul>", "<li>", "<br", "<script>", "&#x", "&#99999999999;"],
]


@given(st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=5)), max_size=25).map("".join))
def test_nothing_makes_it_raise(markup: str) -> None:
    assert isinstance(blocks_of(markup), tuple)
    assert isinstance(runs_of(markup), tuple)
