"""The demo newsroom from nothing to pages."""

from __future__ import annotations

from random import Random

from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from broadsheet.demo import accounts, advertising, content_files
from broadsheet.demo.bulk import Bulk
from broadsheet.demo.in_progress import InProgress
from broadsheet.demo.newsroom import DEMO, Founding, Progress
from broadsheet.demo.studio import drawing
from broadsheet.desk.models import StoryPage
from broadsheet.kernel import clock, ids
from broadsheet.ledger import state
from broadsheet.ledger.records import path_of
from broadsheet.press.machine import Progress as BakeProgress
from broadsheet.press.report import Report
from broadsheet.project.configuration import Configuration
from broadsheet.project.founding import prepare_database
from broadsheet.project.press_room import make_press
from broadsheet.project.ranking import rank
from broadsheet.project.running import DEMO_MARK
from broadsheet.serve.readings import Readings

_READ = 24
"""So many stories have readers."""


def make(
    configuration: Configuration, stories: int, seed: int, say: Progress, baked: BakeProgress
) -> tuple[Report, int]:
    """Tables, newsroom, pages. Gives the bake's report and the number of published stories.

    The same seed and the same moment on the kernel's clock give the same public bytes.
    """
    content = content_files.newsroom()
    maker = ids.Ids(random=Random(seed).randrange)  # noqa: S311 - ids that tests can foresee
    with drawing(content.picture) as drawn, ids.using(maker):
        say("preparing the database")
        prepare_database()
        newsroom = Founding(content, clock.now(), configuration.site.language, drawn, say)
        _fill(newsroom, configuration, stories, seed)
        _count_readings(newsroom, Readings(configuration.readings), Random(seed))  # noqa: S311 - invented
    _note_logins(configuration)
    say("baking")
    press = make_press(configuration)
    press.start()
    report = press.bake_due(baked)
    return report, sum(1 for _story in state.all_of("story"))


def _fill(newsroom: Founding, configuration: Configuration, stories: int, seed: int) -> None:
    newsroom.found()
    _write(newsroom)
    if stories > len(newsroom.stories):
        Bulk(newsroom, seed).add(stories - len(newsroom.stories))
    advertising.book(newsroom.now, DEMO)
    newsroom.take_wire(configuration.wire, configuration.archive)
    InProgress(newsroom, seed).add()
    newsroom.take_later_wire(configuration.wire, configuration.archive)


def _count_readings(newsroom: Founding, readings: Readings, chance: Random) -> None:
    """As if readers had been there: the newest stories were read most, as it is on any day."""
    newest = sorted((story for _section, story in newsroom.written()), key=lambda story: story.age_hours)
    records = (state.get(f"story:{newsroom.stories[story.key].story_id}") for story in newest[:_READ])
    paths = [path_of(record) for record in records if record is not None]
    counts = {path: round(4000 * chance.uniform(0.3, 1) / (at + 2)) for at, path in enumerate(paths) if path}
    readings.write(newsroom.now, "demo", counts)
    rank(readings)


def _write(newsroom: Founding) -> None:
    """Each story is saved several times; what it refers to is noted once, at the end."""
    with disable_reference_index_auto_update():
        newsroom.write()
    for story in StoryPage.objects.all():
        ReferenceIndex.create_or_update_for_object(story)


def _note_logins(configuration: Configuration) -> None:
    lines = [f"{each.name:<14} {accounts.PASSWORD}   {each.role}" for each in accounts.ACCOUNTS]
    (configuration.folder / DEMO_MARK).write_text("\n".join(lines) + "\n", encoding="utf-8")
