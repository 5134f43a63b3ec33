"""The record of a campaign."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from broadsheet.desk.models import Campaign
from broadsheet.ledger import campaigns


def campaign_record(campaign: Campaign) -> campaigns.Campaign:
    places: Any = campaign.places.split()
    kinds: Any = campaign.kinds.split()
    return campaigns.Campaign(
        id=campaign.campaign_id,
        advertiser=campaign.advertiser.strip(),
        creative=_creative(campaign),
        places=tuple(places),
        starts=campaign.starts,
        ends=campaign.ends,
        href=campaign.href.strip(),
        weight=campaign.weight,
        kinds=tuple(kinds),
        sections=tuple(sorted(section.section_id for section in campaign.sections.all())),
        topics=tuple(sorted(topic.topic_id for topic in campaign.topics.all())),
        is_house=campaign.is_house,
        political=_political(campaign) if campaign.is_political else None,
    )


def _creative(campaign: Campaign) -> campaigns.Creative:
    match campaign.form:
        case "text":
            return campaigns.TextCreative(headline=campaign.headline.strip(), text=campaign.text.strip())
        case "markup":
            return campaigns.MarkupCreative(markup=campaign.markup, title=campaign.alternative.strip())
        case "tag":
            return campaigns.TagCreative(
                url=campaign.tag,
                provider=urlsplit(campaign.tag).hostname or "",
                name=campaign.tag_name.strip(),
                title=campaign.alternative.strip(),
            )
        case _:
            shown = [picture.picture_id for picture in campaign.pictures()]
            return campaigns.PictureCreative(picture=shown[0], narrow="".join(shown[1:]))


def _political(campaign: Campaign) -> campaigns.Political:
    return campaigns.Political(
        sponsor=campaign.sponsor.strip(),
        notice=campaign.notice,
        controlled_by=campaign.controlled_by.strip(),
        vote=campaign.vote.strip(),
        amount=campaign.amount.strip(),
    )
