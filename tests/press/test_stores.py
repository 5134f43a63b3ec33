"""One contract for folder and bucket, and what the bucket owes besides."""

from __future__ import annotations

import gzip
import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from random import SystemRandom

import brotli
import pytest

from broadsheet.ledger.records import Section
from broadsheet.press import bucket_store
from broadsheet.press.bucket import Bucket, Fields
from broadsheet.press.config import PressConfig
from broadsheet.press.errors import (
    BucketBusy,
    BucketMissing,
    BucketRefused,
    BucketUnanswered,
    KeysMissing,
    StoreFailed,
    StoreFull,
)
from broadsheet.press.machine import Press
from broadsheet.press.models import Artifact, Removal
from broadsheet.press.recipe import Output
from broadsheet.press.store import STAGING, FolderStore, Place, Store
from broadsheet.press.tombstones import NAME as TOMBSTONES
from broadsheet.press.verify import verify
from tests.press import buckets, bulletin, caches
from tests.press.boundaries import Boundaries, Killed
from tests.press.bulletin import press_in, publish, story, withdraw
from tests.press.caches import Cache
from tests.press.test_tombstones import FIRST, SECOND

PAGE = Output("/politik/haushalt/", b"<!doctype html><p>Der Haushalt steht.</p>" * 40)
FEED = Output("/feed.xml", b"<rss>kurz</rss>")
PICTURE = Output("/media/ab12.jpg", b"\xff\xd8" + bytes(range(256)) * 8)
MOVED = Output("/politik/etat/", status=301, location="/politik/haushalt/")
GONE = Output("/politik/falsch/", b"<!doctype html>Wir lagen falsch.", status=410)
NOT_FOUND = Output("/404.html", b"<!doctype html>Nichts.")
ALL = (PICTURE, PAGE, FEED, MOVED, GONE, NOT_FOUND)

_numbers = count()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with buckets.running() as address:
        yield address


@pytest.fixture(params=["folder", "bucket", "bucket, compressed"])
def store(request: pytest.FixtureRequest, tmp_path: Path, address: str) -> Store:
    if request.param == "folder":
        return FolderStore(tmp_path / "public", tmp_path / "answers", PressConfig())
    prefix = f"site-{next(_numbers)}/"
    settings = buckets.config(address, prefix=prefix, compressed=request.param != "bucket")
    return buckets.store_in(tmp_path, Bucket(settings, buckets.KEYS), settings)


def contents(store: Store) -> dict[str, bytes]:
    return {name: held.read_bytes() for name, held in store.files()}


def any_files(store: Store) -> set[str | None]:
    return {store.any_file(SystemRandom()) for _ in range(12)}


# ---- the contract -----------------------------------------------------------------------


def test_every_store_keeps_the_contract(store: Store) -> None:
    assert contents(store) == {}
    assert any_files(store) == {None}
    assert store.put(ALL) == [Place(each.path, each.status == 200) for each in ALL]
    lying = contents(store)
    plain = {name: data for name, data in lying.items() if not name.endswith((".gz", ".br"))}
    assert plain.keys() == {
        "public/media/ab12.jpg",
        "public/politik/haushalt/index.html",
        "public/feed.xml",
        "public/404.html",
        "answers/politik/etat/index.json",
        "answers/politik/falsch/index.json",
    }
    assert lying["public/politik/haushalt/index.html"] == store.plain(Place(PAGE.path, True)) == PAGE.body
    assert json.loads(lying["answers/politik/etat/index.json"]) == {"status": 301, "location": PAGE.path}
    gone = {"status": 410, "body": GONE.body.decode()}
    assert json.loads(lying["answers/politik/falsch/index.json"]) == gone
    assert {name[-3:] for name in lying.keys() - plain.keys()} == set(store.suffixes)
    if store.suffixes:
        assert gzip.decompress(lying["public/politik/haushalt/index.html.gz"]) == PAGE.body
        assert brotli.decompress(lying["public/politik/haushalt/index.html.br"]) == PAGE.body
    assert any_files(store) <= lying.keys()

    assert store.put(ALL) == [], "what lies there is left alone"
    short = Output(PAGE.path, b"<p>Kurz.</p>")
    assert store.put([*ALL[:1], short, *ALL[2:]]) == [Place(PAGE.path, True)]
    names = {name for name, held in store.neighbours(Place(PAGE.path, True)) if held.exists()}
    assert names == {"public/politik/haushalt/index.html"}, "no compressed form of what was there before"

    assert [store.remove(Place(PAGE.path, True)), store.remove(Place(PAGE.path, True))] == [True, False]
    assert store.remove(Place(MOVED.path, False))
    assert store.plain(Place(PAGE.path, True)) is None
    assert [name for name in contents(store) if "haushalt" in name or "etat" in name] == []
    store.sweep()
    assert len(contents(store)) == 4


def test_every_store_keeps_what_was_retracted(store: Store) -> None:
    assert (store.tombstones.keep([FIRST]), store.tombstones.keep([FIRST, SECOND])) == (1, 1)
    assert contents(store) == {}, "it is no artifact"
    assert any_files(store) == {None}
    if isinstance(store, bucket_store.BucketStore):
        assert store._bucket.get(f"answers/{TOMBSTONES}") == store.tombstones.file.read_bytes()


def test_another_store_is_another_code(tmp_path: Path) -> None:
    """So that every page is written again, though none reads otherwise."""
    memory = buckets.MemoryBucket()
    places = [
        buckets.config("http://127.0.0.1:1"),
        buckets.config("http://127.0.0.1:2"),
        buckets.config("http://127.0.0.1:1", prefix="neu/"),
        buckets.config("http://127.0.0.1:1", compressed=True),
    ]
    codes = {buckets.store_in(tmp_path, memory, each).code for each in places}
    assert len(codes | {FolderStore(tmp_path, tmp_path, PressConfig()).code}) == 5


def test_what_is_expected_is_made_ready_and_put_once_or_forgotten(store: Store, tmp_path: Path) -> None:
    for output in (PAGE, FEED, MOVED):
        store.expect(output)
    assert contents(store) == {}, "readers get what is put"
    assert store.put([FEED, NOT_FOUND, PAGE]) == [Place(each.path, True) for each in (FEED, NOT_FOUND, PAGE)]
    assert store.plain(Place(MOVED.path, False)) is None
    store.expect(GONE)
    store.forget()
    assert store.put([PAGE]) == []
    assert not list(tmp_path.rglob(f"{STAGING}/*"))


def test_old_files_are_held_until_all_new_ones_stand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The kernel frees them when nobody waits for it any more."""
    store = FolderStore(tmp_path / "public", tmp_path / "answers", PressConfig())
    store.put([PAGE, FEED])
    public, replace, held = str(tmp_path / "public"), os.replace, list[int]()

    def counting(path: str, target: str) -> None:
        opened = [os.path.realpath(each) for each in Path("/proc/self/fd").iterdir()]
        held.append(sum(each.startswith(public) and STAGING not in each for each in opened))
        replace(path, target)

    monkeypatch.setattr(os, "replace", counting)
    store.put([Output(PAGE.path, PAGE.body + b"!"), Output(FEED.path, b"<rss>lang</rss>")])
    assert held == [4] * 4, "a page in three forms, a feed in one, from the first to the last"


# ---- what the bucket owes besides -------------------------------------------------------


def test_an_object_is_answered_with_what_the_readers_server_says(address: str, tmp_path: Path) -> None:
    settings = buckets.config(address, prefix="fields/", compressed=True)
    store = buckets.store_in(tmp_path, Bucket(settings, buckets.KEYS), settings)
    store.put(ALL)
    client = buckets.client_of(address)

    def said(name: str) -> tuple[str, str, str]:
        found = client.head_object(Bucket=buckets.NAME, Key=f"fields/{name}")
        return found["ContentType"], found["CacheControl"], found.get("ContentEncoding", "")

    page = "public/politik/haushalt/index.html"
    html, living = "text/html; charset=utf-8", "public, max-age=10, stale-while-revalidate=60"
    assert [said(page), said(f"{page}.br"), said(f"{page}.gz")] == [
        (html, living, ""),
        (html, living, "br"),
        (html, living, "gzip"),
    ]
    assert said("public/media/ab12.jpg")[:2] == ("image/jpeg", "public, max-age=31536000, immutable")
    assert said("public/feed.xml")[0] == "application/rss+xml; charset=utf-8"
    assert said("public/404.html")[1] == said("answers/politik/etat/index.json")[1] == "public, max-age=10"
    here = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*") if file.is_file()}
    answering = {"misses/404.html", "answers/politik/etat/index.json", "answers/politik/falsch/index.json"}
    assert here == answering, "whoever answers misses has what it needs, and no page that could grow old"

    client.put_object(Bucket=buckets.NAME, Key=f"fields/{page}", Body=b"von Hand")
    (tmp_path / "misses/404.html").unlink()
    assert store.put(ALL) == [Place(PAGE.path, True), Place(NOT_FOUND.path, True)]


def test_pages_are_written_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    memory = buckets.MemoryBucket()
    monkeypatch.setattr(memory, "put", lambda name, *_rest: steps.append(name))
    monkeypatch.setattr(memory, "delete", lambda name: steps.append(f"- {name}"))
    monkeypatch.setattr(memory, "has", lambda _name: True)
    settings = buckets.config("http://127.0.0.1:1", compressed=True)
    store = buckets.store_in(tmp_path, memory, settings)
    pages = [Output(f"/{number}/", PAGE.body) for number in range(30)]
    store.put([PICTURE, *pages])
    written = [step for step in steps if not step.startswith("-")]
    kinds = ("index.html.gz", "index.html.br", "index.html")
    assert written[1:] == [f"public/{number}/{kind}" for number in range(30) for kind in kinds]
    store.put([Output("/7/", b"kurz")])
    store.remove(Place("/8/", True))
    assert steps[-6:] == [
        "- public/7/index.html.gz",
        "- public/7/index.html.br",
        "public/7/index.html",
        "- public/8/index.html",
        "- public/8/index.html.gz",
        "- public/8/index.html.br",
    ]


class Refusing:
    """Gives every request the same answer."""

    address = ""

    def __init__(self, status: int, code: bytes) -> None:
        self.status, self.words = status, ERROR % code

    def take(self, *_request: object) -> int:
        return self.status


ERROR = b"<Error><Code>%s</Code><Message>no</Message></Error>"


@pytest.mark.parametrize(
    ("status", "code", "condition"),
    [
        (403, b"AccessDenied", BucketRefused),
        (400, b"ExpiredToken", BucketRefused),
        (404, b"NoSuchBucket", BucketMissing),
        (503, b"SlowDown", BucketBusy),
        (429, b"TooManyRequests", BucketBusy),
        (500, b"InternalError", BucketBusy),
        (507, b"XMinioStorageFull", StoreFull),
        (400, b"EntityTooLarge", StoreFailed),
    ],
)
def test_what_a_bucket_refuses_is_a_condition_with_a_name(
    status: int, code: bytes, condition: type[StoreFailed]
) -> None:
    fake = Refusing(status, code)
    with caches.listening(fake):
        bucket = Bucket(buckets.config(fake.address), buckets.KEYS, tries=1)
        for call in (
            lambda: bucket.put("public/a", b"a", Fields("text/plain", "")),
            lambda: list(bucket.names("public/")),
            lambda: bucket.delete("public/a"),
        ):
            with pytest.raises(StoreFailed, match="zeitung") as raised:
                call()
            assert type(raised.value) is condition
    assert condition.retryable is (condition not in {BucketRefused, BucketMissing})


def test_a_bucket_that_does_not_answer_or_has_no_keys(address: str) -> None:
    fake = Cache()
    with caches.listening(fake):
        fake.mood = "slow"
        slow = Bucket(buckets.config(fake.address, timeout=0.1), buckets.KEYS, tries=1)
        with pytest.raises(BucketUnanswered, match="ReadTimeout"):
            slow.has("public/a")
    with pytest.raises(BucketUnanswered, match="EndpointConnection"):
        slow.get("public/a")
    assert Bucket(buckets.config(address), buckets.KEYS).flaw() == ""
    with pytest.raises(KeysMissing, match="AWS_SECRET_ACCESS_KEY"):
        Bucket(buckets.config(address), {"AWS_ACCESS_KEY_ID": "key"})


# ---- the press over a bucket ------------------------------------------------------------

POLITICS = Section(id="1", path="/politik/", title="Politik", order=1)


def dead_ends(memory: buckets.MemoryBucket) -> list[str]:
    """Links of readers' pages, and of redirects, to what is not there."""
    links = []
    for name, (body, _) in memory.objects.items():
        links += re.findall(r"<a href=(\S+?)>", body.decode(errors="replace"))
        if name.startswith("answers/") and b"location" in body:
            links.append(json.loads(body)["location"])
    return [link for link in links if f"public{link}index.html" not in memory.objects]


class Mortal:
    """A press over a bucket in memory, time and again a new one."""

    def __init__(self, folder: Path) -> None:
        self.memory = buckets.MemoryBucket()
        self._folder = folder

    def press(self) -> Press:
        settings = buckets.config("http://127.0.0.1:1")
        return press_in(self._folder, store=buckets.store_in(self._folder, self.memory, settings))

    def dies(self, death: int) -> bool:
        """Whether a bake came to its step in the bucket of this number, and so died."""
        boundaries = Boundaries(death, look=self.look)
        with pytest.MonkeyPatch.context() as patches:
            for name in ("put", "delete"):
                patches.setattr(self.memory, name, boundaries.before(name, getattr(self.memory, name)))
            with suppress(Killed):
                self.press().bake_due()
        return boundaries.dead

    def look(self) -> None:
        assert dead_ends(self.memory) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("manual_clock")
def test_a_press_that_dies_at_any_step_in_a_bucket_is_mended_by_the_next(tmp_path: Path) -> None:
    mortal = Mortal(tmp_path)
    publish(POLITICS, *map(story, range(1, 5)))
    mortal.press().bake_due()
    acts: tuple[Callable[[int], None], ...] = (
        lambda n: publish(story(10 + n)),
        lambda n: publish(story(10 + n, slug="anders")),
        lambda n: withdraw(10 + n),
    )
    deaths = [0, 0, 0]
    for number, act in enumerate(acts):
        for death in range(6):
            act(death)
            deaths[number] += mortal.dies(death)
            mortal.press().bake_due()
            mortal.look()
            assert not Removal.objects.exists()
    assert min(deaths) >= 2
    assert max(deaths) < 6, "every step is come to"
    press = mortal.press()
    assert verify(press.edition, press.store, press.vault, PressConfig()).differences == []


@pytest.mark.django_db
@pytest.mark.usefixtures("manual_clock")
def test_what_was_baked_step_by_step_equals_a_bake_from_nothing(address: str, tmp_path: Path) -> None:
    """Over the real protocol; then everything moves to the folder, with nothing published."""

    def store(prefix: str) -> Store:
        settings = buckets.config(address, prefix=prefix)
        return buckets.store_in(tmp_path / prefix, Bucket(settings, buckets.KEYS), settings)

    press = press_in(tmp_path, store=store("schrittweise/"))
    publish(POLITICS, story(1), story(2))
    press.bake_due()
    withdraw(1)
    publish(story(3))
    press.bake_due()
    files = contents(press.store)
    assert verify(press.edition, press.store, press.vault, PressConfig()).differences == []
    known = set(Artifact.objects.values_list("path", "digest"))

    again = press_in(tmp_path, store=store("von-vorn/"))
    assert again.bake_due().written == len(files)
    assert contents(again.store) == files
    folder = press_in(tmp_path)
    folder.bake_due()
    lying = contents(folder.store).items()
    assert {name: data for name, data in lying if not name.endswith((".gz", ".br"))} == files
    assert set(Artifact.objects.values_list("path", "digest")) == known


@pytest.mark.django_db
@pytest.mark.usefixtures("manual_clock")
def test_another_template_with_the_same_words_asks_nothing_of_the_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies there is known by its digest: neither files are compared nor objects asked for."""
    publish(POLITICS, story(1), story(2))
    press_in(tmp_path).bake_due()
    monkeypatch.setattr(bulletin.BulletinRecipe, "version", "2")
    again = press_in(tmp_path)
    asked: list[Output] = []

    def put(outputs: Sequence[Output]) -> list[Place]:
        asked.extend(outputs)
        return []

    monkeypatch.setattr(again.store, "put", put)
    assert again.bake_due().baked >= 3
    assert asked == []
