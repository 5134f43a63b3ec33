"""After any history of acts, restarts and deaths of the press, the files are those of a clean bake."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar

import pytest
from django.conf import settings as django_settings
from django.db import models, transaction
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from broadsheet.desk.acts import (
    Correct,
    DeleteNamed,
    DeletePage,
    MoveSection,
    Publish,
    PublishFront,
    PublishIdentity,
    PublishPerson,
    PublishSection,
    PublishTopic,
    Retract,
    Schedule,
    Unpublish,
    UpdatePicture,
    WithdrawFront,
    WithdrawSection,
)
from broadsheet.desk.models import (
    Front,
    Person,
    Picture,
    RelatedStory,
    SectionPage,
    SiteIdentity,
    StoryAuthor,
    StoryPage,
    StoryTopic,
    Topic,
)
from broadsheet.desk.schedule import release_due
from broadsheet.kernel import clock
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.ledger import journal
from broadsheet.press import traces
from broadsheet.press.models import Artifact
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.exactness import paper, readers

BEGIN = datetime(2026, 10, 30, 20, 0, tzinfo=UTC)
SLUGS = ("eins", "zwei", "drei")
# Small batches, so that what belongs together is often torn apart.
BATCH = 7
PICK = st.integers(0, 30)
Act = tuple[str, int, int]


def _any_of(*names: str) -> st.SearchStrategy[Act]:
    """A method's name and two numbers, by which it chooses what it is about."""
    return st.tuples(st.sampled_from(names), PICK, PICK)


STORY_ACTS = _any_of(
    *["write", "write", "edit", "edit", "edit", "publish", "unpublish", "retract", "correct"],
    *["move", "delete", "schedule"],
)
HOUSE_ACTS = _any_of(
    *["change_section", "swap_sections", "end_section", "change_topic", "change_person"],
    *["end_named", "change_picture", "put_the_front_together", "rename_the_paper"],
)


class Died(BaseException):
    """The press ends here, as if it had been killed."""


class History(RuleBasedStateMachine):
    base: ClassVar[Path]
    numbers: ClassVar[Iterator[int]]

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
        self.words: list[str] = []
        self.press = paper.press_in(self.folder, BATCH)

    def teardown(self) -> None:
        try:
            self.bake()
        finally:
            transaction.set_rollback(True)
            self.exit.close()

    # ---- helpers ------------------------------------------------------------------------

    def word(self) -> str:
        """One that stands nowhere else."""
        self.words.append(f"Qx{next(self.numbers)}z")
        return self.words[-1]

    def text(self) -> list[tuple[str, str]]:
        return [("paragraph", f"<p>{self.word()} ist neu.</p>")]

    def one(self, model: type[models.Model], pick: int, **having: Any) -> Any:
        """One of those that there are; None if there is none."""
        found = list(model._default_manager.filter(**having).order_by("pk"))
        return found[pick % len(found)] if found else None

    def act(self, execute: Callable[[], object]) -> None:
        """The desk may refuse: then nothing has happened."""
        self.time.advance(timedelta(seconds=7))
        try:
            execute()
        except BroadsheetError as error:
            event(f"refused: {error.code}")

    def on(self, thing: Any, act: Callable[[Any], object]) -> None:
        if thing is not None:
            self.act(lambda: act(thing))

    # ---- what may happen, in fair shares ------------------------------------------------

    @initialize()
    def begin(self) -> None:
        self.time.advance(timedelta(minutes=1))

    @rule(acts=st.lists(STORY_ACTS, min_size=2, max_size=5))
    def an_hour_at_the_desk(self, acts: list[Act]) -> None:
        for name, pick, other in acts:
            getattr(self, name)(pick, other)

    @rule(act=HOUSE_ACTS)
    def the_house_changes(self, act: Act) -> None:
        self.an_hour_at_the_desk([act])

    @rule(hours=st.sampled_from([1, 5, 13, 49, 400]), acts=st.lists(STORY_ACTS, max_size=2))
    def time_passes(self, hours: int, acts: list[Act]) -> None:
        """Over pages that are up to date."""
        self.press.bake_due()
        self.time.advance(timedelta(hours=hours))
        release_due()
        self.an_hour_at_the_desk(acts)
        self.bake()

    def write(self, pick: int, other: int) -> None:
        genre = ("news", "news", "comment", "advertorial")[other % 4]
        number = next(self.numbers)
        picture = self.one(Picture, pick)
        related = self.one(StoryPage, pick)
        story = newsroom.draft(
            self.word(),
            section=self.one(SectionPage, pick),
            address_slug=f"s{number}",
            lead=self.word(),
            body=self.text(),
            genre=genre,
            advertiser=self.word() if genre == "advertorial" else "",
            topics=tuple(Topic.objects.order_by("pk")[: pick % 3]),
            authors=tuple(Person.objects.order_by("-pk")[: pick % 2]),
            related=(related,) if related and pick % 4 == 0 else (),
            picture=picture if pick % 3 == 0 else None,
        )
        if other % 3:
            self.act(Publish(story, by=TESTER).execute)

    def edit(self, pick: int, other: int) -> None:
        story = self.one(StoryPage, pick)
        if story is not None:
            revision = newsroom.edited(story, **self.changed(story, other))
            if other % 4:
                self.act(Publish(story, by=TESTER, revision=revision).execute)

    def changed(self, story: StoryPage, pick: int) -> dict[str, Any]:
        topics, people = Topic.objects.all()[: pick % 3], Person.objects.all()[: pick % 3]
        values: dict[str, Callable[[], dict[str, Any]]] = {
            "title": lambda: {"title": self.word(), "minor_change": pick % 2 == 0},
            "body": lambda: {"body": self.text(), "minor_change": pick % 2 == 0},
            "slug": lambda: {"address_slug": SLUGS[pick % 3]},
            "picture": lambda: {"picture": self.one(Picture, pick) if pick % 3 else None},
            "topics": lambda: {"topic_links": [StoryTopic(topic=each) for each in topics]},
            "authors": lambda: {"bylines": [StoryAuthor(person=each) for each in people]},
            "related": lambda: {"related_links": [RelatedStory(story=self.one(StoryPage, pick // 2))]},
            "breaking": lambda: {"breaking": not story.breaking},
            "genre": lambda: {"genre": ("news", "comment", "brief")[pick % 3], "advertiser": ""},
        }
        return list(values.values())[pick % len(values)]()

    def publish(self, pick: int, _other: int) -> None:
        self.on(self.one(StoryPage, pick, live=False), lambda story: Publish(story, by=TESTER).execute())

    def unpublish(self, pick: int, _other: int) -> None:
        self.on(self.one(StoryPage, pick, live=True), lambda story: Unpublish(story, by=TESTER).execute())

    def retract(self, pick: int, _other: int) -> None:
        reason = self.word()
        self.on(
            self.one(StoryPage, pick, live=True), lambda story: Retract(story, reason, by=TESTER).execute()
        )

    def correct(self, pick: int, _other: int) -> None:
        text = self.word()
        story = self.one(StoryPage, pick, live=True)
        self.on(story, lambda story: Correct(story, text, by=TESTER).execute())

    def move(self, pick: int, other: int) -> None:
        section = self.one(SectionPage, other)
        self.on(self.one(StoryPage, pick), lambda story: MoveSection(story, section, by=TESTER).execute())

    def delete(self, pick: int, _other: int) -> None:
        self.on(self.one(StoryPage, pick), lambda story: DeletePage(story, by=TESTER).execute())

    def schedule(self, pick: int, other: int) -> None:
        at = self.time.now() + timedelta(hours=1 + other)
        self.on(self.one(StoryPage, pick), lambda story: Schedule(story, at, by=TESTER).execute())

    # ---- everything else ----------------------------------------------------------------

    def change_section(self, pick: int, other: int) -> None:
        what = ("slug", "title", "order")[other % 3]
        section = self.one(SectionPage, pick)
        values = {"slug": SLUGS[pick % 3], "title": self.word(), "order": pick}
        if section is not None:
            setattr(section, what, values[what])
            self.act(PublishSection(section, by=TESTER).execute)

    def swap_sections(self, pick: int, _other: int) -> None:
        """Two sections change places within one bake."""
        first, second = self.one(SectionPage, pick), self.one(SectionPage, pick + 1)
        slugs = (first.slug, second.slug)
        for section, slug in ((first, "dazwischen"), (second, slugs[0]), (first, slugs[1])):
            section.slug = slug
            self.act(PublishSection(section, by=TESTER).execute)

    def end_section(self, pick: int, other: int) -> None:
        section = self.one(SectionPage, pick, numchild__lt=9)
        if SectionPage.objects.count() > 1:
            act = DeletePage if other % 2 else WithdrawSection
            self.on(section, lambda section: act(section, by=TESTER).execute())

    def change_topic(self, pick: int, other: int) -> None:
        what = ("slug", "title", "text")[other % 3]
        topic = self.one(Topic, pick) or Topic()
        setattr(topic, what, SLUGS[pick % 3] if what == "slug" else self.word())
        topic.title = topic.title or self.word()
        if not _is_taken(topic):
            self.act(PublishTopic(topic, by=TESTER).execute)

    def change_person(self, pick: int, other: int) -> None:
        what = ("slug", "name", "role")[other % 3]
        person = self.one(Person, pick) or Person()
        setattr(person, what, SLUGS[pick % 3] if what == "slug" else self.word())
        person.name = person.name or self.word()
        if not _is_taken(person):
            self.act(PublishPerson(person, by=TESTER).execute)

    def end_named(self, pick: int, other: int) -> None:
        model = (Topic, Person)[other % 2]
        self.on(self.one(model, pick), lambda thing: DeleteNamed(thing, by=TESTER).execute())

    def change_picture(self, pick: int, other: int) -> None:
        what = ("credit", "alt", "rights", "focus")[other % 4]
        picture = self.one(Picture, pick)
        match what:
            case "rights":
                picture.rights_until = self.time.now() + timedelta(hours=pick) if pick % 4 else None
            case "focus":
                picture.focal_point_x = picture.focal_point_y = pick % 20
                picture.focal_point_width = picture.focal_point_height = 10
            case _:
                setattr(picture, what, self.word())
        picture.save()
        self.act(UpdatePicture(picture, by=TESTER).execute)

    def put_the_front_together(self, pick: int, other: int) -> None:
        layout, withdraw = ("lead", "grid", "opinion")[other % 3], other % 5 == 0
        front = Front.objects.filter(section=None).first() or Front()
        picks = [self.one(StoryPage, pick), self.one(StoryPage, pick // 2)]
        container = {
            "layout": layout,
            "title": self.word(),
            "picks": [each for each in picks if each is not None],
            "rule": {"section": self.one(SectionPage, pick), "topic": None, "genre": ""},
            "count": 1 + pick % 5,
            "text": "",
        }
        front.containers = [("container", container)]
        if withdraw and front.pk:
            self.act(WithdrawFront(front, by=TESTER).execute)
        else:
            self.act(PublishFront(front, by=TESTER).execute)

    def rename_the_paper(self, _pick: int, _other: int) -> None:
        identity = SiteIdentity.objects.get()
        identity.name = self.word()
        self.act(PublishIdentity(identity, by=TESTER).execute)

    # ---- the press ----------------------------------------------------------------------

    @rule()
    def bake(self) -> None:
        self.time.advance(timedelta(seconds=1))
        assert self.press.bake_due().failed == 0
        self.check()

    @rule()
    def bake_fully(self) -> None:
        self.press.bake_due()
        assert self.press.bake_full().written == 0
        self.check()

    @rule()
    def restart(self) -> None:
        self.press = paper.press_in(self.folder, BATCH)

    @rule(where=st.sampled_from(["put", "record", "remove"]), cycles=st.integers(0, 3))
    def die(self, where: str, cycles: int) -> None:
        """The press is killed after it wrote, before it recorded, or in the midst of removing."""
        left = [cycles]

        def killed(call: Callable[..., Any]) -> Callable[..., Any]:
            def run(*arguments: Any) -> Any:
                done = call(*arguments) if where != "record" else None
                if not left[0]:
                    raise Died
                left[0] -= 1
                return done if where != "record" else call(*arguments)

            return run

        with pytest.MonkeyPatch.context() as patch, suppress(Died):
            owner: Any = traces if where == "record" else self.press.store
            patch.setattr(owner, where, killed(getattr(owner, where)))
            self.press.bake_due()

    @rule(pick=PICK, new=st.booleans())
    def die_and_think_again(self, pick: int, new: bool) -> None:
        """The press dies over a story, which is taken back before the press comes to itself."""
        story = newsroom.draft(self.word(), lead=self.word()) if new else self.one(StoryPage, pick)
        self.on(story, lambda story: Publish(story, by=TESTER).execute())
        self.die("record", 0)
        self.on(story, lambda story: Unpublish(story, by=TESTER).execute())
        self.bake()

    # ---- what always holds --------------------------------------------------------------

    def check(self) -> None:
        again = self.press.bake_due()
        assert (again.baked, again.written, again.deleted) == (0, 0, 0)
        assert paper.differences(self.press) == []
        assert not Artifact.objects.filter(stale=True).exists()
        assert list(journal.verify()) == []
        files = paper.files(self.press)
        assert readers.dead_links(files) == []
        assert readers.leaks(files, self.words) == []


def _is_taken(named: Any) -> bool:
    """Another one has the slug: a matter for the desk's forms."""
    return bool(type(named).objects.filter(slug=named.slug).exclude(pk=named.pk).exists())


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


@pytest.mark.django_db
def test_any_history_ends_in_the_files_of_a_clean_bake(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    _compose(tmp_path)
    History.base, History.numbers = tmp_path, count(100)
    run_state_machine_as_test(History, settings=BOUNDS)


BOUNDS = settings(
    max_examples=15,
    stateful_step_count=12,
    deadline=None,
    derandomize=True,
    database=None,
    # Histories are short; to shorten a failing one takes longer than to read it.
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
