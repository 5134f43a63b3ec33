"""Puts the press together: the site's edition, the folders, the vault, the worker's chores."""

from __future__ import annotations

import logging
from random import SystemRandom
from threading import Event

from broadsheet.ledger.vault import Vault
from broadsheet.press.larder import Larder
from broadsheet.press.machine import Press
from broadsheet.press.sample import Inspector, Sampler
from broadsheet.press.store import FolderStore
from broadsheet.press.telling import PINGS, PURGES, Teller
from broadsheet.press.worker import Worker
from broadsheet.project.configuration import Configuration
from broadsheet.project.ranking import Ranker
from broadsheet.serve.readings import Readings
from broadsheet.site.edition import edition

log = logging.getLogger(__name__)


def make_press(configuration: Configuration) -> Press:
    return Press(
        edition(configuration.site, ads=configuration.ads),
        FolderStore(configuration.public, configuration.answers, configuration.press),
        Vault(configuration.vault),
        configuration.press,
        configuration.folder / ".press.lock",
        purging=configuration.purge.target != "none",
        pinging=bool(configuration.site.hub),
        larder=Larder(configuration.larder),
    )


def make_tellers(configuration: Configuration) -> list[Teller]:
    """For the cache before the site and for the WebSub hub, as far as they are configured."""
    site = configuration.site
    tellers: list[Teller] = []
    # What speaks HTTP is loaded by those alone who have somebody to tell.
    if configuration.purge.target != "none":
        from broadsheet.press.caches import cache_of

        if cache := cache_of(configuration.purge, site.address):
            tellers.append(Teller(cache, PURGES))
    if site.hub:
        from broadsheet.press.hubs import Hub

        tellers.append(Teller(Hub(site.hub, site.address, configuration.press.feeds_at_once), PINGS))
    return tellers


def make_worker(configuration: Configuration, stop: Event) -> Worker:
    """Needs the desk in the settings."""
    from broadsheet.desk.schedule import Releaser
    from broadsheet.project.darkroom import Darkroom

    press = make_press(configuration)
    sampler = Sampler(press, configuration.press, SystemRandom())
    return Worker(
        press,
        configuration.press,
        stop,
        chores=[Releaser(), Ranker(Readings(configuration.readings))],
        pastimes=[Inspector(sampler, configuration.press)],
        tellers=make_tellers(configuration),
        errands=[Darkroom(Larder(configuration.larder))],
    )
