"""Puts the press together: the site's edition, the folders, the vault, the worker's chores."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from random import SystemRandom
from threading import Event
from typing import TYPE_CHECKING

from django.db import connection

from broadsheet.ledger import bell
from broadsheet.ledger.vault import Vault
from broadsheet.press.larder import Larder
from broadsheet.press.machine import Press
from broadsheet.press.sample import Inspector, Sampler
from broadsheet.press.standby import StandBy
from broadsheet.press.store import FolderStore, Store
from broadsheet.press.telling import PINGS, PURGES, Listener, Teller
from broadsheet.press.turns import Concern, DatabaseTurn, FileTurn, Turn
from broadsheet.press.worker import Chore, Worker
from broadsheet.project.configuration import Configuration
from broadsheet.project.errors import LibraryMissing
from broadsheet.project.ranking import Ranker
from broadsheet.serve.readings import Readings
from broadsheet.site.edition import edition

if TYPE_CHECKING:
    from broadsheet.press.bucket import Bucket

log = logging.getLogger(__name__)


def make_store(configuration: Configuration) -> Store:
    """Raises as `make_bucket` does."""
    config, press = configuration.store, configuration.press
    if config.kind == "folder":
        return FolderStore(configuration.public, configuration.answers, press)
    bucket = make_bucket(configuration)
    from broadsheet.press.bucket_store import BucketStore
    from broadsheet.project.delivery import fields_of

    return BucketStore(bucket, config, press, fields_of, configuration.public, configuration.answers)


def make_bucket(configuration: Configuration) -> Bucket:
    """Raises KeysMissing and LibraryMissing."""
    with optional_library():
        from broadsheet.press.bucket import Bucket

        return Bucket(configuration.store, os.environ)


@contextmanager
def optional_library() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        raise LibraryMissing(
            f"{error.name} is not installed, which buckets and CloudFront need: docs/operators.md says how."
        ) from error


def make_press(configuration: Configuration) -> Press:
    return Press(
        edition(configuration.site, ads=configuration.ads),
        make_store(configuration),
        Vault(configuration.vault),
        configuration.press,
        _turn(configuration, Concern.PRESS),
        purging=configuration.purge.target != "none",
        pinging=bool(configuration.site.hub),
        larder=Larder(configuration.larder),
    )


def _turn(configuration: Configuration, concern: Concern) -> Turn:
    """Among all workers of the site: those on this machine, or those at its database."""
    here = FileTurn(configuration.folder / f".{concern.name.lower()}.lock")
    if connection.vendor != "postgresql":
        return here
    return DatabaseTurn(concern, here if concern is Concern.PRESS else None)


def make_tellers(configuration: Configuration) -> list[Teller]:
    """For the cache before the site and for the WebSub hub, as far as they are configured."""
    site = configuration.site
    tellers: list[Teller] = []
    # What speaks HTTP is loaded by those alone who have somebody to tell.
    if configuration.purge.target != "none" and (cache := _cache(configuration)):
        tellers.append(Teller(cache, PURGES))
    if site.hub:
        from broadsheet.press.hubs import Hub

        tellers.append(Teller(Hub(site.hub, site.address, configuration.press.feeds_at_once), PINGS))
    return tellers


def _cache(configuration: Configuration) -> Listener | None:
    if configuration.purge.target == "cloudfront":
        with optional_library():
            from broadsheet.press.cloudfront import CloudFront

            return CloudFront(configuration.purge, os.environ)
    from broadsheet.press.caches import cache_of

    return cache_of(configuration.purge, configuration.site.address)


def make_worker(configuration: Configuration, stop: Event, *more: Chore) -> Worker:
    """Needs the desk in the settings."""
    from broadsheet.desk.schedule import Releaser
    from broadsheet.project.darkroom import Darkroom
    from broadsheet.project.tidying import Tidier

    press = make_press(configuration)
    sampler = Sampler(press, configuration.press, SystemRandom())
    return Worker(
        press,
        configuration.press,
        stop,
        chores=[Releaser(), Ranker(Readings(configuration.readings)), Tidier(configuration), *more],
        pastimes=[Inspector(sampler, configuration.press)],
        tellers=make_tellers(configuration),
        errands=[Darkroom(Larder(configuration.larder))],
        chores_turn=_turn(configuration, Concern.CHORES),
        standby=StandBy(press) if connection.vendor == "postgresql" else None,
        bell=configuration.folder / bell.NAME,
    )
