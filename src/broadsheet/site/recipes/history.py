"""The page of a story's earlier states, where the newsroom opened them to readers."""

from __future__ import annotations

from collections.abc import Iterable

from broadsheet.kernel import addresses
from broadsheet.ledger.records import Story, asset_of
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output
from broadsheet.site import metadata
from broadsheet.site.facets import STORY_HISTORY
from broadsheet.site.history import steps
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe


class HistoryRecipe(PageRecipe):
    """Only what the story's own record names is read of its past: what goes from there is gone here."""

    name = "history"
    tier = 1
    template = "history.html"

    def concerned(self, change: Change) -> Iterable[str]:
        return [asset_of(each) for each in change.records() if isinstance(each, Story) and each.earlier]

    def bake(self, target: str, reader: Reader) -> Output | None:
        story = reader.read(STORY_HISTORY, target)
        if story is None:
            return None
        newsroom = Newsroom(reader, self.house.around(story.language))
        section = newsroom.section(story.section)
        own = newsroom.house.speaking(story.language)
        path = addresses.history_path(story.path, story.language)
        title = own.catalogue.text("history.title", headline=story.headline)
        page = self.html(
            newsroom,
            path,
            metadata.bare_metadata(newsroom.house, newsroom.identity(), title, story.path),
            section.path if section else "",
            story=story,
            steps=steps(reader, own, target, story),
            own_text=own.catalogue.text,
        )
        return page.at(path)
