"""The commands that read stored copy again and give old copy up, and the worker's daily turn."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner

from broadsheet.desk.models import Picture
from broadsheet.kernel.clock import ManualClock
from broadsheet.project import configuration, tidying
from broadsheet.project.cli import wire as commands
from broadsheet.wire import intake, models
from broadsheet.wire.config import WireConfig
from tests.wire import noa

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(tmp_path: Path, manual_clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Any:
    wire = WireConfig(parse_in_child=False, keep_items_days=7, keep_raw_days=7)
    changed = msgspec.structs.replace(configuration.active(), wire=wire, folder=tmp_path)
    monkeypatch.setattr(commands, "open_desk", lambda _site: changed)
    for each in ("1", "2"):
        data = noa.as_bytes(noa.digitalwires(urn=f"{noa.URN}{each}"))
        intake.take_bytes(data, f"{each}.json", wire, changed.archive)
    manual_clock.advance(timedelta(minutes=1))
    return changed


def run(*words: str) -> tuple[int, list[dict[str, Any]]]:
    result = CliRunner().invoke(commands.wire, [*words, "--json"])
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def test_stored_files_are_read_again_by_command(site: Any) -> None:
    models.Version.objects.update(content="{}")
    status, told = run("replay", "--since", "2026-11-14", "--dry-run")
    assert (status, [each["change"] for each in told]) == (0, ["changed", "changed"])
    refused = CliRunner().invoke(commands.wire, ["replay", "--since", "2026-11-14"], input="n\n")
    assert refused.exit_code == 1
    assert set(models.Version.objects.values_list("content", flat=True)) == {"{}"}
    said = CliRunner().invoke(commands.wire, ["replay", "--since", "2026-11-14T10:00", "--yes"])
    assert "2 changed" in said.stdout
    assert run("replay", "--since", "2026-11-14", "--yes")[1][0]["change"] == "unchanged"
    assert run("replay", "--since", "2026-11-01", "--until", "2026-11-14T10:29", "--yes") == (0, [])


def test_what_a_picture_was_made_of_outlives_the_rest(site: Any, manual_clock: ManualClock) -> None:
    used = models.Item.objects.earliest("arrival")
    Picture.objects.bulk_create([Picture(title="x", wire_item=used.pk, width=1, height=1)])
    assert run("tidy") == (0, [{"items": 0, "files": 0, "bytes": 0}])
    manual_clock.advance(timedelta(days=8))
    assert run("tidy", "--dry-run")[1][0]["items"] == 1
    chore = tidying.Tidier(site)
    for _ in range(5):
        chore()
    assert [item.pk for item in models.Item.objects.all()] == [used.pk]
    assert [raw.name for raw in models.RawFile.objects.exclude(place="")] == ["1.json"]
    models.Item.objects.update(received=manual_clock.now() - timedelta(days=9))
    Picture.objects.all().delete()
    for _ in range(5):
        chore()
    assert models.Item.objects.exists()
    manual_clock.advance(timedelta(days=1))
    for _ in range(5):
        chore()
    assert not models.Item.objects.exists()
