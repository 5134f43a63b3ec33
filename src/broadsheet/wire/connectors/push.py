"""What others send by themselves: checked, and laid down durably for the wire's process to take in.

A signature is HMAC-SHA256 over the time, a full stop and the body, in the field
`X-Broadsheet-Signature: sha256=<hex>`; `X-Broadsheet-Timestamp` has the time in seconds since 1970.
Whoever sends an old delivery again is refused after five minutes; before, the same bytes are one file.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
import secrets
from pathlib import Path
from typing import Final

from broadsheet.kernel import clock
from broadsheet.wire.config import PushConnector
from broadsheet.wire.errors import ArchiveUnwritable, PushRefused, SpoolFull

WINDOW: Final = 300
"""Seconds by which the sender's clock may differ from ours."""
_MOST_WAITING: Final = 5_000
"""Files that may lie there untaken."""
_SIGNATURE: Final = re.compile(r"sha256=([0-9a-f]{64})")


def spool(site: Path, name: str) -> Path:
    """Where deliveries to this connector wait; made if it is not there."""
    folder = site / "pushed" / name
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def check_head(
    connector: PushConnector, secret: str, *, authorization: str, time: str, signature: str
) -> None:
    """What can be told before a byte of the body is read. Raises PushRefused."""
    if connector.signed:
        _check_form(time, signature)
        _check_time(time)
    elif not hmac.compare_digest(authorization.encode(), f"Bearer {secret}".encode()):
        raise PushRefused("The field Authorization does not hold 'Bearer' and this connector's secret.")


def check_body(connector: PushConnector, secret: str, body: bytes, *, time: str, signature: str) -> None:
    """What `check_head` could not tell yet. Raises PushRefused."""
    if not connector.signed:
        return
    expected = hmac.new(secret.encode(), f"{time}.".encode() + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(f"sha256={expected}", signature):
        raise PushRefused("The signature is not that of this secret over '<timestamp>.<body>'.")


def _check_form(time: str, signature: str) -> None:
    found = _SIGNATURE.fullmatch(signature)
    if found is None or not (time.isascii() and time.isdecimal() and len(time) < 12):
        raise PushRefused(
            "Sign the delivery: X-Broadsheet-Timestamp is the time in seconds since 1970, "
            "X-Broadsheet-Signature 'sha256=' and the HMAC-SHA256 in hexadecimal over that time, a full stop "
            "and the body."
        )


def _check_time(time: str) -> None:
    if abs(int(time) - clock.now().timestamp()) > WINDOW:
        raise PushRefused(f"The timestamp is more than {WINDOW} seconds off: sign anew, check your clock.")


def keep(site: Path, name: str, body: bytes) -> str:
    """Durable when it returns: the SHA-256, by which the sender may ask for it.

    Raises SpoolFull, and ArchiveUnwritable if the disk takes no bytes.
    """
    digest = hashlib.sha256(body).hexdigest()
    try:
        folder = spool(site, name)
        if sum(1 for _ in folder.iterdir()) >= _MOST_WAITING:
            raise SpoolFull("Too many deliveries wait to be taken in. Send it again in a minute.")
        _write(folder, digest, body)
    except OSError as error:
        raise ArchiveUnwritable(
            f"The delivery could not be kept ({error.strerror}). Send it again later; "
            "the newsroom must make room."
        ) from error
    return digest


def _write(folder: Path, digest: str, body: bytes) -> None:
    temporary = folder / f".{secrets.token_hex(8)}"
    try:
        with temporary.open("xb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(folder / digest)
    finally:
        temporary.unlink(missing_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
