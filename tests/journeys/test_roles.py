"""Who may do what at the desk: buttons that are not there, and requests that are forged all the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.newsroom import Newsroom
from tests.journeys.people import CHIEF, POLITICS, REPORTER, Person
from tests.journeys.test_wire_to_page import take
from tests.wire import noa

pytestmark = [pytest.mark.browser, pytest.mark.slow]

OTHER = "Neustrand wartet auf Stahl"
STEEL = "Die Träger liegen seit Wochen in einem Werk im Süden, weil kein Waggon zu bekommen ist."
"""Nothing that the first item tells: two who take the same are warned of each other."""

FORGE = """async name => {
    const form = document.querySelector("form#w-editor-form, form[data-edit-form]") ?? document.forms[0];
    const body = new FormData(form);
    body.set(name, name);
    return (await fetch(location.pathname, { method: "POST", body })).status;
}"""
"""Sends the editor's form as it is, as if a button had been there."""


def test_each_role_does_what_it_may(browser: Browser, demo: Newsroom, tmp_path: Path) -> None:
    other = noa.digitalwires(urn=f"{noa.URN}2", headline=OTHER, teaser=STEEL, article_html=f"<p>{STEEL}</p>")
    take(demo, tmp_path, noa.digitalwires(), other)
    with demo.up():
        head = demo.command("ledger", "log")[-1]["seq"]
        with Person(browser, demo, REPORTER) as reporter:
            reporter.make_story(noa.HEADLINE, "Politik")
            politics = reporter.story
            reporter.write_headline("Schleuse für Neustrand")
            cannot_publish(reporter)
            reporter.submit()
        assert demo.command("ledger", "log")[-1]["seq"] == head

        with Person(browser, demo, POLITICS) as editor:
            editor.make_story(OTHER, "Wirtschaft")
            business = editor.story
            cannot_publish(editor)
            assert demo.command("ledger", "log")[-1]["seq"] == head
            editor.edit(politics)
            editor.approve()
            demo.wait_for("/politik/", "Schleuse für Neustrand")

        with Person(browser, demo, CHIEF) as chief:
            chief.edit(business)
            chief.page.evaluate(FORGE, "action-publish")  # what is refused to others is a sound request
            demo.wait_for("/wirtschaft/", OTHER)

        with Person(browser, demo, REPORTER) as reporter:
            reporter.edit(politics)
            reporter.write_headline("Schleuse gesprengt")
            cannot_publish(reporter)
            for act in ("correct", "retract", "schedule"):
                reporter.open(f"/story/{politics}/{act}/")
                assert not reporter.page.url.endswith(f"/{act}/"), act
    published = [
        line for line in demo.command("ledger", "log", "--after", str(head)) if line["act"] == "publish"
    ]
    assert [line["by"] for line in published if line["kind"] == "story"] == [POLITICS, CHIEF]


def cannot_publish(person: Person) -> None:
    menu = person.actions()
    expect(menu.get_by_role("button", name="Entwurf speichern")).to_be_visible()
    expect(menu.get_by_role("button", name=re.compile("eröffentlichen"))).to_have_count(0)
    person.page.evaluate(FORGE, "action-publish")
