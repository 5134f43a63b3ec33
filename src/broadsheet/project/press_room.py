"""Puts the press together: the site's edition, the folders, the vault, the worker's chores."""

from __future__ import annotations

import logging
from threading import Event

from broadsheet.ledger.vault import Vault
from broadsheet.press.machine import Press
from broadsheet.press.store import FolderStore
from broadsheet.press.worker import Worker
from broadsheet.project.configuration import Configuration
from broadsheet.site.edition import edition

log = logging.getLogger(__name__)


def make_press(configuration: Configuration) -> Press:
    return Press(
        edition(configuration.site),
        FolderStore(configuration.public, configuration.answers, configuration.press),
        Vault(configuration.vault),
        configuration.press,
        configuration.folder / ".press.lock",
    )


def make_worker(configuration: Configuration, stop: Event) -> Worker:
    """Needs the desk in the settings."""
    from broadsheet.desk.schedule import Releaser

    return Worker(make_press(configuration), configuration.press, stop, chores=[Releaser()])
