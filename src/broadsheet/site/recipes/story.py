"""The page of a story."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from broadsheet.ledger import lists
from broadsheet.ledger.records import Story, asset_of
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output
from broadsheet.site import metadata
from broadsheet.site.article import article
from broadsheet.site.embeds import frames
from broadsheet.site.facets import STORY_PAGE
from broadsheet.site.illustrations import PictureSource
from broadsheet.site.labels import sponsored
from broadsheet.site.media import MediaSource, media_view
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.pictures import picture_view
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.rendering import Rendered
from broadsheet.site.sources import chains
from broadsheet.site.surroundings import surroundings


class StoryRecipe(PageRecipe):
    """Reads no list above the story's own place, so what is published later leaves the page alone."""

    name = "story"
    tier = 1
    template = "story.html"

    def concerned(self, change: Change) -> Iterable[str]:
        return [asset_of(record) for record in change.records() if isinstance(record, Story)]

    def lists(self, target: str) -> Iterable[str]:
        yield lists.translations(target.partition(":")[2])

    def bake(self, target: str, reader: Reader) -> Output | None:
        story = reader.read(STORY_PAGE, target)
        if story is None:
            return None
        return self.render(story, self.newsroom(reader, story)).at(story.path)

    def newsroom(
        self,
        reader: Reader,
        story: Story,
        pictures: PictureSource = picture_view,
        media: MediaSource = media_view,
    ) -> Newsroom:
        """What stands around the story is in its own language, if the site has a home in it."""
        return Newsroom(reader, self.house.around(story.language), pictures, media)

    def render(self, story: Story, newsroom: Newsroom) -> Rendered:
        """The page; the desk's preview calls this for what is not published yet."""
        section = newsroom.section(story.section)
        own = newsroom.house.speaking(story.language).catalogue
        shown = article(newsroom, story)
        page = self.html(
            newsroom,
            story.path,
            metadata.story_metadata(newsroom, story),
            section.path if section else "",
            section=section,
            story=story,
            article=shown,
            frames=frames(shown.body),
            sources=chains(newsroom, story),
            own_text=own.text,
            own_count=own.count,
            around=surroundings(newsroom, story, section),
            latest=newsroom.house.latest,
            most_read=newsroom.house.most_read,
        )
        if story.genre != "advertorial":
            return page
        return replace(page, text=sponsored(page.text, self.house.config.address))
