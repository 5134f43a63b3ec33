"""Addresses to listen on."""

from __future__ import annotations

import errno
import socket

from broadsheet.serve.errors import AddressUnusable


def split_address(address: str) -> tuple[str, int]:
    """`host:port` as a pair; raises AddressUnusable."""
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or not 1 <= int(port) <= 65535:
        raise AddressUnusable(f"The address {address!r} is not of the form host:port, as in 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen there now.

    Asked without SO_REUSEPORT, which Granian sets: with it two servers would share the
    port, and each reader would meet one of them by chance. Raises AddressUnusable for a
    host or port that this machine does not have or give.
    """
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            return False
        raise AddressUnusable(f"Nothing can listen on {host}:{port} here ({error.strerror}).") from error
    return True
