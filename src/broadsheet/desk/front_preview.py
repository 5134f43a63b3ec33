"""What a front will look like to readers, and what the site would make of it by itself.

`project` installs both. Without them, editors are told that there is no preview.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from django.http import HttpResponse
from django.utils.translation import gettext as _

from broadsheet.desk.compose.front import front_record
from broadsheet.desk.compose.section import section_record
from broadsheet.desk.compose.topic import topic_record
from broadsheet.desk.models import Front
from broadsheet.desk.preview import PictureSource, picture_source
from broadsheet.ledger import records
from broadsheet.ledger.records import AnyRecord, asset_of


class FrontRenderer(Protocol):
    def render(self, front: records.Front, drafts: Mapping[str, AnyRecord], source: PictureSource) -> str:
        """The page as HTML; `drafts` are records by asset id that stand before what is published."""

    def automatic(self, front_id: str) -> records.Front:
        """The front that readers get as long as nobody launches one."""


_slot: list[FrontRenderer] = []


def install(renderer: FrontRenderer) -> None:
    _slot[:] = [renderer]


def serve(front: Front) -> HttpResponse:
    """The page as readers would get it after a launch."""
    if not _slot:
        return HttpResponse(_("There is no preview: the readers' site is not installed."), status=503)
    owner = _owner(front)
    drafts = {asset_of(owner): owner} if owner is not None else {}
    response = HttpResponse(_slot[0].render(front_record(front), drafts, picture_source))
    response["Cache-Control"] = "private, no-store"
    return response


def _owner(front: Front) -> records.Section | records.Topic | None:
    """The section or topic as it is at the desk; None for a home."""
    if front.section is not None:
        return section_record(front.section)
    return topic_record(front.topic) if front.topic is not None else None


def automatic(front: Front) -> records.Front | None:
    """None if no site is installed."""
    return _slot[0].automatic(front.front_id) if _slot else None
