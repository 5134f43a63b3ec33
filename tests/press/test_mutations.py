"""Each kind of thing that the press notes is needed: without it some page stays as it was.

The kinds come from the code: a new facet or list without a scenario fails here. A scenario
is one act on a small paper of the real edition; with just that kind left out of what is
recorded or noted, the folders must differ from a clean bake's.
"""

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from broadsheet.desk.acts import (
    MoveSection,
)
from broadsheet.kernel import clock
from broadsheet.ledger import lists, state
from broadsheet.ledger.entries import Place
from broadsheet.ledger.records import Story
from broadsheet.press import rollout, traces
from broadsheet.press.facets import Facet
from broadsheet.press.models import Artifact, Dependency, IntervalDependency
from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Edition, Output, Recipe
from broadsheet.press.trace import Interval, Recorder
from broadsheet.site import darkroom
from broadsheet.site.facets import FACETS
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.exactness import paper as papers
from tests.exactness.paper import Paper
from tests.newsroom import IMPRINT
from tests.press import bulletin, listening
from tests.press.one_of_each import (
    BEGIN,
    Act,
    a_month_later,
    another_campaign,
    another_headline,
    another_template,
    begin_anew,
    change,
    change_picture,
    compose,
    correct,
    die_and_think_again,
    edit,
    front,
    house_page,
    inherit,
    midnight,
    midnight_and_back,
    rank,
    rename_a_source,
    rename_the_paper,
    replace_picture,
    retitle_a_front,
    retract,
    reword_a_notice,
    unpublish,
    write,
)


@pytest.fixture(scope="module")
def printed(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Path, datetime]]:
    """As `tests/exactness/conftest.py` has it, with a smaller paper."""
    folder = tmp_path_factory.mktemp("printed")
    media, settings.MEDIA_ROOT = settings.MEDIA_ROOT, folder / "media"
    time = clock.ManualClock(BEGIN)
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        # A function of its arguments, asked for the same picture by every clean bake.
        patch.setattr(darkroom, "develop", cache(darkroom.develop))
        with clock.using(time), papers.desk_in(folder):
            compose(time)
            papers.press_in(folder).bake_due()
        yield folder, time.now()
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = media


@pytest.fixture
def paper(printed: tuple[Path, datetime], tmp_path: Path, db: None) -> Iterator[Paper]:
    folder, now = printed
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    media, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path / "media"
    time = clock.ManualClock(now)
    with clock.using(time), papers.desk_in(tmp_path):
        yield Paper(papers.press_in(tmp_path), time)
    settings.MEDIA_ROOT = media


# ---- what of it is left out -------------------------------------------------------------

SCENARIOS: dict[str, Act] = {
    "story#url": edit("neu", address_slug="neuer", minor_change=True),
    "story#line": edit("alt", title="Anders", minor_change=True),
    "story#card": edit("neu", title="Anders", minor_change=True),
    "story#corrections": edit("fern", title="Anders", minor_change=True),
    "story#history": edit("fern", title="Anders", minor_change=True),
    "story#feed": edit("neu", title="Anders", minor_change=True),
    "story#stamp": edit("neu", lead="Ein neuer Stand."),
    "story#page": edit("neu", body=[("paragraph", "<p>Anders.</p>")], minor_change=True),
    "story#path": edit("wort", address_slug="worte"),
    "story#step": edit("alt", title="Anders", minor_change=True),
    "story#tongue": edit("english", address_slug="spoken", minor_change=True),
    "section#label": change("section", "kultur", title="Feuilleton"),
    "section#page": change("section", "kultur", description="Bühne und Buch."),
    "section#path": change("section", "kultur", slug="feuilleton"),
    "topic#label": change("topic", "haushalt", title="Etat"),
    "topic#page": change("topic", "hafen", text="Anders."),
    "topic#path": change("topic", "hafen", slug="haefen"),
    "person#label": change("person", "ada", name="Ada Süd"),
    "person#page": change("person", "ada", bio="Seit 2019 dabei."),
    "person#path": change("person", "ada", slug="ada-nord"),
    "source#label": rename_a_source,
    "picture#media": replace_picture,
    "picture#words": change_picture,
    "page#label": change("page", "impressum", slug="wir"),
    "page#page": change("page", "impressum", body=[("paragraph", f"<p>Andere. {IMPRINT}</p>")]),
    "page#path": change("page", "impressum", slug="wir"),
    "front#page": retitle_a_front,
    "settings#identity": rename_the_paper,
    "ranking#page": rank,
    "campaign#page": another_headline,
    "list advertising:": another_campaign,
    "notice#page": reword_a_notice,
    "story#media": listening.other_files,
    "story#episode": edit("folge", title="Anders", minor_change=True),
    "media#content": listening.another_take,
    "media#words": listening.another_credit,
    "series#label": listening.changed(slug="am-ufer"),
    "series#page": listening.changed(description="Von Land."),
    "series#path": listening.changed(slug="am-ufer"),
    "list podcasts": listening.another_series,
    "list series:": listening.another_episode,
    "list news": write(),
    "list advertorials": write(genre="advertorial", advertiser="Werft"),
    "list opinion": write(genre="column"),
    "list corrections:": correct,
    "list notices": retract,
    "list sections": change("section", "kultur", order=0),
    "list topics": change("topic", "hafen", title="Zz"),
    "list people": change("person", "ada", name="Zz"),
    "list pages": lambda _paper: house_page("Über uns"),
    "list section:": write(),
    "list topic:": write(topics=("hafen",)),
    "list person:": write(authors=("ada",)),
    "list word:": edit("bild", body=[("paragraph", "<p>Kutter und Schleuse.</p>")], minor_change=True),
    "list genre:": edit("alt", genre="comment", minor_change=True),
    "list translations:": lambda paper: newsroom.published(
        "In English", section=paper.section("politik"), language="en", translation_of=paper.story("neu")
    ),
    "absent": lambda _paper: front(None, layout="grid", genre=""),
    "address:": inherit,
    "open lower end": lambda paper: MoveSection(
        paper.story("alt"), paper.section("politik"), by=TESTER
    ).execute(),
    "open upper end": a_month_later,
    "until": midnight,
    "since": midnight_and_back,
    "code": another_template,
    "standing": begin_anew,
    "concerned": write(),
    "addressed": edit("neu", address_slug="neuer", minor_change=True),
    "removal": unpublish,
    "announced removal": die_and_think_again,
}

IN_ANOTHER_PAPER = frozenset({"section#tongue", "list counterparts:"})
"""Of sections in two languages, which this paper has not: tests/site/test_several_languages.py bakes
each of their changes and compares with a clean bake."""


def kinds() -> set[str]:
    """All that can be recorded or noted, as the code has it."""
    facets = {f"{facet.kind}#{facet.name}" for facet in FACETS}
    named = {
        f"list {value}"
        for name, value in vars(lists).items()
        if name.isupper() and name[0] != "_" and isinstance(value, str)
    }
    parted = {f"list {of('')}" for of in vars(lists).values() if _names_a_list(of)}
    methods = {name for name in vars(Recipe) if name in {"standing", "concerned", "addressed", "code"}}
    ends = {"open lower end", "open upper end"}
    notes = {"absent", "address:", *ends, "until", "since", "removal", "announced removal"}
    return facets | named | parted | methods | notes


def _names_a_list(of: object) -> bool:
    """Whether it is one of the functions that give a list's name for an id: `section:`, `topic:`."""
    if not inspect.isfunction(of) or of.__module__ != lists.__name__:
        return False
    given = list(inspect.signature(of).parameters.values())
    return len(given) == 1 and given[0].annotation == "str" and str(of("")).endswith(":")


def test_there_is_a_scenario_for_every_kind() -> None:
    assert SCENARIOS.keys() | IN_ANOTHER_PAPER == kinds()
    assert {name for name in vars(Recorder) if not name.startswith("_")} == {
        *("key", "interval", "until", "since", "add", "trace")
    }


@contextmanager
def without(kind: str) -> Iterator[None]:
    """The press neither records nor notes things of this kind, and has not before."""
    with pytest.MonkeyPatch.context() as patch:
        if "#" in kind or kind == "address:":
            _forget_keys(patch, kind)
        elif kind.startswith("list "):
            _forget_intervals(patch, kind.removeprefix("list "))
        else:
            _FORGET[kind](patch)
        yield


def _forget_keys(patch: pytest.MonkeyPatch, kind: str) -> None:
    owner, _, name = kind.partition("#")

    def forgotten(key: str) -> bool:
        return key.startswith(f"{owner}:" if name else owner) and key.endswith(f"#{name}" if name else "")

    found = {key for key in Dependency.objects.values_list("key", flat=True) if forgotten(key)}
    assert found or kind == "address:", "nothing in the paper depends on it"
    Dependency.objects.filter(key__in=found).delete()
    noted = Recorder.key
    patch.setattr(Recorder, "key", lambda self, key: None if forgotten(key) else noted(self, key))


def _forget_absent(patch: pytest.MonkeyPatch) -> None:
    """Keys of what was not published when it was asked for."""
    keys = set(Dependency.objects.filter(key__contains="#").values_list("key", flat=True))
    Dependency.objects.filter(
        key__in=[key for key in keys if state.get(key.partition("#")[0]) is None]
    ).delete()
    asked = Reader.read

    def read(self: Reader, facet: Facet[Any, Any], asset: str) -> object:
        found = asked(self, facet, asset)
        if found is None:
            self._recorder._keys.discard(facet.key(asset))
        return found

    patch.setattr(Reader, "read", read)


def _forget_intervals(patch: pytest.MonkeyPatch, name: str) -> None:
    def forgotten(of: str) -> bool:
        return of.startswith(name) if name.endswith(":") else of == name

    found = {each for each in IntervalDependency.objects.values_list("list", flat=True) if forgotten(each)}
    assert found, "nothing in the paper reads such a list"
    IntervalDependency.objects.filter(list__in=found).delete()
    noted = Recorder.interval
    patch.setattr(Recorder, "interval", lambda self, of: None if forgotten(of.list) else noted(self, of))


def _close_lower_ends(patch: pytest.MonkeyPatch) -> None:
    """As if a list that is shorter than what was asked for ended with its last member."""
    for row in IntervalDependency.objects.filter(low=""):
        lowest = state.places(row.list, below=row.high or None, newest=False, limit=1)
        row.low = lowest[0].sort if lowest else "~"
        row.save()
    asked = Reader.newest

    def newest(self: Reader, name: str, limit: int, *, below: str = "") -> list[Place]:
        found = asked(self, name, limit, below=below)
        if len(found) < limit:
            self._recorder._intervals.discard(Interval(name, "", below))
            self._recorder.interval(Interval(name, found[-1].sort if found else "~", below))
        return found

    patch.setattr(Reader, "newest", newest)


def _close_upper_ends(patch: pytest.MonkeyPatch) -> None:
    """As if a list that ends before what was asked for could not go on."""
    asked = Reader.oldest

    def oldest(self: Reader, name: str, limit: int, *, from_: str = "") -> list[Place]:
        found = asked(self, name, limit, from_=from_)
        self._recorder._intervals.discard(Interval(name, from_, ""))
        return found

    IntervalDependency.objects.filter(high="").exclude(low="").delete()
    patch.setattr(Reader, "oldest", oldest)


def _forget_times(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    def forget(patch: pytest.MonkeyPatch) -> None:
        Artifact.objects.update(**{name: None})
        patch.setattr(Recorder, name, lambda _self, _moment: None)

    return forget


def _name_no_targets(name: str) -> Callable[[pytest.MonkeyPatch], None]:
    return lambda patch: patch.setattr(Edition, name, lambda *_arguments: ())


_FORGET: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "absent": _forget_absent,
    "open lower end": _close_lower_ends,
    "open upper end": _close_upper_ends,
    "until": _forget_times("until"),
    "since": _forget_times("since"),
    "code": lambda patch: patch.setattr(rollout, "begin", lambda *_arguments: None),
    "standing": _name_no_targets("standing"),
    "concerned": _name_no_targets("concerned"),
    "addressed": _name_no_targets("addressed"),
    "removal": lambda patch: patch.setattr(traces, "_leaves", lambda _result: False),
    "announced removal": lambda patch: patch.setattr(traces, "_note_removals", lambda _leaving: None),
}


@pytest.mark.parametrize("kind", sorted(SCENARIOS))
def test_without_it_some_page_stays_as_it_was(paper: Paper, kind: str) -> None:
    with without(kind):
        SCENARIOS[kind](paper)
        assert paper.press.bake_due().failed == 0
    assert papers.differences(paper.press) != []


@pytest.mark.deep
@pytest.mark.parametrize("kind", sorted(SCENARIOS))
def test_with_it_none_does(paper: Paper, kind: str) -> None:
    SCENARIOS[kind](paper)
    assert paper.press.bake_due().failed == 0
    assert papers.differences(paper.press) == []


def test_without_its_key_the_front_of_a_topic_stays_as_it_was(paper: Paper) -> None:
    with without("front#page"):
        front(None, layout="grid", genre="", topic=paper.topic("hafen"))
        assert paper.press.bake_due().failed == 0
    assert {name.split()[0].partition(".html")[0] for name in papers.differences(paper.press)} == {
        "public/thema/hafen/index"
    }


# ---- what must not be read at all -------------------------------------------------------


class Sly(Recipe):
    """Reads a facet that the edition does not list."""

    name = "sly"
    tier = 1
    code = "1"

    def standing(self) -> Iterable[str]:
        return [""]

    def bake(self, target: str, reader: Reader) -> Output | None:
        reader.read(Facet("sly", Story, lambda story: story.lead), "story:0000000001")
        return Output("/sly.txt", b"")


@pytest.mark.django_db
def test_a_facet_that_the_edition_does_not_list_cannot_be_read(tmp_path: Path) -> None:
    press = bulletin.press_in(tmp_path, Edition([Sly()], [bulletin.CARD]))
    assert press.bake_due().failed == 1
    assert Artifact.objects.get(name="sly:").error.startswith("UntrackedRead: A recipe read the facet sly")


def test_a_kind_has_no_two_facets_of_one_name() -> None:
    with pytest.raises(ValueError, match="card"):
        Edition([], [bulletin.CARD, Facet("card", Story, lambda story: story.lead)])
