"""The desk's preview of a front is the site's own rendering; the two rooms do not know each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from broadsheet.ledger.records import AnyRecord, Front, MediaFile, Picture, asset_of
from broadsheet.project.configuration import Configuration

PictureSource = Callable[[str, int], str]


class FrontPreview:
    """What `broadsheet.desk.front_preview.install` takes. Templates are read at the first preview."""

    def __init__(self, configuration: Configuration) -> None:
        self._site = configuration.site

    def render(self, front: Front, drafts: Mapping[str, AnyRecord], source: PictureSource) -> str:
        from broadsheet.site.front_preview import render_front

        def address(file: Picture | MediaFile, width: int) -> str:
            return source(asset_of(file), width)

        return render_front(front, drafts, self._site, address)

    def automatic(self, front_id: str) -> Front:
        from broadsheet.site.front_preview import automatic_front

        return automatic_front(front_id, self._site)
