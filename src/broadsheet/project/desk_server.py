"""The desk's WSGI application, and the server that runs it."""

from __future__ import annotations

import os
from typing import Any

os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"

from django.core.wsgi import get_wsgi_application

from broadsheet.kernel import collector
from broadsheet.project.configuration import active
from broadsheet.serve.listening import split_address

application: Any = get_wsgi_application()
collector.spare_what_is_loaded()

_THREADS = 4


def run() -> None:
    """Serves the desk until the process is told to stop."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    host, port = split_address(active().addresses.desk)
    Granian(
        "broadsheet.project.desk_server:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=_THREADS,
        log_level=LogLevels.warning,
        log_access=False,
    ).serve()
