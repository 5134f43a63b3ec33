"""While a recipe runs, its reader is the only way to data: everything else raises.

SQL is caught by Django's execute wrapper, time by the kernel's clock; files, sockets and
processes by Python's audit hook; the environment, threads, `random`, `secrets` and `uuid` by
stand-ins that ask first. All of it stays installed; outside a recipe it costs one lookup
per event.

Python does not let everything be seen: `os.stat` (so `Path.exists`), the standard library's
own clocks, an unseeded generator of one's own, the order of a set. `tests/press/test_enclosure.py`
says which; the comparison with a clean bake is there for the rest.
"""

from __future__ import annotations

import inspect
import os
import random
import sys
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import wraps
from typing import Any, NoReturn

from django.db import connection

from broadsheet.kernel import clock
from broadsheet.press.errors import UntrackedRead

_enclosed: ContextVar[bool] = ContextVar("broadsheet_enclosed", default=False)
_AUDITED = (
    "open", "os.", "shutil.", "glob.", "tempfile.", "pathlib.", "mmap.", "sqlite3.",
    "socket.", "urllib.", "http.", "subprocess.", "_thread.start",
)  # fmt: skip
_installed: list[bool] = []


class _NoClock:
    """The time of a bake comes from the reader, which notes until when it holds."""

    def now(self) -> datetime:
        return _refuse("the clock")

    def monotonic(self) -> float:
        return _refuse("the clock")

    def uptime(self) -> clock.Uptime:
        return _refuse("the clock")


def _refuse(what: str) -> NoReturn:
    raise UntrackedRead(
        f"A recipe reached for {what} past its reader; only what the reader gives is tracked."
    )


def _refuse_sql(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    if _enclosed.get():
        _refuse(f"the database ({sql[:60]} …)")
    return execute(sql, params, many, context)


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _enclosed.get() and event.startswith(_AUDITED) and not _importing():
        _refuse(f"{event} {arguments[:1]}")


def _importing() -> bool:
    """Whether Python itself is loading a module: that is code, which `Recipe.code` answers for.

    The standard library imports at first use (`datetime.strptime` does).
    """
    frame = inspect.currentframe()
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


# ---- what no audit event tells of --------------------------------------------------------


class _Environment(os._Environ[Any]):  # noqa: SLF001 - the class has no public name
    """Every reading of it, `os.getenv` too, comes by one of these."""

    def __getitem__(self, key: Any) -> Any:
        _forbid("the environment")
        return super().__getitem__(key)

    def __iter__(self) -> Iterator[Any]:
        _forbid("the environment")
        return super().__iter__()


class _Dice(random.Random):
    """All of `random`'s functions are methods of one generator that roll these two."""

    def random(self) -> float:
        _forbid("chance")
        return super().random()

    def getrandbits(self, k: int, /) -> int:
        _forbid("chance")
        return super().getrandbits(k)


def _forbid(what: str) -> None:
    """Raises UntrackedRead in a recipe."""
    if _enclosed.get() and not _importing():
        _refuse(what)


def _watched(function: Callable[..., Any], what: str) -> Callable[..., Any]:
    @wraps(function)
    def watched(*arguments: Any, **options: Any) -> Any:
        _forbid(what)
        return function(*arguments, **options)

    return watched


def _install() -> None:
    sys.addaudithook(_audit)
    os.environ.__class__ = os.environb.__class__ = _Environment
    dice: Any = random
    dice._inst.__class__ = _Dice  # noqa: SLF001 - the generator behind the module's functions
    dice.random, dice.getrandbits = dice._inst.random, dice._inst.getrandbits  # noqa: SLF001
    dice._urandom = os.urandom = _watched(os.urandom, "chance")  # noqa: SLF001 - `secrets` reads the first
    _replace(uuid, "uuid1", "chance")
    # A thread has a context of its own, in which nothing would be enclosed.
    _replace(threading.Thread, "start", "a thread")
    _installed.append(True)


def _replace(owner: Any, name: str, what: str) -> None:
    setattr(owner, name, _watched(getattr(owner, name), what))


@contextmanager
def enclosed() -> Iterator[None]:
    """Raises UntrackedRead for whatever is read within the block outside `opened`."""
    if not _installed:
        _install()
    with connection.execute_wrapper(_refuse_sql), clock.using(_NoClock()):
        token = _enclosed.set(True)
        try:
            yield
        finally:
            _enclosed.reset(token)


class opened:  # noqa: N801 - used as the function that it stands for
    """The reader's own way out, for the length of one tracked read. A class, for it is the press's most
    frequent step by far."""

    __slots__ = ("_token",)

    def __enter__(self) -> None:
        self._token = _enclosed.set(False)

    def __exit__(self, *_failure: object) -> None:
        _enclosed.reset(self._token)
