"""The desk's preview is the site's own rendering; the two rooms do not know each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from broadsheet.ledger.records import AnyRecord, MediaFile, Picture, Story, asset_of
from broadsheet.project.configuration import Configuration

PictureSource = Callable[[str, int], str]


def renderer(configuration: Configuration) -> Callable[[Story, Mapping[str, AnyRecord], PictureSource], str]:
    """What `broadsheet.desk.preview.install` takes."""

    def render(story: Story, drafts: Mapping[str, AnyRecord], source: PictureSource) -> str:
        # Templates are read at the first preview, not by every command.
        from broadsheet.site.preview import render_story

        def address(picture: Picture | MediaFile, width: int) -> str:
            return source(asset_of(picture), width)

        return render_story(story, drafts, configuration.site, address)

    return render
