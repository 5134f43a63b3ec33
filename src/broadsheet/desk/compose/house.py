"""The records of the house: its pages and what the publisher says of the site."""

from __future__ import annotations

from typing import Literal, cast

from broadsheet.desk.compose.blocks import blocks
from broadsheet.desk.models import HousePage, SiteIdentity
from broadsheet.kernel.addresses import page_path
from broadsheet.ledger import records

SITE = "site"


def page_record(page: HousePage) -> records.Page:
    return records.Page(
        id=page.page_id,
        path=page_path(page.slug),
        role=cast('Literal["imprint", "privacy", "page"]', page.role),
        title=page.title,
        body=blocks(page.body),
    )


def settings_record(identity: SiteIdentity) -> records.SiteSettings:
    return records.SiteSettings(
        id=SITE,
        name=identity.name,
        publisher=identity.publisher,
        tagline=identity.tagline,
        further_tagline=identity.further_tagline,
        email=identity.email,
    )
