"""What a link inside the desk points to, as the ledger names it."""

from __future__ import annotations

from broadsheet.desk.models import SectionPage, StoryPage


def asset_of_page(page_id: int) -> str:
    """`story:<id>` or `section:<id>`; empty for a page that readers never see."""
    story = StoryPage.objects.filter(pk=page_id).values_list("story_id", flat=True).first()
    if story is not None:
        return f"story:{story}"
    section = SectionPage.objects.filter(pk=page_id).values_list("section_id", flat=True).first()
    return "" if section is None else f"section:{section}"
