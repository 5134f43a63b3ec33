"""What may happen at the desk, each act by two numbers that choose what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any, ClassVar

from django.core.files.images import ImageFile
from django.db import models

from broadsheet.desk.acts import (
    AmendCorrection,
    Correct,
    DeleteNamed,
    DeletePage,
    EndCampaign,
    LiftNote,
    MergeTopics,
    MoveSection,
    NoteSource,
    OpenHistory,
    PauseCampaign,
    Publish,
    PublishFront,
    PublishIdentity,
    PublishPerson,
    PublishSection,
    PublishTopic,
    Retract,
    SaveCampaign,
    SaveSource,
    Schedule,
    StartCampaign,
    UndoFront,
    Unpublish,
    UpdatePicture,
    WithdrawFront,
    WithdrawSection,
)
from broadsheet.desk.models import (
    Campaign,
    Correction,
    Front,
    Person,
    Picture,
    RelatedStory,
    SectionPage,
    SiteIdentity,
    Source,
    SourceNote,
    StoryAuthor,
    StoryPage,
    StoryTopic,
    Topic,
)
from broadsheet.kernel import clock
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.ledger.records import CorrectionNature
from tests.desk import newsroom
from tests.desk.newsroom import TESTER

STORY_ACTS = (
    *("write", "write", "edit", "edit", "edit", "publish", "unpublish", "retract", "correct"),
    *("move", "delete", "schedule", "expire", "there_and_back", "amend_a_correction", "open_the_history"),
)
HOUSE_ACTS = (
    *("change_section", "swap_sections", "end_section", "empty_and_end_section", "found_section"),
    *("change_topic", "merge_topics", "change_person", "end_named", "inherit_an_address"),
    *("change_source", "note_source"),
    *("change_picture", "replace_picture", "put_a_front_together", "reorder_a_front", "rename_the_paper"),
    *("put_a_topics_front_together", "take_a_front_back"),
    *("book", "change_a_campaign", "pause_or_end", "book"),
)
SLUGS = ("eins", "zwei", "drei")
_PUBLISH: dict[type, Any] = {Topic: PublishTopic, Person: PublishPerson, SectionPage: PublishSection}


class DeskActs:
    """Each act may be refused: then nothing has happened."""

    numbers: ClassVar[Iterator[int]]
    time: clock.ManualClock
    words: list[str]
    done: ClassVar[dict[str, int]] = {}
    """How often each act was done, over all histories."""
    refused: ClassVar[dict[str, int]] = {}

    def do(self, name: str, pick: int, other: int) -> None:
        self._name = name
        getattr(self, name)(pick, other)

    def word(self) -> str:
        """One that stands nowhere else."""
        self.words.append(f"Qx{next(self.numbers)}z")
        return self.words[-1]

    def text(self, pick: int) -> list[tuple[str, Any]]:
        """Every third with a film of others and its still."""
        film = {"url": f"https://youtu.be/{pick}", "title": self.word(), "poster": self.one(Picture, pick)}
        return [
            ("paragraph", f"<p>{self.word()} ist neu.</p>"),
            *([("embed", film)] if pick % 3 == 1 else []),
        ]

    def one(self, model: type[models.Model], pick: int, **having: Any) -> Any:
        """One of those that there are; None if there is none."""
        found = list(model._default_manager.filter(**having).order_by("pk"))
        return found[pick % len(found)] if found else None

    def act(self, execute: Callable[[], object]) -> None:
        self.time.advance(timedelta(seconds=7))
        try:
            execute()
        except BroadsheetError as error:
            self.refused[error.code] = self.refused.get(error.code, 0) + 1
        else:
            self.done[self._name] = self.done.get(self._name, 0) + 1

    def on(self, thing: Any, act: Callable[[Any], object]) -> None:
        if thing is not None:
            self.act(lambda: act(thing))

    # ---- stories ------------------------------------------------------------------------

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
            body=self.text(pick),
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
            "body": lambda: {"body": self.text(pick // 2), "minor_change": pick % 2 == 0},
            "slug": lambda: {"address_slug": SLUGS[pick % 3]},
            "picture": lambda: {"picture": self.one(Picture, pick) if pick % 3 else None},
            "topics": lambda: {"topic_links": [StoryTopic(topic=each) for each in topics]},
            "authors": lambda: {"bylines": [StoryAuthor(person=each) for each in people]},
            "related": lambda: {"related_links": [RelatedStory(story=self.one(StoryPage, pick // 2))]},
            "breaking": lambda: {"breaking": not story.breaking},
            "sources": lambda: {"sources": [self.chain(pick, each) for each in range(pick % 3)]},
            "genre": lambda: {"genre": ("news", "comment", "brief")[pick % 3], "advertiser": ""},
        }
        return list(values.values())[pick % len(values)]()

    def chain(self, pick: int, number: int) -> dict[str, Any]:
        """Of a source of the house, an informant or a name that stands here alone, one through another."""
        found = [self.one(Source, pick), self.one(Source, pick // 2)]
        hops = [{"source": each.pk, "name": ""} if each else {"name": self.word()} for each in found]
        return {"type": "source", "id": f"c{number}", "value": {"claim": self.word(), "hops": hops}}

    def publish(self, pick: int, _other: int) -> None:
        self.on(self.one(StoryPage, pick, live=False), lambda story: Publish(story, by=TESTER).execute())

    def unpublish(self, pick: int, _other: int) -> None:
        self.on(self.one(StoryPage, pick, live=True), lambda story: Unpublish(story, by=TESTER).execute())

    def retract(self, pick: int, _other: int) -> None:
        reason = self.word()
        self.on(
            self.one(StoryPage, pick, live=True), lambda story: Retract(story, reason, by=TESTER).execute()
        )

    def correct(self, pick: int, other: int) -> None:
        text = self.word()
        nature: CorrectionNature = "update" if other % 3 == 0 else "correction"
        story = self.one(StoryPage, pick, live=True)
        if story is not None:
            revision = newsroom.edited(story, body=self.text(pick)) if other % 2 else None
            self.act(Correct(story, text, by=TESTER, nature=nature, revision=revision).execute)

    def amend_a_correction(self, pick: int, other: int) -> None:
        text, passages = self.word(), [0] if other % 2 else []
        self.on(
            self.one(Correction, pick, story__live=True),
            lambda told: AmendCorrection(
                told, text, by=TESTER, nature="correction", passages=passages
            ).execute(),
        )

    def open_the_history(self, pick: int, other: int) -> None:
        """Of one that has been changed, if there is one, and perhaps not all of it."""
        story = self.one(StoryPage, pick, live=True, updated_at__isnull=False)
        self.on(
            story or self.one(StoryPage, pick, live=True),
            lambda story: OpenHistory(
                story, by=TESTER, is_open=other % 4 > 0, withheld={1: self.word()} if other % 3 == 0 else {}
            ).execute(),
        )

    def move(self, pick: int, other: int) -> None:
        section = self.one(SectionPage, other)
        self.on(self.one(StoryPage, pick), lambda story: MoveSection(story, section, by=TESTER).execute())

    def delete(self, pick: int, _other: int) -> None:
        self.on(self.one(StoryPage, pick), lambda story: DeletePage(story, by=TESTER).execute())

    def schedule(self, pick: int, other: int) -> None:
        at = self.time.now() + timedelta(hours=1 + other)
        self.on(self.one(StoryPage, pick), lambda story: Schedule(story, at, by=TESTER).execute())

    def expire(self, pick: int, other: int) -> None:
        """Readers have it until then."""
        story = self.one(StoryPage, pick, live=True)
        until = self.time.now() + timedelta(hours=1 + other)
        self.on(story, lambda story: _publish(story, expire_at=until))

    def there_and_back(self, pick: int, other: int) -> None:
        """A slug changes and comes back, perhaps with a bake in between."""
        story = self.one(StoryPage, pick, live=True)
        if story is not None:
            self.act(lambda: _publish(story, address_slug=SLUGS[other % 3]))
            if other % 2:
                self.turn(other)
            self.act(lambda: _publish(story, address_slug=story.address_slug))

    def turn(self, pick: int) -> None:
        """A press works for one cycle."""
        raise NotImplementedError

    # ---- sections, topics, people -------------------------------------------------------

    def change_section(self, pick: int, other: int) -> None:
        what = ("slug", "title", "order")[other % 3]
        section = self.one(SectionPage, pick)
        values = {"slug": SLUGS[pick % 3], "title": self.word(), "order": pick}
        setattr(section, what, values[what])
        self.act(PublishSection(section, by=TESTER).execute)

    def found_section(self, pick: int, _other: int) -> None:
        number = next(self.numbers)
        section = SectionPage(title=self.word(), slug=f"neu{number}", order=pick)
        if SectionPage.objects.count() < 5:
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

    def empty_and_end_section(self, pick: int, _other: int) -> None:
        section, refuge = self.one(SectionPage, pick), self.one(SectionPage, pick + 1)
        if section != refuge:
            for story in StoryPage.objects.descendant_of(section).order_by("pk"):
                self.act(MoveSection(story, refuge, by=TESTER).execute)
            self.act(DeletePage(section, by=TESTER).execute)

    def change_topic(self, pick: int, other: int) -> None:
        what = ("slug", "title", "text")[other % 3]
        topic = self.one(Topic, pick) or Topic()
        setattr(topic, what, SLUGS[pick % 3] if what == "slug" else self.word())
        topic.title = topic.title or self.word()
        if not _is_taken(topic):
            self.act(PublishTopic(topic, by=TESTER).execute)

    def merge_topics(self, pick: int, other: int) -> None:
        """With one that is made for it if there is none."""
        into = self.one(Topic, other)
        if into is None or Topic.objects.count() == 1 or pick % 3 == 0:
            into = Topic(title=self.word())
            self.act(PublishTopic(into, by=TESTER).execute)
        topic = self.one(Topic, pick)
        if topic != into:
            self.act(MergeTopics(topic, into, by=TESTER).execute)

    def change_person(self, pick: int, other: int) -> None:
        what = ("slug", "name", "role")[other % 3]
        person = self.one(Person, pick) or Person()
        setattr(person, what, SLUGS[pick % 3] if what == "slug" else self.word())
        person.name = person.name or self.word()
        if not _is_taken(person):
            self.act(PublishPerson(person, by=TESTER).execute)

    def end_named(self, pick: int, other: int) -> None:
        """One that is in use stays, so half of them are new."""
        thing = self.one((Topic, Person)[other % 2], pick)
        if pick % 2:
            thing = Topic(title=self.word()) if other % 2 else Person(name=self.word())
            self.act(_PUBLISH[type(thing)](thing, by=TESTER).execute)
            self.turn(other)
        self.on(thing, lambda thing: DeleteNamed(thing, by=TESTER).execute())

    def inherit_an_address(self, pick: int, other: int) -> None:
        """One gives its slug up, perhaps for good, and another takes it."""
        model = (Topic, Person, SectionPage)[other % 3]
        giver, taker = self.one(model, pick), self.one(model, pick + 1)
        if giver == taker:
            return
        slug, giver.slug = giver.slug, f"frei{next(self.numbers)}"
        self.act(_PUBLISH[model](giver, by=TESTER).execute)
        if other % 2:
            self.turn(other)
        taker.slug = slug
        self.act(_PUBLISH[model](taker, by=TESTER).execute)

    # ---- sources ------------------------------------------------------------------------

    def change_source(self, pick: int, other: int) -> None:
        """Every third is new, and every sixth an informant."""
        if other % 3 == 0:
            source = Source(
                name=self.word(), nature="media", wording=self.word(), confidential=other % 2 == 0
            )
        elif (source := self.one(Source, pick)) is None:
            return
        setattr(source, ("name", "wording", "nature")[other % 3], "court" if other % 3 == 2 else self.word())
        self.act(SaveSource(source, by=TESTER).execute)

    def note_source(self, pick: int, other: int) -> None:
        note = self.one(SourceNote, pick, lifted=None)
        if other % 2 and note is not None:
            self.act(LiftNote(note, by=TESTER).execute)
        else:
            text = self.word()
            self.on(self.one(Source, pick), lambda source: NoteSource(source, text, by=TESTER).execute())

    # ---- pictures, fronts, the house ----------------------------------------------------

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

    def replace_picture(self, pick: int, other: int) -> None:
        picture = self.one(Picture, pick)
        data = newsroom.image_bytes(("JPEG", "PNG")[other % 2], size=(60 + 10 * other, 80), shade=pick)
        picture.file.save("neu.jpg", ImageFile(BytesIO(data), name="neu.jpg"))
        self.act(UpdatePicture(picture, by=TESTER).execute)

    def put_a_front_together(self, pick: int, other: int) -> None:
        section = self.one(SectionPage, other, live=True) if pick % 3 == 0 else None
        front = Front.objects.filter(section=section).first() or Front(section=section)
        self.launch(front, pick, other)

    def put_a_topics_front_together(self, pick: int, other: int) -> None:
        topic = self.one(Topic, other)
        if topic is not None:
            self.launch(Front.objects.filter(topic=topic).first() or Front(topic=topic), pick, other)

    def launch(self, front: Front, pick: int, other: int) -> None:
        """Or leave it to the site."""
        if other % 5 == 0 and front.pk:
            self.act(WithdrawFront(front, by=TESTER).execute)
            return
        front.containers = [("container", self.container(pick, each)) for each in range(1 + other % 3)]
        self.act(PublishFront(front, by=TESTER).execute)

    def container(self, pick: int, number: int) -> dict[str, Any]:
        picks = [self.one(StoryPage, pick + number), self.one(StoryPage, pick // 2)]
        rule: dict[str, Any] = {"fill": "newest", "section": None, "topic": None, "genre": ""}
        match (pick + number) % 4:
            case 0:
                rule["section"] = self.one(SectionPage, pick)
            case 1:
                rule["topic"] = self.one(Topic, pick)
            case 2:
                rule["genre"] = "comment"
        return {
            "layout": ("lead", "grid", "opinion")[(pick + number) % 3],
            "title": self.word(),
            "picks": [each for each in picks if each is not None],
            "rule": rule,
            "count": 1 + pick % 5,
            "text": "",
        }

    def take_a_front_back(self, pick: int, _other: int) -> None:
        self.on(self.one(Front, pick), lambda front: UndoFront(front, by=TESTER).execute())

    def reorder_a_front(self, pick: int, _other: int) -> None:
        front = self.one(Front, pick)
        if front is not None:
            front.containers = [(child.block_type, child.value) for child in reversed(list(front.containers))]
            self.act(PublishFront(front, by=TESTER).execute)

    def book(self, pick: int, other: int) -> None:
        """It begins now or later, and ends later still."""
        now = self.time.now()
        campaign = Campaign(
            title=self.word(),
            advertiser=self.word(),
            form="text",
            headline=self.word(),
            weight=1 + pick % 4,
            starts=now + timedelta(hours=other % 2),
            ends=now + timedelta(hours=2 + pick % 5),
        )
        self.act(SaveCampaign(campaign, by=TESTER).execute)
        self.act(StartCampaign(campaign, by=TESTER).execute)

    def change_a_campaign(self, pick: int, other: int) -> None:
        campaign = self.one(Campaign, pick)
        if campaign is not None:
            campaign.headline, campaign.places = self.word(), ("rail", "top", "rail end")[other % 3]
            self.act(SaveCampaign(campaign, by=TESTER).execute)

    def pause_or_end(self, pick: int, other: int) -> None:
        act = (PauseCampaign, EndCampaign, StartCampaign)[other % 3]
        self.on(self.one(Campaign, pick), lambda campaign: act(campaign, by=TESTER).execute())

    def rename_the_paper(self, _pick: int, _other: int) -> None:
        identity = SiteIdentity.objects.get()
        identity.name = self.word()
        self.act(PublishIdentity(identity, by=TESTER).execute)


def _publish(story: StoryPage, **fields: Any) -> None:
    Publish(story, by=TESTER, revision=newsroom.edited(story, **fields)).execute()


def _is_taken(named: Any) -> bool:
    """Another one has the slug: a matter for the desk's forms."""
    return bool(type(named).objects.filter(slug=named.slug).exclude(pk=named.pk).exists())
