"""Every kind of page in a browser: no other host is asked and nothing is stored unless a reader said yes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.journeys.newsroom import Newsroom
from tests.pages.baked import Baked
from tests.pages.kinds import representatives
from tests.site.outside import NOTHING, Reader, reader

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def told(anna: Reader, baked: Baked) -> dict[str, object]:
    """By page, all that went out to others, stays on the device, or was refused by the policy."""
    page = anna.context.new_page()
    page.on("console", lambda line: anna.complaints.append(line.text) if "Policy" in line.text else None)
    found: dict[str, object] = {}
    for path in representatives(baked):
        anna.asked.clear()
        anna.complaints.clear()
        page.goto(anna.home + path)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        stored = anna.stored(page)
        if anna.asked or anna.complaints or stored != NOTHING:
            found[path] = [*anna.asked, *anna.complaints, stored]
    page.close()
    return found


def with_embed(baked: Baked) -> str:
    return min(path for path in baked.stories if baked.pages[path].xpath("//*[@data-frame]"))


def test_before_a_reader_answers(browser: Browser, running: Newsroom, baked: Baked) -> None:
    with reader(browser, running.readers) as anna:
        assert with_embed(baked) in baked.pages
        assert told(anna, baked) == {}


@pytest.mark.deep
def test_after_no_and_after_a_yes_was_taken_back(browser: Browser, running: Newsroom, baked: Baked) -> None:
    with reader(browser, running.readers, locale="de-DE") as anna:
        page = anna.open(with_embed(baked))
        question = "{ purpose: 'embeds', provider: 'youtube', name: 'YouTube', text: '1' }"
        page.evaluate(f"broadsheet.consent.decide({question}, false, false)")
        assert told(anna, baked) == {}
        page.get_by_role("button", name="Immer von").first.click()
        assert [url for url in anna.asked if "youtube" in url] == anna.asked != []
        page.get_by_role("button", name="Ändern").first.click()
        assert told(anna, baked) == {}
