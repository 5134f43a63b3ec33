"""From an original's bytes to one rendition's bytes: the same ones every time.

Nothing of the original's metadata is passed on (places, serial numbers, thumbnails, faces),
except who made the picture and whose rights it is under.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any, Final

import msgspec
from lxml import etree
from PIL import Image, ImageCms, ImageOps

from broadsheet.ledger.records import DataMining
from broadsheet.site.errors import PictureTooLarge, UnreadablePicture
from broadsheet.site.renditions import Focus, Frame, Spec, frame
from broadsheet.site.xml import writable

# Pillow would read its plugins' files at the first picture, and a bake may open no file.
Image.init()

MAX_PIXELS: Final = 100_000_000
"""Above this an original is refused: decoding it could take all of a small machine's memory."""

FORMATS: Final = ("JPEG", "PNG", "WEBP")

_ARTIST, _COPYRIGHT, _ORIENTATION = 0x013B, 0x8298, 0x0112
_SIDEWAYS = frozenset({5, 6, 7, 8})
_SRGB = ImageCms.createProfile("sRGB")
_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "WEBP": {"quality": 78, "method": 4},
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
}

_X = "adobe:ns:meta/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
_VOCABULARY = "http://ns.useplus.org/ldf/vocab/"
_NAMESPACES = {"x": _X, "rdf": _RDF, "dc": _DC, "photoshop": _PHOTOSHOP, "plus": _PLUS}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_PACKET = b"<?xpacket begin='\xef\xbb\xbf' id='W5M0MpCehiHzreSzNTczkc9d'?>%b<?xpacket end='r'?>"
_MINING: Final[dict[DataMining, str]] = {
    "unspecified": "DMI-UNSPECIFIED",
    "allowed": "DMI-ALLOWED",
    "prohibited": "DMI-PROHIBITED",
}


class Rights(msgspec.Struct, frozen=True):
    """What every rendition says of itself."""

    credit: str
    data_mining: DataMining


def develop(original: bytes, spec: Spec, focus: Focus, rights: Rights) -> bytes:
    """One rendition. Raises UnreadablePicture and PictureTooLarge."""
    with _decoding():
        image = Image.open(BytesIO(original), formats=FORMATS)
        _check_size(image.size)
        exif = image.getexif()
        orientation = exif.get(_ORIENTATION, 1)
        upright = image.size[::-1] if orientation in _SIDEWAYS else image.size
        plan = frame(spec, upright, focus)
        _draft(image, plan, upright, sideways=orientation in _SIDEWAYS)
        image.load()
        xmp = _packet(str(exif.get(_ARTIST, "")), str(exif.get(_COPYRIGHT, "")), rights)
        return _saved(_print(image, plan, upright), spec, xmp)


@contextmanager
def _decoding() -> Iterator[None]:
    try:
        yield
    except Image.DecompressionBombError as error:
        raise PictureTooLarge(_too_large(str(error))) from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise UnreadablePicture("The picture cannot be decoded: replace it at the desk.") from error


def _check_size(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise PictureTooLarge(_too_large(f"{size[0]} × {size[1]}"))


def _too_large(found: str) -> str:
    return f"The picture has more than {MAX_PIXELS:,} pixels ({found}): replace it by a smaller one."


def _draft(image: Image.Image, plan: Frame, upright: tuple[int, int], *, sideways: bool) -> None:
    """Lets the JPEG decoder skip detail that the rendition does not show."""
    left, top, right, bottom = plan.box
    needed = (
        max(1, int(upright[0] * plan.size[0] / (right - left))),
        max(1, int(upright[1] * plan.size[1] / (bottom - top))),
    )
    image.draft(None, needed[::-1] if sideways else needed)


def _print(image: Image.Image, plan: Frame, upright: tuple[int, int]) -> Image.Image:
    profile = image.info.get("icc_profile")
    image = _resizable(ImageOps.exif_transpose(image))
    x, y = image.width / upright[0], image.height / upright[1]
    left, top, right, bottom = plan.box
    box = (left * x, top * y, min(right * x, image.width), min(bottom * y, image.height))
    image = image.resize(plan.size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
    image = _in_srgb(image, profile)
    return image if image.mode == "RGBA" else image.convert("RGB")


def _resizable(image: Image.Image) -> Image.Image:
    """In a mode that can be resampled without loss: indexed and 16-bit pictures cannot."""
    if image.mode.startswith(("I", "F")):
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("P", "PA", "LA", "1"):
        return image.convert("RGBA" if image.has_transparency_data else "RGB")
    return image


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Colours as browsers assume them; a profile that does not fit its picture is dropped."""
    if not profile:
        return image
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        return ImageCms.profileToProfile(image, source, _SRGB, outputMode=mode) or image
    except (ImageCms.PyCMSError, OSError):
        return image


def _saved(image: Image.Image, spec: Spec, xmp: bytes) -> bytes:
    if spec.format == "JPEG" and image.mode == "RGBA":
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    image.info = {}
    out = BytesIO()
    image.save(out, spec.format, xmp=xmp, **_SETTINGS[spec.format])
    return out.getvalue()


def _packet(artist: str, copyright_: str, rights: Rights) -> bytes:
    """Credit and rights as XMP: the original's own words where it has them, else the credit."""
    root = etree.Element(f"{{{_X}}}xmpmeta", nsmap=_NAMESPACES)
    words = etree.SubElement(etree.SubElement(root, f"{{{_RDF}}}RDF"), f"{{{_RDF}}}Description")
    words.set(f"{{{_RDF}}}about", "")
    _listed(words, "creator", "Seq", artist or rights.credit)
    etree.SubElement(words, f"{{{_PHOTOSHOP}}}Credit").text = writable(rights.credit)
    _listed(words, "rights", "Alt", copyright_ or rights.credit).set(_LANGUAGE, "x-default")
    mining = etree.SubElement(words, f"{{{_PLUS}}}DataMining")
    mining.text = _VOCABULARY + _MINING[rights.data_mining]
    return _PACKET % etree.tostring(root, encoding="UTF-8")


def _listed(parent: etree._Element, name: str, kind: str, text: str) -> etree._Element:
    """A Dublin Core property whose value is an RDF list of one."""
    container = etree.SubElement(etree.SubElement(parent, f"{{{_DC}}}{name}"), f"{{{_RDF}}}{kind}")
    item = etree.SubElement(container, f"{{{_RDF}}}li")
    item.text = writable(text.strip("\0 "))
    return item
