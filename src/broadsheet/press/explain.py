"""Saying in words what the press knows: the queue, and why a page is as it is."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

import msgspec
from django.db.models import Max, Min

from broadsheet.ledger import journal
from broadsheet.press import codes, trouble
from broadsheet.press.errors import UnknownArtifact
from broadsheet.press.models import (
    Artifact,
    Cursor,
    Dependency,
    IntervalDependency,
    Ping,
    Purge,
    Removal,
    Survey,
    Untold,
)


class Failure(msgspec.Struct, frozen=True):
    artifact: str
    path: str
    error: str
    tries: int


class Status(msgspec.Struct, frozen=True, kw_only=True):
    artifacts: int
    stale: int
    """All that wait to be baked."""
    outdated: int
    """Of these, those that another version, theme or setting calls for and that are not in the line yet."""
    surveying: bool
    """Whether another version still looks through the ledger for what only it has."""
    behind: int
    """Ledger entries not yet taken note of."""
    removals: int
    purges: int
    """Addresses of which the cache before the site may hold an old answer."""
    purges_since: datetime | None
    """Since when the oldest of them waits."""
    purge_error: str
    """Why a try failed, for one of them."""
    pings: int
    """Feeds that changed, of which the WebSub hub has not heard."""
    pings_since: datetime | None
    ping_error: str
    store_error: str
    """Why the worker could not write what readers get, when it tried last; empty if it could."""
    last_bake: datetime | None
    failures: list[Failure]


def status() -> Status:
    noted = Cursor.objects.values_list("seq", flat=True).first() or 0
    failed = Artifact.objects.exclude(error="").order_by("tier", "name")
    outdated = codes.count()
    return Status(
        artifacts=Artifact.objects.exclude(path="").count(),
        stale=Artifact.objects.filter(stale=True).count() + outdated,
        outdated=outdated,
        surveying=Survey.objects.exists(),
        behind=journal.head() - noted,
        removals=Removal.objects.count(),
        purges=Purge.objects.count(),
        purges_since=Purge.objects.aggregate(first=Min("noted"))["first"],
        purge_error=_error_of(Purge),
        pings=Ping.objects.count(),
        pings_since=Ping.objects.aggregate(first=Min("noted"))["first"],
        ping_error=_error_of(Ping),
        store_error=store.error if (store := trouble.with_store()) else "",
        last_bake=Artifact.objects.aggregate(last=Max("baked_at"))["last"],
        failures=[Failure(each.name, each.path, each.error, each.tries) for each in failed],
    )


def _error_of(rows: type[Untold]) -> str:
    """Why a try failed, for one of them."""
    return rows.objects.exclude(error="").values_list("error", flat=True).first() or ""


class Reason(msgspec.Struct, frozen=True):
    key: str
    words: str


class Explanation(msgspec.Struct, frozen=True, kw_only=True):
    artifact: str
    path: str
    status: int
    size: int
    baked_at: datetime | None
    cause: str
    """Why it was baked last."""
    built: int
    """The ledger's head that it was baked from."""
    stale: bool
    until: datetime | None
    since: datetime | None
    error: str
    reasons: list[Reason]
    """What it read; a change of any of these bakes it again."""


def why(address: str) -> list[Explanation]:
    """Explains what stands at a URL or path; raises UnknownArtifact."""
    path = urlsplit(address).path or "/"
    found = Artifact.objects.filter(path__in={path, path.rstrip("/") + "/"}).order_by("-status")
    if not found:
        raise UnknownArtifact(
            f"Nothing stands at {path}. Addresses are those that readers use, such as / or /politik/."
        )
    return [_explain(artifact) for artifact in found]


def _explain(artifact: Artifact) -> Explanation:
    keys = Dependency.objects.filter(artifact=artifact).order_by("key").values_list("key", flat=True)
    parts = IntervalDependency.objects.filter(artifact=artifact).order_by("list", "low")
    return Explanation(
        artifact=artifact.name,
        path=artifact.path,
        status=artifact.status,
        size=artifact.size,
        baked_at=artifact.baked_at,
        cause=artifact.cause,
        built=artifact.built,
        stale=artifact.stale or codes.is_outdated(artifact),
        until=artifact.until,
        since=artifact.since,
        error=artifact.error,
        reasons=[
            *(Reason(key, _words_for_key(key)) for key in keys),
            *(
                Reason(f"{part.list}[{part.low}, {part.high or '∞'})", _words_for_part(part))
                for part in parts
            ),
            Reason(f"code:{artifact.recipe}", "its template, texts, settings or the compressor change"),
        ],
    )


def _words_for_key(key: str) -> str:
    if key.startswith("address:"):
        return f"another asset takes or leaves the address {key.removeprefix('address:')}"
    asset, _, facet = key.partition("#")
    return f"the {facet} of {asset} changes, appears or goes"


def _words_for_part(part: IntervalDependency) -> str:
    if not part.low and not part.high:
        return f"anything enters, leaves or moves in the list {part.list}"
    bounds = [f"from {part.low}" if part.low else "", f"before {part.high}" if part.high else ""]
    return f"something enters, leaves or moves in the list {part.list} {' and '.join(b for b in bounds if b)}"
