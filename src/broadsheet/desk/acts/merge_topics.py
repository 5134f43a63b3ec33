"""Two topics become one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from msgspec.structs import replace

from broadsheet.desk.acts.actor import Actor, may_change, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.compose.topic import topic_record
from broadsheet.desk.errors import ChecksFailed, Problem
from broadsheet.desk.models import Front, StoryPage, StoryTopic, Topic
from broadsheet.ledger import journal, records, state
from broadsheet.ledger.entries import Append


class MergeTopics:
    """Whatever had `topic` has `into` from now on; readers of the first are led to the second.

    Published stories and fronts change in nothing else; drafts are changed alike. Every address
    that `topic` had goes over to `into`, then the topic is deleted, and its own front with it.
    Raises NotAllowed, ChecksFailed.
    """

    name: ClassVar = "merge"

    def __init__(self, topic: Topic, into: Topic, *, by: Actor, why: str = "") -> None:
        self.topic = topic
        self.into = into
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_change(self.by, self.topic, "delete")
        may_change(self.by, self.into)
        self._require_two()
        stories = list(_with_topic(self.topic))
        self._change_drafts()
        self._change_rows()
        appends = [*self._stories(stories), *self._fronts(), *self._topics()]
        last = journal.append_all(appends)[-1]
        self.topic.erase()
        return Filed(last.asset, topic_record(self.into).path, last.seq)

    def _require_two(self) -> None:
        """Takes both as they are stored now."""
        rows = Topic.objects.select_for_update().in_bulk([self.topic.pk, self.into.pk])
        if len(rows) != 2:
            message = _("Choose another topic: two that exist are needed.")
            raise ChecksFailed([Problem("merge", "into", message)])
        self.topic, self.into = rows[self.topic.pk], rows[self.into.pk]

    # ---- at the desk --------------------------------------------------------------------

    def _change_drafts(self) -> None:
        """Every state of these stories: an editor may go back to any."""
        for story in StoryPage.objects.filter(
            Q(topic_links__topic=self.topic) | Q(has_unpublished_changes=True)
        ).distinct():
            for revision in story.revisions.all():
                links = revision.content.get("topic_links", [])
                if any(link["topic"] == self.topic.pk for link in links):
                    revision.content["topic_links"] = self._merged_links(links)
                    revision.save(update_fields=["content"])

    def _merged_links(self, links: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        named = [link | {"topic": self._merged_row(link["topic"])} for link in links]
        first: dict[int, dict[str, Any]] = {}
        for link in named:
            first.setdefault(link["topic"], link)
        return list(first.values())

    def _merged_row(self, pk: int) -> int:
        return self.into.pk if pk == self.topic.pk else pk

    def _change_rows(self) -> None:
        """Where a story has both topics, the place of the first one stays."""
        both = StoryPage.objects.filter(topic_links__topic=self.topic).filter(topic_links__topic=self.into)
        for story in both.distinct():
            _first, *more = StoryTopic.objects.filter(page=story, topic__in=[self.topic, self.into])
            StoryTopic.objects.filter(pk__in=[link.pk for link in more]).delete()
        StoryTopic.objects.filter(topic=self.topic).update(topic=self.into)

    def _fronts(self) -> Iterator[Append]:
        """Whoever is putting one of them together is told that it has changed."""
        for front in Front.objects.exclude(topic=self.topic):
            rules = [child.value["rule"] for child in front.containers]
            found = [rule for rule in rules if rule.get("topic") == self.topic]
            for rule in found:
                rule["topic"] = self.into
            if found:
                front.edition += 1
                front.save()
            record = state.get(f"front:{front.front_id}")
            if found and isinstance(record, records.Front):
                containers = tuple(map(self._merged_container, record.containers))
                yield self._append(replace(record, containers=containers))

    # ---- in the ledger ------------------------------------------------------------------

    def _stories(self, stories: Iterable[StoryPage]) -> Iterator[Append]:
        for story in stories:
            record = state.get(f"story:{story.story_id}")
            if isinstance(record, records.Story) and self.topic.topic_id in record.topics:
                topics = tuple(dict.fromkeys(map(self._merged_id, record.topics)))
                yield self._append(replace(record, topics=topics))

    def _topics(self) -> Iterator[Append]:
        """An address belongs to the last who claimed it: the second claims each, and returns."""
        asset, record = f"topic:{self.topic.topic_id}", topic_record(self.into)
        for each in (f"front:{self.topic.topic_id}", asset):
            if state.get(each) is not None:
                yield Append(asset=each, record=None, act=self.name, by=name_of(self.by), why=self.why)
        for path in state.paths_of(asset):
            yield self._append(replace(record, path=path))
        yield self._append(record)

    def _merged_id(self, topic: str) -> str:
        return self.into.topic_id if topic == self.topic.topic_id else topic

    def _merged_container(self, container: records.Container) -> records.Container:
        rule = container.rule
        if rule is None:
            return container
        return replace(container, rule=replace(rule, topic=self._merged_id(rule.topic)))

    def _append(self, record: records.AnyRecord) -> Append:
        asset = records.asset_of(record)
        return Append(asset=asset, record=record, act=self.name, by=name_of(self.by), why=self.why)


def _with_topic(topic: Topic) -> Iterator[StoryPage]:
    yield from StoryPage.objects.filter(live=True, topic_links__topic=topic).distinct().order_by("story_id")
