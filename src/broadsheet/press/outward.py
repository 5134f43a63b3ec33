"""Requests to those outside: they end in time, and are never led elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import urllib3

Unanswered = urllib3.exceptions.HTTPError
"""No answer came."""


_LONGEST_ANSWER: Final = 64_000
"""Bytes; nobody who is told of an address has more to say."""


class Requests:
    def __init__(self, timeout: float) -> None:
        """`timeout` in seconds, for a whole request."""
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(total=timeout), retries=False, maxsize=1)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> int:
        """The answer's status; raises Unanswered."""
        return self.ask(method, url, headers, body)[0]

    def ask(self, method: str, url: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """The answer's status and the beginning of its body; raises Unanswered."""
        answer = self._pool.request(
            method, url, headers=headers, body=body, redirect=False, preload_content=False
        )
        said = answer.read(_LONGEST_ANSWER)
        if len(said) < _LONGEST_ANSWER:
            answer.drain_conn()
            answer.release_conn()
        else:
            answer.close()
        return answer.status, said


def words(address: str, error: Unanswered) -> str:
    """Without the headers' token, which no error of urllib3 repeats."""
    return f"{address} did not answer: {type(error).__name__}"
