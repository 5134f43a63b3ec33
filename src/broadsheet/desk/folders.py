"""Month folders, made by the desk when a story needs one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from broadsheet.desk import config
from broadsheet.desk.models import MonthFolder, SectionPage


def folder_for(section: SectionPage, moment: datetime) -> MonthFolder:
    """The section's folder for the month of `moment` in the site's time zone.

    The section's row is locked first, so two callers at once get the same folder.
    """
    slug = moment.astimezone(config.active().time_zone).strftime("%Y-%m")
    with transaction.atomic():
        parent = SectionPage.objects.select_for_update().get(pk=section.pk)
        found: MonthFolder | None = MonthFolder.objects.child_of(parent).filter(slug=slug).first()
        if found is not None:
            return found
        folder: MonthFolder = parent.add_child(instance=MonthFolder(title=slug, slug=slug))
        return folder
