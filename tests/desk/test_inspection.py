"""A file is what its bytes are: what lies, is cut off or runs is refused in words."""

from __future__ import annotations

from contextlib import suppress

import pytest

from broadsheet.desk import inspection
from broadsheet.desk.errors import UnfitFile
from broadsheet.desk.inspection import inspect, webvtt
from broadsheet.desk.inspection.found import Found
from tests.desk import recordings as made

SOUND = {
    "a.mp3": (made.mp3(), Found(media_type="audio/mpeg", seconds=3)),
    "a.mp4": (made.mp4(), Found(media_type="video/mp4", seconds=7, width=640, height=360)),
    "a.M4A": (made.mp4(b"mp4a", 0, 0), Found(media_type="audio/mp4", seconds=7)),
    "a.opus": (made.ogg(), Found(media_type="audio/ogg", seconds=9)),
    "a.webm": (made.webm(), Found(media_type="video/webm", seconds=3, width=640, height=360)),
    "a.pdf": (made.pdf(), Found(media_type="application/pdf", pages=2)),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_file_tells_what_it_is(name: str) -> None:
    data, found = SOUND[name]
    assert inspect(data, name) == found


@pytest.mark.parametrize("name", SOUND)
def test_a_file_that_was_cut_off_is_refused_wherever_it_was(name: str) -> None:
    data, _found = SOUND[name]
    for end in range(1, len(data), max(1, len(data) // 40)):
        # An MP3 that ends between two frames is a shorter MP3, as its format has it.
        if not (name == "a.mp3" and (end - 20) % 417 == 0 and end > 3 * 417):
            with pytest.raises(UnfitFile):
                inspect(data[:end], name)


@pytest.mark.parametrize("name", SOUND)
def test_no_damage_is_an_accident_of_another_kind(name: str) -> None:
    """Any byte turned round gives an answer or a refusal."""
    data, _found = SOUND[name]
    for at in range(min(len(data), 600)):
        with suppress(UnfitFile):
            assert inspect(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :], name).media_type


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("film.mp4", made.mp3()),
        ("film.mp4", made.pdf()),
        ("ton.mp3", made.mp4()),
        ("seite.html", made.pdf()),
        ("film.webm", b"<html><script>alert(1)</script>"),
        ("film.mp4", b"MZ" + bytes(300)),
        ("film.mp4", made.mp4(codec=b"mpg4")),
        ("film.webm", made.webm(codec=b"V_MPEG4/ISO/AVC")),
        ("ton.ogg", made.ogg(codec=b"Speex   1.2")),
    ],
)
def test_what_lies_of_its_kind_or_plays_nowhere_is_refused(name: str, data: bytes) -> None:
    with pytest.raises(UnfitFile):
        inspect(data, name)


@pytest.mark.parametrize(
    "object_",
    [
        b"5 0 obj\n<</S /JavaScript /JS (app.alert(1))>>\nendobj\n",
        b"5 0 obj\n<</S /J#61vaScript>>\nendobj\n",
        b"5 0 obj\n<</S /Launch /F (x.exe)>>\nendobj\n",
        b"5 0 obj\n<</Type /EmbeddedFile>>\nendobj\n",
        b"trailer\n<</Encrypt 7 0 R>>\n",
        made.hidden(b"5 0 <</S /JavaScript>>"),
        b"5 0 obj\n<</Type /ObjStm /Filter /LZWDecode>>\nstream\nxyz\nendstream\nendobj\n",
    ],
)
def test_a_pdf_that_runs_hides_or_is_locked_is_refused(object_: bytes) -> None:
    with pytest.raises(UnfitFile):
        inspect(made.pdf(object_), "a.pdf")
    assert inspect(made.pdf(made.hidden(b"5 0 <</Type /Page>>")), "a.pdf").pages == 3


def test_words_that_a_pdf_only_prints_are_no_script() -> None:
    assert inspect(made.pdf(b"4 0 obj\n<<>>\nstream\n/JavaScript\nendstream\nendobj\n"), "a.pdf").pages == 2


def test_an_object_stream_that_swells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection.pdf, "_LARGEST", 1000)
    with pytest.raises(UnfitFile):
        inspect(made.pdf(made.hidden(b" " * 5000)), "a.pdf")


def test_what_is_too_large_is_refused_with_both_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(inspection.LARGEST, "audio", 2048)
    with pytest.raises(UnfitFile, match=r"40[.,]7.*2[.,]0"):
        inspect(made.mp3(), "a.mp3")


@pytest.mark.parametrize(
    "captions",
    [
        b"",
        b"1\n00:01.000 --> 00:02.000\nA",
        b"WEBVTT\n\n",
        b"WEBVTT\n\n00:01 --> 00:02\nA",
        b"WEBVTT\n\n00:02.000 --> 00:01.000\nA",
        b"WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:01.000 --> 00:02.000\nB",
        b"WEBVTT\n\n00:01,000 --> 00:02,000\nA",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nSäge".encode("latin-1"),
    ],
)
def test_captions_that_players_would_not_show_are_refused(captions: bytes) -> None:
    with pytest.raises(UnfitFile):
        webvtt.checked(captions)


def test_captions_get_plain_line_ends() -> None:
    windows = b"\xef\xbb\xbf" + made.CAPTIONS.replace(b"\n", b"\r\n")
    assert webvtt.checked(windows) == made.CAPTIONS
