"""Campaigns at the desk: the form, the acts, the list with what was seen, and who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group

from broadsheet.desk import figures
from broadsheet.desk.acts import EndCampaign, PauseCampaign, SaveCampaign, StartCampaign
from broadsheet.desk.errors import ChecksFailed, NotAllowed, NotPublished, StillInUse
from broadsheet.desk.models import Campaign
from broadsheet.desk.roles import ADVERTISING
from broadsheet.ledger import campaigns, journal, state
from tests.conftest import START
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.desk_admin.cast import Cast, told


def form_data(**fields: Any) -> dict[str, Any]:
    words = {
        "title": "Herbst",
        "advertiser": "Dreiport AG",
        "starts": "2026-11-14 08:00",
        "ends": "2031-01-01 00:00",
        "weight": "3",
        "places": ["rail", "top"],
        "form": "text",
        "headline": "Neue Boote",
        "href": "https://dreiport.example/",
    }
    empty = dict.fromkeys(("text", "markup", "tag", "tag_name", "alternative", "picture", "narrow"), "")
    politics = dict.fromkeys(("sponsor", "controlled_by", "vote", "amount", "notice"), "")
    return {**empty, **politics, **words, **fields}


def test_it_is_booked_started_paused_and_ended_in_the_desk(cast: Cast) -> None:
    booker = cast.people["reporter"]
    booker.groups.set([Group.objects.get(name=ADVERTISING)])
    client = cast.signed_in("reporter")
    assert client.post("/campaigns/add/", form_data(sections=[cast.politics.pk])).status_code == 302
    campaign = Campaign.objects.get()
    asset = f"campaign:{campaign.campaign_id}"
    assert state.get(asset) is None  # saved is not started
    page = client.get(f"/campaigns/edit/{campaign.pk}/").content.decode()
    assert f"/campaigns/start/{campaign.pk}/" in page
    assert "Starten" in page
    answer = client.post(f"/campaigns/start/{campaign.pk}/")
    assert "„Herbst“: gestartet." in told(answer)
    record = state.get(asset)
    assert isinstance(record, campaigns.Campaign)
    assert (record.weight, record.places, record.sections) == (
        3,
        ("rail", "top"),
        (cast.politics.section_id,),
    )
    client.post(f"/campaigns/edit/{campaign.pk}/", form_data(headline="Alte Boote", places=["rail"]))
    changed = state.get(asset)
    assert isinstance(changed, campaigns.Campaign)
    assert changed.creative == campaigns.TextCreative(headline="Alte Boote")
    client.post(f"/campaigns/pause/{campaign.pk}/")
    assert state.get(asset) is None
    client.post(f"/campaigns/start/{campaign.pk}/")
    client.post(f"/campaigns/end/{campaign.pk}/")
    acts = [entry.act for entry in journal.history(asset)]
    assert acts == ["start", "change", "pause", "start", "end"]
    figures.install(lambda: {campaign.campaign_id: figures.Figures(seen=4711, clicked=12)})
    page = client.get("/campaigns/").content.decode()
    figures.install(dict)
    assert all(words in page for words in ("Herbst", "beendet", "4711", "12"))
    assert client.get("/stories/").status_code in {200, 302, 403}
    assert cast.signed_in("economist").get(f"/campaigns/start/{campaign.pk}/").status_code in {302, 403}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"ends": None}, "ends"),
        ({"ends": START - timedelta(days=9)}, "ends"),
        ({"headline": ""}, "headline"),
        ({"form": "picture"}, "picture"),
        ({"form": "markup", "markup": "<script>alert(1)</script>", "alternative": "Boot"}, "markup"),
        ({"form": "markup", "markup": "<img src=https://x.example/p.gif>", "alternative": "B"}, "markup"),
        ({"form": "markup", "markup": "<b style='background:url(//x)'>", "alternative": "B"}, "markup"),
        ({"form": "tag", "tag": "http://x.example/", "tag_name": "X", "alternative": "B"}, "tag"),
        ({"is_political": True, "sponsor": "Liste", "amount": "9 €"}, "notice"),
        ({"href": "javascript:alert(1)"}, "href"),
        ({"places": "roof"}, "places"),
        ({"weight": 0}, "weight"),
    ],
)
def test_what_is_not_fit_is_refused_at_its_field(fields: dict[str, Any], field: str) -> None:
    with pytest.raises(ChecksFailed) as refused:
        newsroom.campaign(**{"starts": START, **fields})
    assert {problem.field for problem in refused.value.problems} == {field}
    assert not Campaign.objects.exists()


@pytest.mark.django_db
def test_what_is_over_or_ended_does_not_start_and_what_runs_is_not_deleted() -> None:
    campaign = newsroom.campaign(form="markup", markup="<b>Boot</b>", alternative="Boot")
    for act in (PauseCampaign, EndCampaign):
        with pytest.raises(NotPublished):
            act(campaign, by=TESTER).execute()
    StartCampaign(campaign, by=TESTER).execute()
    with pytest.raises(StillInUse):
        campaign.delete()
    EndCampaign(campaign, by=TESTER).execute()
    over = newsroom.campaign(starts=START - timedelta(days=2), ends=START - timedelta(days=1))
    for each in (campaign, over):
        with pytest.raises(ChecksFailed):
            StartCampaign(each, by=TESTER).execute()
    with pytest.raises(NotAllowed):
        SaveCampaign(over, by=newsroom.account("planner")).execute()
