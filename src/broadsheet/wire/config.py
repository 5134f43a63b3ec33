"""What the wire takes in, and where it looks for it."""

from __future__ import annotations

from typing import Annotated

import msgspec

Seconds = Annotated[int, msgspec.Meta(ge=5, le=86_400)]
WebAddress = Annotated[str, msgspec.Meta(pattern=r"^(https?://|\$\{)")]


ConnectorName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$")]


class Connector(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", forbid_unknown_fields=True):
    """What every `[wire.connectors.NAME]` may say."""

    every_seconds: Seconds = 60
    """How long it rests between two looks; after failures longer, up to an hour."""


class FolderConnector(Connector, frozen=True, kw_only=True, tag="folder"):
    """A folder into which somebody else puts files, as an FTP server or a satellite receiver does."""

    path: str
    """Absolute, or within the site's folder. Files leave it once they are safe in the archive."""


class WebConnector(Connector, frozen=True, kw_only=True, tag="http"):
    """An address that answers with a feed or a document."""

    url: WebAddress
    """`${NAME}` stands for what the environment holds under that name."""
    authorization: str = ""
    """The field of that name, as in `Bearer ${NOA_TOKEN}`."""
    private: bool = False
    """Whether it may be a host of the own network, on any port."""


class WireQConnector(Connector, frozen=True, kw_only=True, tag="wireq"):
    """dpa's queue of digitalwires: entries are taken, and removed once they are safe."""

    url: WebAddress
    """The base address, which is a secret: `${DPA_WIREQ}` takes it from the environment."""
    private: bool = False


HostName = Annotated[str, msgspec.Meta(pattern=r"^(?!-)[A-Za-z0-9._:-]+$")]
Port = Annotated[int, msgspec.Meta(ge=1, le=65_535)]


class FtpConnector(Connector, frozen=True, kw_only=True, tag="ftp"):
    """A folder on an FTP server."""

    host: HostName
    port: Port = 21
    user: str = "anonymous"
    password: str = ""
    """`${NAME}` takes it from the environment."""
    folder: str = ""
    """Empty for the one in which the server puts us."""
    tls: bool = True
    authority: str = ""
    """A file with the certificate that vouches for the server's, where no public one does."""
    remove: bool = False
    """Whether files leave the server once they are safe; else it is remembered what was taken."""


class SftpConnector(Connector, frozen=True, kw_only=True, tag="sftp"):
    """A folder on an SFTP server."""

    host: HostName
    port: Port = 22
    user: str
    password: str = ""
    """The account's, or the one that opens `key_file`."""
    key_file: str = ""
    """Our private key."""
    host_key: Annotated[str, msgspec.Meta(pattern=r"^\S+ \S+")]
    """The server's public key, as in `ssh-ed25519 AAAA…`; no other server is spoken to."""
    folder: str = ""
    remove: bool = False


class ImapConnector(Connector, frozen=True, kw_only=True, tag="imap"):
    """A mailbox."""

    host: HostName
    port: Port = 993
    """With TLS from the start, but on 143, where STARTTLS is used."""
    user: str
    password: str = ""
    mailbox: Annotated[str, msgspec.Meta(pattern=r'^[^"\\\x00-\x1f]+$')] = "INBOX"
    tls: bool = True
    authority: str = ""
    remove: bool = False
    """Whether mails leave the mailbox once they are safe; else they stay as they are, also unread."""


class PushConnector(Connector, frozen=True, kw_only=True, tag="push"):
    """An address of the desk's, `/wire/push/NAME`, to which others send files."""

    secret: Annotated[str, msgspec.Meta(min_length=7)]
    """With which they sign, or which they show: `${NAME}` takes it from the environment."""
    signed: bool = True
    """Whether each delivery is signed with its time; else the secret comes as `Authorization: Bearer …`."""
    every_seconds: Seconds = 5


AnyConnector = (
    FolderConnector
    | WebConnector
    | WireQConnector
    | FtpConnector
    | SftpConnector
    | ImapConnector
    | PushConnector
)


class WireConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[wire]` in broadsheet.toml."""

    max_megabytes: Annotated[int, msgspec.Meta(ge=1, le=1024)] = 20
    """A larger file goes to quarantine unread."""
    max_depth: Annotated[int, msgspec.Meta(ge=8, le=1000)] = 64
    """The deepest nesting that a JSON or XML file may have."""
    parse_in_child: bool = True
    """Whether files are read in a process of its own, which a hostile one cannot do much harm to."""
    parse_seconds: Annotated[int, msgspec.Meta(ge=1, le=600)] = 10
    """For one file, on the clock and of the processor; a slower one goes to quarantine."""
    parse_megabytes: Annotated[int, msgspec.Meta(ge=128, le=16_384)] = 256
    """Of memory for the process that reads files, the program itself included (60)."""
    silent_after_hours: Annotated[int, msgspec.Meta(ge=0, le=720)] = 24
    """An alarm stands when an agency that sent something within two weeks has sent nothing for so long;
    0 for never."""
    keep_raw_days: Annotated[int, msgspec.Meta(ge=0, le=36_500)] = 0
    """How long files are kept as they came, for reading them again; 0 for ever. What stories use is kept."""
    keep_items_days: Annotated[int, msgspec.Meta(ge=0, le=36_500)] = 0
    """How long items are kept of which nothing was made; 0 for ever."""
    mail_authority: str = ""
    """The name under which the newsroom's own mail server writes whether a sender is true."""
    connectors: dict[ConnectorName, AnyConnector] = {}
    """Where to look for agency copy by itself; docs/wire.md describes each kind."""
