"""Requests to those outside: they end in time, and are never led elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

import urllib3

Unanswered = urllib3.exceptions.HTTPError
"""No answer came."""


class Requests:
    def __init__(self, timeout: float) -> None:
        """`timeout` in seconds, for a whole request."""
        self._pool = urllib3.PoolManager(timeout=urllib3.Timeout(total=timeout), retries=False, maxsize=1)

    def send(self, method: str, url: str, headers: Mapping[str, str], body: bytes = b"") -> int:
        """The answer's status; raises Unanswered."""
        answer = self._pool.request(method, url, headers=headers, body=body, redirect=False)
        return answer.status


def words(address: str, error: Unanswered) -> str:
    """Without the headers' token, which no error of urllib3 repeats."""
    return f"{address} did not answer: {type(error).__name__}"
