from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

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
