"""What `press why` says of a page, in sentences: the ledger's names instead of ids, the site's time."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from broadsheet.ledger import journal, state
from broadsheet.ledger.records import AnyRecord, path_of
from broadsheet.press.explain import Explanation
from broadsheet.press.models import IntervalDependency

_NAMES_SHOWN: Final = 4

_PAGES: Final = {
    "ad_markup": "the frame of",
    "ads": "what is advertised in one place of the pages",
    "ads_txt": "who may sell advertisements",
    "archive": "the list of months",
    "asset": "a style sheet, script or sign of the site",
    "feed": "a feed",
    "feeds": "the page of all feeds",
    "home": "the home page",
    "icon": "an icon of the site",
    "latest": "the box of latest stories",
    "manifest": "what a telephone is told of the site",
    "most_read": "the box of what is read most",
    "month": "a month of the archive",
    "not_found": "what readers get for an address that does not exist",
    "notices": "the page of corrections and retractions",
    "opml": "the list of feeds for feed readers",
    "page": "the page of",
    "person": "the page of",
    "redirect": "what is left at an address that was given up",
    "rendition": "a size of",
    "robots": "what machines are told",
    "section": "the front of",
    "sitemap_index": "the list of sitemaps",
    "sitemap_month": "a sitemap of one month",
    "sitemap_news": "the sitemap of news",
    "sitemap_pages": "the sitemap of all that is no story",
    "story": "the page of",
    "topic": "the page of",
}

_STATUS: Final = {
    200: "Readers get it as it is.",
    301: "Readers are led to {there}.",
    410: "Readers are told that what stood here is gone.",
}

FACETS: Final = {
    "campaign#page": "anything of the booking: dates, targets, what is shown",
    "front#page": "containers",
    "media#content": "file, captions or end of rights",
    "media#words": "title, credit or transcript",
    "notice#page": "text",
    "page#label": "title or address",
    "page#page": "text",
    "page#path": "address",
    "person#label": "name, role or address",
    "person#page": "anything that the own page shows",
    "person#path": "address",
    "picture#media": "image, crop or end of rights",
    "picture#words": "credit, caption or alternative text",
    "ranking#page": "order",
    "section#label": "title or address",
    "section#page": "anything that the own page shows",
    "section#path": "address",
    "section#tongue": "language, address or counterpart in another language",
    "series#label": "title or address",
    "series#page": "anything that the own page shows",
    "series#path": "address",
    "source#label": "name, kind, wording, link or note",
    "settings#identity": "name or publisher",
    "story#card": "teaser: headline, kicker, summary, picture, section, authors",
    "story#corrections": "corrections",
    "story#episode": "what a podcast says of it",
    "story#feed": "headline, summary, date or picture as feeds show them",
    "story#history": "which of its versions readers may compare",
    "story#line": "headline, kicker or date",
    "story#media": "videos, recordings and documents",
    "story#page": "anything that the own page shows",
    "story#path": "address",
    "story#stamp": "address or date of the last change",
    "story#step": "headline, date, address or what it follows",
    "story#tongue": "language or address, for its translations",
    "story#url": "headline or address",
    "topic#label": "title or address",
    "topic#page": "anything that the own page shows",
    "topic#path": "address",
}
"""A facet's key to what it holds; one that is not here is called by its own name."""

_LISTS: Final = {
    "advertorials": "the list of advertorials",
    "corrected": "the list of corrected stories",
    "news": "the list of all stories",
    "notices": "the list of retractions",
    "opinion": "the list of opinion pieces",
    "pages": "the list of the house's pages",
    "people": "the list of authors",
    "podcasts": "the list of podcasts",
    "sections": "the list of sections",
    "topics": "the list of topics",
}

_CAUSES: Final = {
    "first bake": "it was the first bake of the site",
    "another edition": "this version of Broadsheet had never looked whether there should be one",
    "its time had come": "its moment had come: a new day, or the end of something that it shows",
    "template, text or setting changed": "a template, a text of the program or a setting changed",
    "full bake": "somebody asked for a full bake",
}
_ENTRY = re.compile(r"entry (\d+): .*")
_MOMENT_KEY = re.compile(r"\d{8}T\d{12}")


def sentences(found: Explanation, zone: ZoneInfo) -> Iterator[str]:
    """The whole answer, line by line."""
    yield f"{found.path} is {_what(found)}."
    yield f"{_STATUS[found.status].format(there=_present_address(found))} It has {found.size:,} bytes."
    if found.baked_at:
        yield f"Made on {_when(found.baked_at, zone)}, because {_cause(found.cause, zone)}."
    yield "It waits to be made again." if found.stale else "It is up to date."
    if found.error:
        yield f"The last try failed, so readers keep what was there: {found.error}"
    yield ""
    yield "It is made again when one of these changes, appears or goes:"
    yield from (f"  - {line}" for line in [*_read(found), *_lists(found, zone), *_addresses(found)])
    yield "  - the template, the texts of the program, the settings or how files are compressed"
    if found.until:
        yield f"  - and on {_when(found.until, zone)}, whatever happens"


# ---- what it is -------------------------------------------------------------------------


def _what(found: Explanation) -> str:
    recipe, _, target = found.artifact.partition(":")
    words = _PAGES.get(recipe, f"an artifact of the recipe “{recipe}”")
    asset = _asset_in(target)
    if words.endswith(" of"):
        return f"{words} {name_of(asset) if asset else target}"
    return f"{words} of {name_of(asset)}" if asset else words


def _asset_in(target: str) -> str:
    """`person:18ag58s2da` of `person:18ag58s2da/feed.xml`; empty if the target names no asset."""
    match = re.match(r"[a-z]+:[0-9a-z]+", target)
    return match.group() if match and state.version_of(match.group()) else ""


def _present_address(found: Explanation) -> str:
    owner = state.owner(found.path)
    record = state.get(owner) if owner else None
    return (path_of(record) if record else None) or "another address"


def name_of(asset: str) -> str:
    """`the story “Der Hafen wächst”`; by its last record if it was taken back, else by its id."""
    return f"the {_kind(asset)} {_title(asset)}"


def _kind(asset: str) -> str:
    kind = asset.partition(":")[0]
    return "site" if kind == "settings" else kind


def _title(asset: str) -> str:
    record = state.get(asset) or _last_record(asset)
    found = next((value for field in _TITLES if (value := getattr(record, field, ""))), "")
    return f"“{found or asset.partition(':')[2]}”"


_TITLES: Final = ("headline", "title", "name")


def _last_record(asset: str) -> AnyRecord | None:
    records = [entry.record for entry in journal.history(asset) if entry.record is not None]
    return records[-1] if records else None


# ---- why it was made --------------------------------------------------------------------


def _cause(cause: str, zone: ZoneInfo) -> str:
    if match := _ENTRY.fullmatch(cause):
        for entry in journal.entries(after=int(match.group(1)) - 1, limit=1):
            by, at = entry.by, _when(entry.at, zone)
            return f"of “{entry.act}” of {name_of(entry.asset)} by {by} on {at} (entry {entry.seq})"
    if cause.startswith("entries "):
        return f"of what was published in the ledger's {cause}"
    return _CAUSES.get(cause, cause)


def _when(moment: datetime, zone: ZoneInfo) -> str:
    return f"{moment.astimezone(zone):%-d %B %Y, %H:%M:%S}"


# ---- what it read -----------------------------------------------------------------------


def _read(found: Explanation) -> Iterator[str]:
    """One line for each facet, with the names of those it was read of."""
    assets: dict[str, list[str]] = defaultdict(list)
    for reason in found.reasons:
        asset, mark, facet = reason.key.partition("#")
        if mark:
            assets[f"{asset.partition(':')[0]}#{facet}"].append(asset)
    for key, read in sorted(assets.items(), key=lambda pair: len(pair[1])):
        yield f"{FACETS.get(key, key.partition('#')[2])} of {_enumeration(read)}"


def _enumeration(assets: list[str]) -> str:
    if len(assets) == 1:
        return name_of(assets[0])
    kind = _kind(assets[0])
    names = ", ".join(map(_title, assets[:_NAMES_SHOWN]))
    more = len(assets) - _NAMES_SHOWN
    return f"the {_PLURALS.get(kind, kind + 's')} {names}" + (f" and {more} more" if more > 0 else "")


_PLURALS: Final = {"story": "stories", "person": "people", "settings": "settings"}


def _lists(found: Explanation, zone: ZoneInfo) -> Iterator[str]:
    parts = IntervalDependency.objects.filter(artifact__name=found.artifact).order_by("list", "low")
    for part in parts:
        bounds = [
            f" from {_bound(part.low, zone)} on" if part.low else "",
            f" before {_bound(part.high, zone)}" if part.high else "",
        ]
        yield f"{_list(part.list)}{''.join(bounds)}"


def _list(name: str) -> str:
    kind, _, target = name.partition(":")
    if kind == "genre":
        return f"the list of stories of the kind “{target}”"
    if kind == "advertising":
        return f"the list of campaigns in the place “{target}”"
    if kind == "word":
        return f"the list of stories about “{target}”"
    if target:
        return f"the list of stories {'by' if kind == 'person' else 'in'} {name_of(name)}"
    return _LISTS.get(name, f"the list “{name}”")


def _bound(sort: str, zone: ZoneInfo) -> str:
    if match := _MOMENT_KEY.match(sort):
        moment = datetime.strptime(match.group(), "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
        return _when(moment, zone)
    return f"“{sort.partition(':')[0]}”"


def _addresses(found: Explanation) -> Iterable[str]:
    keys = [reason.key for reason in found.reasons if reason.key.startswith("address:")]
    return [f"who stands at the address {key.removeprefix('address:')}" for key in keys]
