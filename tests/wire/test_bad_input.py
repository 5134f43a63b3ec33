from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from broadsheet.wire import inbox, intake, models
from broadsheet.wire.config import WireConfig
from tests.wire import noa
from tests.wire.conftest import Take

pytestmark = pytest.mark.django_db

GOOD = noa.as_bytes(noa.digitalwires())
DEEP = 100_000

CASES: list[tuple[str, bytes, str, str]] = [
    ("empty", b"", "wire-file-empty", "is empty"),
    ("white space", b" \n\t ", "wire-file-empty", "is empty"),
    ("byte order mark alone", b"\xef\xbb\xbf", "wire-file-empty", "is empty"),
    ("truncated in a string", GOOD[:200], "wire-file-truncated", "ends in the middle"),
    ("truncated between values", b'{"urn": 1,', "wire-file-truncated", "ends in the middle"),
    ("truncated list", b"[[1, 2], [3", "wire-file-truncated", "ends in the middle"),
    ("not UTF-8", '{"urn": "Überfähre"}'.encode("latin-1"), "wire-not-utf8", "0xdc"),
    ("UTF-16", '{"urn": 1}'.encode("utf-16"), "wire-not-utf8", "not UTF-8"),
    ("broken JSON", b'{"urn": 1 "x": 2}', "wire-file-malformed", "line 1, column 11"),
    ("two documents", b'{"urn": 1} {"urn": 2}', "wire-file-malformed", "Extra data"),
    ("NaN", b'{"urn": NaN}', "wire-file-malformed", "NaN is not allowed"),
    ("endless number", b'{"urn": ' + b"9" * 5000 + b"}", "wire-file-malformed", "no valid JSON"),
    ("XML", b"<?xml version='1.0'?><kml/>", "wire-format-unknown", "NewsML-G2"),
    ("plain text", "Überfähre".encode(), "wire-format-unknown", "IPTC 7901"),
    ("a number", b"42", "wire-format-unknown", "IPTC 7901"),
    ("another JSON", b'{"name": "x"}', "wire-format-unknown", "ninjs"),
    ("list of numbers", b"[1]", "wire-format-unknown", "ninjs"),
    ("empty list", b"[]", "wire-content-missing", "empty list"),
    ("deep lists", b"[" * DEEP + b"]" * DEEP, "wire-too-deep", "deeper than 64"),
    ("deep objects", b'{"a":' * DEEP + b"1" + b"}" * DEEP, "wire-too-deep", "deeper than 64"),
]


@pytest.mark.parametrize(("data", "reason", "words"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_a_bad_file_is_quarantined_with_a_clear_reason(
    take: Take, data: bytes, reason: str, words: str
) -> None:
    outcome = take(data)

    assert (outcome.status, outcome.item) == ("quarantined", None)
    assert words in (outcome.error or "")
    case = models.Quarantine.objects.get()
    assert (case.reason, case.raw.size, case.tries) == (reason, len(data), 1)
    assert case.id in (outcome.error or "")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"version_created": "2026-11-14T09:10:00"}, "wire-date-without-zone"),
        ({"version_created": "2026-11-14"}, "wire-date-without-zone"),
        ({"version_created": "1925-11-14T09:10:00+01:00"}, "wire-date-out-of-range"),
        ({"version_created": "2100-11-14T09:10:00+01:00"}, "wire-date-out-of-range"),
        ({"version_created": "0001-01-01T00:00:00+14:00"}, "wire-date-out-of-range"),
        ({"version_created": "gestern"}, "wire-date-unreadable"),
        ({"version_created": "2026-13-40T09:10:00Z"}, "wire-date-unreadable"),
        ({"embargoed": "2026-11-14T18:00:00"}, "wire-date-without-zone"),
        ({"embargoed": "1925-11-14T18:00:00Z"}, "wire-date-out-of-range"),
        ({"embargoed": "2100-01-01T00:00:00Z"}, "wire-date-out-of-range"),
        ({"embargoed": "nach der Rede"}, "wire-date-unreadable"),
        ({"embargoed": 1794643800.5}, "wire-date-unreadable"),
        ({"embargoed": {"until": "2026-11-14T18:00:00Z"}}, "wire-date-unreadable"),
        ({"urn": None}, "wire-id-missing"),
        ({"urn": "x" * 600}, "wire-id-missing"),
        ({"version": None, "version_created": None}, "wire-version-missing"),
        ({"article_html": "<div>" * 1000 + "x"}, "wire-too-deep"),
    ],
)
def test_a_document_that_cannot_be_meant_is_quarantined(
    take: Take, changes: dict[str, Any], reason: str
) -> None:
    assert take(noa.digitalwires(**changes)).status == "quarantined"
    assert models.Quarantine.objects.get().reason == reason


def test_a_byte_order_mark_does_no_harm(take: Take) -> None:
    assert take(b"\xef\xbb\xbf" + GOOD).status == "taken"


def test_brackets_within_strings_nest_nothing(take: Take) -> None:
    text = r"\"[{" * 500

    assert take(noa.digitalwires(teaser=text)).status == "taken"


def test_a_deep_file_is_refused_before_anything_recursive_sees_it(take: Take) -> None:
    started = time.monotonic()

    assert take(b"[" * 5_000_000).status == "quarantined"
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("depth", [400, 900])
def test_nesting_that_is_allowed_but_beyond_python_is_no_fault(take: Take, depth: int) -> None:
    deep: Any = "x"
    for _ in range(depth):
        deep = {"a": [deep]} if depth < 500 else [deep]

    outcome = take(noa.ninjs3(erfunden=deep), WireConfig(max_depth=1000))

    assert outcome.status in {"taken", "quarantined"}
    assert set(models.Quarantine.objects.values_list("reason", flat=True)) <= {"wire-too-deep"}


def test_a_file_that_is_too_large_is_kept_but_not_read(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "gross.json"
    file.write_bytes(b" " * 1_000_001)
    monkeypatch.setattr("broadsheet.wire.archive.Archive.read", _fail)

    (outcome,) = intake.take([file], WireConfig(max_megabytes=1), archive)

    assert outcome.status == "quarantined"
    assert "1,000,001 bytes" in (outcome.error or "")
    raw = models.RawFile.objects.get()
    assert (archive / raw.place).stat().st_size == 1_000_001
    assert models.Quarantine.objects.get().reason == "wire-file-too-large"


def _fail(*_: object) -> bytes:
    raise AssertionError("the file was read")


@pytest.mark.parametrize(
    "headline",
    [
        "Kurs \u202egesunken\u202c",
        "Kurs \x00gesunken",
        "Kurs \x1b[31mgesunken",
        "\ufeffKurs \u2066gesunken\u2069",
    ],
)
def test_invisible_characters_in_a_headline_are_removed_with_a_warning(take: Take, headline: str) -> None:
    outcome = take(noa.digitalwires(headline=headline))

    assert outcome.headline in ("Kurs gesunken", "Kurs [31mgesunken")
    assert any("'headline'" in warning for warning in inbox.get(outcome.item or "").wire_item.warnings)


def test_raw_control_characters_in_json_strings_are_tolerated(take: Take) -> None:
    outcome = take(GOOD.replace(b"Hafen von", b"Hafen\x01\tvon"))

    assert outcome.headline == noa.HEADLINE


def test_half_an_emoji_becomes_a_replacement_character(take: Take) -> None:
    data = GOOD.replace(b"Hafen von", rb"Hafen \ud83d von")
    whole = GOOD.replace(b"Hafen von", rb"Hafen \ud83d\ude80 von").replace(b":4711", b":4712")

    assert (take(data).headline or "").startswith("Hafen \ufffd von")
    assert (take(whole).headline or "").startswith("Hafen \U0001f680 von")


def test_scripts_in_the_text_are_removed_with_a_warning(take: Take) -> None:
    outcome = take(noa.digitalwires(article_html="<p>Text</p><script>alert(1)</script>"))
    item = inbox.get(outcome.item or "").wire_item

    assert item.body_html == "<p>Text</p>"
    assert any("<script>" in warning for warning in item.warnings)


def test_a_fault_in_a_format_quarantines_the_file(take: Take, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("broadsheet.wire.formats.dpa_digitalwires.document.acceptance.complete", broken)

    assert "ZeroDivisionError" in (take(GOOD, WireConfig(parse_in_child=False)).error or "")
    assert models.Quarantine.objects.get().reason == "wire-format-failed"
