"""Pictures that tell too much: where they were taken, with what, by whom, and what they were called."""

from __future__ import annotations

from io import BytesIO
from struct import pack
from typing import Final, Literal

from PIL import ExifTags, Image, PngImagePlugin

from tests.canary.oracle import Colour
from tests.canary.planting import Fate, Planter

Kind = Literal["JPEG", "PNG", "WEBP"]
KINDS: Final[tuple[Kind, ...]] = ("JPEG", "PNG", "WEBP")
SIZE: Final = (64, 40)
_STEP: Final = 48


def colour(number: int) -> Colour:
    """One of 125 that differ by more than any compression makes of them."""
    digits = (number % 5, number // 5 % 5, number // 25 % 5)
    red, green, blue = (20 + _STEP * digit for digit in digits)
    return red, green, blue


def photograph(shade: Colour, planter: Planter, kind: Kind = "JPEG") -> bytes:
    """Who made the picture and whose it is may be known; nothing else of what the file says."""
    image = Image.new("RGB", SIZE, shade)
    out = BytesIO()
    if kind == "PNG":
        image.save(out, kind, exif=_exif(planter), pnginfo=_chunks(planter))
        return out.getvalue()
    xmp = f"<x:xmpmeta>{_kept(planter, 'XMP')}</x:xmpmeta>".encode()
    if kind == "WEBP":
        image.save(out, kind, exif=_exif(planter), xmp=xmp)
        return out.getvalue()
    image.save(out, kind, exif=_exif(planter), xmp=xmp, comment=_kept(planter, "comment"))
    data = out.getvalue()
    return data[:2] + _iptc(planter) + data[2:]


def _kept(planter: Planter, name: str) -> str:
    """Once the picture is published its original lies in the vault, with all that it says."""
    return planter.word(name, Fate.SECRET if planter.fate is Fate.SECRET else Fate.TAKEN_BACK)


def _exif(planter: Planter) -> bytes:
    exif = Image.Exif()
    tags = ExifTags.Base
    exif[tags.Artist] = planter.word("EXIF Artist")
    exif[tags.Copyright] = planter.word("EXIF Copyright")
    for tag in (tags.ImageDescription, tags.Make, tags.Model, tags.Software, tags.HostComputer):
        exif[tag] = _kept(planter, f"EXIF {tag.name}")
    exif[tags.XPTitle] = _kept(planter, "EXIF XPTitle").encode("utf-16-le")
    details = exif.get_ifd(ExifTags.IFD.Exif)
    for tag in (tags.BodySerialNumber, tags.CameraOwnerName, tags.LensSerialNumber, tags.ImageUniqueID):
        details[tag] = _kept(planter, f"EXIF {tag.name}")
    details[tags.UserComment] = b"ASCII\0\0\0" + _kept(planter, "EXIF UserComment").encode()
    details[tags.MakerNote] = _thumbnail(planter)
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place[ExifTags.GPS.GPSLatitudeRef], place[ExifTags.GPS.GPSLatitude] = "N", (53.0, 32.0, 45.5)
    place[ExifTags.GPS.GPSAreaInformation] = b"ASCII\0\0\0" + _kept(planter, "GPS").encode()
    place[ExifTags.GPS.GPSMapDatum] = _kept(planter, "GPS datum")
    return exif.tobytes()


def _thumbnail(planter: Planter) -> bytes:
    """A small JPEG within the JPEG, as it was before somebody cropped it."""
    out = BytesIO()
    small = Image.new("RGB", (8, 5), "black")
    small.save(out, "JPEG", comment=_kept(planter, "thumbnail"))
    return out.getvalue()


def _iptc(planter: Planter) -> bytes:
    """IPTC's caption and special instructions (IIM 2:120, 2:40) in a Photoshop resource of a JPEG."""
    fields = b"".join(
        pack(">BBBH", 0x1C, 2, number, len(word)) + word.encode()
        for number, word in (
            (120, _kept(planter, "IPTC caption")),
            (40, _kept(planter, "IPTC instructions")),
        )
    )
    fields += b"\0" * (len(fields) % 2)
    resource = b"Photoshop 3.0\0" + b"8BIM" + pack(">HHI", 0x0404, 0, len(fields)) + fields
    return b"\xff\xed" + pack(">H", len(resource) + 2) + resource


def _chunks(planter: Planter) -> PngImagePlugin.PngInfo:
    chunks = PngImagePlugin.PngInfo()
    chunks.add_text("Comment", _kept(planter, "PNG comment"))
    chunks.add_text("Description", _kept(planter, "PNG description"), zip=True)
    return chunks
