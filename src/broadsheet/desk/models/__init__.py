"""What editors touch. Nothing here is public until an act puts it into the ledger."""

from __future__ import annotations

from broadsheet.desk.models.campaigns import Campaign
from broadsheet.desk.models.clock import ClockReading
from broadsheet.desk.models.fronts import Front
from broadsheet.desk.models.house import HousePage, SiteIdentity
from broadsheet.desk.models.inbox import ItemLook, SavedSearch
from broadsheet.desk.models.media import MediaFile, MediaUse
from broadsheet.desk.models.people import Person, Topic
from broadsheet.desk.models.pictures import Picture, PictureUse, Rendition
from broadsheet.desk.models.routing import (
    AutomaticService,
    Placement,
    RoutingRule,
    SubjectMapping,
    WireNotice,
)
from broadsheet.desk.models.sections import MonthFolder, SectionPage
from broadsheet.desk.models.series import Series
from broadsheet.desk.models.sources import Source, SourceNote, SourceUse
from broadsheet.desk.models.stories import (
    Correction,
    RelatedStory,
    StoryAuthor,
    StoryPage,
    StoryTopic,
    WithheldVersion,
)
from broadsheet.desk.models.wire import EmbargoLift

__all__ = [
    "AutomaticService",
    "Campaign",
    "ClockReading",
    "Correction",
    "EmbargoLift",
    "Front",
    "HousePage",
    "ItemLook",
    "MediaFile",
    "MediaUse",
    "MonthFolder",
    "Person",
    "Picture",
    "PictureUse",
    "Placement",
    "RelatedStory",
    "Rendition",
    "RoutingRule",
    "SavedSearch",
    "SectionPage",
    "Series",
    "SiteIdentity",
    "Source",
    "SourceNote",
    "SourceUse",
    "StoryAuthor",
    "StoryPage",
    "StoryTopic",
    "SubjectMapping",
    "Topic",
    "WireNotice",
    "WithheldVersion",
]
