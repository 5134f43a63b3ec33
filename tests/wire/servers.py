# ruff: noqa: N802, N815  # names are Twisted's
# mypy: allow-untyped-calls
"""Real servers on loopback, as agencies and offices run them: FTP, SFTP, IMAP."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric import ec
from twisted.conch.avatar import ConchUser
from twisted.conch.interfaces import ISFTPServer
from twisted.conch.ssh.factory import SSHFactory
from twisted.conch.ssh.filetransfer import FileTransferServer
from twisted.conch.ssh.keys import Key
from twisted.conch.ssh.session import SSHSession
from twisted.conch.unix import SFTPServerForUnixConchUser
from twisted.cred.checkers import ICredentialsChecker
from twisted.cred.credentials import IUsernameHashedPassword, IUsernamePassword
from twisted.cred.error import UnauthorizedLogin
from twisted.cred.portal import Portal
from twisted.internet import defer, threads
from twisted.internet import reactor as _reactor
from twisted.mail import imap4
from twisted.protocols import ftp
from twisted.python.components import registerAdapter
from twisted.python.filepath import FilePath
from zope.interface import implementer  # type: ignore[import-untyped]

reactor: Any = _reactor
USER, PASSWORD = "zeitung", "kanarie-7"


def run() -> None:
    """Once for each test process; a daemon, so it ends with it."""
    if not reactor.running:
        Thread(target=partial(reactor.run, installSignalHandlers=False), daemon=True).start()


@implementer(ICredentialsChecker)
class _Accounts:
    """The one, in text or in bytes as each protocol has it."""

    credentialInterfaces = (IUsernamePassword, IUsernameHashedPassword)

    def requestAvatarId(self, given: Any) -> Any:
        text = isinstance(given.username, str)
        name, password = (USER, PASSWORD) if text else (USER.encode(), PASSWORD.encode())
        right = given.username == name and given.checkPassword(password)
        return defer.succeed(name) if right else defer.fail(UnauthorizedLogin())


def _portal(realm: Any) -> Portal:
    return Portal(realm, [cast("Any", _Accounts())])


@contextmanager
def _listening(factory: Any) -> Iterator[int]:
    run()
    listen = partial(reactor.listenTCP, 0, factory, interface="127.0.0.1")
    port = threads.blockingCallFromThread(reactor, listen)
    yield port.getHost().port
    threads.blockingCallFromThread(reactor, port.stopListening)


# ---- FTP ----------------------------------------------------------------------------------------


class _Realm(ftp.BaseFTPRealm):
    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))
        self._folder = folder

    def getHomeDirectory(self, _avatar: Any) -> Any:
        return FilePath(str(self._folder))


@contextmanager
def ftp_server(folder: Path) -> Iterator[int]:
    with _listening(ftp.FTPFactory(_portal(_Realm(folder)))) as port:
        yield port


# ---- SFTP ---------------------------------------------------------------------------------------


class _Avatar(ConchUser):
    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder
        self.channelLookup[b"session"] = SSHSession
        self.subsystemLookup[b"sftp"] = FileTransferServer

    def getHomeDir(self) -> FilePath[str]:
        return FilePath(str(self._folder))

    def _runAsUser(self, what: Any, *args: Any, **kwargs: Any) -> Any:
        if callable(what):
            return what(*args, **kwargs)
        result = None
        for function, *rest in what:
            result = function(*(rest[0] if rest else ()), **(rest[1] if len(rest) > 1 else {}))
        return result

    def logout(self) -> None:
        return None


registerAdapter(SFTPServerForUnixConchUser, _Avatar, ISFTPServer)


class _SshRealm:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def requestAvatar(self, _name: Any, _mind: Any, *interfaces: Any) -> Any:
        avatar = _Avatar(self._folder)
        return interfaces[0], avatar, avatar.logout


@contextmanager
def sftp_server(folder: Path) -> Iterator[tuple[int, str]]:
    """The port, and the host's public key."""
    key = Key(ec.generate_private_key(ec.SECP256R1()))
    factory: Any = SSHFactory()
    factory.publicKeys = {key.sshType(): key.public()}
    factory.privateKeys = {key.sshType(): key}
    factory.portal = _portal(_SshRealm(folder))
    with _listening(factory) as port:
        yield port, key.public().toString("openssh").decode()


# ---- IMAP ---------------------------------------------------------------------------------------


@implementer(imap4.IMessage)
class _Mail:
    def __init__(self, uid: int, data: bytes) -> None:
        self.uid, self.data, self.flags = uid, data, set[str]()
        self._message = message_from_bytes(data)

    def getUID(self) -> int:
        return self.uid

    def getFlags(self) -> list[str]:
        return sorted(self.flags)

    def getInternalDate(self) -> str:
        return format_datetime(datetime(2026, 11, 14, 9, 30, tzinfo=UTC))

    def getHeaders(self, negate: bool, *names: str) -> dict[str, str]:
        wanted = {name.lower() for name in names}
        found = self._message.items()
        return {
            name.lower(): value for name, value in found if not names or (name.lower() in wanted) != negate
        }

    def getBodyFile(self) -> io.BytesIO:
        return io.BytesIO(self.data.partition(b"\n\n")[2])

    def getSize(self) -> int:
        return len(self.data)

    def isMultipart(self) -> bool:
        return False

    def getSubPart(self, _part: int) -> Any:
        raise IndexError


@implementer(imap4.IMailbox)
class Mailbox:
    """Mails by their number in it."""

    def __init__(self) -> None:
        self.validity, self.mails = 1, list[_Mail]()

    def add(self, data: bytes) -> None:
        self.mails.append(_Mail(max((each.uid for each in self.mails), default=0) + 1, data))

    def begin_anew(self) -> None:
        self.validity += 1
        kept, self.mails = self.mails, []
        for each in kept:
            self.add(each.data)

    def getUIDValidity(self) -> int:
        return self.validity

    def getUIDNext(self) -> int:
        return len(self.mails) + 1

    def getUID(self, number: int) -> int:
        return self.mails[number - 1].uid

    def getMessageCount(self) -> int:
        return len(self.mails)

    def getRecentCount(self) -> int:
        return 0

    def getUnseenCount(self) -> int:
        return sum("\\Seen" not in each.flags for each in self.mails)

    def isWriteable(self) -> bool:
        return True

    def getFlags(self) -> list[str]:
        return ["\\Seen", "\\Deleted"]

    def getHierarchicalDelimiter(self) -> str:
        return "/"

    def addListener(self, _listener: Any) -> None:
        return None

    def removeListener(self, _listener: Any) -> None:
        return None

    def fetch(self, messages: Any, uid: bool) -> list[tuple[int, _Mail]]:
        messages.last = max((each.uid for each in self.mails), default=0) if uid else len(self.mails)
        counted = enumerate(self.mails, 1)
        return [(number, each) for number, each in counted if (each.uid if uid else number) in messages]

    def store(self, messages: Any, flags: list[str], mode: int, uid: bool) -> dict[int, list[str]]:
        for _number, each in self.fetch(messages, uid):
            each.flags = {*each.flags, *flags} if mode >= 0 else each.flags - set(flags)
        return {}

    def expunge(self) -> list[int]:
        gone = [each.uid for each in self.mails if "\\Deleted" in each.flags]
        self.mails = [each for each in self.mails if each.uid not in gone]
        return gone

    def destroy(self) -> None:
        return None


class _MailRealm:
    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def requestAvatar(self, name: Any, _mind: Any, *_interfaces: Any) -> Any:
        account = imap4.MemoryAccount(name)
        account.addMailbox("INBOX", self._mailbox)
        return imap4.IAccount, account, lambda: None


class _MailFactory:
    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def __call__(self) -> Any:
        server: Any = imap4.IMAP4Server()
        server.portal = self._portal
        return server


@contextmanager
def imap_server() -> Iterator[tuple[int, Mailbox]]:
    from twisted.internet.protocol import ServerFactory

    mailbox = Mailbox()
    factory = ServerFactory()
    factory.protocol = _MailFactory(_portal(_MailRealm(mailbox)))
    with _listening(factory) as port:
        yield port, mailbox
