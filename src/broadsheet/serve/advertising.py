"""How often each advertisement was seen and clicked: a path that a page posts to, and a sum by the day.

    POST /count/ads/05n9k2xq7t/rail/seen        nothing in it, nothing back

The path names the campaign, its place in the page, and what happened; of the reader nothing is asked or kept.
"""

from __future__ import annotations

import re
from datetime import tzinfo
from pathlib import Path
from typing import Final

from broadsheet.serve.readings import Counting, Readings, Span, is_person
from broadsheet.serve.replies import NO_CONTENT, NOT_ALLOWED, Header, Reply

_PATH: Final = re.compile(r"/count/ads/([0-9a-z]{1,20}/[a-z]{1,10}/(?:seen|clicked))")


def counts_in(folder: Path, zone: tzinfo) -> Readings:
    """Days in the site's time zone, kept for as long as the publisher keeps them."""
    return Readings(folder, Span("%Y%m%d", zone, None))


def note(counting: Counting | None, path: str, header: Header) -> Reply:
    """The answer to a POST. Only what a page of this host sends counts, as far as browsers say so."""
    found = _PATH.fullmatch(path)
    if found is None:
        return NOT_ALLOWED
    if counting is not None and header("sec-fetch-site") == "same-origin" and is_person(header("user-agent")):
        counting.note(found[1])
    return NO_CONTENT
