"""While a recipe runs, its reader is the only way to data: everything else raises.

SQL is caught by Django's execute wrapper, time by the kernel's clock, files, sockets and
processes by Python's audit hook. The hook stays installed; outside a recipe it costs one
lookup per event.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any, NoReturn

from django.db import connection

from broadsheet.kernel import clock
from broadsheet.press.errors import UntrackedRead

_enclosed: ContextVar[bool] = ContextVar("broadsheet_enclosed", default=False)
_AUDITED = ("open", "os.listdir", "os.scandir", "socket.", "subprocess.", "os.system", "os.exec", "urllib.")
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
    if event.startswith(_AUDITED) and _enclosed.get() and not _importing():
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


@contextmanager
def enclosed() -> Iterator[None]:
    """Raises UntrackedRead for whatever is read within the block outside `opened`."""
    if not _installed:
        sys.addaudithook(_audit)
        _installed.append(True)
    with connection.execute_wrapper(_refuse_sql), clock.using(_NoClock()):
        token = _enclosed.set(True)
        try:
            yield
        finally:
            _enclosed.reset(token)


@contextmanager
def opened() -> Iterator[None]:
    """The reader's own way out, for the length of one tracked read."""
    token = _enclosed.set(False)
    try:
        yield
    finally:
        _enclosed.reset(token)
