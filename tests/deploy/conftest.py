from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from broadsheet.press.config import PressConfig
from broadsheet.press.store import FolderStore
from tests.deploy import servers
from tests.deploy.cases import OUTPUTS
from tests.project.test_supervisor import free_port


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the press writes of the table's outputs."""
    site = tmp_path_factory.mktemp("news")
    store = FolderStore(site / "public", site / "answers", PressConfig(), durable=False)
    store.put(OUTPUTS)
    store.sweep()
    return site


@pytest.fixture(scope="session")
def running(folders: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, servers.Server]]:
    """The built-in server, and before it nginx and Caddy; nobody is at the desk."""
    folder = tmp_path_factory.mktemp("servers")
    readers, desk = free_port(), free_port()
    with ExitStack() as stack:
        found = [
            stack.enter_context(servers.built_in(folder / "serve", port=readers, site=folders)),
            stack.enter_context(
                servers.nginx(
                    folder / "nginx",
                    plain=free_port(),
                    secure=free_port(),
                    readers=readers,
                    desk=desk,
                    site=folders,
                )
            ),
            stack.enter_context(
                servers.caddy(folder / "caddy", port=free_port(), readers=readers, desk=desk, site=folders)
            ),
        ]
        yield {server.name: server for server in found}
