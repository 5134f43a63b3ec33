"""The process that parses dies of what it is given, and nothing else does."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import msgspec
import pytest

from broadsheet.kernel import clock
from broadsheet.wire import intake, models
from broadsheet.wire.config import WireConfig
from broadsheet.wire.errors import (
    FormatFailed,
    ParserCrashed,
    ParserTooLarge,
    ParserTooSlow,
    ParserUnavailable,
    Unusable,
)
from broadsheet.wire.item import Parsed
from broadsheet.wire.parsing import process, reading
from broadsheet.wire.parsing.frames import Question
from broadsheet.wire.parsing.process import ParserProcess
from tests.wire import noa

GOOD = noa.as_bytes(noa.digitalwires(embargoed="2026-11-14T18:00:00+01:00"))
START = datetime(2026, 11, 14, 9, 30, tzinfo=UTC)
QUESTION = Question(now=START, received=(START,), max_depth=64, mail_authority="", seconds=1)
TRAPS: dict[str, tuple[type[Unusable], str]] = {
    "import time; time.sleep(30)": (ParserTooSlow, "parse_seconds"),
    "kept = [bytes(1 << 20) for _ in range(400)]": (ParserTooLarge, "parse_megabytes"),
    "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)": (ParserCrashed, "SIGSEGV"),
    "import socket; socket.create_connection(('127.0.0.1', 9))": (FormatFailed, "PermissionError"),
    "open('/tmp/broadsheet-never', 'w')": (FormatFailed, "PermissionError"),
    "import os; os.system('true')": (FormatFailed, "PermissionError"),
    "import os; print(os.environ['BROADSHEET_SITE'])": (FormatFailed, "KeyError"),
}


@pytest.fixture(scope="module")
def trapped() -> Iterator[ParserProcess]:
    found = ParserProcess(256, "tests.wire.trapped_child")
    yield found
    found.close()


def refused(result: Parsed | Unusable) -> Unusable:
    assert isinstance(result, Unusable)
    return result


def test_whatever_a_file_does_to_the_process_is_told_of_that_file_and_the_next_is_read(
    trapped: ParserProcess,
) -> None:
    for code, (reason, words) in TRAPS.items():
        told = refused(*trapped.read(QUESTION, f"#python {code}".encode()))
        assert type(told) is reason, code
        assert words in str(told)
    (read,) = trapped.read(QUESTION, GOOD)
    assert isinstance(read, Parsed)
    assert not Path("/tmp/broadsheet-never").exists()


def test_of_files_that_are_read_together_none_is_blamed_for_another(trapped: ParserProcess) -> None:
    traps = [f"#python {code}".encode() for code in TRAPS if "sleep" in code or "SIGSEGV" in code]
    question = msgspec.structs.replace(QUESTION, received=(START,) * 4)
    underway = trapped.ask(question, [GOOD, *traps, GOOD])
    (other,) = trapped.read(QUESTION, GOOD)  # somebody else asks meanwhile
    assert isinstance(other, Parsed)
    first, slow, crashed, last = underway.results()
    assert [type(each) for found in (first, last) for each in found] == [Parsed, Parsed]
    assert [type(each) for found in (slow, crashed) for each in found] == [ParserTooSlow, ParserCrashed]


def test_what_is_read_there_is_what_is_read_here(manual_clock: clock.ManualClock) -> None:
    for data in (GOOD, noa.RSS.encode(), b"{", noa.as_bytes(noa.ninjs3())):
        here = reading.read(data, WireConfig(parse_in_child=False), START)
        there = reading.read(data, WireConfig(), START)
        assert list(map(repr, here)) == list(map(repr, there))
    (read,) = reading.read(GOOD, WireConfig(), START)
    assert isinstance(read, Parsed)
    assert read.item.embargo is not None
    assert read.item.embargo.tzinfo == timezone(timedelta(hours=1))


@pytest.mark.django_db
def test_a_file_that_is_its_end_goes_to_quarantine_and_its_bytes_are_kept(
    archive: Path, manual_clock: clock.ManualClock
) -> None:
    """Memory for real: an XML file of many small elements is far larger in memory than on the disk."""
    greedy = b"<rss>" + b"<a/>" * 3_000_000 + b"</rss>"
    (outcome,) = intake.take_bytes(greedy, "greedy.xml", WireConfig(parse_megabytes=128), archive)
    assert outcome.status == "quarantined"
    case = models.Quarantine.objects.get()
    assert case.reason == "wire-parser-too-large"
    assert (archive / case.raw.place).read_bytes() == greedy
    (outcome,) = intake.take_bytes(GOOD, "good.json", WireConfig(parse_megabytes=128), archive)
    assert outcome.status == "taken"


def test_a_process_that_somebody_else_ended_is_replaced_and_one_that_cannot_start_is_said() -> None:
    own = ParserProcess(256)
    own.read(QUESTION, GOOD)
    assert own._child is not None
    os.kill(own._child._process.pid, signal.SIGKILL)
    (read,) = own.read(QUESTION, GOOD)
    assert isinstance(read, Parsed)
    pid = own._child._process.pid
    own.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    with pytest.raises(ParserUnavailable, match="parse_megabytes"):
        ParserProcess(256, "broadsheet.nowhere").read(QUESTION, GOOD)
    process.close()
