"""Topics go to the readers and are taken back."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.desk.acts.actor import Actor, may_change, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.filing import file, require_valid, unfile
from broadsheet.desk.compose.topic import topic_record
from broadsheet.desk.errors import StillInUse
from broadsheet.desk.models import StoryPage, Topic
from broadsheet.ledger import state


class PublishTopic:
    """Saves and publishes. Raises NotAllowed, ChecksFailed, and what the ledger raises."""

    name: ClassVar = "publish"

    def __init__(self, topic: Topic, *, by: Actor, why: str = "") -> None:
        self.topic = topic
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_change(self.by, self.topic)
        require_valid(self.topic)
        self.topic.save()
        return file(topic_record(self.topic), act=self.name, by=name_of(self.by), why=self.why)


class WithdrawTopic:
    """Takes a topic back that no published story has, and its front.

    Raises NotAllowed, StillInUse, NotPublished.
    """

    name: ClassVar = "withdraw"

    def __init__(self, topic: Topic, *, by: Actor, why: str = "") -> None:
        self.topic = topic
        self.by = by
        self.why = why

    @transaction.atomic
    def execute(self) -> Filed:
        may_change(self.by, self.topic, "delete")
        count = StoryPage.objects.filter(live=True, topic_links__topic=self.topic).count()
        if count:
            raise StillInUse(
                _("%(count)s published stories belong to the topic “%(title)s”. Change them first.")
                % {"count": count, "title": self.topic.title}
            )
        asset, front = f"topic:{self.topic.topic_id}", f"front:{self.topic.topic_id}"
        if state.get(front) is not None:
            unfile(front, act=self.name, by=name_of(self.by), why=self.why)
        return unfile(asset, act=self.name, by=name_of(self.by), why=self.why)
