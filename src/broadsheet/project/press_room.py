"""Puts the press together: the site's edition, the folders, the vault, the worker's chores."""

from __future__ import annotations

import logging
from random import SystemRandom
from threading import Event

from broadsheet.ledger.vault import Vault
from broadsheet.press.machine import Press
from broadsheet.press.purge import Purger
from broadsheet.press.sample import Inspector, Sampler
from broadsheet.press.store import FolderStore
from broadsheet.press.worker import Worker
from broadsheet.project.configuration import Configuration
from broadsheet.project.ranking import Ranker
from broadsheet.serve.readings import Readings
from broadsheet.site.edition import edition

log = logging.getLogger(__name__)


def make_press(configuration: Configuration) -> Press:
    return Press(
        edition(configuration.site),
        FolderStore(configuration.public, configuration.answers, configuration.press),
        Vault(configuration.vault),
        configuration.press,
        configuration.folder / ".press.lock",
        purging=configuration.purge.target != "none",
    )


def make_purger(configuration: Configuration) -> Purger | None:
    """None if no cache is configured."""
    if configuration.purge.target == "none":
        return None
    # What speaks HTTP is loaded by those alone who have a cache.
    from broadsheet.press.caches import cache_of

    cache = cache_of(configuration.purge, configuration.site.address)
    return None if cache is None else Purger(cache)


def make_worker(configuration: Configuration, stop: Event) -> Worker:
    """Needs the desk in the settings."""
    from broadsheet.desk.schedule import Releaser

    press = make_press(configuration)
    sampler = Sampler(press, configuration.press, SystemRandom())
    return Worker(
        press,
        configuration.press,
        stop,
        chores=[Releaser(), Ranker(Readings(configuration.readings))],
        pastimes=[Inspector(sampler, configuration.press)],
        purger=make_purger(configuration),
    )
