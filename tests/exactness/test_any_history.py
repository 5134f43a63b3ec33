"""After any history of acts, restarts and deaths of the press, the files are those of a clean bake.

And on the way there: no instant at which readers are led nowhere, no file written in vain.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from msgspec.structs import replace

from broadsheet.desk import config as desk
from broadsheet.desk.acts import Publish, PublishIdentity, Unpublish
from broadsheet.desk.from_wire import draft_from
from broadsheet.desk.models import SectionPage, SiteIdentity, StoryPage
from broadsheet.desk.schedule import release_due
from broadsheet.kernel import clock
from broadsheet.ledger import journal
from broadsheet.press import store, traces
from broadsheet.press.machine import Press
from broadsheet.press.models import Artifact
from broadsheet.press.report import Report
from broadsheet.press.store import FolderStore
from broadsheet.site import darkroom
from broadsheet.wire import models as wire
from broadsheet.wire.item import Parsed, WireItem
from broadsheet.wire.store import store as store_item
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.exactness import paper, readers
from tests.exactness.desk_acts import HOUSE_ACTS, STORY_ACTS, DeskActs
from tests.exactness.watch import Watch

BEGIN = datetime(2026, 10, 24, 17, 0, tzinfo=UTC)
# The clocks in Berlin change at these instants.
CHANGES_OF_CLOCKS = [
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2027, 3, 28, 1, tzinfo=UTC),
    datetime(2027, 10, 31, 1, tzinfo=UTC),
]
# Small batches, so that what belongs together is often torn apart.
BATCHES = (7, 1, 3)
PICK = st.integers(0, 30)
Act = tuple[str, int, int]


def _any_of(*names: str) -> st.SearchStrategy[Act]:
    """A method's name and two numbers, by which it chooses what it is about."""
    return st.tuples(st.sampled_from(names), PICK, PICK)


SOME_STORY_ACTS = st.lists(_any_of(*STORY_ACTS), min_size=2, max_size=5)


class Died(BaseException):
    """The press ends here, as if it had been killed."""


class History(DeskActs, RuleBasedStateMachine):
    base: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.exit = ExitStack()
        self.folder = Path(mkdtemp(prefix="broadsheet-history-"))
        self.exit.callback(shutil.rmtree, self.folder)
        shutil.copytree(self.base, self.folder, dirs_exist_ok=True)
        media, django_settings.MEDIA_ROOT = django_settings.MEDIA_ROOT, self.folder / "media"
        self.exit.callback(setattr, django_settings, "MEDIA_ROOT", media)
        self.time = clock.ManualClock(BEGIN + timedelta(hours=1))
        self.exit.enter_context(clock.using(self.time))
        self.exit.enter_context(paper.desk_in(self.folder))
        self.exit.enter_context(transaction.atomic())
        self.words = []
        self.site, self.theme, self.batch = paper.SITE, paper.Theme(), BATCHES[0]
        self.watch = Watch()
        self.start()

    def start(self) -> None:
        """Two presses over one folder, as two processes have them."""
        self.presses = [self.press_anew(), self.press_anew()]

    def press_anew(self) -> Press:
        press = paper.press_in(self.folder, self.batch, self.site, self.theme)
        assert isinstance(press.store, FolderStore)
        self.watch.on(press.store)
        return press

    @property
    def press(self) -> Press:
        return self.presses[0]

    def teardown(self) -> None:
        try:
            self.bake()
        finally:
            transaction.set_rollback(True)
            self.exit.close()

    # ---- the desk, in fair shares -------------------------------------------------------

    @initialize(spring=st.booleans())
    def begin(self, spring: bool) -> None:
        """On the evening before the clocks change."""
        self.time.advance(timedelta(minutes=1))
        if spring:
            self.pass_until(CHANGES_OF_CLOCKS[1] - timedelta(hours=7))

    @rule(acts=SOME_STORY_ACTS)
    def an_hour_at_the_desk(self, acts: list[Act]) -> None:
        for name, pick, other in acts:
            self.do(name, pick, other)

    @rule(acts=st.lists(_any_of(*HOUSE_ACTS), min_size=1, max_size=3))
    def the_house_changes(self, acts: list[Act]) -> None:
        self.an_hour_at_the_desk(acts)

    @rule(turns=st.lists(st.one_of(PICK, _any_of(*STORY_ACTS, *HOUSE_ACTS)), min_size=4, max_size=9))
    def presses_take_turns(self, turns: list[int | Act]) -> None:
        """One cycle each, with acts in between."""
        for turn in turns:
            if isinstance(turn, int):
                self.turn(turn)
            else:
                self.do(*turn)

    def turn(self, pick: int) -> None:
        self.time.advance(timedelta(seconds=1))
        assert self.counted(self.presses[pick % 2].cycle).failed == 0

    @rule(pick=PICK, status=st.sampled_from(["usable", "canceled"]))
    def the_agency_sends_a_newer_version(self, pick: int, status: Any) -> None:
        """Of an item from which a story was made: nothing that readers have changes."""
        item = self.story_from_the_wire(pick)
        self.bake()
        head = journal.head()
        self.deliver(replace(item, version=item.version + 1, headline=self.word(), status=status))
        assert journal.head() == head
        self.nothing_is_left()

    def story_from_the_wire(self, pick: int) -> WireItem:
        number = next(self.numbers)
        item = WireItem(
            supplier="noa",
            id=f"noa-{number}",
            version=1,
            version_created=self.time.now(),
            headline=self.word(),
            body_html=f"<p>{self.word()}</p>",
        )
        self.deliver(item)
        row = wire.Item.objects.get(supplier_id=item.id)
        story = draft_from(row, self.one(SectionPage, pick))
        self._name = "publish from the wire"
        self.act(Publish(story, by=TESTER).execute)
        return item

    def deliver(self, item: WireItem) -> None:
        name = f"{item.id}-{item.version}"
        raw = wire.RawFile.objects.create(
            sha256=name, place=name, name=name, size=1, received=self.time.now()
        )
        assert store_item(Parsed(item), raw, name).status == "taken"

    # ---- time ---------------------------------------------------------------------------

    @rule(hours=st.sampled_from([1, 5, 13, 49, 400]), acts=st.lists(_any_of(*STORY_ACTS), max_size=2))
    def time_passes(self, hours: int, acts: list[Act]) -> None:
        """Over pages that are up to date."""
        self.press.bake_due()
        self.pass_until(self.time.now() + timedelta(hours=hours))
        self.an_hour_at_the_desk(acts)
        self.bake()

    @rule(clocks=st.booleans(), acts=SOME_STORY_ACTS)
    def midnight_comes(self, clocks: bool, acts: list[Act]) -> None:
        """Or the next change of clocks, with acts before and after."""
        self.pass_until((self._change_of_clocks() if clocks else self._midnight()) - timedelta(seconds=20))
        self.an_hour_at_the_desk(acts[:1])
        self.bake()
        self.pass_until(self.time.now() + timedelta(seconds=20))
        self.bake()
        self.an_hour_at_the_desk(acts[1:])

    def _midnight(self) -> datetime:
        local = self.time.now().astimezone(desk.active().time_zone) + timedelta(days=1)
        return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)

    def _change_of_clocks(self) -> datetime:
        soon = self.time.now() + timedelta(minutes=1)
        return next((moment for moment in CHANGES_OF_CLOCKS if moment > soon), self._midnight())

    def pass_until(self, moment: datetime) -> None:
        self.time.advance(max(moment - self.time.now(), timedelta(seconds=1)))
        released = release_due()
        self.done["released or expired"] = self.done.get("released or expired", 0) + len(released.done)

    # ---- the press ----------------------------------------------------------------------

    @rule()
    def bake(self) -> None:
        self.time.advance(timedelta(seconds=1))
        assert self.counted(self.press.bake_due).failed == 0
        self.check()

    @rule()
    def bake_fully(self) -> None:
        self.counted(self.press.bake_due)
        assert self.press.bake_full().written == 0
        self.check()

    @rule(
        what=st.sampled_from(["same", "batch", "template", "style", "language", "zone", "address"]),
        pick=PICK,
    )
    def restart(self, what: str, pick: int) -> None:
        """Perhaps as another version of the program, or with other settings."""
        match what:
            case "batch":
                self.batch = BATCHES[pick % len(BATCHES)]
            case "template":
                self.theme = replace(self.theme, template=pick, mark=f"<!-- {pick % 2} -->")
            case "style":
                self.theme = replace(self.theme, style=f"/*{pick % 3}*/")
            case "language":
                self.site = replace(self.site, language=("de", "en")[pick % 2])
            case "zone":
                self.site = replace(self.site, time_zone=("Europe/Berlin", "Asia/Tokyo")[pick % 2])
            case "address":
                self.site = replace(self.site, address=("https://bote.example", paper.ADDRESS)[pick % 2])
        self.done[f"restart: {what}"] = self.done.get(f"restart: {what}", 0) + 1
        desk.install(paper.desk_config(self.folder, self.site))
        self.start()

    @rule(where=st.sampled_from(["put", "record", "remove"]), cycles=st.integers(0, 3))
    def die(self, where: str, cycles: int) -> None:
        """The press is killed after it wrote, before it recorded, or in the midst of removing."""
        left = [cycles]

        def killed(call: Callable[..., Any]) -> Callable[..., Any]:
            def run(*arguments: Any, **named: Any) -> Any:
                done = call(*arguments, **named) if where != "record" else None
                if not left[0]:
                    raise Died
                left[0] -= 1
                return done if where != "record" else call(*arguments, **named)

            return run

        with pytest.MonkeyPatch.context() as patch, suppress(Died):
            owner: Any = traces if where == "record" else self.press.store
            patch.setattr(owner, where, killed(getattr(owner, where)))
            self.press.bake_due()

    @rule(pick=PICK, new=st.booleans())
    def die_and_think_again(self, pick: int, new: bool) -> None:
        """The press dies over a story, which is taken back before the press comes to itself."""
        self._name = "think again"
        story = newsroom.draft(self.word(), lead=self.word()) if new else self.one(StoryPage, pick)
        self.on(story, lambda story: Publish(story, by=TESTER).execute())
        self.die("record", 0)
        self.on(story, lambda story: Unpublish(story, by=TESTER).execute())
        self.bake()

    # ---- what always holds --------------------------------------------------------------

    def counted(self, work: Callable[[], Report]) -> Report:
        """The press says of itself what was seen from outside."""
        before = (self.watch.written, self.watch.deleted)
        report = work()
        assert (before[0] + report.written, before[1] + report.deleted) == (
            self.watch.written,
            self.watch.deleted,
        )
        return report

    def nothing_is_left(self) -> None:
        for press in self.presses:
            again = press.bake_due()
            assert (again.baked, again.written, again.deleted) == (0, 0, 0)

    def check(self) -> None:
        self.nothing_is_left()
        assert paper.differences(self.press) == []
        assert not Artifact.objects.filter(stale=True).exists()
        assert list(journal.verify()) == []
        files = paper.files(self.press)
        assert readers.dead_links(files) == []
        assert readers.leaks_below(self.folder, self.words) == []

    @invariant()
    def nothing_leaks(self) -> None:
        """After every step, whatever waits to be baked."""
        assert readers.leaks_below(self.folder, self.words, baked=False) == []


def _compose(folder: Path) -> None:
    time = clock.ManualClock(BEGIN)
    with clock.using(time), paper.desk_in(folder):
        PublishIdentity(SiteIdentity(name="Der Lotse", publisher="Lotse"), by=TESTER).execute()
        sections = [newsroom.section(slug) for slug in ("politik", "kultur")]
        topics = [newsroom.topic(title) for title in ("Hafen", "Haushalt")]
        people = [newsroom.person(name) for name in ("Ada", "Ben")]
        picture = newsroom.picture("Bild")
        for number in range(5):
            time.advance(timedelta(minutes=9))
            newsroom.published(
                f"M{number}",
                section=sections[number % 2],
                topics=tuple(topics[number % 2 :]),
                authors=tuple(people[: 1 + number % 2]),
                picture=picture if number % 2 else None,
                body=[("paragraph", f"<p>Text {number}.</p>")],
            )
        paper.press_in(folder).bake_due()


@pytest.fixture
def any_history(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, db: None
) -> type[RuleBasedStateMachine]:
    settings.MEDIA_ROOT = tmp_path / "media"
    # Functions of their arguments, asked for the same by every clean bake.
    monkeypatch.setattr(darkroom, "develop", cache(darkroom.develop))
    monkeypatch.setattr(store, "_gzip", cache(store._gzip))
    _compose(tmp_path)
    History.base, History.numbers = tmp_path, count(100)
    return History


BOUNDS = settings(
    max_examples=8,
    stateful_step_count=9,
    deadline=None,
    derandomize=True,
    database=None,
    # Histories are short; to shorten a failing one takes longer than to read it.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_any_history_ends_in_the_files_of_a_clean_bake(any_history: type[RuleBasedStateMachine]) -> None:
    run_state_machine_as_test(any_history, settings=BOUNDS)


_BEFORE = {
    "publish": "unpublish",
    "reorder_a_front": "put_a_front_together",
    "take_a_front_back": "put_a_topics_front_together",
    "end_section": "found_section",
    "amend_a_correction": "correct",
    "note_source": "change_source",
    "change_a_campaign": "book",
    "pause_or_end": "book",
}
"""Without it there is nothing to do it to."""


@pytest.mark.deep
@pytest.mark.parametrize("name", sorted({*STORY_ACTS, *HOUSE_ACTS}))
def test_each_act_alone_does_as_well(any_history: type[RuleBasedStateMachine], name: str) -> None:
    """Whatever shares chance gives them in the histories."""
    history = any_history()
    assert isinstance(history, History)
    try:
        for pick, other in ((0, 1), (1, 2), (4, 3), (7, 5)):
            history.do(_BEFORE.get(name, name), pick, other)
            history.turn(other)
            history.do(name, pick, other)
            history.turn(pick)
        history.bake()
    finally:
        history.teardown()
    assert History.done.get(name), "every one was refused"


@pytest.mark.deep
@pytest.mark.parametrize("number", range(5))
def test_long_histories_do_as_well(any_history: type[RuleBasedStateMachine], number: int) -> None:
    bounds = settings(BOUNDS, max_examples=30, stateful_step_count=20, derandomize=False)
    History.done.clear()
    run_state_machine_as_test(seed(number)(any_history), settings=bounds)
    print(f"seed {number}: {sum(History.done.values())} acts", History.done, History.refused)  # noqa: T201
