"""What is advertised in the demo: one campaign that somebody pays for, and one of the paper's own."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from broadsheet.desk.acts.actor import System
from broadsheet.desk.acts.campaigns import SaveCampaign, StartCampaign
from broadsheet.desk.models import Campaign

_BOOKED_FOR: Final = timedelta(days=365)


def book(now: datetime, by: System) -> None:
    """Books and starts both; `now` is when the first begins."""
    paid = Campaign(
        title="Herbstkampagne",
        advertiser="Rösterei Kielholt & Söhne",
        starts=now,
        ends=now + _BOOKED_FOR,
        weight=3,
        places="rail front",
        form="text",
        headline="Der Kaffee, der nach Hafen schmeckt",
        text="Langsam geröstet am Sundufer. Probierpaket mit drei Sorten, versandfrei im ganzen Land.",
        href="https://kielholt.example/probierpaket",
    )
    own = Campaign(
        title="Eigenanzeige Genossenschaft",
        advertiser="Luhmekurier eG",
        is_house=True,
        starts=now,
        places="rail front",
        form="text",
        headline="Diese Zeitung gehört ihren Lesern",
        text="2.431 Mitglieder tragen den Luhmekurier. Werden Sie das nächste.",
        href="/impressum/",
    )
    for campaign in (paid, own):
        SaveCampaign(campaign, by=by).execute()
        StartCampaign(campaign, by=by).execute()
