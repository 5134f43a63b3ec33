"""Artifacts in a bucket, under the names that they have in the folder.

What the folder gives by renaming, a bucket gives by itself: each object is whole, old or new. The
order is kept by writing one after the other. What only pages lead to, files named by their
contents, comes before them in the line and is written several at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from random import Random
from typing import Final

import msgspec

from broadsheet.kernel.addresses import ENCODED_SUFFIXES
from broadsheet.press.bucket import Bucket, Fields
from broadsheet.press.config import PressConfig, StoreConfig
from broadsheet.press.recipe import Output, fingerprint_of
from broadsheet.press.store import (
    FolderStore,
    Held,
    Place,
    body_of,
    code_of,
    contents_of,
    name_of,
    place_of,
)
from broadsheet.press.tombstones import NAME as TOMBSTONES
from broadsheet.press.tombstones import Tombstone, Tombstones

FieldsOf = Callable[[str], Fields]
"""From an object's name, without suffixes of encodings, to what it is answered with."""

IN_BOTH: Final = frozenset({"/404.html"})
"""Plain files that whoever answers misses needs beside the answers."""

_ENCODINGS: Final = {".gz": "gzip", ".br": "br"}
_AT_ONCE: Final = 8
_ROOTS: Final = ("public/", "answers/")
_ONE_OF_EACH: Final = ("public/index.html", "public/feed.xml", "public/assets/a.js", "answers/index.json")


class _Object(msgspec.Struct, frozen=True):
    name: str
    body: bytes
    fields: Fields


class _Objects(msgspec.Struct, frozen=True):
    """What is written for one output: the plain object last, `absent` neighbours taken away."""

    place: Place
    objects: tuple[_Object, ...]
    absent: tuple[str, ...]
    is_leaf: bool
    """Whether nothing follows from when it appears: it has its contents' name, and only pages name it."""


class BucketObject:
    """A Held that is fetched when it is read."""

    def __init__(self, bucket: Bucket, name: str) -> None:
        self._bucket, self._name = bucket, name

    def exists(self) -> bool:
        return self._bucket.has(self._name)

    def read_bytes(self) -> bytes:
        body = self._bucket.get(self._name)
        if body is None:
            raise FileNotFoundError(self._name)
        return body


class BucketTombstones(Tombstones):
    """The file on this machine, and a copy of it in the bucket as soon as it grows."""

    def __init__(self, folder: Path, bucket: Bucket) -> None:
        super().__init__(folder)
        self._bucket = bucket
        self._is_copied = False

    def keep(self, tombstones: Iterable[Tombstone]) -> int:
        added = super().keep(tombstones)
        if added or not self._is_copied:
            self._is_copied = False
            self._copy()
            self._is_copied = True
        return added

    def _copy(self) -> None:
        fields = Fields("application/jsonl; charset=utf-8", "no-store")
        name, body = f"answers/{TOMBSTONES}", self.file.read_bytes()
        if not self._bucket.holds(name, body, fields):
            self._bucket.put(name, body, fields)


class BucketStore:
    """All artifacts in a bucket; on this machine, besides, what answers misses: redirects, what is gone,
    the page for all others. `here` and `answers` are the folders for that."""

    def __init__(
        self,
        bucket: Bucket,
        store: StoreConfig,
        config: PressConfig,
        fields_of: FieldsOf,
        here: Path,
        answers: Path,
        *,
        durable: bool = True,
    ) -> None:
        self._bucket = bucket
        self._store = store
        self._config = config
        self._fields_of = fields_of
        self._here = FolderStore(here, answers, config, durable=durable)
        self.suffixes: Sequence[str] = ENCODED_SUFFIXES if store.compressed else ()
        self.tombstones: Tombstones = BucketTombstones(answers, bucket)

    @property
    def code(self) -> str:
        store = self._store
        parts = (store.endpoint, store.bucket, store.prefix, str(store.compressed), code_of(self._config))
        sent = (str(msgspec.to_builtins(self._fields_of(name))) for name in _ONE_OF_EACH)
        return f"s3-{fingerprint_of(*parts, *sent)[:16]}"

    def expect(self, output: Output) -> None:
        """Nothing is sent before it is sure."""

    def forget(self) -> None:
        """Nothing was begun."""

    def put(self, outputs: Sequence[Output]) -> list[Place]:
        answering = [each for each in outputs if _answers_misses(place_of(each))]
        changed = set(self._here.put(answering)) if answering else set()
        with ThreadPoolExecutor(max_workers=_AT_ONCE) as pool:
            prepared = list(pool.map(self._prepare, outputs))
            lying = pool.map(self._lie_there, prepared)
            new = [each for each, lies in zip(prepared, lying, strict=True) if not lies]
            for is_leaf, group in groupby(new, lambda each: each.is_leaf):
                writing = pool.map if is_leaf else map
                list(writing(self._write, group))
        changed |= {each.place for each in new}
        return [each.place for each in prepared if each.place in changed]

    def remove(self, place: Place) -> bool:
        name = name_of(place)
        existed = self._bucket.has(name)
        # The page first: a compressed form alone is asked for by nobody.
        for suffix in ("", *self.suffixes):
            self._bucket.delete(name + suffix)
        if _answers_misses(place):
            existed |= self._here.remove(place)
        return existed

    def sweep(self) -> None:
        """A bucket has nothing that is half there."""
        self._here.sweep()

    def files(self) -> Iterator[tuple[str, Held]]:
        for root in _ROOTS:
            for name in self._bucket.names(root):
                if name != f"answers/{TOMBSTONES}":
                    yield name, BucketObject(self._bucket, name)

    def plain(self, place: Place) -> bytes | None:
        return self._bucket.get(name_of(place))

    def neighbours(self, place: Place) -> Iterator[tuple[str, Held]]:
        for suffix in ("", *ENCODED_SUFFIXES):
            name = name_of(place) + suffix
            yield name, BucketObject(self._bucket, name)

    def any_file(self, chance: Random) -> str | None:
        """By a walk down what a slash parts, as in the folder; of a large one, its first thousand."""
        at = chance.choice(_ROOTS)
        while at.endswith("/"):
            entries = [each for each in self._bucket.entries(at) if each != f"answers/{TOMBSTONES}"]
            if not entries:
                return None
            at = chance.choice(entries)
        return at

    # ---- writing ------------------------------------------------------------------------

    def _prepare(self, output: Output) -> _Objects:
        place = place_of(output)
        name, fields = name_of(place), self._fields_of(name_of(place))
        contents = contents_of(output, self._config) if self.suffixes else (("", body_of(output)),)
        objects = tuple(
            _Object(name + suffix, body, msgspec.structs.replace(fields, encoding=_ENCODINGS.get(suffix, "")))
            for suffix, body in contents
        )
        absent = tuple(name + suffix for suffix in self.suffixes if suffix not in dict(contents))
        return _Objects(place, objects, absent, "immutable" in fields.cache_control)

    def _lie_there(self, objects: _Objects) -> bool:
        return all(
            self._bucket.holds(each.name, each.body, each.fields) for each in objects.objects
        ) and not any(map(self._bucket.has, objects.absent))

    def _write(self, objects: _Objects) -> None:
        for name in objects.absent:
            self._bucket.delete(name)
        for each in objects.objects:
            self._bucket.put(each.name, each.body, each.fields)


def _answers_misses(place: Place) -> bool:
    return not place.plain or place.path in IN_BOTH
