"""Whatever address is given and whatever a host does: only public hosts are asked, and not for long."""

from __future__ import annotations

import socket
import ssl
import subprocess
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from broadsheet.kernel import clock
from broadsheet.kernel.errors import AddressRefused, AnswerUnfit, HostSilent, NotFetched
from broadsheet.kernel.fetching import Fetched, Fetcher, Limits, Network, internet
from tests.kernel.fake_hosts import PUBLIC, FakeHosts, fake_hosts, page, redirect
from tests.programs import program

JSON = ("application/json",)
SHORT = Limits(seconds=0.3, size=1000, redirects=2)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def drip(data: bytes, connection: socket.socket, over: Event) -> None:
    """Byte by byte, for ever: no single wait is long."""
    while not over.wait(0.02):
        connection.sendall(data)


def silence(_connection: socket.socket, over: Event) -> None:
    over.wait()


def flood(beginning: bytes, endless: bytes, connection: socket.socket, over: Event) -> None:
    connection.sendall(beginning)
    while not over.is_set():
        connection.sendall(endless * 1000)


@pytest.fixture
def hosts() -> Iterator[FakeHosts]:
    with fake_hosts({"a.example/": page(b"{}")}) as found:
        yield found


def fetch(hosts: FakeHosts, url: str) -> Fetched:
    return Fetcher(hosts.network(), SHORT).fetch(url, accept=JSON)


def test_what_lies_there_is_fetched_with_nothing_said_of_us(hosts: FakeHosts) -> None:
    hosts.answers["xn--bcher-kva.example/a%20b/%C3%BC?q=%22x%22&y=1"] = page(
        "{'ü'}".encode("latin-1"), "application/JSON; charset=ISO-8859-1"
    )
    found = fetch(hosts, "https://bücher.example/a%20b/ü?q=%22x%22&y=1#part")
    assert (found.text(), found.media_type) == ("{'ü'}", "application/json")
    assert (hosts.dialled, hosts.resolved) == ([(PUBLIC, 443)], ["xn--bcher-kva.example"])
    request = hosts.asked[0].decode().lower()
    assert "accept-encoding: identity" in request
    assert not [word for word in ("cookie", "referer", "authorization", "part") if word in request]


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/",
        "file:///etc/passwd",
        "gopher://a.example:70/",
        "//a.example/",
        "a.example",
        "https://",
        "https://a.example:22/",
        "http://a.example:8080/",
        "https://a.example:99999/",
        "https://name:word@a.example/",
        "https://name@a.example/",
        "https://a.example\\@b.example/",
        "https://a.example/\r\nHost: b.example",
        "https://a.exam ple/",
        "https://a..example/",
    ],
)
def test_an_address_of_another_form_is_not_even_looked_up(hosts: FakeHosts, url: str) -> None:
    with pytest.raises(AddressRefused):
        fetch(hosts, url)
    assert (hosts.resolved, hosts.dialled) == ([], [])


INWARDS = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",  # noqa: S104
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "169.254.169.254",
    "192.0.0.170",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "fd00:ec2::254",
    "ff02::1",
    "2001:db8::1",
    "no address",
]


def test_no_name_leads_inwards(hosts: FakeHosts) -> None:
    """Alone, or behind a public address: who says both has something in mind."""
    for address in INWARDS:
        for answer in ([address], [PUBLIC, address]):
            hosts.names["a.example"] = [answer]
            with pytest.raises(AddressRefused):
                fetch(hosts, "https://a.example/")
    assert hosts.dialled == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::1]", "0"])
def test_no_way_of_writing_this_machine_leads_to_it(hosts: FakeHosts, host: str) -> None:
    """As the machine's own resolver understands them."""
    network = Network(resolve=internet().resolve, dial=hosts.network().dial, secure=hosts.network().secure)
    with pytest.raises((AddressRefused, HostSilent)):
        Fetcher(network, SHORT).fetch(f"http://{host}/", accept=JSON)
    assert hosts.dialled == []


def test_a_name_that_changes_its_answer_is_believed_once(hosts: FakeHosts) -> None:
    """Rebinding: public when it is looked at, this machine when it would be used."""
    hosts.names["a.example"] = [[PUBLIC], ["127.0.0.1"]]
    assert fetch(hosts, "https://a.example/").body == b"{}"
    assert (hosts.resolved, hosts.dialled) == (["a.example"], [(PUBLIC, 443)])

    hosts.names["a.example"] = [[PUBLIC], ["127.0.0.1"]]
    hosts.answers["a.example/away"] = redirect("https://a.example/")
    with pytest.raises(AddressRefused, match=r"127\.0\.0\.1"):
        fetch(hosts, "https://a.example/away")
    assert len(hosts.dialled) == 2


@pytest.mark.parametrize(
    "to",
    [
        "http://127.0.0.1/",
        "https://127.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/",
        "https://inside.example/",
        "http://a.example/",
        "https://a.example:8443/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://u:p@a.example/",
        "",
    ],
)
def test_every_redirect_is_looked_at_anew(hosts: FakeHosts, to: str) -> None:
    hosts.names["inside.example"] = [["10.0.0.7"]]
    hosts.answers["a.example/away"] = redirect(to)
    with pytest.raises(AddressRefused):
        fetch(hosts, "https://a.example/away")
    assert len(hosts.asked) == 1


def test_redirects_are_followed_and_end(hosts: FakeHosts) -> None:
    hosts.answers |= {
        "a.example/1": redirect("/2"),
        "a.example/2": redirect("//b.example/3"),
        "b.example/3": page(b"[3]"),
        "a.example/round": redirect("/round"),
    }
    found = fetch(hosts, "https://a.example/1")
    assert (found.url, found.media_type, found.body) == ("https://b.example/3", "application/json", b"[3]")
    with pytest.raises(AnswerUnfit, match="more than 2 times"):
        fetch(hosts, "https://a.example/round")


def test_the_next_address_is_tried_where_one_does_not_answer(hosts: FakeHosts) -> None:
    other = "93.184.215.99"
    hosts.names["a.example"] = [[other, PUBLIC]]
    usual = hosts.network()

    def dial(address: str, port: int, seconds: float) -> socket.socket:
        if address == other:
            raise ConnectionRefusedError(111, "refused")
        return usual.dial(address, port, seconds)

    network = Network(resolve=usual.resolve, dial=dial, secure=usual.secure)
    assert Fetcher(network, SHORT).fetch("http://a.example/", accept=JSON).body == b"{}"


# ---- slow and endless -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (silence, HostSilent),
        (partial(drip, b"H"), HostSilent),
        (partial(drip, HEAD), HostSilent),
        (partial(flood, HEAD + b"Content-Length: 999999999\r\n\r\n", b"x"), AnswerUnfit),
        (partial(flood, HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"), AnswerUnfit),
        (partial(flood, HEAD, b"X: y\r\n"), NotFetched),
        (partial(flood, HEAD + b"X: ", b"y"), NotFetched),
        (partial(flood, b"", b"HTTP/1.1 100 Continue\r\n\r\n"), AnswerUnfit),
        (HEAD + b"Content-Length: 9\r\n\r\n{}", HostSilent),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{}", HostSilent),
        (b"", HostSilent),
        (b"\x16\x03\x01 this is not HTTP\r\n\r\n", HostSilent),
        (page(b"{}", status="404 Not Found"), AnswerUnfit),
        (page(b"{}", status="204 No Content"), AnswerUnfit),
        (page(b"{}", "text/html"), AnswerUnfit),
        (page(b"\x1f\x8b", more="Content-Encoding: gzip\r\n"), AnswerUnfit),
        (page(b"x" * 1001), AnswerUnfit),
    ],
)
def test_no_answer_takes_longer_or_is_larger_than_allowed(
    hosts: FakeHosts, answer: bytes, error: type[NotFetched]
) -> None:
    hosts.answers["a.example/ill"] = answer
    began = clock.monotonic()
    with pytest.raises(error):
        fetch(hosts, "https://a.example/ill")
    assert clock.monotonic() - began < 5


def test_a_resolver_that_hangs_is_not_waited_for() -> None:
    over = Event()

    def resolve(_host: str, _port: int) -> list[str]:
        over.wait()
        return []

    network = Network(resolve=resolve, dial=internet().dial, secure=internet().secure)
    with pytest.raises(HostSilent):
        Fetcher(network, Limits(seconds=0.1)).fetch("https://a.example/", accept=JSON)
    over.set()


# ---- who answers ------------------------------------------------------------------------------


def test_a_certificate_is_checked_against_the_name_that_was_asked_for(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    made = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=a.example", "-addext", "subjectAltName=DNS:a.example"]
    subprocess.run(
        [program("openssl", "openssl"), *made, *named, "-keyout", key, "-out", certificate],
        check=True,
        capture_output=True,
    )
    server, client = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH), ssl.create_default_context()
    server.load_cert_chain(certificate, key)
    client.load_verify_locations(certificate)
    with fake_hosts({}) as hosts:
        network = hosts.network(lambda plain, host: client.wrap_socket(plain, server_hostname=host))
        hosts._answer = partial(_over_tls, server)  # type: ignore[method-assign]
        assert Fetcher(network).fetch("https://a.example/", accept=JSON).body == b"{}"
        with pytest.raises(HostSilent, match="certificate"):
            Fetcher(network).fetch("https://b.example/", accept=JSON)


def _over_tls(context: ssl.SSLContext, connection: socket.socket) -> None:
    try:
        with context.wrap_socket(connection, server_side=True) as safe:
            safe.recv(65_536)
            safe.sendall(page(b"{}"))
    except OSError:
        connection.close()


# ---- for those who have an account ------------------------------------------------------------


def test_fields_of_ones_own_are_sent_but_not_to_another_host(hosts: FakeHosts) -> None:
    hosts.answers["a.example/here"] = redirect("https://a.example/")
    hosts.answers["a.example/away"] = redirect("https://b.example/")
    hosts.answers["b.example/"] = page(b"{}")
    fields = {"Authorization": "Bearer geheim"}
    for path, told in (("here", [True, True]), ("away", [True, False])):
        hosts.asked.clear()
        Fetcher(hosts.network(), SHORT).fetch(f"https://a.example/{path}", accept=JSON, fields=fields)
        assert [b"Bearer geheim" in request for request in hosts.asked] == told
    with pytest.raises(AddressRefused):
        Fetcher(hosts.network(), SHORT).fetch("https://a.example/", accept=JSON, fields={"X": "a\r\nY: b"})


def test_what_did_not_change_has_no_body_and_what_is_removed_neither(hosts: FakeHosts) -> None:
    hosts.answers["a.example/"] = page(b"", status="304 Not Modified", more='ETag: "1"\r\n')
    fetcher = Fetcher(hosts.network(), SHORT)
    found = fetcher.fetch("https://a.example/", accept=("*/*",), fields={"If-None-Match": '"1"'})
    assert (found.status, found.body, found.fields["etag"]) == (304, b"", '"1"')
    with pytest.raises(AnswerUnfit):
        fetcher.fetch("https://a.example/", accept=("*/*",))
    hosts.answers["a.example/entry/1"] = page(b"", status="204 No Content")
    fetcher.delete("https://a.example/entry/1")
    assert hosts.asked[-1].startswith(b"DELETE /entry/1 ")
    hosts.answers["a.example/entry/2"] = page(b"", status="410 Gone")
    with pytest.raises(AnswerUnfit) as gone:
        fetcher.delete("https://a.example/entry/2")
    assert gone.value.status == 410
