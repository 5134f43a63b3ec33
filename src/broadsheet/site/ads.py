"""What is advertised in one place of a page: who is booked there now, and how it is shown.

Pages know only the place. Which advertisement they show is chosen in the reader's browser among all that one
fragment offers, so a campaign touches no page.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from broadsheet.ledger import lists
from broadsheet.ledger.campaigns import (
    AdPlace,
    Campaign,
    MarkupCreative,
    PictureCreative,
    Political,
    TagCreative,
    TextCreative,
)
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import fingerprint_of
from broadsheet.site.facets import CAMPAIGN
from broadsheet.site.house import House
from broadsheet.site.pictures import PictureView, picture_view
from broadsheet.site.prose import followable

_STEP: Final = 20


class AdView(msgspec.Struct, frozen=True, kw_only=True):
    """One advertisement, complete; `kind` names what of the last fields is filled."""

    id: str
    label: str
    by: str
    """Who paid, in readers' words."""
    href: str
    weight: int
    kinds: str
    """Targets, with spaces between; empty: every one."""
    sections: str
    topics: str
    is_house: bool
    is_first: bool = False
    """Whether it is shown without JavaScript."""
    political: tuple[tuple[str, str], ...]
    """Names and values."""
    notice: str
    kind: str
    picture: PictureView | None = None
    narrow: PictureView | None = None
    headline: str = ""
    text: str = ""
    frame: str = ""
    """The address of a document of our own host, or of another one if there is a `provider`."""
    title: str = ""
    provider: str = ""
    name: str = ""

    @property
    def is_for_all(self) -> bool:
        return not (self.kinds or self.sections or self.topics or self.provider)


def adverts(reader: Reader, house: House, place: AdPlace) -> list[AdView]:
    """Paid ones first. The first that is meant for every page is the one without JavaScript."""
    found = [_advert(reader, house, each) for each in _running(reader, place)]
    spoken = sorted(
        (view for view in found if view is not None), key=lambda view: (view.is_house, -view.weight, view.id)
    )
    first = next((view.id for view in spoken if view.is_for_all), "")
    return [msgspec.structs.replace(view, is_first=view.id == first) for view in spoken]


def _running(reader: Reader, place: AdPlace) -> Iterator[Campaign]:
    """Read from the one that ends last, so that what is over is hardly depended on."""
    below = ""
    while places := reader.newest(lists.advertising(place), _STEP, below=below):
        for each in places:
            campaign = reader.read(CAMPAIGN, each.asset)
            if campaign is None:
                continue
            if campaign.ends is not None and reader.passed(campaign.ends):
                return
            if reader.passed(campaign.starts):
                yield campaign
        below = places[-1].sort


def _advert(reader: Reader, house: House, campaign: Campaign) -> AdView | None:
    """None for one in another language, whose picture may not be shown, or whose server is not allowed."""
    if campaign.language not in {"", house.language} or not _may_be_asked(house, campaign):
        return None
    view = AdView(
        id=campaign.id,
        label=house.catalogue.text("ads.political" if campaign.political else "advertorial.label"),
        by=_paid_by(house, campaign),
        href=followable(campaign.href),
        weight=campaign.weight,
        kinds=" ".join(campaign.kinds),
        sections=" ".join(campaign.sections),
        topics=" ".join(campaign.topics),
        is_house=campaign.is_house,
        political=tuple(_political(house, campaign.political)) if campaign.political else (),
        notice=followable(campaign.political.notice) if campaign.political else "",
        kind=str(campaign.creative.__struct_config__.tag),
    )
    return _filled(reader, view, campaign)


def _may_be_asked(house: House, campaign: Campaign) -> bool:
    creative = campaign.creative
    return not isinstance(creative, TagCreative) or creative.provider in house.ads.servers.split()


def _filled(reader: Reader, view: AdView, campaign: Campaign) -> AdView | None:
    match campaign.creative:
        case PictureCreative(picture=picture, narrow=narrow):
            wide = picture_view(reader, picture, sizes="100vw")
            slim = picture_view(reader, narrow, sizes="100vw") if narrow else None
            return msgspec.structs.replace(view, picture=wide, narrow=slim) if wide else None
        case TextCreative(headline=headline, text=text):
            return msgspec.structs.replace(view, headline=headline, text=text)
        case MarkupCreative(title=title):
            return msgspec.structs.replace(view, frame=frame_path(campaign), title=title)
        case TagCreative(url=url, provider=provider, name=name, title=title):
            return msgspec.structs.replace(view, frame=url, provider=provider, name=name, title=title)


def frame_path(campaign: Campaign) -> str:
    """Named by its content as well: what a frame shows never changes under one address."""
    markup = campaign.creative.markup if isinstance(campaign.creative, MarkupCreative) else ""
    return f"/fragments/ads/{campaign.id}-{fingerprint_of(markup)[:12]}.html"


def _paid_by(house: House, campaign: Campaign) -> str:
    if campaign.is_house:
        return house.catalogue.text("ads.house")
    return house.catalogue.text("advertorial.paid_by", advertiser=campaign.advertiser)


def _political(house: House, political: Political) -> Iterator[tuple[str, str]]:
    for name in ("sponsor", "controlled_by", "vote", "amount"):
        if value := getattr(political, name):
            yield house.catalogue.text(f"ads.{name}"), value
