"""From nothing to a site that answers, and to its end."""

from __future__ import annotations

import signal

import pytest
from playwright.sync_api import Page

from tests.journeys.newsroom import Newsroom, answers

pytestmark = pytest.mark.slow


def test_a_new_site_comes_up_and_ends_cleanly(empty: Newsroom) -> None:
    with empty.up() as process:
        status, home = empty.read("/")
        assert status == 200
        assert "<!doctype html>" in home.lower()
        assert empty.read("/nowhere/")[0] == 404
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    assert not answers(empty.readers)
    assert not answers(empty.desk)


def test_a_new_site_is_whole(empty: Newsroom) -> None:
    assert empty.command("ledger", "verify")[-1]["flaws"] == []
    assert empty.command("press", "verify")[-1]["differences"] == []


@pytest.mark.browser
def test_a_browser_sees_the_home_page_and_asks_no_other_host(empty: Newsroom, page: Page) -> None:
    with empty.up():
        answer = page.goto(empty.readers)
        assert answer is not None
        assert answer.ok
        assert page.locator("main").count() == 1
