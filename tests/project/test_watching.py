"""What monitors ask of the desk without an account."""

from __future__ import annotations

import re
from datetime import timedelta

import msgspec
import pytest
from django.db import OperationalError
from django.test import RequestFactory

from broadsheet.kernel.clock import ManualClock
from broadsheet.press import heartbeat
from broadsheet.project import watching
from broadsheet.project.configuration import DeskConfig
from broadsheet.project.metrics import exposition
from tests.programs import ROOT

pytestmark = pytest.mark.django_db


def test_health_is_a_living_worker_and_a_database_that_answers(
    manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked() -> tuple[int, str]:
        answer = watching.health(RequestFactory().get("/healthz"))
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.status_code, msgspec.json.decode(answer.content)["status"]

    assert asked() == (503, "no-worker")
    heartbeat.Heart()()
    assert asked() == (200, "ok")
    manual_clock.advance(timedelta(seconds=61))
    assert asked() == (503, "no-worker")

    def away() -> None:
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(heartbeat, "last_beat", away)
    assert asked() == (503, "no-database")


class _Configured(msgspec.Struct):
    desk: DeskConfig


@pytest.mark.parametrize(
    ("token", "sent", "status"),
    [("", "", 404), ("", "Bearer ", 404), ("t0ken", "", 401), ("t0ken", "Bearer other", 401),
     ("t0ken", "Bearer t0ken", 200)],
)  # fmt: skip
def test_metrics_are_for_those_who_have_the_token(
    token: str, sent: str, status: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "active", lambda: _Configured(DeskConfig(metrics_token=token)))
    answer = watching.metrics(RequestFactory().get("/metrics", headers={"Authorization": sent}))
    assert answer.status_code == status
    assert (b"broadsheet_publish_lag_seconds 0.0" in answer.content) == (status == 200)


def test_the_alert_rules_ask_for_figures_that_there_are() -> None:
    rules = (ROOT / "deploy/prometheus/broadsheet.rules.yaml").read_text(encoding="utf-8")
    known = set(re.findall(r"^# TYPE (\w+)", exposition().decode(), re.MULTILINE))
    # Not before the first sample was taken.
    asked = set(re.findall(r"\bbroadsheet_\w+", rules))
    assert asked - known == {"broadsheet_last_sample_timestamp_seconds"}
