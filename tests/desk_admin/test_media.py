from __future__ import annotations

import tempfile
from typing import Any

import pytest
import wagtail.images.models
from django.conf import settings
from django.test import Client
from wagtail.images.models import SourceImageIOError

from broadsheet.desk.models import Picture
from tests.desk import newsroom
from tests.desk_admin.cast import Cast


def test_staff_get_the_file_and_nobody_else_may_keep_it(reporter: Client) -> None:
    picture = newsroom.picture()
    answer: Any = reporter.get(f"/media/{picture.file.name}")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"].startswith("private")
    assert b"".join(answer.streaming_content) == newsroom.image_bytes()


@pytest.mark.parametrize("name", ["anonymous", "outsider"])
def test_others_are_sent_to_sign_in(cast: Cast, name: str) -> None:
    picture = newsroom.picture()
    client = Client() if name == "anonymous" else cast.signed_in(name)
    for address in (f"/media/{picture.file.name}", f"/pictures/{picture.picture_id}/640"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/login/")


@pytest.mark.parametrize(
    "place",
    [
        "../secret.key",
        "..%2fsecret.key",
        "%2e%2e/outside.jpg",
        "images/../../outside.jpg",
        "/etc/outside.jpg",
        "images/none.jpg",
        "images",
        "images/",
        "images/page.html",
        "images/drawing.svg",
        "images/x%00.jpg",
    ],
)
def test_nothing_but_pictures_inside_the_folder_is_served(reporter: Client, place: str) -> None:
    folder = settings.MEDIA_ROOT
    (folder / "images").mkdir(parents=True)
    for name in ("page.html", "drawing.svg"):
        (folder / "images" / name).write_text("<svg/>", encoding="utf-8")
    (folder.parent / "outside.jpg").write_bytes(newsroom.image_bytes())
    (folder.parent / "secret.key").write_text("geheim", encoding="utf-8")
    assert reporter.get(f"/media/{place}").status_code == 404


def test_a_preview_gets_renditions_in_a_few_widths(reporter: Client) -> None:
    picture = newsroom.picture()
    for width in (1, 300, 301, 5000):
        answer = reporter.get(f"/pictures/{picture.picture_id}/{width}")
        assert answer.status_code == 200
        answer.close()
    assert picture.renditions.count() == 3


def test_no_temporary_file_is_left_open(cast: object, monkeypatch: pytest.MonkeyPatch) -> None:
    picture, opened = newsroom.picture(), list[tempfile.SpooledTemporaryFile[bytes]]()

    def opening(*args: Any, **kwargs: Any) -> tempfile.SpooledTemporaryFile[bytes]:
        opened.append(tempfile.SpooledTemporaryFile(*args, **kwargs))  # noqa: SIM115 - the test's question
        return opened[-1]

    monkeypatch.setattr(wagtail.images.models, "SpooledTemporaryFile", opening)
    picture.get_rendition("width-77")
    picture.file.storage.delete(picture.file.name)
    with pytest.raises(SourceImageIOError):
        Picture.objects.get(pk=picture.pk).get_rendition("width-78")
    assert [file.closed for file in opened] == [True, True]


def test_a_picture_that_is_gone_is_not_found(reporter: Client) -> None:
    picture = newsroom.picture()
    picture.file.storage.delete(picture.file.name)
    assert reporter.get(f"/pictures/{picture.picture_id}/640").status_code == 404
    assert reporter.get("/pictures/0000000000/640").status_code == 404


def test_media_cannot_be_written_to(reporter: Client) -> None:
    assert reporter.post("/media/images/kran.jpg").status_code == 405
