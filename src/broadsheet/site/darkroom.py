"""From an original's bytes to one rendition's bytes: the same ones every time.

Nothing of the original's metadata is passed on (places, serial numbers, thumbnails, faces),
except who made the picture and whose rights it is under.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from io import BytesIO
from typing import Any, Final

import msgspec
from lxml import etree
from PIL import Image, ImageCms, ImageOps

from broadsheet.ledger.records import DataMining
from broadsheet.site.errors import PictureTooLarge, UnreadablePicture
from broadsheet.site.renditions import LADDERS, Focus, Format, Frame, Size, Spec, frame, scale
from broadsheet.site.xml import writable

# Pillow would read its plugins' files at the first picture, and a bake may open no file.
Image.init()

MAX_PIXELS: Final = 100_000_000
"""Above this an original is refused: decoding it could take all of a small machine's memory."""

FORMATS: Final = ("JPEG", "PNG", "WEBP")

_ARTIST, _COPYRIGHT, _ORIENTATION = 0x013B, 0x8298, 0x0112
_SIDEWAYS = frozenset({5, 6, 7, 8})
_SRGB = ImageCms.createProfile("sRGB")
# Chosen by measuring; docs/decisions/0014 has the figures. How many threads encode AVIF would decide its
# bytes, so it is one.
_SETTINGS: Final[dict[Format, dict[str, Any]]] = {
    "AVIF": {"quality": 55, "speed": 9, "codec": "aom", "max_threads": 1, "autotiling": False},
    "WEBP": {"quality": 78, "method": 2},
    "JPEG": {"quality": 80, "optimize": True, "progressive": True},
}

_X = "adobe:ns:meta/"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DC = "http://purl.org/dc/elements/1.1/"
_PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
_PLUS = "http://ns.useplus.org/ldf/xmp/1.0/"
_VOCABULARY = "http://ns.useplus.org/ldf/vocab/"
_IPTC = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
_SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_NAMESPACES = {"x": _X, "rdf": _RDF, "dc": _DC, "photoshop": _PHOTOSHOP, "plus": _PLUS}
_WITH_SOURCE = {**_NAMESPACES, "Iptc4xmpExt": _IPTC}
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
    digital_source: str = ""
    """The IPTC's term for how it was made; left out if empty."""


class _Negative(msgspec.Struct, frozen=True):
    """An original as far as any rendition needs it: upright, in sRGB, no finer than the finest."""

    image: Image.Image
    upright: Size
    """The original's own."""
    artist: str
    copyright: str


def develop(original: bytes, spec: Spec, focus: Focus, rights: Rights) -> bytes:
    """One rendition. Raises UnreadablePicture and PictureTooLarge."""
    with _decoding():
        negative = _negative(original)
        image = _print(original, frame(spec, negative.upright, focus))
        return _saved(image, spec, _packet(negative.artist, negative.copyright, rights))


@lru_cache(maxsize=1)
def _negative(original: bytes) -> _Negative:
    """Kept for the picture's other renditions, which are made one after the other."""
    image: Image.Image = Image.open(BytesIO(original), formats=FORMATS)
    _check_size(image.size)
    exif = image.getexif()
    sideways = exif.get(_ORIENTATION, 1) in _SIDEWAYS
    upright = image.size[::-1] if sideways else image.size
    needed = scale(upright)
    # Lets the JPEG decoder skip detail that no rendition shows.
    image.draft(None, (max(1, int(image.width * needed)), max(1, int(image.height * needed))))
    image.load()
    profile = image.info.get("icc_profile")
    image = _in_srgb(_reduced(_resizable(ImageOps.exif_transpose(image)), upright, needed), profile)
    image = image if image.mode == "RGBA" else image.convert("RGB")
    return _Negative(image, upright, str(exif.get(_ARTIST, "")), str(exif.get(_COPYRIGHT, "")))


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


def _reduced(image: Image.Image, upright: Size, needed: float) -> Image.Image:
    """As fine as the finest rendition: what is smaller costs a fraction when made from this."""
    size = (max(1, round(upright[0] * needed)), max(1, round(upright[1] * needed)))
    if size[0] >= image.width or size[1] >= image.height:
        return image
    return image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


@lru_cache(maxsize=len(LADDERS[0]))
def _print(original: bytes, plan: Frame) -> Image.Image:
    """Kept for the same width in the next format. Not to be changed."""
    negative = _negative(original)
    image = negative.image
    x, y = image.width / negative.upright[0], image.height / negative.upright[1]
    left, top, right, bottom = plan.box
    box = (left * x, top * y, min(right * x, image.width), min(bottom * y, image.height))
    return image.resize(plan.size, Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)


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
    root = etree.Element(f"{{{_X}}}xmpmeta", nsmap=_WITH_SOURCE if rights.digital_source else _NAMESPACES)
    words = etree.SubElement(etree.SubElement(root, f"{{{_RDF}}}RDF"), f"{{{_RDF}}}Description")
    words.set(f"{{{_RDF}}}about", "")
    _listed(words, "creator", "Seq", artist or rights.credit)
    etree.SubElement(words, f"{{{_PHOTOSHOP}}}Credit").text = writable(rights.credit)
    _listed(words, "rights", "Alt", copyright_ or rights.credit).set(_LANGUAGE, "x-default")
    mining = etree.SubElement(words, f"{{{_PLUS}}}DataMining")
    mining.text = _VOCABULARY + _MINING[rights.data_mining]
    if rights.digital_source:
        source = etree.SubElement(words, f"{{{_IPTC}}}DigitalSourceType")
        source.text = _SOURCE_TYPES + rights.digital_source
    return _PACKET % etree.tostring(root, encoding="UTF-8")


def _listed(parent: etree._Element, name: str, kind: str, text: str) -> etree._Element:
    """A Dublin Core property whose value is an RDF list of one."""
    container = etree.SubElement(etree.SubElement(parent, f"{{{_DC}}}{name}"), f"{{{_RDF}}}{kind}")
    item = etree.SubElement(container, f"{{{_RDF}}}li")
    item.text = writable(text.strip("\0 "))
    return item
