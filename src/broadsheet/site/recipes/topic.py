"""The page of a topic: its box and its stories."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from broadsheet.ledger import lists
from broadsheet.ledger.records import Topic, asset_of
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output
from broadsheet.site import metadata
from broadsheet.site.facets import TOPIC_PAGE
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.teasers import show_all

STORIES = 40


class TopicRecipe(PageRecipe):
    name = "topic"
    tier = 3
    template = "topic.html"

    def concerned(self, change: Change) -> Iterable[str]:
        return [asset_of(record) for record in change.records() if isinstance(record, Topic)]

    def bake(self, target: str, reader: Reader) -> Output | None:
        topic = reader.read(TOPIC_PAGE, target)
        if topic is None:
            return None
        newsroom = Newsroom(reader, self.house)
        stories = islice(newsroom.newest(lists.topic(topic.id), step=STORIES), STORIES)
        return self.page(
            newsroom,
            topic.path,
            metadata.topic_metadata(self.house, newsroom.identity(), topic),
            topic=topic,
            shown=show_all(newsroom, stories, "row", 2),
        )
