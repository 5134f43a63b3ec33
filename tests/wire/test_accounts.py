"""Copy from servers where the newsroom has an account: FTP, SFTP and IMAP, each on loopback."""

from __future__ import annotations

import builtins
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.wire import models
from broadsheet.wire.config import (
    AnyConnector,
    FtpConnector,
    ImapConnector,
    SftpConnector,
    WireConfig,
)
from broadsheet.wire.connectors.rounds import Rounds
from broadsheet.wire.errors import PlaceUnreadable
from tests.wire import noa, servers, tls_servers

pytestmark = pytest.mark.django_db

GOOD = noa.as_bytes(noa.digitalwires())
OTHER = noa.as_bytes(noa.digitalwires(urn=f"{noa.URN}2"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the servers' files and the certificate lie."""
    return tmp_path_factory.mktemp("place")


@pytest.fixture(scope="module")
def context(place: Path) -> Any:
    return tls_servers.certificate(place)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "served"
    folder.mkdir()
    return folder


def rounds(tmp_path: Path, connector: AnyConnector, password: str = servers.PASSWORD) -> Rounds:
    config = WireConfig(connectors={"agency": connector})
    return Rounds(config, tmp_path, tmp_path / "wire", {"SECRET": password})


def look(going: Rounds) -> list[str]:
    return [outcome.status for outcome in going.look("agency")]


def problem() -> str:
    return models.ConnectorState.objects.get(name="agency").problem


@pytest.fixture(params=["ftp", "ftps", "sftp"])
def folder_at(
    request: pytest.FixtureRequest, files: Path, place: Path, context: Any
) -> Iterator[dict[str, Any]]:
    account = {"host": "127.0.0.1", "user": servers.USER, "password": "${SECRET}"}
    if request.param == "sftp":
        with servers.sftp_server(files) as (port, key):
            yield {"kind": SftpConnector, "port": port, "host_key": key, **account}
        return
    if request.param == "ftp":
        with servers.ftp_server(files) as port:
            yield {"kind": FtpConnector, "port": port, "tls": False, **account}
        return
    with tls_servers.ftps_server(files, context, servers.PASSWORD) as port:
        yield {"kind": FtpConnector, "port": port, "authority": str(place / "authority.pem"), **account}


def test_files_of_a_server_are_taken_once_and_only_when_they_stand_still(
    folder_at: dict[str, Any], files: Path, tmp_path: Path, manual_clock: ManualClock
) -> None:
    kind = folder_at.pop("kind")
    going = rounds(tmp_path, kind(**folder_at))
    (files / "a.json").write_bytes(GOOD[:100])
    (files / "b.json.part").write_bytes(OTHER)
    (files / "folder").mkdir()
    assert [each.status for each in going.preview("agency")] == ["quarantined"]
    assert not models.ConnectorState.objects.exists()
    assert look(going) == []
    (files / "a.json").write_bytes(GOOD)
    assert look(going) == []
    assert look(going) == ["taken"]
    assert look(going) == []
    assert problem() == ""
    (files / "b.json.part").rename(files / "b.json")
    look(going)
    assert look(going) == ["taken"]
    assert sorted(path.name for path in files.iterdir()) == ["a.json", "b.json", "folder"]

    emptying = rounds(tmp_path, kind(**folder_at, remove=True))
    (files / "a.json").write_bytes(GOOD + b" ")
    look(emptying)
    assert look(emptying) == ["duplicate"]
    assert [path.name for path in files.iterdir() if path.name == "a.json"] == []

    look(rounds(tmp_path, kind(**folder_at), "falsch-kanarie"))
    assert problem()
    assert "falsch-kanarie" not in problem()


def test_a_host_with_another_key_is_not_spoken_to(files: Path, tmp_path: Path) -> None:
    (files / "a.json").write_bytes(GOOD)
    with servers.sftp_server(files) as (_, other), servers.sftp_server(files) as (port, _key):
        connector = SftpConnector(
            host="127.0.0.1", port=port, user=servers.USER, password="${SECRET}", host_key=other
        )
        assert list(rounds(tmp_path, connector).look("agency")) == []
    assert "host key" in problem().lower()
    look(rounds(tmp_path, SftpConnector(host="127.0.0.1", user="x", host_key="ssh-rsa nonsense")))
    assert "ssh-keyscan" in problem()


def test_sftp_says_which_library_it_needs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = builtins.__import__

    def without(name: str, *args: Any, **kwargs: Any) -> Any:
        if name == "paramiko":
            raise ImportError(name)
        return found(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    look(rounds(tmp_path, SftpConnector(host="127.0.0.1", user="x", host_key="ssh-rsa AAAA")))
    assert "broadsheet[sftp]" in problem()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_mailbox_is_read_from_where_it_was_left(
    place: Path, context: Any, tmp_path: Path, manual_clock: ManualClock
) -> None:
    account: dict[str, Any] = {"host": "127.0.0.1", "user": servers.USER, "password": "${SECRET}"}
    with servers.imap_server() as (open_port, mailbox), tls_servers.behind_tls(open_port, context) as port:
        connector = ImapConnector(port=port, authority=str(place / "authority.pem"), **account)
        going = rounds(tmp_path, connector)
        mailbox.add(noa.mail())
        assert [each.headline for each in going.preview("agency")] == [noa.HEADLINE]
        assert look(going) == ["taken"], problem()
        assert look(going) == []
        mailbox.add(noa.mail(subject="Zweite").replace(b"4711@", b"4712@"))
        mailbox.add(b"From: x\n\nno mail at all")
        assert look(going) == ["taken", "quarantined"]
        assert not any(each.flags for each in mailbox.mails)
        mailbox.begin_anew()
        assert look(going) == ["duplicate", "duplicate", "quarantined"]
        assert models.Item.objects.count() == 2

        emptying = ImapConnector(port=port, authority=str(place / "authority.pem"), remove=True, **account)
        mailbox.begin_anew()
        look(rounds(tmp_path, emptying))
        assert {flag for each in mailbox.mails for flag in each.flags} == {"\\Deleted"}
        look(rounds(tmp_path, connector, "falsch-kanarie"))
        assert problem()
        assert "falsch-kanarie" not in problem()
    look(going)
    assert "does not serve us" in problem()
    gc.collect()  # Twisted's server leaves files open


def test_a_host_that_no_certificate_vouches_for_gets_no_password(context: Any, tmp_path: Path) -> None:
    with servers.imap_server() as (open_port, _), tls_servers.behind_tls(open_port, context) as port:
        connector = ImapConnector(host="127.0.0.1", port=port, user=servers.USER, password="${SECRET}")
        assert look(rounds(tmp_path, connector)) == []
    assert "certificate" in problem().lower()


def test_passwords_are_not_told_wherever_they_are_written(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    def visit(*_args: object) -> Any:
        raise PlaceUnreadable("530 kanarie-7 and kanarie-8 are wrong")

    connectors: dict[str, AnyConnector] = {
        "agency": FtpConnector(host="127.0.0.1", password="kanarie-7"),
        "other": FtpConnector(host="127.0.0.1", password="${SECRET}"),
    }
    config = WireConfig(connectors=connectors)
    going = Rounds(config, tmp_path, tmp_path / "wire", {"SECRET": "kanarie-8"}, visit)
    assert [list(going.look(name)) for name in connectors] == [[], []]
    told = dict(models.ConnectorState.objects.values_list("name", "problem"))
    assert told["agency"] == "530 … and kanarie-8 are wrong"
    assert told["other"] == "530 kanarie-7 and ${SECRET} are wrong"
    assert "kanarie" not in caplog.text
