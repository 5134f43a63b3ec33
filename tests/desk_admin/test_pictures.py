from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation
from PIL import Image

from broadsheet.desk.admin.pictures import PictureFile
from broadsheet.desk.models import Picture
from broadsheet.ledger import state
from tests.desk import newsroom


def upload(client: Client, data: bytes, name: str = "kran.jpg", **fields: str) -> Any:
    file = SimpleUploadedFile(name, data, content_type="image/jpeg")
    words = {"title": "Kran", "credit": "dpa/A. Name", "alt": "Ein Kran.", "data_mining": "prohibited"}
    return client.post("/images/add/", {**words, "caption": "", "tags": "", "file": file, **fields})


def errors(answer: Any, field: str) -> str:
    return " ".join(answer.context["form"].errors.get(field, []))


def test_a_picture_is_taken_with_credit_and_alternative_text(reporter: Client) -> None:
    assert upload(reporter, newsroom.image_bytes()).status_code == 302
    assert Picture.objects.get().credit == "dpa/A. Name"


def test_a_picture_without_credit_is_refused(reporter: Client) -> None:
    assert errors(upload(reporter, newsroom.image_bytes(), credit=" "), "credit")
    assert not Picture.objects.exists()


def test_what_is_no_picture_is_refused_with_advice(reporter: Client) -> None:
    answer = upload(reporter, b"kein Bild")
    assert errors(answer, "file") == ("Das ist kein lesbares Bild. Speichern Sie es als JPEG, PNG oder WebP.")


def test_a_file_with_a_wrong_name_is_refused_with_advice(reporter: Client) -> None:
    assert "ist aber png" in errors(upload(reporter, newsroom.image_bytes("PNG")), "file")
    assert "Nur JPEG, PNG und WebP" in errors(upload(reporter, newsroom.image_bytes(), "kran.gif"), "file")


def test_a_file_with_too_many_bytes_is_refused_with_advice(reporter: Client, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 100
    assert "stärker komprimiert" in errors(upload(reporter, newsroom.image_bytes()), "file")


def test_a_picture_of_thirty_thousand_pixels_is_refused_with_advice(reporter: Client) -> None:
    buffer = BytesIO()
    Image.new("L", (30_000, 2_001)).save(buffer, "PNG")
    answer = upload(reporter, buffer.getvalue(), "riesig.png")
    assert "erlaubt sind 60 Millionen" in errors(answer, "file")
    assert "4000 Pixel" in errors(answer, "file")


def test_a_picture_with_an_endless_side_is_refused_with_advice(reporter: Client) -> None:
    answer = upload(reporter, newsroom.image_bytes(size=(30_000, 20)))
    assert "30000 × 20 Pixel" in errors(answer, "file")
    assert "4000 Pixel" in errors(answer, "file")


MARKUP = [
    b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    b"<!doctype html><script>alert(1)</script>",
]


@pytest.mark.parametrize("data", MARKUP)
@pytest.mark.parametrize("name", ["kran.jpg", "kran.svg"])
def test_what_could_run_scripts_is_refused_with_advice(reporter: Client, data: bytes, name: str) -> None:
    assert "umbenennen genügt nicht" in errors(upload(reporter, data, name), "file")
    assert not Picture.objects.exists()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused_with_advice(reporter: Client, kind: str) -> None:
    buffer = BytesIO()
    Image.effect_noise((300, 200), 90).convert("RGB").save(buffer, kind)
    name = f"kran.{kind.lower()}"
    assert upload(reporter, buffer.getvalue(), name).status_code == 302
    answer = upload(reporter, buffer.getvalue()[: len(buffer.getvalue()) // 2], name)
    assert "Das ist kein lesbares Bild" in errors(answer, "file") or "unvollständig" in errors(answer, "file")
    assert Picture.objects.count() == 1


def test_refusals_are_said_in_english_too() -> None:
    with translation.override("en"):
        refused = PictureFile()
        assert "giving it another name is not enough" in refused.error_messages["markup"]
        assert "not transferred whole" in refused.error_messages["damaged"]
        assert "no side may be longer" in refused.error_messages["side_too_long"]


def test_a_bomb_is_refused_without_being_unpacked(reporter: Client) -> None:
    buffer = BytesIO()
    Image.new("1", (30_000, 30_000)).save(buffer, "PNG")
    assert "zu viele Pixel" in errors(upload(reporter, buffer.getvalue(), "bombe.png"), "file")


def test_readers_get_a_changed_credit_at_once(chief: Client) -> None:
    picture = newsroom.picture()
    newsroom.published(picture=picture)
    fields = {"title": "Kran", "credit": "dpa/B. Neu", "alt": "Ein Kran.", "data_mining": "prohibited"}
    chief.post(f"/images/{picture.pk}/", {**fields, "caption": "", "tags": ""})
    assert getattr(state.get(f"picture:{picture.picture_id}"), "credit", None) == "dpa/B. Neu"


def test_a_published_picture_is_not_deleted(chief: Client) -> None:
    picture = newsroom.picture()
    newsroom.published(picture=picture)
    chief.post(f"/images/{picture.pk}/delete/")
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_several_are_uploaded_at_once_and_asked_for_their_credit(reporter: Client) -> None:
    file = SimpleUploadedFile("kran.jpg", newsroom.image_bytes(), content_type="image/jpeg")
    answer = reporter.post("/images/multiple/add/", {"title": "Kran", "files[]": file}).json()
    assert answer["success"]
    assert "credit" in answer["form"]
