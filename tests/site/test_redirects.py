"""Addresses that were left: every one of them leads somewhere or says why not."""

from __future__ import annotations

import html

import html5lib
import pytest

from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.ledger.records import EarlierState, Notice, Section
from broadsheet.press.recipe import Output
from broadsheet.site.edition import rendering_of
from broadsheet.site.recipes.redirect import RedirectRecipe
from tests.site.proof import BASE, NOW, SETTINGS, TORTURE, house, output, proof, publish, story, withdraw

pytestmark = pytest.mark.django_db

OLD = "/politik/alt-05n9k2xq7t/"
NEW = "/wirtschaft/neu-05n9k2xq7t/"
NEWEST = "/wirtschaft/neuer-05n9k2xq7t/"
ID = "05n9k2xq7t"


def redirects(language: Language = "de") -> RedirectRecipe:
    rooms = house(language)
    return RedirectRecipe(rooms, rendering_of(rooms))


def told(made: Output) -> str:
    """The page's text; fails where it is no complete page."""
    assert made.status == 410
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(made.body.decode())
    assert document.findtext("head/title")
    return " ".join("".join(document.find(".//main").itertext()).split())


def test_a_new_address_answers_at_the_old_one() -> None:
    publish(*BASE, story(id=ID, path=OLD))
    assert proof(redirects(), OLD).output is None
    publish(story(id=ID, path=NEW))
    assert output(redirects(), OLD) == Output(OLD, status=301, location=NEW)
    assert proof(redirects(), NEW).output is None


def test_redirects_never_form_a_chain() -> None:
    for path in (OLD, NEW, NEWEST):
        publish(story(id=ID, path=path))
    assert {output(redirects(), path).location for path in (OLD, NEW)} == {NEWEST}


def test_the_versions_move_with_their_story_while_they_are_open() -> None:
    earlier = (EarlierState(at=NOW, version=1),)
    publish(*BASE, story(id=ID, path=OLD, earlier=earlier))
    publish(story(id=ID, path=NEW, earlier=earlier))
    old = f"{OLD}fassungen/"
    assert old in redirects().addressed(OLD)
    assert output(redirects(), old) == Output(old, status=301, location=f"{NEW}fassungen/")
    assert proof(redirects(), f"{NEW}fassungen/").output is None
    publish(story(id=ID, path=NEWEST))
    assert proof(redirects(), old).output is None


def test_a_return_to_an_old_address_turns_the_redirect_round() -> None:
    for path in (OLD, NEW, OLD):
        publish(story(id=ID, path=path))
    assert proof(redirects(), OLD).output is None
    assert output(redirects(), NEW).location == OLD


def test_an_address_that_nobody_had_is_no_redirect() -> None:
    assert proof(redirects(), "/politik/nie/").output is None


def test_an_address_taken_over_belongs_to_who_stands_there() -> None:
    publish(story(id=ID, path=OLD))
    withdraw(f"story:{ID}")
    assert output(redirects(), OLD).status == 410
    publish(story(id="05n9k2xq7v", path=OLD))
    assert proof(redirects(), OLD).output is None


def test_what_a_redirect_depends_on_is_in_its_trace() -> None:
    publish(story(id=ID, path=OLD))
    publish(story(id=ID, path=NEW))
    trace = proof(redirects(), OLD).trace
    assert trace.keys == (f"address:{OLD}", f"story:{ID}#path")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unpublished_story_is_gone_from_all_its_addresses(language: Language) -> None:
    publish(*BASE, story(id=ID, path=OLD, headline="CANARY"))
    publish(story(id=ID, path=NEW, headline="CANARY"))
    withdraw(f"story:{ID}")
    for path in (OLD, NEW):
        made = output(redirects(language), path)
        assert house(language).catalogue.text("gone.title") in told(made)
        assert b"CANARY" not in made.body
        assert b"noindex" in made.body
        assert b"canonical" not in made.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_retracted_story_leaves_its_notice(language: Language) -> None:
    publish(*BASE, story(id=ID, path=OLD))
    withdraw(f"story:{ID}")
    publish(
        Notice(
            id=ID, about=f"story:{ID}", at=NOW, headline="Bericht zum Hafen", text="Das Zitat war erfunden."
        )
    )
    text = told(output(redirects(language), OLD))
    assert house(language).catalogue.text("notices.retraction") in text
    assert "Bericht zum Hafen" in text
    assert "Das Zitat war erfunden." in text


def test_a_notice_is_text_and_not_markup() -> None:
    publish(SETTINGS, story(id=ID, path=OLD))
    withdraw(f"story:{ID}")
    publish(Notice(id=ID, about=f"story:{ID}", at=NOW, headline=TORTURE.rstrip("\x0b"), text="<b>fett</b>"))
    made = output(redirects(), OLD)
    assert "<b>fett</b>" in told(made)
    assert html.escape("<b>fett</b>").encode() in made.body


def test_the_feeds_of_a_section_move_with_it() -> None:
    publish(*BASE)
    publish(Section(id="s1", path="/inland/", title="Inland", order=1))
    recipe = redirects()
    targets = list(recipe.addressed("/politik/"))
    assert [output(recipe, target).location for target in targets] == [
        "/inland/",
        "/inland/feed.xml",
        "/inland/feed.atom",
        "/inland/feed.json",
    ]
    assert all(proof(recipe, target).output is None for target in recipe.addressed("/inland/"))
    withdraw("section:s1")
    assert {output(recipe, target).status for target in targets} == {410}


def test_a_story_has_no_feed_to_move() -> None:
    assert not any("feed" in target for target in redirects().addressed(OLD))
    publish(story(id="kurz", path="/politik/kurz/"))
    withdraw("story:kurz")
    found = [proof(redirects(), target).output for target in redirects().addressed("/politik/kurz/")]
    assert [each.path for each in found if each] == ["/politik/kurz/"]
