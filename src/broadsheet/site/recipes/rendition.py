"""The files of a picture. A target is `<picture id>/<spec>`."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import ClassVar

from broadsheet.ledger.records import Picture
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output, Recipe, fingerprint_of
from broadsheet.site import ahead, renditions
from broadsheet.site.pictures import address_of, media_of

log = logging.getLogger(__name__)


class RenditionRecipe(Recipe):
    name: ClassVar[str] = "rendition"
    tier: ClassVar[int] = 0

    def __init__(self) -> None:
        """Says so if pictures cannot be made in their lightest format on this machine."""
        if renditions.CODECS["avif"] is None:
            log.warning(
                "Pillow was built without AVIF here: pictures come as WebP and JPEG alone. "
                "To have all three, install Pillow from its wheel: pip install --force-reinstall pillow"
            )

    @property
    def code(self) -> str:
        specs = (
            f"{spec.name} {spec.format} {spec.width}×{spec.height}" for spec in renditions.SPECS.values()
        )
        return fingerprint_of(renditions.ENCODER, *specs)

    def concerned(self, change: Change) -> Iterable[str]:
        pictures = {record.id for record in change.records() if isinstance(record, Picture)}
        return [f"{picture}/{spec}" for picture in sorted(pictures) for spec in renditions.SPECS]

    def bake(self, target: str, reader: Reader) -> Output | None:
        picture_id, _, name = target.partition("/")
        spec = renditions.SPECS.get(name)
        media = media_of(reader, picture_id)
        if spec is None or media is None or not renditions.exists(spec, media.width):
            return None
        body = reader.prepared(ahead.name_of(media, spec))
        if body is None:
            body = ahead.developed(media, spec, reader.blob(media.blob))
        return Output(address_of(media, spec), body)
