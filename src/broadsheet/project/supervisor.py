"""Several processes under one parent: started together, restarted alone, ended together."""

from __future__ import annotations

import selectors
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Final

from broadsheet.kernel import clock
from broadsheet.project import keeper
from broadsheet.project.child import Child, Run
from broadsheet.project.errors import ChildFailed, PortInUse
from broadsheet.project.lock import running_lock
from broadsheet.serve.listening import is_free

_LAST_READS: Final = 16  # pieces of output; what a child left behind could talk for ever
SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, kw_only=True)
class Patience:
    """How long the supervisor waits, in seconds, and how often it tries."""

    tries: int = 3
    """Starts in a row that never became ready, before everything is given up."""
    start: float = 60.0
    """For a child to become ready."""
    settle: float = 1.0
    """After which a child that never listens counts as ready."""
    stop: float = 5.0
    """Between SIGTERM and SIGKILL."""
    first_delay: float = 1.0
    """Before the first restart; it doubles each time, up to `longest_delay`."""
    longest_delay: float = 30.0
    forget: float = 60.0
    """A child that ran this long restarts with the first delay again."""

    def delay(self, ends: int) -> float:
        """Before the restart after the `ends`-th end in a row."""
        return float(min(self.longest_delay, self.first_delay * 2 ** min(ends - 1, 30)))


@dataclass
class Place:
    """A child and what became of it so far."""

    child: Child
    run: Run | None = None
    due: float = 0.0
    """On the monotonic clock: when it is to be started."""
    ends: int = 0
    failed_starts: int = 0


class Supervisor:
    """Runs the children of one site folder until SIGINT, SIGTERM or SIGHUP.

    `say` gets each line for people, the children's output included. `ready` is called
    once, when all children are ready for the first time.
    """

    def __init__(
        self,
        folder: Path,
        children: Sequence[Child],
        *,
        say: Callable[[str], None],
        ready: Callable[[], None],
        patience: Patience | None = None,
    ) -> None:
        self._folder = folder
        self._places = [Place(child) for child in children]
        self._say_to = say
        self._ready: Callable[[], None] | None = ready
        self._patience = patience or Patience()
        self._selector = selectors.DefaultSelector()
        self._width = max((len(child.name) for child in children), default=0)
        self._stops = 0

    def run(self) -> int:
        """0 once it was told to end and all children have. To be called in the main thread.

        Raises AlreadyRunning, PortInUse or ChildFailed; then no child is left either.
        """
        with running_lock(self._folder), self._signals(), _keeper(self._patience.stop) as self._tell_keeper:
            self._require_free_ports()
            try:
                while not self._stops:
                    self._turn()
            finally:
                self._end_all()
        return 0

    def _require_free_ports(self) -> None:
        for place in self._places:
            endpoint = place.child.listens
            if endpoint and not is_free(endpoint.host, endpoint.port):
                raise PortInUse(
                    f"{place.child.name} cannot listen on {endpoint}: somebody else does. Stop them, or "
                    f"choose another address, as in {endpoint.variable}={endpoint.host}:{endpoint.port + 10}."
                )

    def _turn(self) -> None:
        """One round: start what is due, pass on output, look who is ready and who has ended."""
        for place in self._places:
            if place.run is None and clock.monotonic() >= place.due:
                self._start(place)
        self._pass_on(timeout=0.5 if self._ready is None else 0.05)
        for place in self._places:
            if place.run is not None:
                self._look_after(place, place.run)
        if self._ready and all(place.run and place.run.ready for place in self._places):
            ready, self._ready = self._ready, None
            ready()

    # ---- one child ----------------------------------------------------------------------

    def _start(self, place: Place) -> None:
        try:
            run = Run.start(place.child)
        except OSError as error:
            raise ChildFailed(
                f"{place.child.name} cannot be started: {place.child.argv[0]} ({error.strerror})."
            ) from error
        self._tell_keeper(f"+{run.group}")
        place.run = run
        self._selector.register(run.output, selectors.EVENT_READ, run)

    def _look_after(self, place: Place, run: Run) -> None:
        if run.process.poll() is not None:
            self._bury(place, run)
            self._plan_restart(place, run)
        elif not run.ready and run.age() > self._patience.start:
            self._say(f"{place.child.name} is not ready after {self._patience.start:.0f} s: ending it.")
            run.signal(signal.SIGKILL)
        elif not run.ready:
            endpoint = place.child.listens
            run.ready = endpoint.answers() if endpoint else run.age() > self._patience.settle

    def _bury(self, place: Place, run: Run) -> None:
        for _ in range(_LAST_READS):
            if not self._forward(run):
                break
        with suppress(KeyError):  # its output ended before it did
            self._selector.unregister(run.output)
        run.close()
        self._tell_keeper(f"-{run.group}")
        place.run = None

    def _plan_restart(self, place: Place, run: Run) -> None:
        name, status = place.child.name, _in_words(run.process.returncode)
        place.failed_starts = 0 if run.ready else place.failed_starts + 1
        place.ends = 1 if run.ready and run.age() > self._patience.forget else place.ends + 1
        if place.failed_starts >= self._patience.tries:
            last = "\n".join(f"  {line}" for line in run.last_lines) or "  (it said nothing)"
            raise ChildFailed(
                f"{name} does not start: it {status} {place.failed_starts} times. Its last words:\n{last}"
            )
        delay = self._patience.delay(place.ends)
        place.due = clock.monotonic() + delay
        self._say(f"{name} {status}; it starts again in {delay:g} s.")

    # ---- output -------------------------------------------------------------------------

    def _pass_on(self, timeout: float) -> None:
        if not self._selector.get_map():
            timeout = min(timeout, 0.05)
        for key, _ in self._selector.select(timeout):
            if not self._forward(key.data):
                self._selector.unregister(key.fileobj)

    def _forward(self, run: Run) -> bool:
        lines, more = run.read_lines()
        for line in lines:
            self._say(f"{run.child.name:<{self._width}} | {line}")
        return more

    def _say(self, line: str) -> None:
        """A terminal that is gone is no reason to let the site fall."""
        with suppress(OSError):
            self._say_to(line)

    # ---- the end ------------------------------------------------------------------------

    def _end_all(self) -> None:
        """SIGTERM, and SIGKILL when patience is over or a second signal came."""
        self._signal_all(signal.SIGTERM)
        until, stops = clock.monotonic() + self._patience.stop, self._stops
        while self._running() and clock.monotonic() < until and self._stops <= max(stops, 1):
            self._pass_on(timeout=0.05)
            self._bury_ended()
        self._signal_all(signal.SIGKILL)
        for place, run in self._running():
            run.process.wait()
            self._bury(place, run)
        self._selector.close()

    def _signal_all(self, number: signal.Signals) -> None:
        for _, run in self._running():
            run.signal(number)

    def _bury_ended(self) -> None:
        for place, run in self._running():
            if run.process.poll() is not None:
                self._bury(place, run)

    def _running(self) -> list[tuple[Place, Run]]:
        return [(place, place.run) for place in self._places if place.run is not None]

    @contextmanager
    def _signals(self) -> Iterator[None]:
        def stop(_number: int, _frame: FrameType | None) -> None:
            self._stops += 1

        before = {number: signal.signal(number, stop) for number in SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


@contextmanager
def _keeper(patience: float) -> Iterator[Callable[[str], None]]:
    """The process that ends the children if this one is killed; yields what tells it of them."""
    process = subprocess.Popen(  # noqa: S603  # our own file
        [sys.executable, "-I", keeper.__file__, str(patience)],
        stdin=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )

    def tell(line: str) -> None:
        if process.stdin is not None:
            with suppress(BrokenPipeError):  # somebody killed the keeper; the site goes on
                process.stdin.write(f"{line}\n")
                process.stdin.flush()

    try:
        yield tell
    finally:
        with suppress(BrokenPipeError):
            process.communicate()


def _in_words(status: int) -> str:
    return f"ended with status {status}" if status >= 0 else f"was ended by {signal.Signals(-status).name}"
