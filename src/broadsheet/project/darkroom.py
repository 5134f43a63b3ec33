"""Pictures are developed while their story is still being written: the press then finds them done.

Desk and press are strangers; here the desk says which pictures came lately, the site develops
them, and the press's larder keeps them, in a folder that no reader can reach.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from multiprocessing.process import BaseProcess
from typing import Final

from django.db import connections

from broadsheet.desk.acts.pictures import as_published
from broadsheet.desk.fresh_pictures import fresh_pictures
from broadsheet.desk.models import Picture
from broadsheet.kernel import clock
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.press import queue
from broadsheet.press.larder import Larder
from broadsheet.site import ahead

log = logging.getLogger(__name__)

_LOOK_EVERY: Final = 0.25
"""Seconds between two looks at what has come."""
_LONGEST: Final = 120.0
"""Seconds after which the development of one picture is given up."""
_NICENESS: Final = 5
"""Added: press, desk and readers' server have the cores first."""


class Darkroom:
    """An errand of the worker: one picture at a time, each in a process of its own.

    A picture that brings its process down, or fills the disk, does so once; the press makes
    its renditions when it is published. The process ends with its picture if the worker dies.
    """

    def __init__(self, larder: Larder) -> None:
        self._larder = larder
        self._next = 0.0
        self._seen: set[Hashable] = set()
        self._kept: set[str] | None = None
        self._process: BaseProcess | None = None
        self._ends = 0.0

    def __call__(self) -> None:
        if self._is_developing() or clock.monotonic() < self._next:
            return
        self._next = clock.monotonic() + _LOOK_EVERY
        fresh = fresh_pictures()
        self._tidy({picture.picture_id for picture in fresh})
        states = {_state_of(picture): picture for picture in fresh}
        self._seen &= states.keys()
        for state, picture in states.items():
            if state not in self._seen:
                self._seen.add(state)
                self._start(picture)
                return

    def _tidy(self, fresh: set[str]) -> None:
        """What has been published goes once the press has taken it; what is not fresh, with it."""
        if fresh != self._kept and not queue.has_work(clock.now()):
            self._larder.keep(lambda name: ahead.picture_of(name) in fresh)
            self._kept = fresh

    def _start(self, picture: Picture) -> None:
        work = partial(_develop, picture, self._larder)
        try:
            self._process = _forked(f"darkroom {picture.picture_id}", work)
        except OSError as error:  # no memory, no process left
            log.warning("The picture %s is left to the press: %s", picture.picture_id, error)
        self._ends = clock.monotonic() + _LONGEST

    def _is_developing(self) -> bool:
        if self._process is None:
            return False
        if self._process.is_alive() and clock.monotonic() < self._ends:
            return True
        self._process.terminate()
        self._process.join()
        if self._process.exitcode:
            log.warning("%s ended with status %s.", self._process.name, self._process.exitcode)
        self._process = None
        return False


def _state_of(picture: Picture) -> Hashable:
    """Changes with whatever decides the renditions' bytes, as far as the row tells."""
    names: Iterable[str] = (
        "file",
        "file_hash",
        "credit",
        "data_mining",
        "digital_source",
        "focal_point_x",
        "focal_point_y",
    )
    return picture.picture_id, *(str(getattr(picture, name)) for name in names)


def _develop(picture: Picture, larder: Larder) -> None:
    try:
        for _name in ahead.develop(*as_published(picture), larder):
            pass
    except (BroadsheetError, OSError) as error:
        log.warning("The picture %s is left to the press: %s", picture.picture_id, error)


def _forked(name: str, work: Callable[[], None]) -> BaseProcess:
    connections.close_all()  # no process may use what another has opened
    fork = multiprocessing.get_context("fork")
    process = fork.Process(target=_run, args=(work,), name=name, daemon=True)
    process.start()
    return process


def _run(work: Callable[[], None]) -> None:
    """In the new process."""
    os.nice(_NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        work()
    finally:
        connections.close_all()
