"""What advertisers are told, from counts that name nobody."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from broadsheet.kernel import clock
from broadsheet.project.ad_report import Totals, as_csv, rows
from broadsheet.serve.advertising import counts_in, note
from broadsheet.serve.readings import Counting
from tests.desk import newsroom

NOON = datetime(2026, 11, 14, 12, tzinfo=UTC)
OURS = {"sec-fetch-site": "same-origin", "user-agent": "Mozilla/5.0"}


@pytest.mark.django_db
def test_each_day_and_place_has_its_sums(tmp_path: Path) -> None:
    counts = counts_in(tmp_path, UTC)
    time = clock.ManualClock(NOON)
    with clock.using(time):
        campaign = newsroom.campaign("=Werft")
        counting = Counting(counts)
        seen = f"/count/ads/{campaign.campaign_id}/rail/seen"
        assert [note(counting, seen, OURS.get).status for _ in range(3)] == [204, 204, 204]
        note(counting, f"/count/ads/{campaign.campaign_id}/rail/clicked", OURS.get)
        note(counting, "/count/ads/nobody/rail/seen", OURS.get)
        for foreign in ({**OURS, "sec-fetch-site": "cross-site"}, {**OURS, "user-agent": "curl"}, {}):
            note(counting, seen, foreign.get)
        for wrong in ("/count/ads/a/b/c", f"{seen}/", "/count/ads/../rail/seen", "/"):
            assert note(counting, wrong, OURS.get).status == 405
        counting.write()
        time.advance(NOON.replace(day=15) - NOON)
        note(counting, seen, OURS.get)
        counting.write()
        totals = Totals(counts)()
    found = list(rows(counts))
    assert [(row.day.day, row.place, row.seen, row.clicked) for row in found] == [
        (14, "rail", 3, 1),
        (15, "rail", 1, 0),
    ]
    assert list(rows(counts, first=date(2026, 11, 15))) == found[1:]
    assert list(rows(counts, last=date(2026, 11, 14))) == found[:1]
    assert (totals[campaign.campaign_id].seen, totals[campaign.campaign_id].clicked) == (4, 1)
    lines = as_csv(found).splitlines()
    assert lines[0] == "day,campaign,title,advertiser,place,seen,clicked"
    assert lines[1] == f"2026-11-14,{campaign.campaign_id},'=Werft,Dreiport AG,rail,3,1"
    assert sorted(file.name[:8] for file in tmp_path.iterdir()) == ["20261114", "20261115"]
