"""Rules for agency copy and clips, as people work with them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from broadsheet.desk import received
from broadsheet.desk.admin import external
from broadsheet.desk.models import AutomaticService, RoutingRule, StoryPage, SubjectMapping
from broadsheet.kernel.errors import AddressRefused
from broadsheet.kernel.fetching import Fetched
from broadsheet.wire.item import WireSubject
from broadsheet.wire.models import Item
from tests.desk.arrivals import arrived
from tests.desk_admin.cast import Cast, told
from tests.wire.test_clips import page, saved

pytestmark = pytest.mark.django_db

FOOTBALL = WireSubject(name="soccer", scheme="subj", code="15054000")
RULE = {"name": "Schleusen", "order": 5, "words": "Schleuse", "priority": 2}


def test_a_rule_is_written_tried_and_switched_on(cast: Cast, chief: Client, reporter: Client) -> None:
    item = arrived(subjects=(FOOTBALL,))
    assert (
        chief.post("/subjects/add/", {"subject": "15000000", "section": cast.economy.pk}).status_code == 302
    )
    assert "Sport" in chief.get("/subjects/").content.decode()
    assert SubjectMapping.objects.count() == 1
    for wrong in ({"subject": ""}, {"subject": "99999999"}):
        assert chief.post("/subjects/add/", wrong).status_code == 200

    group = cast.people["reporter"].groups.get()
    answer = chief.post("/routing/add/", {**RULE, "section": cast.politics.pk, "groups": [group.pk]})
    rule = RoutingRule.objects.get()
    assert answer["Location"] == f"/routing/trial/{rule.pk}/"
    tried = chief.get(answer["Location"]).content.decode()
    assert "Von den 1 Meldungen der letzten 24 Stunden hätte die Regel 1 erfasst; 1 davon" in tried
    assert item.headline in tried
    assert "Wirtschaft" in tried  # where it goes without the rule
    chief.post(answer["Location"], {"to": "on"})
    assert RoutingRule.objects.get().is_on
    assert reporter.get(answer["Location"])["Location"] == "/"

    received.settle(item.pk)
    assert "Schleusen" in reporter.get("/").content.decode()
    shown = reporter.get(f"/inbox/{item.pk}/").content.decode()
    assert "Wörter: schleuse" in shown
    assert "Fußball <small>Sport › Disziplin</small>" in shown
    assert f'value="{cast.politics.pk}" selected' in shown
    assert "Schleusen" not in reporter.get("/").content.decode()  # the page was opened

    assert RoutingRule.objects.get().is_on
    chief.post(f"/routing/edit/{rule.pk}/", {**RULE, "words": "Kai", "section": cast.politics.pk})
    assert not RoutingRule.objects.get().is_on


def test_only_administrators_name_what_publishes_by_itself(cast: Cast, chief: Client) -> None:
    arrived()
    given = {"service": "noa", "licence": "Vertrag vom 3. Mai", "active": "on"}
    assert chief.post("/automatic/add/", given).status_code in {302, 403}
    assert not AutomaticService.objects.exists()
    cast.people["chief"].is_superuser = True
    cast.people["chief"].save()
    for wrong in ({"service": "unbekannt"}, {"licence": " "}):
        assert chief.post("/automatic/add/", {**given, **wrong}).status_code == 200
    assert chief.post("/automatic/add/", given).status_code == 302
    assert AutomaticService.objects.get().since is not None


class Web:
    """Stands for everything beyond the house."""

    def fetch(self, url: str, **_options: Any) -> Fetched:
        if "10.0.0.8" in url:
            raise AddressRefused("This address is not public.")
        body = page().replace("–", "-").encode("iso-8859-1")
        return Fetched(url, "text/html", body, fields={"content-type": "text/html"})


@pytest.fixture
def web() -> Iterator[None]:
    external.install(Web())  # type: ignore[arg-type]
    yield
    external.install(None)


@pytest.mark.usefixtures("web")
def test_a_page_becomes_a_clip_and_a_passage_a_quotation(cast: Cast, chief: Client) -> None:
    refused = chief.post("/clips/", {"url": "https://10.0.0.8/"})
    assert (refused.status_code, Item.objects.count()) == (200, 0)
    assert chief.post("/clips/", {}).status_code == 200
    pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.7")
    assert "Das ist keine Seite in HTML." in chief.post("/clips/", {"page": pdf}).content.decode()

    answer = chief.post("/clips/", {"url": "https://bote.example/bruecke"})
    item = Item.objects.get()
    assert answer["Location"] == f"/inbox/{item.pk}/"
    assert (item.wire_item.address, item.headline) == (
        "https://bote.example/bruecke",
        "Altwasser baut eine Brücke",
    )
    chief.post("/clips/", {"page": SimpleUploadedFile("b.html", saved())})
    chief.post("/clips/", {"text": "Ein Titel\nUnd ein Satz."})
    assert Item.objects.count() == 3

    chief.post(f"/inbox/{item.pk}/story/", {"section": cast.politics.pk})
    story = StoryPage.objects.get()
    assert "Fremder Text" in chief.get(f"/inbox/{item.pk}/").content.decode()
    passage = "Der Rat von Altwasser hat im 2. Bezirk über die Brücke beraten"
    answer = chief.post(f"/clips/{item.pk}/quote/", {"story": story.pk, "passage": passage})
    (quotation,) = StoryPage.objects.get().get_latest_revision_as_object().body
    assert quotation.value["text"] == passage
    answer = chief.post(f"/clips/{item.pk}/quote/", {"story": story.pk, "passage": "Erfunden."})
    assert "Diese Wörter stehen nicht im Ausschnitt." in told(answer)
