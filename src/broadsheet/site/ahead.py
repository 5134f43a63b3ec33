"""A picture's renditions while nobody may see them yet, for the press to find when it is published.

The bytes are those that the recipe makes, under the names that the files will have. Such a
name says everything that decides the bytes, so what is said of a picture may change at the
desk meanwhile: the recipe then asks for other names.
"""

from __future__ import annotations

from collections.abc import Iterator

from broadsheet.ledger.records import Picture
from broadsheet.press.larder import Larder
from broadsheet.site import darkroom, renditions
from broadsheet.site.darkroom import Rights
from broadsheet.site.facets import PICTURE_MEDIA, PictureMedia
from broadsheet.site.pictures import address_of
from broadsheet.site.renditions import Spec


def develop(picture: Picture, original: bytes, larder: Larder) -> Iterator[str]:
    """Puts every rendition that is missing into the larder; gives its name once it is there.

    In the opposite order to the press's: should the picture be published meanwhile, the two meet.
    Raises UnreadablePicture, PictureTooLarge, OSError.
    """
    media = PICTURE_MEDIA.view(picture)
    for spec in reversed(renditions.SPECS.values()):
        if renditions.exists(spec, media.width):
            name = name_of(media, spec)
            if larder.get(name) is None:
                larder.put(name, developed(media, spec, original))
            yield name


def developed(media: PictureMedia, spec: Spec, original: bytes) -> bytes:
    """One rendition. Raises UnreadablePicture and PictureTooLarge."""
    rights = Rights(media.credit, media.data_mining, media.digital_source)
    return darkroom.develop(original, spec, media.focus, rights)


def name_of(media: PictureMedia, spec: Spec) -> str:
    return address_of(media, spec).rpartition("/")[2]


def picture_of(name: str) -> str:
    """The id of the picture to which a rendition's name belongs."""
    return name.partition("-")[0]
