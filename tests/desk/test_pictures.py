from __future__ import annotations

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageFile
from PIL.ExifTags import Base
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.images.models import Filter

from broadsheet.desk import config
from broadsheet.desk.acts import Unpublish, UpdatePicture
from broadsheet.desk.errors import ChecksFailed, StillInUse
from broadsheet.desk.models import Picture, PictureUse
from broadsheet.ledger import journal, records, state
from broadsheet.ledger.vault import Vault
from tests.desk import newsroom

pytestmark = pytest.mark.django_db


def public(picture: Picture) -> records.Picture | None:
    record = state.get(f"picture:{picture.picture_id}")
    assert record is None or isinstance(record, records.Picture)
    return record


def form_errors(name: str, data: bytes) -> list[str]:
    form = get_image_form(Picture)(
        {"title": "Bild", "data_mining": "prohibited", "collection": "1"},
        {"file": SimpleUploadedFile(name, data)},
    )
    errors: list[str] = form.errors.get("file", [])
    return list(errors)


def test_pictures_are_wagtails_images() -> None:
    assert get_image_model() is Picture


def test_a_picture_is_private_until_something_published_shows_it() -> None:
    picture = newsroom.picture()
    story = newsroom.draft(picture=picture)
    assert public(picture) is None

    newsroom.publish(story)

    record = public(picture)
    assert record is not None
    assert Vault(config.active().vault).get(record.blob) == newsroom.image_bytes()
    assert (record.media_type, record.width, record.height) == ("image/jpeg", 120, 80)
    assert (record.alt, record.credit) == ("Ein Kran am Kai.", "Foto: Testbild")
    assert record.data_mining == "prohibited"


def test_a_picture_turns_private_again_with_the_last_story_that_shows_it() -> None:
    picture = newsroom.picture()
    first = newsroom.published("Eins", picture=picture)
    second = newsroom.published("Zwei", picture=picture)

    Unpublish(first, by=newsroom.TESTER).execute()
    assert public(picture) is not None

    Unpublish(second, by=newsroom.TESTER).execute()
    assert public(picture) is None
    assert not PictureUse.objects.exists()


def test_a_picture_that_is_taken_out_of_a_story_turns_private_again() -> None:
    old, new = newsroom.picture("Alt", shade=10), newsroom.picture("Neu", shade=200)
    story = newsroom.published(picture=old)

    newsroom.publish(story, revision=newsroom.edited(story, picture=new))

    assert public(old) is None
    assert public(new) is not None


def test_an_unchanged_picture_is_not_published_twice() -> None:
    story = newsroom.published(picture=newsroom.picture())
    newsroom.publish(story, revision=newsroom.edited(story, kicker="Hafen"))
    assert [kind for kind, _act, _there in newsroom.ledger()].count("picture") == 1


def test_a_changed_credit_reaches_readers() -> None:
    picture = newsroom.picture()
    newsroom.published(picture=picture)
    picture.credit = "Foto: Jemand anders"
    picture.save()

    assert UpdatePicture(picture, by=newsroom.TESTER).execute() is not None

    record = public(picture)
    assert record is not None
    assert record.credit == "Foto: Jemand anders"
    assert UpdatePicture(picture, by=newsroom.TESTER).execute() is None


def test_a_private_picture_is_updated_without_a_trace() -> None:
    picture = newsroom.picture()
    assert UpdatePicture(picture, by=newsroom.TESTER).execute() is None
    assert journal.head() == 0


def test_the_focal_point_is_a_share_of_the_picture() -> None:
    picture = newsroom.picture(focal_point_x=30, focal_point_y=80)
    newsroom.published(picture=picture)
    record = public(picture)
    assert record is not None
    assert record.focus == (0.25, 1.0)


def test_a_published_picture_cannot_be_deleted() -> None:
    picture = newsroom.picture()
    body = [{"type": "picture", "value": {"picture": picture.pk, "caption": ""}, "id": "1"}]
    newsroom.published(body=body)
    with pytest.raises(StillInUse):
        picture.delete()
    assert Picture.objects.exists()


def test_a_picture_without_its_file_is_refused() -> None:
    picture = newsroom.picture()
    story = newsroom.draft(picture=picture)
    picture.file.storage.delete(picture.file.name)
    with pytest.raises(ChecksFailed):
        newsroom.publish(story)
    assert not newsroom.reread(story).live


def test_a_picture_file_in_another_format_is_refused() -> None:
    picture = newsroom.picture()
    story = newsroom.draft(picture=picture)
    picture.file.storage.delete(picture.file.name)
    picture.file.storage.save(picture.file.name, BytesIO(b"GIF89a" + b"\x00" * 20))
    with pytest.raises(ChecksFailed):
        newsroom.publish(story)


def test_a_good_picture_is_accepted() -> None:
    assert form_errors("kran.png", newsroom.image_bytes("PNG")) == []


def test_a_file_that_is_no_picture_gets_a_form_error() -> None:
    assert len(form_errors("kran.jpg", b"kein Bild")) == 1


def test_a_picture_with_a_false_name_gets_a_form_error() -> None:
    assert len(form_errors("kran.jpg", newsroom.image_bytes("PNG"))) == 1


def png_header(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing: decoding it would fail or take all memory."""
    from struct import pack
    from zlib import compress, crc32

    def chunk(kind: bytes, data: bytes) -> bytes:
        return pack(">I", len(data)) + kind + data + pack(">I", crc32(kind + data))

    size = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", size) + chunk(b"IDAT", compress(b"")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(("width", "height"), [(30_000, 3_000), (30_000, 30_000)])
def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(width: int, height: int) -> None:
    [error] = form_errors("riesig.png", png_header(width, height))
    assert "60" in error
    assert "pixel" in error.lower()


def refiled(data: bytes) -> Picture:
    """A picture whose file is replaced behind the form's back."""
    picture = newsroom.picture()
    picture.file.storage.delete(picture.file.name)
    picture.file.storage.save(picture.file.name, BytesIO(data))
    return picture


def test_a_truncated_picture_is_refused_before_its_story_is_published() -> None:
    whole = newsroom.image_bytes(size=(1200, 800))
    story = newsroom.draft(picture=refiled(whole[: len(whole) // 2]))
    with pytest.raises(ChecksFailed):
        newsroom.publish(story)
    assert not newsroom.reread(story).live


def test_a_picture_taken_sideways_has_its_upright_size() -> None:
    buffer, exif = BytesIO(), Image.Exif()
    exif[Base.Orientation] = 6
    Image.new("RGB", (120, 80)).save(buffer, "JPEG", exif=exif)
    picture = refiled(buffer.getvalue())
    newsroom.published(picture=picture)
    record = public(picture)
    assert record is not None
    assert (record.width, record.height) == (80, 120)


def test_staff_are_shown_a_large_picture_upright_in_full_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though less than all of it is decoded, and nothing of it to measure it."""
    exif, data = Image.Exif(), BytesIO()
    exif[Base.Orientation] = 6
    large = Image.new("RGB", (4400, 4000), "red")
    large.paste("blue", (0, 0, 2200, 4000))  # upright, the upper half
    large.save(data, "JPEG", exif=exif)
    with monkeypatch.context() as patch:
        patch.setattr(ImageFile.ImageFile, "load", None)
        file = SimpleUploadedFile("turm.jpg", data.getvalue())
        picture: Picture = Picture.objects.create(title="Turm", file=file, credit="dpa")
    assert (picture.width, picture.height) == (4400, 4000)
    with picture.get_willow_image() as willow:
        assert willow.image.size == (2200, 2000)
    shown = BytesIO()
    Filter("width-1600").run(picture, shown)
    with Image.open(shown) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 1760))
        assert image.getpixel((800, 10)) == pytest.approx((0, 0, 254), abs=3)
