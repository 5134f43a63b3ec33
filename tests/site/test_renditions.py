"""Renditions: exact sizes, stable bytes, nobody's whereabouts, everybody's credit."""

from __future__ import annotations

import hashlib
import struct
import zlib
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageCms, TiffImagePlugin

from broadsheet.ledger.records import Picture
from broadsheet.ledger.vault import Vault
from broadsheet.press.bake import Oven
from broadsheet.press.larder import Larder
from broadsheet.press.reader import Reader, Shelf
from broadsheet.press.recipe import Change
from broadsheet.site import ahead, darkroom, renditions
from broadsheet.site.darkroom import Rights, develop
from broadsheet.site.errors import PictureTooLarge, UnreadablePicture
from broadsheet.site.facets import PICTURE_MEDIA
from broadsheet.site.pictures import PictureView, SharePicture, address_of, picture_view, share_picture
from broadsheet.site.recipes.rendition import RenditionRecipe
from broadsheet.site.renditions import CARD, FALLBACK, LADDERS, SPECS, frame, offered
from tests.site.proof import NOW, proof, publish, withdraw

AVIF, WEBP = LADDERS
LADDER = WEBP
CENTRE = (0.5, 0.5)
RIGHTS = Rights("Foto: Ärger & <Söhne>/Agentur", "prohibited")
CANARY = "SN-CANARY-4711"


def exif_with_secrets(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "Jo Jansen"
    exif[0x8298] = "© 2026 Jo Jansen"
    exif[0x010F] = CANARY
    exif.get_ifd(0x8769)[0xA431] = CANARY
    exif.get_ifd(0x8825).update(
        {1: "N", 2: tuple(TiffImagePlugin.IFDRational(n) for n in (53, 33, 7)), 29: CANARY}
    )
    return exif


def jpeg(size: tuple[int, int] = (1000, 600), mode: str = "RGB", **options: Any) -> bytes:
    """Left half red, right half blue, in RGB."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    out = BytesIO()
    image.convert(mode).save(out, "JPEG", quality=95, **options)
    return out.getvalue()


def png(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def colour(image: Image.Image, x: float, y: float) -> tuple[int, ...]:
    found = image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))
    assert isinstance(found, tuple)
    return tuple(int(each) for each in found)


def is_red(pixel: tuple[int, ...]) -> bool:
    return pixel[0] > 200 and pixel[2] < 60


def is_blue(pixel: tuple[int, ...]) -> bool:
    return pixel[2] > 200 and pixel[0] < 60


# ---- sizes ------------------------------------------------------------------------------


@given(
    st.sampled_from(list(SPECS.values())),
    st.integers(1, 9000),
    st.integers(1, 9000),
    st.tuples(st.floats(0, 1), st.floats(0, 1)),
)
def test_no_rendition_is_larger_than_its_original(
    spec: renditions.Spec, width: int, height: int, focus: tuple[float, float]
) -> None:
    plan = frame(spec, (width, height), focus)
    left, top, right, bottom = plan.box
    assert 0 <= left < right <= width + 1e-6
    assert 0 <= top < bottom <= height + 1e-6
    assert 1 <= plan.size[0] <= min(spec.width, width)
    assert plan.size[1] <= max(1, height)


@pytest.mark.parametrize(
    ("width", "steps"), [(120, [400]), (400, [400]), (1000, [400, 800]), (5000, [400, 800, 1200, 1600])]
)
def test_the_ladder_ends_where_the_original_does(width: int, steps: list[int]) -> None:
    for ladder in LADDERS:
        assert [spec.width for spec in offered(ladder, width)] == steps


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: str(spec.name))
def test_a_rendition_has_the_size_that_pages_print(spec: renditions.Spec) -> None:
    image = opened(develop(jpeg((2000, 1501)), spec, CENTRE, RIGHTS))
    assert image.size == frame(spec, (2000, 1501)).size
    assert image.format == spec.format


@given(st.integers(1, 3000), st.integers(1, 3000), st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_no_two_renditions_share_an_address(width: int, height: int, focus: tuple[float, float]) -> None:
    media = PICTURE_MEDIA.view(
        Picture(
            id="b1", blob="0" * 64, media_type="image/jpeg", width=width, height=height, credit="K",
            alt="A", focus=focus,
        )
    )  # fmt: skip
    there = [spec for spec in SPECS.values() if renditions.exists(spec, width)]
    assert len({address_of(media, spec) for spec in there}) == len(there)


def test_a_small_picture_is_not_blown_up() -> None:
    assert opened(develop(jpeg((300, 200)), LADDER[0], CENTRE, RIGHTS)).size == (300, 200)


def test_a_share_card_keeps_the_focus() -> None:
    original = jpeg((4000, 630))
    assert is_red(colour(opened(develop(original, CARD, (0.1, 0.5), RIGHTS)), 0.9, 0.5))
    assert is_blue(colour(opened(develop(original, CARD, (1.0, 0.5), RIGHTS)), 0.1, 0.5))


# ---- bytes ------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: str(spec.name))
def test_the_same_original_gives_the_same_bytes(spec: renditions.Spec) -> None:
    original = jpeg(exif=exif_with_secrets())
    assert develop(original, spec, CENTRE, RIGHTS) == develop(original, spec, CENTRE, RIGHTS)


# Whoever changes what the darkroom does fails here: raise SETTINGS and note the new digests. A new codec
# in Pillow fails here too, but raises ENCODER by itself: note the digests alone.
DIGESTS = {
    "avif400": "aff7f01d644dd1da",
    "avif800": "0a43b7e2d10d7cbc",
    "avif1200": "2731eaebd2716a92",
    "avif1600": "695fe368d87cc67e",
    "webp400": "a571c0c023767304",
    "webp800": "52ae77a9869e0041",
    "webp1200": "0fda67cf9cc2dce4",
    "webp1600": "bd1b81b64c693bbb",
    "jpeg": "ca213dfa7990e224",
    "card": "dcc700b720aff5ec",
}


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: str(spec.name))
def test_the_bytes_are_those_that_the_settings_version_stands_for(spec: renditions.Spec) -> None:
    gradient = Image.linear_gradient("L").resize((1700, 900))
    original = png(Image.merge("RGB", (gradient, gradient.rotate(180), gradient.rotate(90))))
    made = hashlib.sha256(develop(original, spec, CENTRE, RIGHTS)).hexdigest()[:16]
    assert (renditions.SETTINGS, made) == ("2", DIGESTS[spec.name])


def test_what_was_made_before_does_not_show() -> None:
    """The decoded original is kept for the next rendition."""
    original, other = jpeg((900, 500), exif=exif_with_secrets(6)), png(Image.new("RGBA", (900, 1300), "red"))
    alone = develop(original, AVIF[1], CENTRE, RIGHTS)
    for before in (original, other, original):
        for spec in (CARD, FALLBACK, WEBP[0]):
            develop(before, spec, CENTRE, RIGHTS)
    assert develop(original, AVIF[1], CENTRE, RIGHTS) == alone


@given(st.integers(1, 9000), st.integers(1, 9000))
def test_no_rendition_needs_detail_that_was_thrown_away(width: int, height: int) -> None:
    kept = renditions.scale((width, height))
    for spec in SPECS.values():
        plan = frame(spec, (width, height))
        assert plan.size[0] <= (plan.box[2] - plan.box[0]) * kept * (1 + 1e-9)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_rotated_picture_stands_upright(orientation: int) -> None:
    upright = Image.new("RGB", (1600, 1000), "red")
    upright.paste("blue", (0, 500, 1600, 1000))
    turns: dict[int, Image.Transpose] = {
        2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90, 7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }  # fmt: skip
    stored = upright.transpose(turns[orientation]) if orientation in turns else upright
    out = BytesIO()
    stored.save(out, "JPEG", quality=95, exif=exif_with_secrets(orientation))
    image = opened(develop(out.getvalue(), LADDER[0], CENTRE, RIGHTS))
    assert image.size == (400, 250)
    assert is_red(colour(image, 0.5, 0.1))
    assert is_blue(colour(image, 0.5, 0.9))


def test_a_foreign_profile_becomes_srgb_and_goes() -> None:
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    image = opened(develop(jpeg(icc_profile=swapped), LADDER[0], CENTRE, RIGHTS))
    assert "icc_profile" not in image.info
    assert is_red(colour(image, 0.2, 0.5))


@pytest.mark.parametrize("mode", ["L", "CMYK"])
@pytest.mark.parametrize("spec", [AVIF[0], WEBP[0], FALLBACK])
def test_every_kind_of_jpeg_becomes_rgb(mode: str, spec: renditions.Spec) -> None:
    assert opened(develop(jpeg(mode=mode), spec, CENTRE, RIGHTS)).mode == "RGB"


def test_a_deep_png_keeps_its_greys() -> None:
    deep = Image.new("I;16", (500, 300), 65535 // 2)
    pixel = colour(opened(develop(png(deep), LADDER[0], CENTRE, RIGHTS)), 0.5, 0.5)
    assert all(abs(value - 127) < 4 for value in pixel)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
def test_what_is_transparent_stays_so_or_turns_white(mode: str) -> None:
    clear = Image.new("RGBA", (500, 300), (0, 0, 0, 0)).convert(mode)
    if mode == "P":
        clear.info["transparency"] = clear.getpixel((0, 0))
    assert opened(develop(png(clear), LADDER[0], CENTRE, RIGHTS)).mode == "RGBA"
    white = colour(opened(develop(png(clear), FALLBACK, CENTRE, RIGHTS)), 0.5, 0.5)
    assert white == (255, 255, 255)


def test_without_its_codec_avif_is_left_out_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    RenditionRecipe()
    assert not caplog.records
    monkeypatch.setitem(renditions.CODECS, "avif", None)
    assert [ladder[0].format for ladder in renditions.ladders()] == ["WEBP"]
    RenditionRecipe()
    assert "built without AVIF" in caplog.text


# ---- metadata ---------------------------------------------------------------------------


@pytest.mark.parametrize("spec", SPECS.values(), ids=lambda spec: str(spec.name))
def test_no_place_and_no_serial_number_gets_out(spec: renditions.Spec) -> None:
    original = jpeg(exif=exif_with_secrets(), comment=CANARY.encode(), xmp=CANARY.encode())
    original = with_thumbnail(original)
    assert original.count(CANARY.encode()) >= 4
    assert original.count(b"\xff\xd8\xff") == 2
    made = develop(original, spec, CENTRE, RIGHTS)
    assert CANARY.encode() not in made
    assert b"Exif\0\0" not in made
    assert made.count(b"\xff\xd8\xff") == (1 if spec.format == "JPEG" else 0)
    assert len(opened(made).getexif()) == 0


def with_thumbnail(original: bytes) -> bytes:
    """As programs embed small versions of the whole picture: a JPEG in an application's segment."""
    small = b"Photoshop 3.0\0" + jpeg((40, 24), comment=CANARY.encode())
    return original[:2] + b"\xff\xed" + struct.pack(">H", len(small) + 2) + small + original[2:]


def xmp_of(data: bytes) -> etree._Element:
    return etree.fromstring(opened(data).info["xmp"])


def words(root: etree._Element, path: str) -> list[str]:
    return [str(each.text) for each in root.findall(path, namespaces=darkroom._NAMESPACES)]


@pytest.mark.parametrize("spec", [AVIF[0], WEBP[0], FALLBACK, CARD], ids=lambda spec: str(spec.name))
def test_credit_rights_and_reservation_are_in_every_file(spec: renditions.Spec) -> None:
    root = xmp_of(develop(jpeg(), spec, CENTRE, RIGHTS))
    assert words(root, ".//photoshop:Credit") == [RIGHTS.credit]
    assert words(root, ".//dc:creator/rdf:Seq/rdf:li") == [RIGHTS.credit]
    assert words(root, ".//dc:rights/rdf:Alt/rdf:li") == [RIGHTS.credit]
    assert words(root, ".//plus:DataMining") == ["http://ns.useplus.org/ldf/vocab/DMI-PROHIBITED"]


@pytest.mark.django_db
def test_every_file_of_a_picture_that_a_machine_made_says_so_and_no_other_file_does(originals: Vault) -> None:
    told = ".//Iptc4xmpExt:DigitalSourceType"
    publish(picture(originals, digital_source="trainedAlgorithmicMedia"))
    baked = [
        proof(RenditionRecipe(), f"b1/{spec.name}", originals=originals).output for spec in (AVIF[0], CARD)
    ]
    for output in baked:
        assert output is not None
        assert xmp_of(output.body).findtext(told, namespaces=darkroom._WITH_SOURCE) == (
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
        )
    plain = xmp_of(develop(jpeg(), FALLBACK, CENTRE, RIGHTS))
    assert plain.find(told, namespaces=darkroom._WITH_SOURCE) is None


def test_the_originals_own_author_and_rights_are_kept() -> None:
    root = xmp_of(develop(jpeg(exif=exif_with_secrets()), FALLBACK, CENTRE, RIGHTS))
    assert words(root, ".//dc:creator/rdf:Seq/rdf:li") == ["Jo Jansen"]
    assert words(root, ".//dc:rights/rdf:Alt/rdf:li")[0].endswith("2026 Jo Jansen")


# ---- what is no picture -----------------------------------------------------------------


def bomb(side: int) -> bytes:
    """The head of a PNG that claims `side` × `side` pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0"))


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@pytest.mark.parametrize("side", [20_000, 100_000])
def test_a_decompression_bomb_is_refused(side: int) -> None:
    with pytest.raises(PictureTooLarge):
        develop(bomb(side), FALLBACK, CENTRE, RIGHTS)


def test_a_picture_just_above_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(darkroom, "MAX_PIXELS", 999 * 600)
    with pytest.raises(PictureTooLarge, match="1000 × 600"):
        develop(jpeg(), FALLBACK, CENTRE, RIGHTS)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"no picture", jpeg()[:400]])
def test_what_cannot_be_decoded_is_named(data: bytes) -> None:
    with pytest.raises(UnreadablePicture, match="replace it"):
        develop(data, FALLBACK, CENTRE, RIGHTS)


# ---- the recipe -------------------------------------------------------------------------


@pytest.fixture
def originals(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def picture(originals: Vault, **changes: Any) -> Picture:
    values: dict[str, Any] = {
        "id": "b1", "blob": originals.put(jpeg()), "media_type": "image/jpeg", "width": 1000,
        "height": 600, "credit": "Foto: Jo Jansen", "alt": "Ein Hafen", "caption": "Der Hafen",
    }  # fmt: skip
    return Picture(**{**values, **changes})


def shown(originals: Vault, now: datetime = NOW) -> tuple[PictureView | None, SharePicture | None, Reader]:
    reader = Reader(Shelf(), originals, now)
    return picture_view(reader, "b1", sizes="100vw"), share_picture(reader, "b1"), reader


@pytest.mark.django_db
def test_every_address_that_a_page_prints_is_baked(originals: Vault) -> None:
    record = picture(originals)
    publish(record)
    recipe = RenditionRecipe()
    targets = list(recipe.concerned(Change("picture:b1", None, record)))
    made = [proof(recipe, target, originals=originals).output for target in targets]
    baked = {each.path: each.body for each in made if each is not None}
    view, card, _ = shown(originals)
    assert view is not None
    assert card is not None
    assert [source.media_type for source in view.sources] == ["image/avif", "image/webp"]
    steps = [step.split(" ") for source in view.sources for step in source.srcset.split(", ")]
    assert [width for _, width in steps] == ["400w", "800w"] * 2
    printed = {view.src, card.src, *(address for address, _ in steps)}
    assert printed == set(baked)
    assert opened(baked[view.src]).size == (view.width, view.height)
    assert opened(baked[card.src]).size == (card.width, card.height)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change", [{"credit": "Foto: K"}, {"data_mining": "allowed"}, {"digital_source": "print"}]
)
def test_other_rights_give_other_addresses(originals: Vault, change: dict[str, Any]) -> None:
    publish(picture(originals))
    before = shown(originals)[0]
    publish(picture(originals, **change))
    after = shown(originals)[0]
    assert before is not None
    assert after is not None
    assert before.src != after.src


@pytest.mark.django_db
def test_another_focus_moves_the_crop_alone(originals: Vault) -> None:
    publish(picture(originals))
    before = shown(originals)
    publish(picture(originals, focus=(0.1, 0.2), alt="Kräne"))
    after = shown(originals)
    assert before[0] is not None
    assert after[0] is not None
    assert before[0].sources == after[0].sources
    assert before[1] is not None
    assert after[1] is not None
    assert before[1].src != after[1].src


@pytest.mark.django_db
def test_a_picture_goes_when_its_rights_end(originals: Vault) -> None:
    end = NOW + timedelta(hours=1)
    publish(picture(originals, rights_until=end))
    view, card, reader = shown(originals)
    assert view is not None
    assert card is not None
    assert reader.trace().until == end
    baked = proof(RenditionRecipe(), "b1/jpeg", originals=originals)
    assert baked.output is not None
    assert baked.trace.until == end
    assert shown(originals, end)[:2] == (None, None)
    assert proof(RenditionRecipe(), "b1/jpeg", end, originals).output is None


@pytest.mark.django_db
def test_a_missing_picture_is_not_shown(originals: Vault) -> None:
    assert shown(originals)[:2] == (None, None)
    publish(picture(originals))
    withdraw("picture:b1")
    assert shown(originals)[:2] == (None, None)
    assert proof(RenditionRecipe(), "b1/avif400", originals=originals).output is None


@pytest.mark.django_db
def test_a_broken_original_fails_its_own_files_alone(originals: Vault) -> None:
    publish(picture(originals, blob=originals.put(b"no picture")))
    baked = Oven(originals, NOW).bake(RenditionRecipe(), "b1/jpeg")
    assert baked.error.startswith("UnreadablePicture")


# ---- made ahead -------------------------------------------------------------------------


def baked(originals: Vault, larder: Larder | None = None) -> dict[str, bytes]:
    """Every rendition of the published picture, by the name of its file."""
    oven = Oven(originals, NOW, larder=larder)
    made = [oven.bake(RenditionRecipe(), f"b1/{name}") for name in SPECS]
    assert not any(each.error for each in made)
    return {each.output.path.rpartition("/")[2]: each.output.body for each in made if each.output}


@pytest.mark.django_db
def test_what_is_made_ahead_is_what_the_recipe_makes(
    originals: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    larder, record = Larder(tmp_path / "larder"), picture(originals)
    names = list(ahead.develop(record, jpeg(), larder))
    assert {ahead.picture_of(name) for name in names} == {"b1"}
    publish(record)
    clean = baked(originals)
    assert set(names) == set(clean)
    with monkeypatch.context() as patch:
        patch.setattr(darkroom, "develop", None)  # nothing is made a second time
        assert baked(originals, larder) == clean
        assert set(ahead.develop(record, b"", larder)) == set(clean)


@pytest.mark.django_db
def test_what_is_missing_or_damaged_is_made_by_the_recipe(originals: Vault, tmp_path: Path) -> None:
    """As when the process that makes them died half way, or lost some to a full disk."""
    larder, record = Larder(tmp_path / "larder"), picture(originals)
    first, second, *_ = ahead.develop(record, jpeg(), larder)
    (tmp_path / "larder" / first).unlink()
    (tmp_path / "larder" / second).write_bytes(b"half")
    publish(record)
    assert baked(originals, larder) == baked(originals)


@pytest.mark.django_db
def test_other_words_at_the_desk_are_other_names_in_the_larder(originals: Vault, tmp_path: Path) -> None:
    larder = Larder(tmp_path / "larder")
    before = set(ahead.develop(picture(originals), jpeg(), larder))
    changed = picture(originals, credit="Foto: Kim Kern")
    publish(changed)
    assert before.isdisjoint(baked(originals, larder))
    assert baked(originals, larder) == baked(originals)
