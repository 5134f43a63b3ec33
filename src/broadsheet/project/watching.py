"""What monitors ask of the desk, without an account: whether it works, and how everything stands."""

from __future__ import annotations

from datetime import datetime
from hmac import compare_digest

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from broadsheet.press import heartbeat
from broadsheet.project.configuration import active

_NEVER = {"Cache-Control": "no-store"}


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """200 if the database answers and a worker lives, else 503 with what is wrong."""
    last: datetime | None = None
    try:
        last, alive = heartbeat.last_beat(), heartbeat.living() > 0
        status = "ok" if alive else "no-worker"
    except DatabaseError:
        status = "no-database"
    said = {"status": status, "worker": last.isoformat(timespec="seconds") if last else None}
    return JsonResponse(said, status=200 if status == "ok" else 503, headers=_NEVER)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """404 where nobody wants them, 401 without the token."""
    token = active().desk.metrics_token
    if not token:
        return HttpResponse(status=404)
    if not compare_digest(request.headers.get("Authorization", "").encode(), f"Bearer {token}".encode()):
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    from prometheus_client.exposition import CONTENT_TYPE_LATEST

    from broadsheet.project.metrics import exposition

    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST, headers=_NEVER)
