"""The oracle finds a word in whatever it is wrapped."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode, urlsafe_b64encode
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import brotli
import pytest
from PIL import Image, PngImagePlugin

from tests.canary.oracle import Planted, leaks, leaks_in

WORD = "zqkx0042"
PLANTED = Planted({"zqkx0001": "another", WORD: "a headline"}, {(20, 116, 212): "a picture"})
FORMS = {
    "as it is": f"<p>{WORD}</p>".encode(),
    "capitals": WORD.upper().encode(),
    "a capital": WORD.capitalize().encode(),
    "base64": b64encode(f"x{WORD}y".encode()),
    "base64, another step": b64encode(f"xy{WORD}".encode()),
    "base64, a third step": urlsafe_b64encode(f"{{'a': '{WORD}'}}".encode()),
    "base64 in capitals": b64encode(f"--{WORD.upper()}--".encode()),
    "percent signs": "".join(f"%{ord(letter):02x}" for letter in WORD).encode(),
    "a query": quote(f"?q={WORD}&x").encode(),
    "JSON": "".join(f"\\u{ord(letter):04x}" for letter in WORD).encode(),
    "JSON within HTML": json.dumps({"a": WORD}).replace("z", "&#122;").encode(),
    "character references": "".join(f"&#x{ord(letter):x};" for letter in WORD).encode(),
    "quoted-printable": f"=7{WORD[0:0]}Aqkx=\r\n0042".encode(),
    "hexadecimal": WORD.encode().hex().encode(),
    "UTF-16": WORD.encode("utf-16-le"),
    "gzip": gzip.compress(WORD.encode()),
    "among others": b"zqkx zqkx004 zqkx9999" + WORD.encode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_word_is_found_in_every_form(form: str) -> None:
    assert leaks_in([("page", FORMS[form])], PLANTED) == ["page: a headline"]


def test_what_is_not_planted_is_not_found() -> None:
    harmless = b"zqkx zqkx9999 zqkx00 %7a &amp; \\u0041 " + b64encode(b"zqkx7777") + b"zqkx".hex().encode()
    assert leaks_in([("page", harmless)], PLANTED) == []


def test_names_hidden_files_links_and_compressed_neighbours_are_searched(tmp_path: Path) -> None:
    (tmp_path / ".staging").mkdir()
    (tmp_path / ".staging/7-0").write_text(WORD)
    (tmp_path / f"{WORD}-05n9").mkdir()
    (tmp_path / "page.br").write_bytes(brotli.compress(WORD.encode()))
    (tmp_path / "link").symlink_to(f"/nowhere/{WORD}")
    (tmp_path / "private").write_text(WORD)
    places = [leak.partition(": ")[0] for leak in leaks(tmp_path, PLANTED, besides=("private",))]
    assert places == [".staging/7-0", "link", "page.br", f"{WORD}-05n9"]


def test_a_picture_is_known_by_its_colour_whatever_was_made_of_it() -> None:
    out = BytesIO()
    Image.new("RGB", (90, 60), (20, 116, 212)).resize((31, 17)).save(out, "WEBP", quality=50)
    assert leaks_in([("media/1.webp", out.getvalue())], PLANTED) == ["media/1.webp: a picture"]
    Image.new("RGB", (90, 60), (20, 116, 164)).save(out := BytesIO(), "JPEG")
    assert leaks_in([("media/2.jpg", out.getvalue())], PLANTED) == []


def test_a_compressed_chunk_of_a_png_is_read() -> None:
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Description", WORD, zip=True)
    Image.new("RGB", (9, 9)).save(out := BytesIO(), "PNG", pnginfo=chunks)
    assert WORD.encode() not in out.getvalue()
    assert leaks_in([("x.png", out.getvalue())], PLANTED) == ["x.png: a headline"]


def test_words_that_begin_differently_are_refused() -> None:
    with pytest.raises(ValueError, match="in common"):
        Planted({"abc": "one", "xyz": "another"})
