"""The demo newsroom from nothing to pages."""

from __future__ import annotations

from broadsheet.demo import accounts
from broadsheet.demo.bulk import Bulk
from broadsheet.demo.newsroom import Founding, Progress
from broadsheet.kernel import clock
from broadsheet.ledger import state
from broadsheet.press.report import Report
from broadsheet.project.configuration import Configuration
from broadsheet.project.press_room import make_press
from broadsheet.project.running import DEMO_MARK


def make(configuration: Configuration, stories: int, seed: int, say: Progress) -> tuple[Report, int]:
    """Founds, writes, takes the wire in, bakes. Gives the bake's report and the number of stories."""
    newsroom = Founding(clock.now(), configuration.site.language, say)
    newsroom.found()
    newsroom.write()
    if stories > len(newsroom.stories):
        Bulk(newsroom, seed).add(stories - len(newsroom.stories))
    newsroom.take_wire(configuration.wire, configuration.archive)
    _note_logins(configuration)
    say("baking")
    press = make_press(configuration)
    press.start()
    report = press.bake_due()
    return report, sum(1 for _story in state.all_of("story"))


def _note_logins(configuration: Configuration) -> None:
    lines = [f"{each.name:<14} {accounts.PASSWORD}   {each.role}" for each in accounts.ACCOUNTS]
    (configuration.folder / DEMO_MARK).write_text("\n".join(lines) + "\n", encoding="utf-8")
