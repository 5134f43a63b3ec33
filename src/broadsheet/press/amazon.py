"""Amazon's client, with keys from the environment and from nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import boto3
from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError
from botocore.exceptions import ConnectionError as NoConnection

from broadsheet.press.errors import KeysMissing

KEYS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
"""The environment's variables that hold the keys; the last is for those that are lent for hours."""

UNANSWERED: Final = (HTTPClientError, NoConnection, IncompleteReadError)
"""Errors that say that no answer came, or not the whole of it."""


def session(environment: Mapping[str, str], purpose: str) -> Any:
    """Raises KeysMissing, which names the `purpose`. Files in home folders and the machine's own
    role are not asked: a site's rights are those that its operator gave it."""
    key, secret, token = (environment.get(each) or None for each in KEYS)
    if not (key and secret):
        raise KeysMissing(
            f"There are no keys for {purpose}: set {KEYS[0]} and {KEYS[1]} in the environment of every "
            "process of Broadsheet."
        )
    return _session(key, secret, token)


@cache
def _session(key: str, secret: str, token: str | None) -> Any:
    """Kept, for each new one reads the descriptions of services anew: half a megabyte."""
    return boto3.session.Session(key, secret, token)


def said(error: ClientError) -> str:
    """The service's own word for what is wrong."""
    return str(error.response.get("Error", {}).get("Code", ""))


def status(error: ClientError) -> int:
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
