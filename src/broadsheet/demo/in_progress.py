"""What lies on the desk and is not, or no longer, for readers: drafts, a schedule, a retraction."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.auth import get_user_model

from broadsheet.demo.generator import Generator, body_of
from broadsheet.demo.newsroom import DEMO, Founding
from broadsheet.desk import config, drafts
from broadsheet.desk.acts.publish import Publish
from broadsheet.desk.acts.retract import Retract
from broadsheet.desk.acts.schedule import Schedule
from broadsheet.desk.from_wire import draft_from
from broadsheet.desk.models import StoryPage
from broadsheet.kernel import clock
from broadsheet.wire import inbox

WRITER = "reporter"
_ANOTHER_SEED = 1_000_003
"""Apart from the seed of the further stories, whose texts come from the same generator."""
_SOON_CANCELED = "-000000"
"""How the id ends of what the agency takes back (see `Founding.take_later_wire`)."""
_RETRACTED_AFTER = timedelta(days=2)
_MORNING = 6
REASON = (
    "Der Bericht beruhte auf Angaben, die sich bei einer zweiten Prüfung als falsch erwiesen haben. "
    "Die Redaktion hat ihn deshalb zurückgenommen und bittet um Entschuldigung."
)


class InProgress:
    """Fills the desk of a newsroom that has been founded and has taken the wire in."""

    def __init__(self, founding: Founding, seed: int) -> None:
        self._founding = founding
        self._writer = get_user_model().objects.get(username=WRITER)
        self._stories = Generator(founding.content, seed + _ANOTHER_SEED).stories(5)

    def add(self) -> None:
        self._founding.say("leaving drafts on the desk")
        for hours in (50, 26):
            self._draft(hours)
        self._submit(self._draft(3))
        self._schedule(self._draft(2))
        self._retract(self._draft(24 * 30))
        self._take_from_wire()

    def _draft(self, age_hours: float) -> StoryPage:
        section, story = next(self._stories)
        founding = self._founding
        with clock.using(clock.ManualClock(founding.at(age_hours))):
            return drafts.new_story(
                founding.sections[section],
                headline=story.headline,
                user=self._writer,
                authors=tuple(founding.people[slug] for slug in story.authors),
                topics=tuple(founding.topics[slug] for slug in story.topics),
                genre=story.kind,
                kicker=story.kicker,
                lead=story.lead,
                language="de",
                place=story.place,
                picture=founding.pictures[story.picture] if story.picture else None,
                body=body_of(story),
            )

    def _submit(self, story: StoryPage) -> None:
        """Somebody who may publish finds it among what is to be reviewed."""
        story.get_workflow().start(story, self._writer)

    def _schedule(self, story: StoryPage) -> None:
        Schedule(story, self._tomorrow_morning(), by=DEMO).execute()

    def _tomorrow_morning(self) -> datetime:
        local = self._founding.now.astimezone(config.active().time_zone) + timedelta(days=1)
        return local.replace(hour=_MORNING, minute=0, second=0, microsecond=0)

    def _retract(self, story: StoryPage) -> None:
        published = self._founding.at(24 * 30)
        with clock.using(clock.ManualClock(published)):
            Publish(story, by=DEMO).execute()
        with clock.using(clock.ManualClock(published + _RETRACTED_AFTER)):
            Retract(story, REASON, by=DEMO).execute()

    def _take_from_wire(self) -> None:
        new = [each for each in inbox.newest(state="new") if each.embargo is None and each.kind == "text"]
        draft_from(new[0], self._founding.sections["politik"], self._writer)
        soon_canceled = next(each for each in new if each.supplier_id.endswith(_SOON_CANCELED))
        draft_from(soon_canceled, self._founding.sections["panorama"], self._writer)
