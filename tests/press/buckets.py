"""Buckets for tests: moto's server on loopback, and one in memory that is as strict and costs nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from broadsheet.press import amazon
from broadsheet.press.bucket import Bucket, Fields
from broadsheet.press.bucket_store import BucketStore
from broadsheet.press.config import PressConfig, StoreConfig
from broadsheet.project.delivery import fields_of

KEYS = {"AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
NAME = "zeitung"
REGION = "eu-central-1"


@contextmanager
def running() -> Iterator[str]:
    """The address of a server with one bucket of this NAME."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        make(address, NAME)
        yield address
    finally:
        server.stop()


def client_of(address: str) -> Any:
    return amazon.session(KEYS, "tests").client("s3", endpoint_url=address, region_name=REGION)


def make(address: str, name: str) -> None:
    client = client_of(address)
    with suppress(client.exceptions.BucketAlreadyOwnedByYou):  # another server of this process made it
        client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})


def let_read(address: str, start: str) -> None:
    """Lets everybody read what begins so, and nothing else."""
    statement = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{NAME}/{start}*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client_of(address).put_bucket_policy(Bucket=NAME, Policy=policy)


def config(address: str, *, prefix: str = "", compressed: bool = False, timeout: float = 5) -> StoreConfig:
    return StoreConfig(
        kind="s3",
        bucket=NAME,
        endpoint=address,
        region=REGION,
        prefix=prefix,
        compressed=compressed,
        timeout=timeout,
    )


def store_in(folder: Path, bucket: Bucket, settings: StoreConfig) -> BucketStore:
    return BucketStore(bucket, settings, PressConfig(), fields_of, folder / "misses", folder / "answers")


class MemoryBucket(Bucket):
    def __init__(self) -> None:
        self.objects: dict[str, tuple[bytes, Fields]] = {}

    def put(self, name: str, body: bytes, fields: Fields) -> None:
        self.objects[name] = (body, fields)

    def holds(self, name: str, body: bytes, fields: Fields) -> bool:
        return self.objects.get(name) == (body, fields)

    def has(self, name: str) -> bool:
        return name in self.objects

    def get(self, name: str) -> bytes | None:
        return self.objects[name][0] if name in self.objects else None

    def delete(self, name: str) -> None:
        self.objects.pop(name, None)

    def names(self, start: str) -> Iterator[str]:
        yield from sorted(name for name in self.objects if name.startswith(start))

    def entries(self, folder: str) -> list[str]:
        rest = {name.removeprefix(folder) for name in self.names(folder)}
        return sorted({folder + name.partition("/")[0] + ("/" if "/" in name else "") for name in rest})
