"""All rules, in the order in which the handbook and `broadsheet check` list them.

A new one is a class in the module of its group, its place here, a line in docs/rules.md
and a page that breaks it in tests/site/broken_pages.py; a test asks for the last two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from broadsheet.site.config import SiteConfig
from broadsheet.site.rules.addresses import ForeignAddress, RunsInline, UngatedEmbed
from broadsheet.site.rules.advertising import (
    UnlabelledAdvertisement,
    UnlabelledForMachines,
    UnlabelledInFeed,
)
from broadsheet.site.rules.attribution import MachineWithoutEditor, QuotationWithoutSpeaker
from broadsheet.site.rules.clicks import HousePageMissing, SiteRule, TooManyClicks
from broadsheet.site.rules.house import NoWayToHousePage
from broadsheet.site.rules.inspection import Inspection
from broadsheet.site.rules.legal_texts import ImprintGap, PrivacyGap
from broadsheet.site.rules.pictures import (
    CreditMissing,
    CreditMissingInFeed,
    CreditNotShown,
    MachineMadePictureUnlabelled,
    UnknownPicture,
)
from broadsheet.site.rules.rule import Rule
from broadsheet.site.rules.texts import CorrectionNotMarked, CorrectionNotShown, LeakedKey


def rules(config: SiteConfig) -> tuple[Rule, ...]:
    return (
        UnlabelledAdvertisement(),
        UnlabelledForMachines(),
        UnlabelledInFeed(),
        CreditMissing(),
        CreditNotShown(),
        CreditMissingInFeed(),
        UnknownPicture(),
        ForeignAddress(config.address),
        UngatedEmbed(),
        RunsInline(),
        NoWayToHousePage(),
        ImprintGap(),
        PrivacyGap(),
        QuotationWithoutSpeaker(),
        MachineWithoutEditor(),
        MachineMadePictureUnlabelled(),
        CorrectionNotShown(),
        CorrectionNotMarked(),
        LeakedKey(),
    )


def site_rules(addresses: Mapping[str, Sequence[str]]) -> tuple[SiteRule, ...]:
    """`addresses` are those of the house's pages, by their role."""
    return (HousePageMissing(addresses), TooManyClicks(addresses))


NAMES: Final = tuple(rule.name for rule in rules(SiteConfig()))
"""Part of every page's code: with another set of rules, all pages are asked anew."""


def inspection(config: SiteConfig) -> Inspection:
    return Inspection(rules(config))
