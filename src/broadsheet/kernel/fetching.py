"""Asks other hosts for something, on addresses that people or machines wrote.

Such an address may be a trap: it may lead into the own network, at once, by a redirect or
by a name whose answer changes between being looked at and being used. So a name is resolved
once for each hop, every address that came is looked at, and the connection goes to one of
these and nowhere else. The whole has one deadline and one size, however slowly or endlessly
a host answers. No cookie, password or referrer is sent, no proxy used, nothing decompressed.

    Fetcher().fetch("https://video.example/oembed?…", accept=("application/json",))

Whoever has an account somewhere gives header fields of their own; a redirect to another host does
not carry them along.
"""

from __future__ import annotations

import io
import re
import socket
import ssl
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from http.client import HTTPException, HTTPResponse
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, Queue
from threading import Thread
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

import msgspec

from broadsheet.kernel import clock
from broadsheet.kernel.errors import AddressRefused, AnswerUnfit, HostSilent

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]
"""Host and port to numeric addresses; raises OSError for a name that is not known."""
Dial = Callable[[str, int, float], socket.socket]
"""A connection to a numeric address and a port within so many seconds; raises OSError."""
Secure = Callable[[socket.socket, str], socket.socket]
"""TLS on a connection, with the certificate checked against the host; raises OSError."""

_PORTS: Final = {"http": 80, "https": 443}
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_ANYTHING: Final = "*/*"
_AGENT: Final = "Broadsheet (newsroom software)"
_HEAD_ROOM: Final = 65_536
"""Bytes that status line and header fields may take beside the body, chunk sizes included."""
_MOST_ADDRESSES: Final = 4
_DISGUISED: Final = tuple(map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""IPv6 in which an IPv4 address is hidden that some gateway would take out (NAT64, 6to4, Teredo)."""
_UNFIT: Final = re.compile(r"[\x00-\x20\x7f\\]")


def is_public(address: Address) -> bool:
    """Whether anybody on the internet can mean this machine; not one of ours, whatever it is called."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address.scope_id or address.is_site_local or any(address in network for network in _DISGUISED):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """For one fetch, with all its hops."""

    seconds: float = 8
    size: int = 1_000_000
    """Bytes of the body."""
    redirects: int = 4


class Fetched(msgspec.Struct, frozen=True):
    url: str
    """Where the answer came from in the end."""
    media_type: str
    """In small letters, without parameters; empty if none was said."""
    body: bytes
    charset: str = "utf-8"
    status: int = 200
    """304 if `fields` asked for what changed and nothing did."""
    fields: Mapping[str, str] = {}
    """Of the answer, with names in small letters."""

    def text(self) -> str:
        """The body as text; what is not in its character set is replaced."""
        try:
            return self.body.decode(self.charset, "replace")
        except LookupError:
            return self.body.decode("utf-8", "replace")


class Network(msgspec.Struct, frozen=True, kw_only=True):
    """How hosts are found and reached; others than these stand in tests."""

    resolve: Resolve
    dial: Dial
    secure: Secure
    allows: Callable[[Address], bool] = is_public
    ports: frozenset[int] = frozenset(_PORTS.values())


class Fetcher:
    """Gets what lies at an address. Raises AddressRefused, HostSilent, AnswerUnfit."""

    def __init__(self, network: Network | None = None, limits: Limits = Limits()) -> None:  # noqa: B008
        self._network = network or internet()
        self._limits = limits

    def fetch(
        self,
        url: str,
        *,
        accept: Sequence[str],
        limits: Limits | None = None,
        fields: Mapping[str, str] | None = None,
    ) -> Fetched:
        """A body of one of the media types `accept`; `image/*` stands for all of a kind, `*/*` for all."""
        return self._follow("GET", url, accept, limits or self._limits, dict(fields or {}))

    def delete(self, url: str, *, fields: Mapping[str, str] | None = None) -> None:
        """Removes what lies at the address; redirects are not followed."""
        within = msgspec.structs.replace(self._limits, redirects=0)
        self._follow("DELETE", url, (_ANYTHING,), within, dict(fields or {}))

    def _follow(
        self, method: str, url: str, accept: Sequence[str], within: Limits, fields: Mapping[str, str]
    ) -> Fetched:
        deadline, asked = Deadline(within.seconds), ""
        for _hop in range(within.redirects + 1):
            target = Target.of(url, self._network.ports)
            fields = fields if asked in {"", target.authority} else {}
            asked, request = target.authority, target.request(method, accept, fields)
            with self._connect(target, deadline) as connection:
                answer = _ask(connection, target, request, method, deadline, within.size)
                if answer.status not in _REDIRECTS:
                    return _read(answer, url, accept, within.size, _without_body(method, fields))
            url = _next(url, answer.getheader("Location", ""))
        raise AnswerUnfit(f"{url} redirects more than {within.redirects} times.")

    def _connect(self, target: Target, deadline: Deadline) -> socket.socket:
        """To an address that was found once and looked at; nobody is asked for the name again."""
        problem: OSError | None = None
        for address in self._addresses(target, deadline):
            try:
                return self._open(address, target, deadline)
            except OSError as error:
                problem = error
        raise HostSilent(f"{target.host} cannot be reached: {problem}.") from problem

    def _open(self, address: str, target: Target, deadline: Deadline) -> socket.socket:
        connection = self._network.dial(address, target.port, deadline.left())
        if not target.is_secure:
            return connection
        try:
            connection.settimeout(deadline.left())
            return self._network.secure(connection, target.host)
        except BaseException:
            connection.close()
            raise

    def _addresses(self, target: Target, deadline: Deadline) -> list[str]:
        """Raises AddressRefused if any of them is not public: a name that says both is a trap."""
        try:
            found = deadline.await_(lambda: self._network.resolve(target.host, target.port))
        except (OSError, UnicodeError) as error:
            raise HostSilent(f"The host {target.host} is not known: {error}.") from error
        if refused := [each for each in found if not self._is_allowed(each)]:
            raise AddressRefused(
                f"{target.host} is {refused[0]}, which is no public address: nothing is asked of it."
            )
        return list(dict.fromkeys(found))[:_MOST_ADDRESSES]

    def _is_allowed(self, address: str) -> bool:
        try:
            return self._network.allows(ip_address(address))
        except ValueError:
            return False


# ---- what is asked ------------------------------------------------------------------------


class Target(msgspec.Struct, frozen=True):
    """One hop, in the form in which it is sent."""

    host: str
    port: int
    path: str
    is_secure: bool

    @classmethod
    def of(cls, url: str, ports: Iterable[int]) -> Target:
        """Raises AddressRefused."""
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS.get(parts.scheme, 0)
            host = (parts.hostname or "").encode("idna").decode("ascii")
        except (ValueError, UnicodeError) as error:
            raise AddressRefused(f"{url!r} is no address: {error}.") from error
        if _UNFIT.search(url) or not host or parts.scheme not in _PORTS or port not in set(ports):
            raise AddressRefused(f"{url!r} is not asked: only http and https on their usual ports are.")
        if parts.username is not None or parts.password is not None:
            raise AddressRefused(f"{parts.hostname} is not asked with a name or password in the address.")
        return cls(host, port, _path(parts), parts.scheme == "https")

    @property
    def authority(self) -> str:
        """As the Host field says it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS["https" if self.is_secure else "http"] else f"{host}:{self.port}"

    def request(self, method: str, accept: Sequence[str], fields: Mapping[str, str]) -> bytes:
        """Raises AddressRefused for a field that would begin another one."""
        more = [f"{name}: {value}" for name, value in fields.items()]
        if any(not each.isascii() or not each.isprintable() for each in more):
            raise AddressRefused(f"A header field for {self.host} holds what no field may.")
        lines = [
            f"{method} {self.path} HTTP/1.1",
            f"Host: {self.authority}",
            f"User-Agent: {_AGENT}",
            f"Accept: {', '.join(accept)}",
            "Accept-Encoding: identity",
            "Connection: close",
            *more,
        ]
        return "\r\n".join([*lines, "", ""]).encode("ascii")


def _path(parts: SplitResult) -> str:
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=-._~")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=-._~?")
    return f"{path}?{query}" if query else path


def _next(url: str, location: str) -> str:
    """Where a redirect leads; never from a safe connection to an open one."""
    found = urljoin(url, location.strip())
    if not location or (url.startswith("https:") and not found.startswith("https:")):
        raise AddressRefused(f"{url} redirects to {location or 'nowhere'!r}, which is not followed.")
    return found


# ---- what comes back ----------------------------------------------------------------------


class Deadline:
    """A moment on the monotonic clock by which everything is over."""

    def __init__(self, seconds: float) -> None:
        self._end = clock.monotonic() + seconds

    def left(self) -> float:
        """Seconds; raises HostSilent when none are left."""
        left = self._end - clock.monotonic()
        if left <= 0:
            raise HostSilent("The host took too long to answer.")
        return left

    def await_(self, question: Callable[[], Sequence[str]]) -> Sequence[str]:
        """What the question answers, asked beside us: the system's resolver knows no deadline."""
        answers: Queue[Sequence[str] | Exception] = Queue()

        def ask() -> None:
            try:
                answers.put(question())
            except Exception as error:  # noqa: BLE001  # raised again by whoever waits
                answers.put(error)

        Thread(target=ask, name="resolver", daemon=True).start()
        try:
            found = answers.get(timeout=self.left())
        except Empty:
            raise HostSilent("The host's name was not resolved in time.") from None
        if isinstance(found, Exception):
            raise found
        return found


class _Received(io.RawIOBase):
    """What comes over a connection until the deadline, and no more of it than was asked for."""

    def __init__(self, connection: socket.socket, deadline: Deadline, most: int) -> None:
        self._connection = connection
        self._deadline = deadline
        self._left = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        self._connection.settimeout(self._deadline.left())
        received = self._connection.recv_into(buffer)
        self._left -= received
        if self._left < 0:
            raise AnswerUnfit("The host sends more than is wanted.")
        return received

    def makefile(self, *_args: object) -> io.BufferedReader:
        """As HTTPResponse asks a socket for it."""
        return io.BufferedReader(self)


def _ask(
    connection: socket.socket, target: Target, request: bytes, method: str, deadline: Deadline, most: int
) -> HTTPResponse:
    """Status line and header fields have come; the body is still to be read."""
    received = _Received(connection, deadline, most + _HEAD_ROOM)
    answer = HTTPResponse(received, method=method)  # type: ignore[arg-type]
    try:
        connection.settimeout(deadline.left())
        connection.sendall(request)
        answer.begin()
    except (OSError, HTTPException, ValueError) as error:
        raise HostSilent(f"{target.host} does not answer as it should: {error!r}.") from error
    return answer


def _without_body(method: str, fields: Mapping[str, str]) -> frozenset[int]:
    """Statuses that are an answer to what was asked, though no body comes with them."""
    if method == "DELETE":
        return frozenset({200, 202, 204})
    return frozenset({304} if any(name.lower().startswith("if-") for name in fields) else ())


def _read(
    answer: HTTPResponse, url: str, accept: Sequence[str], most: int, without_body: frozenset[int]
) -> Fetched:
    fields = {name.lower(): value for name, value in answer.getheaders()}
    if answer.status in without_body:
        return Fetched(url, "", b"", status=answer.status, fields=fields)
    if answer.status != 200:
        raise AnswerUnfit(f"{url} answers with {answer.status} {answer.reason}.", answer.status)
    media_type = answer.headers.get_content_type() if "Content-Type" in answer.headers else ""
    if not any(_fits(media_type, each) for each in accept):
        raise AnswerUnfit(f"{url} is {media_type or 'of no type'}; wanted was {', '.join(accept)}.")
    if answer.getheader("Content-Encoding", "identity").lower() != "identity":
        raise AnswerUnfit(f"{url} comes compressed, though that was not asked for.")
    try:
        body = answer.read(most + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise HostSilent(f"{url} breaks off: {error!r}.") from error
    if len(body) > most:
        raise AnswerUnfit(f"{url} is larger than {most} bytes.")
    if answer.length:  # http.client says nothing of a body that ends too early when so many bytes are read
        raise HostSilent(f"{url} breaks off {answer.length} bytes before its end.")
    charset = answer.headers.get_content_charset() or "utf-8"
    return Fetched(url, media_type, body, charset, fields=fields)


def _fits(media_type: str, wanted: str) -> bool:
    if wanted == _ANYTHING:
        return True
    kind, _, rest = wanted.partition("/")
    return media_type.startswith(f"{kind}/") if rest == "*" else media_type == wanted


# ---- the internet -------------------------------------------------------------------------


@cache
def internet() -> Network:
    """The network as the machine reaches it, with the authorities that it trusts."""
    trusted = ssl.create_default_context()
    return Network(
        resolve=_resolve,
        dial=lambda address, port, seconds: socket.create_connection((address, port), seconds),
        secure=lambda connection, host: trusted.wrap_socket(connection, server_hostname=host),
    )


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return [str(address[0]) for *_rest, address in found]
