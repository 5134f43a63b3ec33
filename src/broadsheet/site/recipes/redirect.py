"""Addresses that an asset has left: moved for good, or gone.

A target is a path. It leads straight to where the asset stands today, so there are no chains.
Who subscribed to the feed of a section, topic, person or podcast is led along, and so is who
kept the address of a story's versions.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from broadsheet.kernel import ids
from broadsheet.kernel.addresses import HISTORY, history_path
from broadsheet.kernel.language import LANGUAGES
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output
from broadsheet.site import metadata
from broadsheet.site.facets import NOTICE, PATHS, SECTION_LABEL, STORY_HISTORY
from broadsheet.site.feeds import FORMATS
from broadsheet.site.house import House
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.rendering import Rendered

_WITH_FEEDS: Final = frozenset({"section", "topic", "person"})
_PODCAST: Final = "feed.xml"
_STORY_PATH: Final = re.compile(rf".*-{ids.PATTERN.pattern}/")
_HISTORY_PATH: Final = re.compile(rf"({_STORY_PATH.pattern})(?:{'|'.join(HISTORY.values())})/")


class RedirectRecipe(PageRecipe):
    """Made after whatever page it leads to."""

    name = "redirect"
    tier = 5
    template = "gone.html"

    def addressed(self, path: str) -> Iterable[str]:
        if _STORY_PATH.fullmatch(path):
            return [path, *(history_path(path, language) for language in LANGUAGES)]
        return [path, *(path + file for file in FORMATS)]

    def bake(self, target: str, reader: Reader) -> Output | None:
        if found := _HISTORY_PATH.fullmatch(target):
            return _to_history(target, found[1], reader)
        file = target.rpartition("/")[2]
        path = target.removesuffix(file)
        owner = reader.owner(path)
        kind, _, name = (owner or "").partition(":")
        if owner is None or kind not in PATHS or (file and not _has_feed(kind, file)):
            return None
        stands_at = reader.read(PATHS[kind], owner)
        if stands_at == path:
            return None
        if stands_at is None:
            return self._gone(reader, path, name if kind == "story" else "").at(target, status=410)
        return Output(target, status=301, location=stands_at + file)

    def _gone(self, reader: Reader, path: str, story_id: str) -> Rendered:
        """A retracted story's page says why: its notice has the story's own id."""
        house = self._house_at(reader, path)
        newsroom = Newsroom(reader, house)
        notice = reader.read(NOTICE, f"notice:{story_id}") if story_id else None
        title = notice.headline if notice else house.catalogue.text("gone.title")
        head = metadata.bare_metadata(house, newsroom.identity(), title, path)
        moment = house.calendar.moment(notice.at) if notice else None
        return self.html(newsroom, path, head, notice=notice, moment=moment)

    def _house_at(self, reader: Reader, path: str) -> House:
        """What was below a section is missed in the section's language."""
        if not self.house.has_several_languages:
            return self.house
        owner = reader.owner(f"/{path.split('/')[1]}/") or ""
        section = reader.read(SECTION_LABEL, owner) if owner.startswith("section:") else None
        return self.house.around(section.language if section else "")


def _to_history(target: str, story_path: str, reader: Reader) -> Output | None:
    """From where a story's versions stood, or would have stood; only while they are open."""
    owner = reader.owner(story_path) or ""
    story = reader.read(STORY_HISTORY, owner) if owner.startswith("story:") else None
    if story is None or story.path == story_path:
        return None
    return Output(target, status=301, location=history_path(story.path, story.language))


def _has_feed(kind: str, file: str) -> bool:
    """Whether a page of this kind has a feed of this name."""
    return kind in _WITH_FEEDS or (kind == "series" and file == _PODCAST)
