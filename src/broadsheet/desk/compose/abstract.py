"""What a teaser says of a story."""

from __future__ import annotations

from broadsheet.desk.compose.blocks import words_of
from broadsheet.desk.models import StoryPage
from broadsheet.kernel.language import shorten

LENGTH = 200


def abstract(story: StoryPage) -> str:
    """As written; else cut from the lead; else from the body. Never markup."""
    written = " ".join(story.abstract.split())
    return written or shorten(story.lead, LENGTH) or shorten(words_of(story.body), LENGTH)
