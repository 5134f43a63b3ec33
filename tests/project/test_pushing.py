"""What others send to the desk's address: kept before it is acknowledged, refused with what to do."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import msgspec
import pytest
from django.http import HttpRequest
from django.test import Client

from broadsheet.kernel import clock
from broadsheet.kernel.clock import ManualClock
from broadsheet.project import configuration, pushing
from broadsheet.wire.config import PushConnector, WireConfig
from broadsheet.wire.connectors import push
from broadsheet.wire.connectors.rounds import Rounds
from tests.wire import noa

pytestmark = pytest.mark.django_db

SECRET = "kanarie-geheim"
GOOD = noa.as_bytes(noa.digitalwires())
WIRE = WireConfig(
    max_megabytes=1,
    connectors={
        "noa": PushConnector(secret="${NOA_SECRET}"),
        "city": PushConnector(secret=SECRET, signed=False),
    },
)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOA_SECRET", SECRET)
    changed = msgspec.structs.replace(configuration.active(), wire=WIRE, folder=tmp_path)
    monkeypatch.setattr(pushing, "active", lambda: changed)
    return tmp_path


def send(name: str, body: bytes, **fields: str) -> tuple[int, dict[str, str]]:
    answer = Client(enforce_csrf_checks=True, headers=fields).post(
        f"/wire/push/{name}", body, content_type="application/octet-stream"
    )
    return answer.status_code, json.loads(answer.content)


def signed(body: bytes, *, secret: str = SECRET, ago: float = 0) -> dict[str, str]:
    time = str(int(clock.now().timestamp() - ago))
    found = hmac.new(secret.encode(), f"{time}.".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Broadsheet-Timestamp": time, "X-Broadsheet-Signature": f"sha256={found}"}


def test_a_signed_delivery_is_safe_when_it_is_acknowledged_and_then_taken_in(
    site: Path, manual_clock: ManualClock
) -> None:
    status, answer = send("noa", GOOD, **signed(GOOD))
    assert (status, answer["sha256"]) == (202, hashlib.sha256(GOOD).hexdigest())
    assert (site / "pushed" / "noa" / answer["sha256"]).read_bytes() == GOOD
    assert send("noa", GOOD, **signed(GOOD))[0] == 202
    assert send("city", b"{", Authorization=f"Bearer {SECRET}")[0] == 202
    going = Rounds(WIRE, site, site / "wire", {})
    assert [each.status for each in going.look("noa")] == ["taken"]
    assert [each.status for each in going.look("city")] == ["quarantined"]
    assert not list((site / "pushed").rglob("*/*"))


def test_what_nobody_vouches_for_is_refused_with_what_to_do(site: Path, manual_clock: ManualClock) -> None:
    told = [
        (401, "wire-push-refused", send("noa", GOOD)),
        (401, "wire-push-refused", send("noa", GOOD + b" ", **signed(GOOD))),
        (401, "wire-push-refused", send("noa", GOOD, **signed(GOOD, secret="another"))),
        (401, "wire-push-refused", send("noa", GOOD, **signed(GOOD, ago=301))),
        (401, "wire-push-refused", send("noa", GOOD, **signed(GOOD, ago=-301))),
        (401, "wire-push-refused", send("city", GOOD, Authorization="Bearer ")),
        (404, "wire-unknown-connector", send("nobody", GOOD, **signed(GOOD))),
        (411, "wire-file-empty", send("noa", b"", **signed(b""))),
        (413, "wire-file-too-large", send("noa", b" " * 1_000_001)),
    ]
    for status, code, (found, answer) in told:
        assert (found, answer["code"]) == (status, code)
        assert len(answer["error"]) > 20
        assert SECRET not in json.dumps(answer)
    assert not list(site.rglob("*/noa/*"))
    assert Client().get("/wire/push/noa").status_code == 405


def test_no_byte_is_read_of_who_has_not_the_secret(
    site: Path, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_args: object) -> bytes:
        raise AssertionError("the body was read")

    monkeypatch.setattr(HttpRequest, "read", never)
    refused: list[tuple[str, dict[str, str]]] = [
        ("city", {"Authorization": "Bearer wrong"}),
        ("city", {}),
        ("noa", {}),
        ("noa", signed(GOOD, ago=301)),
    ]
    for name, fields in refused:
        assert send(name, GOOD, **fields)[0] == 401
    with pytest.raises(AssertionError):
        send("noa", GOOD, **signed(GOOD))


def test_who_cannot_be_served_now_is_told_to_come_again(
    site: Path, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patches:
        patches.setattr(push, "_MOST_WAITING", 0)
        assert send("noa", GOOD, **signed(GOOD))[1]["code"] == "wire-spool-full"
    with monkeypatch.context() as patches:

        def full(*_args: object) -> None:
            raise OSError(28, "No space left on device")

        patches.setattr("os.fsync", full)
        status, answer = send("noa", GOOD, **signed(GOOD))
    assert (status, answer["code"]) == (503, "wire-archive-unwritable")
    assert not list((site / "pushed" / "noa").iterdir())
    monkeypatch.delenv("NOA_SECRET")
    assert send("noa", GOOD, **signed(GOOD))[1]["code"] == "wire-secret-missing"
