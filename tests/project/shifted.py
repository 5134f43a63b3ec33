"""Run as a program: `broadsheet` where the wall clock is ahead by as many seconds as a file says."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from pathlib import Path

from broadsheet.kernel import clock
from broadsheet.project.cli import main

OFFSET = "TEST_CLOCK_OFFSET"


class Shifted(clock.SystemClock):
    def now(self) -> datetime:
        seconds = Path(os.environ[OFFSET]).read_text(encoding="ascii")
        return super().now() + timedelta(seconds=float(seconds or 0))


if __name__ == "__main__":
    clock._system = Shifted()
    main()
