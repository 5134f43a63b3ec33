"""The toy site in a process of its own: `python -m tests.press.child FOLDER COMMAND …`.

`make N` fills a new database with N stories, `edit SEED` changes, moves and takes back a few,
`bake` bakes what is due with two ovens, `verify` prints what differs from a clean bake.
`die` bakes with an oven that is killed at work, `order` prints what is written in its order,
`late` deals work after the ledger has moved on, `overtaken` lets it move on while an oven is at
work that gives way. `work SEED` edits, then bakes
with one oven; `endure SECONDS`
runs a worker whose database has little patience.

With CHILD_DATABASE in its environment it uses the PostgreSQL database of that address, on which
`worker` runs one of several workers until it is ended, and `fenced` loses its turn.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from multiprocessing import parent_process
from pathlib import Path
from random import Random
from time import sleep
from typing import TYPE_CHECKING

import dj_database_url
import django
from django.conf import settings
from django.core.management import call_command

if TYPE_CHECKING:
    from broadsheet.press.reader import Reader
    from broadsheet.press.recipe import Output
    from broadsheet.press.store import Place


def configure(folder: Path, patience: float = 20) -> None:
    """`patience` in seconds: how long a statement waits for another's lock."""
    options: dict[str, object] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": patience,
    }
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "test.sqlite3", "OPTIONS": options}
    address = os.environ.get("CHILD_DATABASE")
    settings.configure(
        DATABASES={"default": dj_database_url.parse(address) if address else database},
        INSTALLED_APPS=["broadsheet.ledger", "broadsheet.press"],
        USE_TZ=True,
    )
    django.setup()


def make(number: int) -> None:
    from broadsheet.ledger.records import Section
    from tests.press import bulletin

    call_command("migrate", verbosity=0)
    bulletin.publish(
        Section(id="1", path="/politik/", title="Politik", order=1),
        *(bulletin.story(each) for each in range(1, number + 1)),
    )


def edit(seed: int) -> None:
    """One transaction for each change, as editors work."""
    from broadsheet.ledger import state
    from tests.press import bulletin

    random = Random(seed)  # noqa: S311 - which story is changed is no secret
    for number in random.sample(range(1, 61), 20):
        change = random.choice(["body", "slug", "gone"])
        if change == "gone" and state.get(f"story:{number:010}") is not None:
            bulletin.withdraw(number)
        elif change == "slug":
            bulletin.publish(bulletin.story(number, slug=f"neu-{seed}"))
        else:
            bulletin.publish(bulletin.story(number, body=f"Stand {seed}."))


def bake(folder: Path, ovens: int = 2) -> None:
    from tests.press import bulletin

    press = bulletin.press_in(folder, batch=5, ovens=ovens)
    print("started", flush=True)  # noqa: T201 - for the parent
    assert press.bake_due().failed == 0


def die(folder: Path) -> None:
    """The killed oven is reported, and the next run does its work."""
    from broadsheet.press.errors import OvenFailed
    from tests.press import bulletin

    class Deadly(bulletin.StoryRecipe):
        def bake(self, target: str, reader: Reader) -> Output | None:
            if parent_process() is not None and target.endswith("33"):
                signal.raise_signal(signal.SIGKILL)
            return super().bake(target, reader)

    edition = bulletin.edition()
    edition.recipes["story"] = Deadly()
    press = bulletin.press_in(folder, edition, batch=5, ovens=2)
    try:
        press.bake_due()
    except OvenFailed as error:
        print(error.code, error.retryable)  # noqa: T201


def order(folder: Path) -> None:
    from tests.press import bulletin

    press = bulletin.press_in(folder, batch=5, ovens=2)
    put = press.store.put

    def told(outputs: Sequence[Output]) -> list[Place]:
        for output in outputs:
            print(output.path)  # noqa: T201
        return put(outputs)

    press.store.put = told  # type: ignore[method-assign]
    press.bake_due()


def late(folder: Path) -> None:
    from broadsheet.kernel import clock
    from broadsheet.ledger import journal
    from broadsheet.press.ovens import Kitchen
    from tests.press import bulletin

    press = bulletin.press_in(folder)
    kitchen = Kitchen(press.edition, press.vault, journal.head(), clock.now())
    work = [[("story", f"story:{number:010}")] for number in range(1, 9)]

    def dealt() -> Iterator[list[tuple[str, str]]]:
        yield from work[:2]
        bulletin.publish(bulletin.story(1, body="Neu."))
        yield from work[2:]

    print(sum(len(baked) for baked in kitchen.bake_apart(dealt(), 2)))  # noqa: T201


def overtaken(folder: Path) -> None:
    from broadsheet.kernel import clock
    from broadsheet.ledger import journal
    from broadsheet.press.ovens import Kitchen
    from tests.press import bulletin

    class Slow(bulletin.StoryRecipe):
        def bake(self, target: str, reader: Reader) -> Output | None:
            sleep(60)
            return super().bake(target, reader)

    edition = bulletin.edition()
    edition.recipes["story"] = Slow()
    press = bulletin.press_in(folder, edition)
    kitchen = Kitchen(edition, press.vault, journal.head(), clock.now())

    def dealt() -> Iterator[list[tuple[str, str]]]:
        yield [("story", "story:0000000001")]
        bulletin.publish(bulletin.story(2, body="Neu."))

    print(len(list(kitchen.bake_apart(dealt(), 1, gives_way=True))))  # noqa: T201


def endure(folder: Path, seconds: float) -> None:
    from threading import Event, Timer

    from broadsheet.press.config import PressConfig
    from broadsheet.press.worker import Worker
    from tests.press import bulletin

    logging.basicConfig(level=logging.WARNING)
    stop, press = Event(), bulletin.press_in(folder)
    print("started", flush=True)  # noqa: T201 - for the parent
    Timer(seconds, stop.set).start()
    Worker(press, PressConfig(), stop).run()


def worker(folder: Path) -> None:
    """One of several; says when it has started, and each part that it bakes for another. Its pages take
    long enough that there is something to share."""
    from threading import Event

    from broadsheet.press.config import PressConfig
    from broadsheet.press.standby import StandBy
    from broadsheet.press.turns import Concern, DatabaseTurn
    from broadsheet.press.worker import Worker
    from tests.press import bulletin

    class Slow(bulletin.StoryRecipe):
        def bake(self, target: str, reader: Reader) -> Output | None:
            sleep(0.02)
            return super().bake(target, reader)

    class Telling(StandBy):
        def _bake_one(self) -> bool:
            if helped := super()._bake_one():
                print("helped", flush=True)  # noqa: T201 - for the parent
            return helped

    edition, stop = bulletin.edition(), Event()
    edition.recipes["story"] = Slow()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    logging.basicConfig(level=logging.WARNING)
    press = bulletin.press_in(folder, edition, batch=5)
    print("started", flush=True)  # noqa: T201 - for the parent
    standby, chores = Telling(press), DatabaseTurn(Concern.CHORES)
    Worker(press, PressConfig(), stop, standby=standby, chores_turn=chores).run()


def fenced(folder: Path) -> None:
    """Somebody else goes on while we still believe that it is our turn."""
    from django.db import connection, transaction

    from broadsheet.press.errors import TurnLost
    from broadsheet.press.turns import Concern, DatabaseTurn

    ours, theirs = DatabaseTurn(Concern.PRESS), DatabaseTurn(Concern.PRESS)
    with ours.taken(), transaction.atomic():
        ours.confirm()
        with theirs.tried() as taken:
            print("both" if taken else "one", flush=True)  # noqa: T201
    with ours.taken():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        with theirs.taken(), transaction.atomic():
            theirs.confirm()
            try:
                ours.confirm()
            except TurnLost as error:
                print(error.code, error.retryable)  # noqa: T201


def verify(folder: Path) -> None:
    from broadsheet.press.config import PressConfig
    from broadsheet.press.verify import verify as differences
    from tests.press import bulletin

    press = bulletin.press_in(folder)
    press.bake_due()
    for each in differences(press.edition, press.store, press.vault, PressConfig()).differences:
        print(each.file, each.how)  # noqa: T201


def work(folder: Path, seed: int) -> None:
    edit(seed)
    bake(folder, ovens=1)


COMMANDS: dict[str, Callable[..., None]] = {
    "make": lambda _folder, number: make(int(number)),
    "edit": lambda _folder, seed: edit(int(seed)),
    "work": lambda folder, seed: work(folder, int(seed)),
    "endure": lambda folder, seconds: endure(folder, float(seconds)),
    "bake": bake,
    "verify": verify,
    "die": die,
    "order": order,
    "late": late,
    "overtaken": overtaken,
    "worker": worker,
    "fenced": fenced,
}


def main(folder: Path, command: str, *arguments: str) -> None:
    configure(folder, 0.1 if command == "endure" else 20)
    COMMANDS[command](folder, *arguments)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
