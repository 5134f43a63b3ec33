"""What is secret, unreleased or taken back is nowhere that readers or strangers can look."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from broadsheet.desk.models import Picture
from broadsheet.desk.schedule import release_due
from broadsheet.serve.folder import Folder
from tests.canary.asking import NEVER, guessed, server, spelled, written
from tests.canary.desk import OPEN, answered_to_strangers, is_refused
from tests.canary.newsroom import RELEASE
from tests.canary.oracle import PRIVATE, leaks
from tests.canary.places import Sweep
from tests.canary.planting import Fate

pytestmark = pytest.mark.django_db


def test_not_in_the_files_of_the_site(printed: Sweep) -> None:
    assert printed.in_folder() == []


def test_not_in_any_answer_to_a_reader_nor_in_the_servers_log(site: Sweep) -> None:
    assert site.in_answers() == []
    assert site.in_log() == []


def test_not_in_the_tables_of_the_press(printed: Sweep) -> None:
    assert printed.in_press() == []


def test_not_in_the_log(printed: Sweep) -> None:
    """Even where everything is logged; and the log was listening."""
    assert printed.in_log() == []
    assert any("broadsheet" in name or "django" in name for name, _ in printed.log.lines)


def test_not_in_temporary_folders(printed: Sweep) -> None:
    assert printed.in_temporary() == []


def test_nothing_unreleased_in_ledger_or_vault(printed: Sweep) -> None:
    assert printed.in_ledger() == []
    assert printed.in_vault() == []


def test_a_stranger_at_the_desk_is_sent_to_sign_in_and_told_nothing(printed: Sweep) -> None:
    answers = list(answered_to_strangers(printed.newsroom))
    assert len(answers) > 200
    assert {address for address, status, answer in answers if not is_refused(status, answer)} == OPEN
    assert printed.at_the_desk() == []


def test_a_guess_is_answered_as_what_never_was(printed: Sweep) -> None:
    """Byte for byte, header for header, however the address is written."""
    app = server(printed.folder)
    bare = dict[str, str]()
    never = {written(app.answer("GET", each, bare.get)) for each in (NEVER, f"{NEVER}x.jpg", "/media/x.jpg")}
    assert len(never) == 1
    for what, addresses in guessed(printed.newsroom):
        for address in addresses:
            told = {written(app.answer("GET", each, bare.get)) for each in spelled(address)}
            assert told == never, (what, address)


def test_a_guess_takes_the_way_of_what_never_was(printed: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same files are looked for in the same order, so time tells nothing either."""
    looked: list[str] = []
    opening = Folder.open

    def noted(folder: Folder, name: str) -> object:
        looked.append(f"{Path(folder.path('')).name}/{name}")
        return opening(folder, name)

    monkeypatch.setattr(Folder, "open", noted)
    app = server(printed.folder)
    ways = set()
    for what in ("embargoed", "draft", "in review"):
        address = printed.newsroom.stories[what].public_path
        never = address.replace(address.split("/")[2], "nie-gewesen-05n9k2xq7t")
        for each in (address, never):
            app.answer("GET", NEVER, dict[str, str]().get)
            looked.clear()
            app.answer("GET", each, dict[str, str]().get)
            ways.add(tuple(name.replace(each[1:], "…") for name in looked))
    assert len(ways) == 1
    assert len(next(iter(ways))) > 1


def test_renditions_say_whose_they_are_and_nothing_else(printed: Sweep) -> None:
    files = sorted((printed.folder / "public/media").iterdir())
    pictures = [file for file in files if file.suffix in {".avif", ".webp", ".jpg"}]
    assert pictures
    for file in pictures:
        with Image.open(BytesIO(file.read_bytes())) as image:
            assert dict(image.getexif()) == {}
            assert {"comment", "photoshop", "exif"} & set(image.info) == set()
    told = leaks(printed.folder / "public/media", printed.newsroom.words.of(Fate.SHOWN))
    for words in ("EXIF Artist", "EXIF Copyright", "Picture.credit"):
        assert any(f"published picture: {words}" in leak for leak in told)


def test_what_is_embargoed_is_out_at_its_moment_and_not_before(site: Sweep) -> None:
    words = site.newsroom.words.about("embargoed: ")
    story = site.newsroom.stories["embargoed"]
    picture = Picture.objects.get(title__in=_titles(site, "embargoed picture"))
    time = site.newsroom.begin + RELEASE
    site.time.jump(time - timedelta(seconds=1))
    release_due()
    site.press.bake_due()
    assert leaks(site.folder, words, ("larder", "media", "wire")) == []
    assert site.in_vault() == []
    site.time.jump(time + timedelta(seconds=1))
    release_due()
    site.press.bake_due()
    out = leaks(site.folder, words, PRIVATE)
    assert any("StoryPage.title" in leak for leak in out)
    assert not any("desk_note" in leak for leak in out)
    assert (site.folder / f"public{story.public_path}index.html").exists()
    assert any((site.folder / "public/media").glob(f"{picture.picture_id}-*"))


def _titles(site: Sweep, what: str) -> list[str]:
    return [word.decode() for word, told in site.newsroom.words.about(what).words.items() if "title" in told]
