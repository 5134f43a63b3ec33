"""The front of a topic: its own words and its stories."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from broadsheet.ledger.records import Topic, asset_of
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Change, Output
from broadsheet.site import metadata
from broadsheet.site.facets import TOPIC_PAGE
from broadsheet.site.fronts import automatic_topic, front
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import PageRecipe


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
        house = self.house.around(topic.language)
        newsroom = Newsroom(reader, house, self.pictures)
        return self.page(
            newsroom,
            topic.path,
            metadata.topic_metadata(house, newsroom.identity(), topic),
            topic=topic,
            strips=front(newsroom, topic.id, partial(automatic_topic, newsroom, topic.id), topic.path),
        )
