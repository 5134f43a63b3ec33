"""The two folders, looked at after every single thing that the press does to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from broadsheet.press.models import Artifact, Removal
from broadsheet.press.store import FolderStore
from tests.exactness import readers

# Where readers and machines begin.
_ENTRANCES = ("/", "/robots.txt", "/404.html", "/sitemap.xml", "/sitemap-news.xml", "/feed.xml")


class _Seen(msgspec.Struct, frozen=True):
    """One file as it lay there."""

    number: tuple[int, int]
    """Its inode and the moment of its last change: others, if it was written again."""
    digest: bytes
    links: set[str]


class Watch:
    """Asserts, after each `put` and `remove` of the stores it was set on:

    - of what readers can come to, nothing leads nowhere;
    - no file was written again with the bytes that it had, and each that has others is counted;
    - no address shows an older state of the ledger than before.
    """

    def __init__(self) -> None:
        self.written = 0
        self.deleted = 0
        self.instants = 0
        self._files: dict[str, _Seen] = {}
        self._built: dict[tuple[str, int], int] = {}

    def on(self, store: FolderStore) -> None:
        """From now on; what lies there already is taken as it is."""
        self._files = self._read(store)
        store.put = self._watched(store, store.put)  # type: ignore[method-assign]
        store.remove = self._watched(store, store.remove)  # type: ignore[method-assign]

    def _watched(self, store: FolderStore, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any) -> Any:
            answer = call(*arguments)
            if arguments == ([],):
                return answer
            changed, gone = self._look(store)
            if call.__name__ == "put":
                number = len(answer)
                assert (number, gone - changed) == (len(changed), set()), "written is not what changed"
                self.written += number
            else:
                assert (bool(answer), changed) == (bool(gone), set()), "more or less was removed than said"
                self.deleted += bool(answer)
            return answer

        return run

    def _look(self, store: FolderStore) -> tuple[set[str], set[str]]:
        """Names of plain files of which one of their kind is new or other, and is gone."""
        before, self._files = self._files, self._read(store)
        self.instants += 1
        for name in before.keys() & self._files.keys():
            old, new = before[name], self._files[name]
            assert old.number == new.number or old.digest != new.digest, f"{name} was written in vain"
        changed = {name for name, seen in self._files.items() if before.get(name) != seen}
        dead = list(self._dead_ends())
        assert not dead, f"at this instant {dead[0]} and {len(dead) - 1} more lead nowhere"
        self._nothing_older()
        return _plain(changed), _plain(before.keys() - self._files.keys())

    def _read(self, store: FolderStore) -> dict[str, _Seen]:
        return {name: self._seen(name, path) for name, path in store.files()}

    def _seen(self, name: str, path: Path) -> _Seen:
        stat, known = path.stat(), self._files.get(name)
        number = (stat.st_ino, stat.st_mtime_ns)
        if known is not None and known.number == number:
            return known
        data = path.read_bytes()
        return _Seen(number, blake2b(data).digest(), readers.links_in(name, data))

    # ---- links --------------------------------------------------------------------------

    def _dead_ends(self) -> Iterator[str]:
        """Everything that can be come to from the entrances and from addresses that were left.

        A file that merely waits to be removed is made no more, so what was taken back since may be named
        in it.
        """
        leaving = set(Removal.objects.filter(plain=True, urgent=False).values_list("path", flat=True))
        public = {readers.address_of(name): name for name in self._files if name.startswith("public/")}
        answers = {readers.address_of(name): name for name in self._files if name.startswith("answers/")}
        waiting = [public[path] for path in _ENTRANCES if path in public]
        waiting += [name for path, name in answers.items() if path not in public]
        way = {name: name for name in waiting}
        while waiting:
            name = waiting.pop()
            for link in self._files[name].links:
                if link not in public and readers.address_of(name) not in leaving:
                    yield f"{way[name]} → {link}"
                elif link in public and public[link] not in way:
                    way[public[link]] = f"{way[name]} → {link}"
                    waiting.append(public[link])

    # ---- the ledger ---------------------------------------------------------------------

    def _nothing_older(self) -> None:
        """Two kinds of answer can be given at one address; each has its artifact."""
        now = {(path, status): built for path, status, built in _standing()}
        older = [place for place, built in now.items() if built < self._built.get(place, 0)]
        assert older == [], "an older state of the ledger came back"
        self._built |= now


def _standing() -> Iterator[tuple[str, int, int]]:
    for path, status, built in Artifact.objects.exclude(path="").values_list("path", "status", "built"):
        yield path, int(status == 200), built


def _plain(names: set[str]) -> set[str]:
    return {name.removesuffix(".gz").removesuffix(".br") for name in names}
