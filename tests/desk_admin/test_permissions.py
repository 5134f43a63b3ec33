"""Who may open what. Refused means: sent to sign in, or back to the first page with a word."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.desk import newsroom
from tests.desk_admin.cast import Cast, wire_item

WRITERS = {"reporter", "economist", "chief"}
PUBLISHERS = {"chief"}
CHIEF = {"chief"}

ADDRESSES: dict[str, set[str]] = {
    "/": WRITERS,
    "/stories/": WRITERS,
    "/stories/results/": WRITERS,
    "/stories/new/": WRITERS,
    "/inbox/": WRITERS,
    "/inbox/results/": WRITERS,
    "/inbox/news/": WRITERS,
    "/inbox/alerts/": WRITERS,
    "/inbox/{item}/": WRITERS,
    "/inbox/{item}/preview/": WRITERS,
    "/quarantine/": CHIEF,
    "/quarantine/results/": CHIEF,
    "/sections/": CHIEF,
    "/sections/new/": CHIEF,
    "/sections/{section}/": CHIEF,
    "/house/identity/": CHIEF,
    "/house/pages/": CHIEF,
    "/fronts/": {"economist", "chief"},
    "/fronts/home/": CHIEF,
    "/topics/": {"economist", "chief"},
    "/people/": {"economist", "chief"},
    "/images/": WRITERS,
    # A published story in politics: the editor of another section has no say in it.
    "/story/{story}/correct/": PUBLISHERS,
    "/story/{story}/retract/": PUBLISHERS,
    "/story/{story}/schedule/": PUBLISHERS,
    "/story/{story}/move/": PUBLISHERS,
    "/pages/{story}/edit/": PUBLISHERS,
    "/pages/{story}/unpublish/": PUBLISHERS,
}
ACTS: dict[str, set[str]] = {
    "/inbox/{item}/ignore/": WRITERS,
    "/inbox/{item}/story/": WRITERS,
    "/inbox/searches/": WRITERS,
    "/inbox/searches/1/delete/": WRITERS,
    "/quarantine/0000000000/close/": CHIEF,
    "/quarantine/0000000000/retry/": CHIEF,
}


@pytest.fixture
def known(cast: Cast) -> dict[str, Any]:
    story = newsroom.published(section=cast.politics)
    return {"story": story.pk, "section": cast.politics.pk, "item": wire_item().pk}


def is_refused(response: Any) -> bool:
    if response.status_code == 403:
        return True
    target = str(response.headers.get("Location", ""))
    return response.status_code == 302 and (target == "/" or target.startswith("/login/"))


@pytest.mark.parametrize("name", ["anonymous", "outsider", "reporter", "economist", "chief"])
def test_each_page_opens_for_those_it_is_for(cast: Cast, known: dict[str, Any], name: str) -> None:
    client = Client() if name == "anonymous" else cast.signed_in(name)
    opened = {
        address: not is_refused(client.get(address.format(**known), headers={"accept": "text/html"}))
        for address in ADDRESSES
    }
    assert opened == {address: name in allowed for address, allowed in ADDRESSES.items()}


@pytest.mark.parametrize("name", ["anonymous", "outsider", "reporter", "economist", "chief"])
def test_each_act_is_done_for_those_who_may(cast: Cast, known: dict[str, Any], name: str) -> None:
    client = Client() if name == "anonymous" else cast.signed_in(name)
    done = {address: not is_refused(client.post(address.format(**known))) for address in ACTS}
    assert done == {address: name in allowed for address, allowed in ACTS.items()}


@pytest.mark.parametrize("address", sorted(ACTS))
def test_an_act_is_not_done_by_reading(chief: Client, known: dict[str, Any], address: str) -> None:
    assert chief.get(address.format(**known)).status_code == 405


def test_the_menu_keeps_the_page_tree_away(chief: Client) -> None:
    page = chief.get("/").content.decode()
    for name in ("explorer", "documents", "reports", "snippets", "help", "redirects"):
        assert f'"name": "{name}"' not in page
    assert '"name": "desk-inbox"' in page


def test_the_menu_shows_a_reporter_only_what_opens(reporter: Client) -> None:
    page = reporter.get("/").content.decode()
    assert '"name": "desk-stories"' in page
    for name in ("desk-sections", "desk-fronts", "desk-house", "desk-quarantine", "desk-topics"):
        assert f'"name": "{name}"' not in page


def test_the_tree_leads_to_the_flat_list(cast: Cast, chief: Client) -> None:
    assert chief.get("/pages/")["Location"] == "/stories/"
    assert chief.get(f"/pages/{cast.politics.pk}/")["Location"] == f"/stories/?section={cast.politics.pk}"
    assert chief.get("/pages/search/?q=hafen")["Location"] == "/stories/?q=hafen"
