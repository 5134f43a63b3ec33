"""The demo newsroom from nothing to pages."""

from __future__ import annotations

from broadsheet.demo.bulk import Bulk
from broadsheet.demo.newsroom import Founding, Progress
from broadsheet.kernel import clock
from broadsheet.ledger import state
from broadsheet.press.machine import Report
from broadsheet.project.configuration import Configuration
from broadsheet.project.press_room import make_press


def make(configuration: Configuration, stories: int, seed: int, say: Progress) -> tuple[Report, int]:
    """Founds, writes, takes the wire in, bakes. Gives the bake's report and the number of stories."""
    newsroom = Founding(clock.now(), configuration.site.language, say)
    newsroom.found()
    newsroom.write()
    if stories > len(newsroom.stories):
        Bulk(newsroom, seed).add(stories - len(newsroom.stories))
    newsroom.take_wire(configuration.wire, configuration.archive)
    say("baking")
    press = make_press(configuration)
    press.start()
    report = press.bake_due()
    return report, sum(1 for _story in state.all_of("story"))
