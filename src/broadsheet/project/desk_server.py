"""The desk's WSGI application, and the server that runs it."""

from __future__ import annotations

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "broadsheet.project.settings")

from django.core.wsgi import get_wsgi_application  # noqa: E402

from broadsheet.project.configuration import active, split_address  # noqa: E402

application: Any = get_wsgi_application()

_THREADS = 4


def run() -> None:
    """Serves the desk until the process is told to stop."""
    from granian.constants import Interfaces
    from granian.server.embed import Server  # noqa: F401 - kept importable for tests without processes
    from granian.server import Server as ProcessServer

    host, port = split_address(active().addresses.desk)
    ProcessServer(
        "broadsheet.project.desk_server:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=_THREADS,
        log_access=False,
    ).serve()
