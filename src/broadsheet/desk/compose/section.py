"""The record of a section."""

from __future__ import annotations

from typing import Literal, cast

from broadsheet.desk.models import SectionPage
from broadsheet.kernel.addresses import section_path
from broadsheet.ledger import records


def section_record(section: SectionPage) -> records.Section:
    return records.Section(
        id=section.section_id,
        path=section_path(section.slug),
        title=section.title,
        order=section.order,
        description=section.description,
        counterpart=section.counterpart.section_id if section.counterpart else "",
        language=cast('Literal["de", "en", ""]', section.language),
    )
