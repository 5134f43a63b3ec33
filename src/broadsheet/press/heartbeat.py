"""That a worker lives, for whoever watches: a row for each, written every few seconds."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Max

from broadsheet.kernel import clock
from broadsheet.press.models import Heartbeat

EVERY: Final = 10.0
"""Seconds."""
LIVES: Final = timedelta(seconds=60)
"""A worker that was not heard of for longer is taken for dead."""
_REMEMBERED: Final = timedelta(days=1)


class Heart:
    """A chore of the worker."""

    def __init__(self) -> None:
        self._worker = f"{socket.gethostname()[:100]}:{os.getpid()}"
        self._next = 0.0

    def __call__(self) -> None:
        if clock.monotonic() < self._next:
            return
        self._next = clock.monotonic() + EVERY
        now = clock.now()
        Heartbeat.objects.update_or_create(worker=self._worker, defaults={"at": now})
        Heartbeat.objects.filter(at__lt=now - _REMEMBERED).delete()

    def stop(self) -> None:
        """It was told to end: nobody is to be alarmed."""
        Heartbeat.objects.filter(worker=self._worker).delete()


@contextmanager
def beating() -> Iterator[Heart]:
    heart = Heart()
    yield heart
    heart.stop()


def last_beat() -> datetime | None:
    """When a worker was heard of last; None if none is expected."""
    moment: datetime | None = Heartbeat.objects.aggregate(last=Max("at"))["last"]
    return moment


def living() -> int:
    """How many workers live."""
    return Heartbeat.objects.filter(at__gte=clock.now() - LIVES).count()
