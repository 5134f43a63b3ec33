"""A bucket that speaks S3: objects by their names, and its refusals as conditions of ours.

An object appears whole or not at all, and replaces its predecessor in one step; after the answer
every reader gets it (Amazon since 2020, and all that are worth the name). There is nothing like
a transaction over several objects.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import msgspec
from botocore.config import Config
from botocore.exceptions import ClientError

from broadsheet.kernel import ids
from broadsheet.press import amazon
from broadsheet.press.config import StoreConfig
from broadsheet.press.errors import (
    BucketBusy,
    BucketMissing,
    BucketRefused,
    BucketUnanswered,
    StoreFailed,
    StoreFull,
)

_DIGEST: Final = "broadsheet"
"""The name under which an object says what it was made of."""
_TRIES: Final = 3
_AT_ONCE: Final = 8
_NO_BUCKET: Final = "NoSuchBucket"
_FULL: Final = frozenset({"QuotaExceeded", "InsufficientStorage", "XMinioStorageFull"})
# Some say 400 to keys that have run out, or of another region; every 401 and 403 counts as well.
_REFUSED: Final = frozenset({"ExpiredToken", "InvalidToken", "AuthorizationHeaderMalformed"})
_BUSY: Final = frozenset({"SlowDown", "Throttling", "RequestTimeout", "OperationAborted"})


class Fields(msgspec.Struct, frozen=True):
    """What a bucket answers with besides the bytes."""

    media_type: str
    cache_control: str
    encoding: str = ""


class Bucket:
    """Names are without the prefix. Every method raises a StoreFailed that says what is wrong."""

    def __init__(self, config: StoreConfig, environment: Mapping[str, str], tries: int = _TRIES) -> None:
        """`tries` for one request, within seconds; whoever waits longer tries again himself.

        Raises KeysMissing.
        """
        self._name, self._prefix = config.bucket, config.prefix
        self._where = config.endpoint.rstrip("/") or "Amazon S3"
        self._client: Any = amazon.session(environment, f"the bucket {self._name!r}").client(
            "s3",
            endpoint_url=config.endpoint.rstrip("/") or None,
            region_name=config.region or "us-east-1",
            config=_settings(config, tries),
        )

    def put(self, name: str, body: bytes, fields: Fields) -> None:
        """The bucket is told the checksum and refuses what did not arrive whole."""
        checksum = base64.b64encode(hashlib.md5(body, usedforsecurity=False).digest()).decode()
        extra = {"ContentEncoding": fields.encoding} if fields.encoding else {}
        with self._conditions():
            self._client.put_object(
                Bucket=self._name,
                Key=self._prefix + name,
                Body=body,
                ContentMD5=checksum,
                ContentType=fields.media_type,
                CacheControl=fields.cache_control,
                Metadata={_DIGEST: _digest(body, fields)},
                **extra,
            )

    def holds(self, name: str, body: bytes, fields: Fields) -> bool:
        """Whether exactly this was put there last, and nobody has put anything else there since."""
        found = self._head(name)
        return (
            found is not None
            and found["Metadata"].get(_DIGEST) == _digest(body, fields)
            and found["ContentLength"] == len(body)
            and found.get("ContentType") == fields.media_type
            and found.get("CacheControl") == fields.cache_control
        )

    def has(self, name: str) -> bool:
        return self._head(name) is not None

    def get(self, name: str) -> bytes | None:
        with self._conditions():
            try:
                answer = self._client.get_object(Bucket=self._name, Key=self._prefix + name)
            except self._client.exceptions.NoSuchKey:
                return None
            body: bytes = answer["Body"].read()
            return body

    def delete(self, name: str) -> None:
        """What is not there is gone already."""
        with self._conditions():
            self._client.delete_object(Bucket=self._name, Key=self._prefix + name)

    def names(self, start: str) -> Iterator[str]:
        """Of all objects whose names begin so, in the order of their bytes."""
        pages = self._client.get_paginator("list_objects_v2")
        with self._conditions():
            for page in pages.paginate(Bucket=self._name, Prefix=self._prefix + start):
                for each in page.get("Contents", ()):
                    yield each["Key"].removeprefix(self._prefix)

    def entries(self, folder: str) -> list[str]:
        """Objects and, with a slash at the end, folders in this one; the first thousand."""
        with self._conditions():
            answer = self._client.list_objects_v2(
                Bucket=self._name, Prefix=self._prefix + folder, Delimiter="/"
            )
        folders = [each["Prefix"] for each in answer.get("CommonPrefixes", ())]
        objects = [each["Key"] for each in answer.get("Contents", ())]
        return [each.removeprefix(self._prefix) for each in (*folders, *objects)]

    def flaw(self) -> str:
        """What is wrong with it, by a trial: to write, find, read and delete an object. Empty: nothing."""
        name, body = f".tried/{ids.new_id()}", b"broadsheet check"
        self.put(name, body, Fields("text/plain", "no-store"))
        found = (self.get(name), list(self.names(name)))
        self.delete(name)
        if found != (body, [name]):
            return f"The bucket {self._name!r} takes an object and does not give it back as it was."
        return f"The bucket {self._name!r} keeps what was deleted." if self.has(name) else ""

    def _head(self, name: str) -> Mapping[str, Any] | None:
        with self._conditions():
            try:
                key = self._prefix + name
                found: Mapping[str, Any] = self._client.head_object(Bucket=self._name, Key=key)
            except ClientError as error:
                # An answer to HEAD has no body: it cannot say whether object or bucket is missing.
                if amazon.status(error) != 404:
                    raise
                return None
        return found

    # ---- conditions ---------------------------------------------------------------------

    @contextmanager
    def _conditions(self) -> Iterator[None]:
        try:
            yield
        except ClientError as error:
            raise self._condition(error) from error
        except amazon.UNANSWERED as error:
            raise BucketUnanswered(
                f"{self._where} does not answer ({type(error).__name__}). Readers get what they got before; "
                "the press tries again by itself."
            ) from error

    def _condition(self, error: ClientError) -> StoreFailed:
        said, status = amazon.said(error), amazon.status(error)
        about = f"The bucket {self._name!r} at {self._where}"
        if said == _NO_BUCKET:
            return BucketMissing(f"{about} does not exist: make it, or correct 'bucket' in [store].")
        if said in _FULL or status == 507:
            return StoreFull(f"{about} is full ({said}). Every page is still whole as it was; make room.")
        if said in _BUSY or status == 429 or status >= 500:
            return BucketBusy(f"{about} asks for patience ({status} {said}); the press tries again.")
        if said in _REFUSED or status in {301, 401, 403}:
            return BucketRefused(
                f"{about} refuses the press ({status} {said}): see to the keys in the environment, to what "
                "they may do (get, put, delete, list), to 'region' in [store] and to the machine's clock."
            )
        return StoreFailed(f"{about} answered {status} {said} to {error.operation_name}.")


def _settings(config: StoreConfig, tries: int) -> Config:
    return Config(
        connect_timeout=config.timeout,
        read_timeout=config.timeout,
        max_pool_connections=_AT_ONCE,
        retries={"mode": "standard", "total_max_attempts": tries},
        # Checksums of Amazon's own kind are unknown to others; Content-MD5 is not.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        s3={"addressing_style": "path"} if config.endpoint else {},
    )


def _digest(body: bytes, fields: Fields) -> str:
    whole = hashlib.sha256(body)
    whole.update(f"\n{fields.media_type}\n{fields.cache_control}\n{fields.encoding}".encode())
    return whole.hexdigest()
