"""An act that answers only when it has reached everything: `--wait SECONDS`."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click
import msgspec

from broadsheet.kernel import clock
from broadsheet.project.cli.options import say_json

if TYPE_CHECKING:
    from broadsheet.desk.acts.done import Done
    from broadsheet.press.outstanding import Outstanding

F = TypeVar("F", bound=Callable[..., Any])

_LOOK_EVERY: Final = 0.1


def wait_option(function: F) -> F:
    """Adds --wait, given to the command as `wait`."""
    option = click.option(
        "--wait",
        type=click.FloatRange(min=0),
        metavar="SECONDS",
        help="Answer when all pages and caches have it; exit 1 if something is outstanding after so long.",
    )
    return option(function)


def reached(
    act: Callable[[], Done], wait: float | None, answer: Callable[[Done, bool], None], as_json: bool
) -> None:
    """Does the act and answers as `answer` does; with `wait`, once readers have it, or not in time."""
    from broadsheet.ledger import journal

    before = journal.head()
    done = act()
    if wait is None:
        answer(done, as_json)
        return
    left = _left(before + 1, journal.head(), wait)
    if as_json:
        say_json({**msgspec.structs.asdict(done), "outstanding": len(left)})
    else:
        answer(done, as_json)
        _name(left)
    if left:
        raise SystemExit(1)


def _left(first: int, last: int, seconds: float) -> Sequence[Outstanding]:
    from broadsheet.press.outstanding import outstanding

    ends = clock.monotonic() + seconds
    while (left := outstanding(first, last)) and clock.monotonic() < ends:
        time.sleep(_LOOK_EVERY)
    return left


def _name(left: Sequence[Outstanding]) -> None:
    for each in left:
        click.echo(f"OUTSTANDING {each.what} {each.where} {each.error}".rstrip(), err=True)
    if left:
        click.echo("Is a worker running? See 'broadsheet press status'.", err=True)
