"""The style guide at the desk: for whoever writes, made by the installed renderer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from broadsheet.desk import style_guide
from broadsheet.site import specimens
from tests.desk_admin.cast import Cast


@pytest.fixture(autouse=True)
def plain_guide() -> Iterator[None]:
    before = list(style_guide._slot)
    style_guide.install(lambda name: f"So sieht {name} aus")
    yield
    style_guide._slot[:] = before


def test_it_offers_everything_that_the_site_can_show() -> None:
    assert sorted(style_guide.names()) == sorted(specimens.NAMES)


def test_a_reporter_chooses_a_specimen_and_a_width(reporter: Client) -> None:
    page = reporter.get("/style-guide/?show=corrected&at=phone").content.decode()
    assert '<iframe src="/style-guide/corrected/" title="Muster" width="360"' in page
    assert '<a href="?show=corrected&amp;at=phone" aria-current="page">Korrigiert</a>' in page
    assert '"name": "desk-style-guide"' in page


def test_what_is_not_known_becomes_the_first(reporter: Client) -> None:
    page = reporter.get("/style-guide/?show=<b>&at=0").content.decode()
    assert '<iframe src="/style-guide/news/" title="Muster" width="1280"' in page


def test_the_specimen_is_the_sites_own_page(reporter: Client) -> None:
    answer = reporter.get("/style-guide/wide-table/")
    assert answer.content.decode() == "So sieht wide-table aus"
    assert "no-store" in answer["Cache-Control"]
    assert reporter.get("/style-guide/nothing/").status_code == 404


def test_strangers_do_not_see_it(cast: Cast) -> None:
    for client in (Client(), cast.signed_in("outsider")):
        assert client.get("/style-guide/").status_code == 302
        assert client.get("/style-guide/news/").status_code == 302


def test_without_a_renderer_it_says_so(reporter: Client) -> None:
    style_guide._slot.clear()
    assert reporter.get("/style-guide/news/").status_code == 503
