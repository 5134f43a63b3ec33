"""An item of its own takes another one back: only what it names, and only of its own supplier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from broadsheet.wire import models, recalls
from broadsheet.wire.config import WireConfig
from broadsheet.wire.item import WireItem
from tests.wire import noa
from tests.wire.conftest import Take

HERE = WireConfig(parse_in_child=False)
OWN = "urn:newsml:noa.example:20261114:9001"
LATER = "2026-11-14T10:00:00+01:00"


def newsml(rel: str = "irel:cancels", status: str = "usable", headline: str = "") -> bytes:
    link = f'<link rel="{rel}" residref="{noa.URN}"/>'
    document = noa.newsml_g2(guid=OWN, meta=link).replace(noa.CREATED, LATER)
    document = document.replace("stat:usable", f"stat:{status}")
    return document.replace(noa.HEADLINE, headline or noa.HEADLINE).encode()


def digitalwires(**changes: Any) -> dict[str, Any]:
    given = {"urn": OWN, "version_created": LATER, "headline": "Hinweis", "article_html": "", **changes}
    return noa.digitalwires(**given)


def ninjs(**changes: Any) -> dict[str, Any]:
    return noa.ninjs3(**{"uri": OWN, "versionCreated": LATER, **changes})


def newsml_1() -> bytes:
    management = f'<AssociatedWith FormalName="Cancels" NewsItem="{noa.URN}:1A"/>'
    return noa.newsml_1(management=management).replace("Id>4711<", "Id>9001<").encode()


TEXT = {"name": "item", "type": "text", "uri": noa.URN}
PICTURE = {"type": "picture", "uri": "urn:newsml:noa.example:20261114:5", "name": "p"}

NOTICES: dict[str, tuple[Any, str]] = {
    "the relation says so": (newsml(), "canceled"),
    "it withholds": (newsml("irel:withholds"), "withheld"),
    "words and one item": (newsml("irel:seeAlso", headline="ANNULLIERUNG – Hafen"), "canceled"),
    "status and what it replaces": (newsml("irel:replaces", "canceled"), "canceled"),
    "dpa, words": (
        digitalwires(headline="Achtung: Annullierung", associations=[{"urn": noa.URN, "type": "text"}]),
        "canceled",
    ),
    "ninjs 3, one association and no text": (
        ninjs(pubStatus="withheld", bodies=[], associations=[TEXT, PICTURE]),
        "withheld",
    ),
    "ninjs, a key": (ninjs(pubStatus="canceled", replaces=[noa.URN]), "canceled"),
}
OTHERS: dict[str, Any] = {
    "an update with an id of its own": newsml("irel:replaces"),
    "see also": newsml("irel:seeAlso"),
    "a text with its picture": newsml("irel:seeAlso", "canceled"),
    "two items and words": ninjs(
        headlines=[{"value": "KILL"}], bodies=[], associations=[TEXT, {**TEXT, "uri": "urn:x:2"}]
    ),
    "another agency": ninjs(uri="urn:newsml:other.example:1:1", pubStatus="canceled", replaces=noa.URN),
    "no id": ninjs(pubStatus="canceled", replaces=""),
}


@pytest.fixture
def status(take: Take, db: None) -> Callable[..., str]:
    def after(*documents: Any) -> str:
        for document in documents:
            take(document, HERE)
        return models.Item.objects.get(supplier_id=noa.URN).status

    return after


def _begin_anew() -> None:
    for model in (models.Item, models.Words, models.RawFile):
        model.objects.all().delete()


def test_what_a_notice_names_is_taken_back_whichever_comes_first(status: Callable[..., str]) -> None:
    original = noa.digitalwires()
    for number, (name, (notice, becomes)) in enumerate(NOTICES.items()):
        assert status(*((original, notice) if number % 2 else (notice, original))) == becomes, name
        _begin_anew()


def test_nothing_else_is_taken_back(status: Callable[..., str]) -> None:
    for name, document in OTHERS.items():
        assert status(noa.digitalwires(), document) == "usable", name
        _begin_anew()


def test_newsml_1_names_a_revision(item_of: Callable[[Any], WireItem]) -> None:
    read = item_of(newsml_1())
    assert read.id.endswith(":9001")
    assert [(each.id, each.status) for each in read.recalls] == [(noa.URN, "canceled")]


def test_the_agency_s_newer_word_counts_and_its_own_cancel_takes_nothing_else(
    status: Callable[..., str],
) -> None:
    again = noa.digitalwires(version=2, version_created="2026-11-14T10:05:00+01:00")
    assert status(noa.digitalwires(), newsml()) == "canceled"
    notice = recalls.notice_of(models.Item.objects.get(supplier_id=noa.URN))
    assert notice is not None
    assert notice.supplier_id == OWN
    assert [item.supplier_id for item in recalls.taken_back_by(notice)] == [noa.URN]
    assert status(noa.digitalwires(version=1, teaser="Ältere Fassung, neu gesendet.")) == "canceled"
    assert status(again) == "usable"
    # Canceled itself in its second version; what it once replaced stays as it is.
    _begin_anew()
    assert status(noa.digitalwires(), ninjs(replaces=noa.URN)) == "usable"
    assert status({**ninjs(replaces=noa.URN, pubStatus="canceled"), "version": "2"}) == "usable"
