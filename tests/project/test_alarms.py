"""Each alarm: with its reason, and not without."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from django.db import transaction
from django.utils import translation
from prometheus_client.parser import text_string_to_metric_families

from broadsheet.desk import clock_watch, config
from broadsheet.desk.acts import ConfirmClock, Schedule
from broadsheet.desk.acts.actor import COMMAND_LINE
from broadsheet.desk.models import Picture
from broadsheet.desk.schedule import release_due
from broadsheet.kernel import clock
from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger import journal
from broadsheet.ledger.records import Section
from broadsheet.press import heartbeat, trouble
from broadsheet.press.errors import BucketRefused, BucketUnanswered, StoreFull
from broadsheet.press.models import Artifact, Cursor, Drift, Ping, Purge
from broadsheet.project import alarms, configuration
from broadsheet.project.metrics import exposition
from broadsheet.wire.models import ConnectorState, Item, Quarantine, RawFile
from tests.conftest import START
from tests.desk import newsroom

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _english(tmp_path: Path) -> None:
    config.install(msgspec.structs.replace(config.active(), vault=tmp_path, time_zone=ZoneInfo("UTC")))
    translation.activate("en")


def codes() -> list[str]:
    """Of what stands, at the desk as in the figures for machines."""
    found = [alarm.code for alarm in alarms.standing()]
    assert _figures_of_alarms() == set(found)
    return found


def _figures_of_alarms() -> set[str]:
    families = text_string_to_metric_families(exposition().decode())
    samples = [
        sample for family in families for sample in family.samples if sample.name == "broadsheet_alarm"
    ]
    assert {sample.labels["code"] for sample in samples} == alarms.CODES
    return {sample.labels["code"] for sample in samples if sample.value}


def figure(name: str, **labels: str) -> float:
    """As Prometheus reads it."""
    families = text_string_to_metric_families(exposition().decode())
    [value] = [
        sample.value
        for family in families
        for sample in family.samples
        if (sample.name, sample.labels) == (f"broadsheet_{name}", labels)
    ]
    return float(value)


def the(code: str) -> str:
    assert figure("alarm", code=code) == 1
    [message] = [alarm.message for alarm in alarms.standing() if alarm.code == code]
    return message


def publish_section() -> None:
    with transaction.atomic():
        journal.append(Section(id="1", path="/a/", title="A", order=1), act="publish", by="test")


def test_a_quiet_site_has_none(manual_clock: ManualClock) -> None:
    assert codes() == []


def test_drift_stands_until_somebody_has_seen_it(manual_clock: ManualClock) -> None:
    Drift.objects.create(file="public/a.html", how="different", found=START)
    [alarm] = alarms.standing()
    assert (alarm.code, alarm.since) == (alarms.DRIFT, START)
    assert "public/a.html" in alarm.message
    alarms.settle(alarms.DRIFT, "ada")
    assert codes() == []


def test_a_page_that_keeps_failing(manual_clock: ManualClock) -> None:
    row = Artifact.objects.create(name="x:1", recipe="x", tier=1, path="/x/", error="KeyError", tries=2)
    assert codes() == []
    Artifact.objects.filter(pk=row.pk).update(tries=3)
    assert the(alarms.FAILING) == "1 page cannot be made and stays as it was: /x/. KeyError"
    Artifact.objects.filter(pk=row.pk).update(name="story:story:a1", advice='{"de": "Tragen Sie ihn nach."}')
    assert alarms.refused("story:a1") == "KeyError"
    with translation.override("de"):
        assert the(alarms.FAILING).endswith("/x/. Tragen Sie ihn nach.")
        assert alarms.refused("story:a1") == "Tragen Sie ihn nach."
        assert alarms.refused("story:a2") == ""


def test_entries_of_which_the_press_takes_no_note(manual_clock: ManualClock) -> None:
    publish_section()
    manual_clock.advance(MINUTE)
    assert codes() == []
    manual_clock.advance(timedelta(seconds=1))
    [alarm] = alarms.standing()
    assert (alarm.code, alarm.since) == (alarms.BEHIND, START)


def test_pages_that_wait_to_be_baked(manual_clock: ManualClock) -> None:
    publish_section()
    Cursor.objects.create(seq=1)
    waiting = Artifact.objects.create(name="x:1", recipe="x", tier=1, wanted=1)
    manual_clock.advance(2 * MINUTE)
    assert codes() == [alarms.BEHIND]
    assert figure("publish_lag_seconds") == 120
    assert figure("queue_artifacts", state="urgent") == 1
    Artifact.objects.filter(pk=waiting.pk).update(urgent=False)
    assert codes() == []


def test_a_store_that_takes_nothing(manual_clock: ManualClock) -> None:
    trouble.note_store(BucketUnanswered("S3 is silent."))
    assert codes() == []
    manual_clock.advance(2 * MINUTE)
    trouble.note_store(BucketUnanswered("S3 is silent."))
    [alarm] = alarms.standing()
    assert (alarm.code, alarm.since) == (alarms.STORE, START)
    trouble.note_store(BucketRefused("403 AccessDenied"))
    with translation.override("de"):
        assert the(alarms.STORE).endswith("Der Bucket lehnt es ab. 403 AccessDenied")
    trouble.note_store_is_well()
    assert codes() == []
    trouble.note_store(StoreFull("The disk is full."))
    assert the(alarms.STORE).endswith("There is no room left. The disk is full.")


def test_purges_that_do_not_get_through(manual_clock: ManualClock) -> None:
    Purge.objects.create(path="/a/", after=0, upto=1, noted=START)
    assert codes() == []
    manual_clock.advance(2 * MINUTE)
    assert codes() == [alarms.NOT_PURGED]
    assert figure("untold_addresses", who="cache") == 1
    assert figure("untold_seconds", who="cache") == 120


def test_a_hub_that_does_not_hear(manual_clock: ManualClock) -> None:
    Ping.objects.create(path="/feed.xml", after=0, upto=1, noted=START)
    manual_clock.advance(15 * MINUTE)
    assert codes() == []
    manual_clock.advance(MINUTE)
    assert the(alarms.NOT_PINGED).startswith("The WebSub hub has not heard of 1 changed feed:")


def test_files_in_quarantine(manual_clock: ManualClock) -> None:
    raw = RawFile.objects.create(sha256="0", place="x", size=1, name="a.json", received=START)
    Quarantine.objects.create(raw=raw, reason="wire-file-empty", message="empty", received=START)
    assert the(alarms.QUARANTINE) == "1 agency file could not be read."
    assert figure("wire_quarantined_files") == 1


def test_an_agency_that_falls_silent(manual_clock: ManualClock) -> None:
    for supplier, received in (("noa", START), ("old", START - timedelta(days=20))):
        Item.objects.create(
            supplier=supplier, supplier_id="1", version=1, version_created=received, received=received,
            status="usable", kind="text", content="{}",
        )  # fmt: skip
    manual_clock.advance(timedelta(hours=24))
    assert codes() == []
    manual_clock.advance(MINUTE)
    assert codes() == [alarms.SILENT]
    assert the(alarms.SILENT).startswith("noa has sent nothing since ")
    assert figure("wire_last_item_timestamp_seconds", supplier="noa") == START.timestamp()
    config.install(msgspec.structs.replace(config.active(), silence=timedelta()))
    assert codes() == []


def test_a_worker_that_is_heard_of_no_more(manual_clock: ManualClock) -> None:
    with heartbeat.beating() as heart:
        heart()
        manual_clock.advance(MINUTE)
        assert codes() == []
        assert figure("workers") == 1
        manual_clock.advance(timedelta(seconds=1))
        assert codes() == [alarms.WORKER]
        assert figure("workers") == 0
        assert figure("worker_heartbeat_timestamp_seconds") == START.timestamp()
        heart()
        assert codes() == []
    manual_clock.advance(timedelta(hours=1))
    assert codes() == [], "it was told to end"


def test_connectors_that_fail(
    manual_clock: ManualClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broadsheet.toml").write_text(
        '[wire.connectors.drop]\nkind = "folder"\npath = "in"\n', encoding="utf-8"
    )
    monkeypatch.setattr(alarms, "active", lambda: configuration.load(tmp_path, {}))
    monkeypatch.setenv(configuration.SITE_VARIABLE, str(tmp_path))
    state = ConnectorState.objects.create(name="drop", next_look=START, looked=START, failures=2)
    ConnectorState.objects.create(name="removed", next_look=START, looked=START, failures=9, problem="x")
    assert codes() == []
    ConnectorState.objects.filter(pk=state.pk).update(failures=3, problem="No such folder.")
    assert the(alarms.CONNECTOR_FAILS) == "The agency connector “drop” fails: No such folder."


def test_rights_of_a_published_picture_that_end_these_days(manual_clock: ManualClock) -> None:
    picture, unseen = newsroom.picture("Kran"), newsroom.picture("Schublade")
    newsroom.published(picture=picture)
    Picture.objects.update(rights_until=START + timedelta(days=5))
    assert alarms.RIGHTS not in codes()
    manual_clock.advance(timedelta(days=4))
    assert "“Kran” end or ended" in the(alarms.RIGHTS)
    assert unseen.title not in the(alarms.RIGHTS)
    manual_clock.advance(timedelta(days=4))
    assert alarms.RIGHTS not in codes()


@pytest.mark.parametrize(
    ("jump", "words"),
    [
        (timedelta(days=1), "suddenly 1\xa0day ahead"),
        (-timedelta(hours=2), "suddenly 2\xa0hours behind"),
        (timedelta(seconds=45), "suddenly 45 seconds ahead"),
    ],
)
def test_releases_that_are_held(manual_clock: ManualClock, jump: timedelta, words: str) -> None:
    release_due()
    manual_clock.jump(manual_clock.now() + jump)
    assert words in the("releases-held")
    assert figure("releases_held") == 1
    ConfirmClock(by=COMMAND_LINE).execute()
    assert codes() == []


def test_a_machine_that_was_off_for_long(manual_clock: ManualClock) -> None:
    release_due()
    manual_clock.reboot(START + timedelta(days=3))
    assert "been off for 3\xa0days" in the("releases-held")


def test_a_databases_clock_that_is_wrong(manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_watch, "database_time", lambda: clock.now() - timedelta(hours=1))
    assert "machine and database differ by 1\xa0hour" in the("releases-held")


def test_a_story_that_was_refused_at_its_moment(manual_clock: ManualClock) -> None:
    moment = START + MINUTE
    Schedule(newsroom.draft(), moment, by=newsroom.TESTER).execute()
    manual_clock.advance(3 * MINUTE)
    assert alarms.REFUSED not in codes()
    manual_clock.advance(MINUTE)
    [alarm] = alarms.standing()[-1:]
    assert (alarm.code, alarm.since) == (alarms.REFUSED, moment)


def test_a_story_that_is_held_was_not_refused(manual_clock: ManualClock) -> None:
    Schedule(newsroom.draft(), START + MINUTE, by=newsroom.TESTER).execute()
    release_due()
    manual_clock.jump(START + timedelta(days=1))
    assert alarms.REFUSED not in codes()
