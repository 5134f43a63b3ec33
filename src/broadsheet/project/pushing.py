"""Where agencies send files by themselves: `/wire/push/NAME` at the desk's address, without an account.

The answer is 202 when the bytes are safe on the disk; the wire's process takes them in within seconds.
"""

from __future__ import annotations

import logging
import os

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from broadsheet.project.configuration import active
from broadsheet.wire.config import PushConnector
from broadsheet.wire.connectors import places, push
from broadsheet.wire.errors import ArchiveUnwritable, PushRefused, SecretMissing, SpoolFull, WireError

logger = logging.getLogger(__name__)


@csrf_exempt  # no browser is asked for anything: whoever sends knows the secret
@require_POST
def receive(request: HttpRequest, name: str) -> JsonResponse:
    """202 with the SHA-256 of what is safe; else why not, and what to do.

    Who has not the secret is refused before the body is read; a signature is over the body and needs it.
    """
    configuration = active()
    connector = configuration.wire.connectors.get(name)
    if not isinstance(connector, PushConnector):
        return _told(404, "wire-unknown-connector", "There is no such address. Ask the newsroom for yours.")
    most = configuration.wire.max_megabytes * 1_000_000
    length = request.headers.get("Content-Length", "")
    if not length.isdecimal() or int(length) == 0:
        return _told(411, "wire-file-empty", "Send a body, and its length as Content-Length.")
    if int(length) > most:
        return _told(413, "wire-file-too-large", f"At most {most} bytes are taken. Send less at once.")
    try:
        secret = places.filled(connector.secret, os.environ)
        push.check_head(connector, secret, authorization=_field(request, "Authorization"), **_proof(request))
        body = request.read(most)
        if len(body) != int(length):
            return _told(
                400, "wire-file-truncated", "The body is shorter than Content-Length says. Send it again."
            )
        push.check_body(connector, secret, body, **_proof(request))
        return JsonResponse({"sha256": push.keep(configuration.folder, name, body)}, status=202)
    except PushRefused as error:
        logger.warning("A delivery to the connector %s was refused.", name)
        return _told(401, error.code, str(error))
    except (SpoolFull, ArchiveUnwritable, SecretMissing) as error:
        return _unable(name, error)


def _proof(request: HttpRequest) -> dict[str, str]:
    return {
        "time": _field(request, "X-Broadsheet-Timestamp"),
        "signature": _field(request, "X-Broadsheet-Signature"),
    }


def _field(request: HttpRequest, name: str) -> str:
    return str(request.headers.get(name, ""))


def _unable(name: str, error: WireError) -> JsonResponse:
    """What is wrong here is for our log; the sender has to come again."""
    logger.error("A delivery to the connector %s could not be kept: %s", name, error)
    answer = _told(503, error.code, "The newsroom cannot take it now. Send it again in a minute.")
    answer.headers["Retry-After"] = "60"
    return answer


def _told(status: int, code: str, message: str) -> JsonResponse:
    return JsonResponse({"error": message, "code": code}, status=status)
