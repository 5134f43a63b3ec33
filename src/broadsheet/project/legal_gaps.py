"""The desk is told by the rule that would refuse the page what an imprint or a privacy page leaves out."""

from __future__ import annotations

from django.utils.translation import get_language

from broadsheet.ledger import state
from broadsheet.ledger.records import Page, SiteSettings


def missing(page: Page) -> str:
    """What `broadsheet.desk.legal_gaps.install` takes."""
    # The rules are read when somebody saves such a page, not by every command.
    from broadsheet.site.rules.legal_texts import gaps_of

    identity = state.get("settings:site")
    gaps = gaps_of(page, identity.publisher if isinstance(identity, SiteSettings) else "")
    return gaps["de" if (get_language() or "").startswith("de") else "en"] if gaps else ""
