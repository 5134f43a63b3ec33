"""A newsroom with secrets of every kind, made by the desk's own acts, and the paper that it prints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from wagtail.admin.models import FormState
from wagtail.documents.models import Document
from wagtail.log_actions import log
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    Comment,
    CommentReply,
    GroupApprovalTask,
    Page,
    PageViewRestriction,
    Site,
    UploadedFile,
    Workflow,
    WorkflowTask,
)
from wagtail.users.models import UserProfile

from broadsheet.desk.acts import (
    Correct,
    DeletePage,
    NoteSource,
    OpenHistory,
    Publish,
    PublishFront,
    PublishHousePage,
    PublishIdentity,
    PublishPerson,
    PublishSection,
    PublishTopic,
    Retract,
    SaveMediaFile,
    SaveSource,
    Schedule,
    Unpublish,
    WithdrawFront,
    WithdrawHousePage,
    WithdrawPerson,
    WithdrawSection,
    WithdrawTopic,
)
from broadsheet.desk.drafts import new_story
from broadsheet.desk.from_wire import draft_from
from broadsheet.desk.models import (
    Campaign,
    EmbargoLift,
    Front,
    HousePage,
    MediaFile,
    Person,
    Picture,
    SectionPage,
    Series,
    SiteIdentity,
    Source,
    StoryPage,
    Topic,
)
from broadsheet.kernel import clock
from broadsheet.wire import intake
from broadsheet.wire import models as wire
from broadsheet.wire.archive import Archive
from broadsheet.wire.config import WireConfig
from broadsheet.wire.item import Parsed, WireItem
from broadsheet.wire.store import store
from tests.canary.oracle import PRIVATE, Colour, leaks
from tests.canary.photographs import KINDS, colour, photograph
from tests.canary.planting import Fate, Planter, Words
from tests.canary.rules import plant_rules
from tests.desk.newsroom import BOOKED_UNTIL, TESTER, edited, reread
from tests.desk.recordings import mp3

RELEASE = timedelta(days=2)
"""From the beginning until what is embargoed may be seen."""


class Newsroom:
    """Makes one of everything, in every state in which it may be. `folder` is the site's."""

    def __init__(self, folder: Path, time: clock.ManualClock) -> None:
        self.words = Words()
        self.folder = folder
        self.time = time
        self.begin = time.now()
        self.hidden_colours: dict[Colour, str] = {}
        self._colours: dict[int, tuple[Colour, str]] = {}
        self.stories: dict[str, StoryPage] = {}
        self.seen_before: list[str] = []
        """What readers found before it was taken back."""
        self.documents: list[Document] = []
        self.account = self._account()

    def compose(self, bake: Callable[[], object]) -> None:
        """Readers see for a while what is then taken back."""
        self._house()
        self._sections()
        self._names()
        self._unpublished()
        self._published()
        self._to_be_taken_back()
        bake()
        self.seen_before = leaks(self.folder, self.words.of(Fate.TAKEN_BACK), PRIVATE)
        self._take_back()
        self._wire()
        self._fronts()
        self._around()

    # ---- people and things ----------------------------------------------------------------

    def _planter(self, what: str, fate: Fate, *pages: Page) -> Planter:
        return Planter(self.words, what, fate, pages=tuple(page.pk for page in pages))

    def _account(self) -> User:
        planter = self._planter("account", Fate.SECRET)
        fields = planter.fields(User, "password", "username")
        # The ledger says who did it.
        fields["username"] = planter.word("username", Fate.TAKEN_BACK)
        account = User.objects.create_user(is_superuser=True, password="geheim", **fields)
        avatar = ContentFile(b"", name=f"{planter.word('avatar')}.jpg")
        UserProfile.objects.update_or_create(user=account, defaults={"avatar": avatar})
        Group.objects.create(name=planter.word("group"))
        return account

    def picture(self, what: str, fate: Fate) -> Picture:
        """Its file's colour is its own, as its words are."""
        planter = self._planter(f"{what} picture", fate)
        number = len(self._colours)
        kind = KINDS[number % len(KINDS)]
        name = f"{planter.word('file name', Fate.SECRET)}.{kind.lower()}"
        file = ImageFile(BytesIO(photograph(colour(number), planter, kind)), name=name)
        fields = planter.fields(Picture, "file", "title", "caption")
        # A lead picture may have another caption on the page. No page shows the title, which Wagtail
        # makes of the file's name; the ledger's record has it.
        fields["caption"] = planter.word("caption", Fate.OPEN if fate is Fate.SHOWN else fate)
        fields["title"] = planter.word("title", Fate.SECRET if fate is Fate.SECRET else Fate.TAKEN_BACK)
        made: Picture = Picture.objects.create(file=file, **fields)
        made.tags.add(planter.word("tag", Fate.SECRET))
        self._colours[made.pk] = (colour(number), what)
        if fate is not Fate.SHOWN:
            self.hidden_colours[colour(number)] = f"{what} picture, its pixels"
        return made

    def media_file(self, what: str, fate: Fate) -> MediaFile:
        """A recording, of whose words no feed prints all."""
        planter = self._planter(f"{what} recording", fate)
        name = f"{planter.word('file name', Fate.SECRET)}.mp3"
        fields = planter.fields(MediaFile, "file", "captions", "untranscribed")
        made = MediaFile(file=ContentFile(mp3(4), name=name), **fields)
        SaveMediaFile(made, by=TESTER).execute()
        return made

    def _house(self) -> None:
        planter = self._planter("identity", Fate.SHOWN)
        fields = planter.fields(SiteIdentity, "email", "further_tagline")
        # Told on the pages of a second language, where a site has one.
        fields["further_tagline"] = planter.word("further_tagline", Fate.OPEN)
        email = f"{planter.word('email', Fate.OPEN)}@example.org"
        PublishIdentity(SiteIdentity(email=email, **fields), by=self.account).execute()
        PublishHousePage(self._house_page("house page", Fate.SHOWN), by=TESTER).execute()
        self._house_page("unpublished house page", Fate.SECRET).save()
        self.withdrawn_page = self._house_page("withdrawn house page", Fate.TAKEN_BACK)
        PublishHousePage(self.withdrawn_page, by=TESTER).execute()
        self._keep_address("withdrawn house page: HousePage.slug")

    def _house_page(self, what: str, fate: Fate) -> HousePage:
        pictures = (self.picture(what, fate).pk,)
        planter = Planter(self.words, what, fate, pictures)
        planter.media = self.media_file(f"{what} inside", fate).pk
        return HousePage(**planter.fields(HousePage))

    def _sections(self) -> None:
        self.section = self._section("section", Fate.SHOWN)
        newer = SectionPage.objects.get(pk=self.section.pk)
        for name, value in self._planter("section's draft", Fate.SECRET).fields(SectionPage).items():
            setattr(newer, name, value)
        newer.save_revision()
        self.unpublished_section = SectionPage(
            live=False, **self._planter("unpublished section", Fate.SECRET).fields(SectionPage)
        )
        Page.get_first_root_node().add_child(instance=self.unpublished_section)
        self.withdrawn_section = self._section("withdrawn section", Fate.TAKEN_BACK)
        self._keep_address("withdrawn section: Page.slug")
        self._keep_address("withdrawn section: SectionPage.slug")

    def _section(self, what: str, fate: Fate) -> SectionPage:
        made = SectionPage(**self._planter(what, fate).fields(SectionPage))
        PublishSection(made, by=TESTER).execute()
        found: SectionPage = SectionPage.objects.get(pk=made.pk)
        return found

    def _names(self) -> None:
        self.topic, self.withdrawn_topic = self._named(Topic, PublishTopic)
        self.person, self.withdrawn_person = self._named(Person, PublishPerson)

    def _named(self, model: Any, publish: Any) -> tuple[Any, Any]:
        """One that stays and one that is to go; a third one was never published."""
        kind = model.__name__.lower()
        model(**self._planter(f"unpublished {kind}", Fate.SECRET).fields(model)).save()
        shown = model(**self._planter(kind, Fate.SHOWN).fields(model))
        withdrawn = model(**self._planter(f"withdrawn {kind}", Fate.TAKEN_BACK).fields(model))
        for each in (shown, withdrawn):
            publish(each, by=TESTER).execute()
        self._keep_address(f"withdrawn {kind}: {model.__name__}.slug")
        return shown, withdrawn

    def _keep_address(self, what: str) -> None:
        """What stood at an address answers for ever that it is gone, or where it went."""
        self.words.change({Fate.TAKEN_BACK: Fate.OPEN}, what)

    # ---- stories --------------------------------------------------------------------------

    def story(
        self, what: str, fate: Fate, *links: Page, section: SectionPage | None = None, **fields: Any
    ) -> StoryPage:
        """A draft; what `fate` says is what becomes of the fields that readers are meant to see."""
        paid = fields.get("genre") == "advertorial"
        values = self._story_fields(what, fate, *links, paid=paid)
        values |= {"expire_at": BOOKED_UNTIL} if paid else {}
        made = new_story(
            section or self.section,
            headline=values.pop("title"),
            user=self.account,
            authors=(self.person,),
            topics=(self.topic,),
            related=tuple(link for link in links if isinstance(link, StoryPage)),
            picture=self.picture(what, fate),
            **{**values, **fields},
        )
        self.stories[what] = made
        return made

    def _story_fields(self, what: str, fate: Fate, *links: Page, paid: bool = False) -> dict[str, Any]:
        pictures = (self.picture(f"{what} inside", fate).pk,)
        planter = Planter(self.words, what, fate, pictures, tuple(link.pk for link in links))
        planter.media = self.media_file(f"{what} inside", fate).pk
        return planter.fields(StoryPage, "slug", *(() if paid else ("advertiser",)))

    def _later(self) -> None:
        self.time.advance(timedelta(minutes=10))

    def _unpublished(self) -> None:
        self.story("draft", Fate.SECRET)
        Campaign.objects.create(**self._planter("draft campaign", Fate.SECRET).fields(Campaign))
        self.story("draft advertorial", Fate.SECRET, genre="advertorial")
        self.story("draft in a section that is none yet", Fate.SECRET, section=self.unpublished_section)
        embargoed = self.story("embargoed", Fate.SECRET)
        Schedule(embargoed, self.begin + RELEASE, by=self.account).execute()
        self._review(self.story("in review", Fate.SECRET))
        DeletePage(self.story("deleted draft", Fate.SECRET), by=TESTER).execute()

    def _review(self, story: StoryPage) -> None:
        planter = self._planter("review", Fate.SECRET)
        task = GroupApprovalTask.objects.create(name=planter.word("task"))
        workflow = Workflow.objects.create(name=planter.word("workflow"))
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
        state = workflow.start(story, self.account)
        state.current_task_state.reject(user=self.account, comment=planter.word("comment"))

    def _publish(self, story: StoryPage, **options: Any) -> None:
        self._later()
        Publish(story, by=self.account, **options).execute()

    def _published(self) -> None:
        hidden = tuple(self.stories[what] for what in ("draft", "embargoed"))
        shown = self.story("published", Fate.SHOWN, *hidden)
        self._publish(shown)
        self._comment(shown)
        Correct(shown, self._planter("published", Fate.SHOWN).word("Correction.text"), by=TESTER).execute()
        self._rest_on_sources(self.story("resting on sources", Fate.SHOWN))
        reason = self._planter("published", Fate.SHOWN).word("WithheldVersion.reason")
        OpenHistory(shown, by=TESTER, withheld={1: reason}).execute()
        self._publish(self.story("advertorial", Fate.SHOWN, genre="advertorial"))
        with_draft = self.story("published with a newer draft", Fate.SHOWN)
        self._publish(with_draft)
        self._edit(with_draft, "draft of a published", Fate.SECRET)
        with_schedule = self.story("published with a newer schedule", Fate.SHOWN)
        self._publish(with_schedule)
        self._edit(with_schedule, "embargoed version", Fate.SECRET)
        Schedule(with_schedule, self.begin + RELEASE, by=self.account).execute()

    def _rest_on_sources(self, story: StoryPage) -> None:
        """One that is named, one that no published story names, and an informant, of whom readers get
        the words alone, whatever an editor writes beside them."""
        planter = self._planter("source", Fate.SHOWN)
        named = Source(**planter.fields(Source))
        SaveSource(named, by=self.account).execute()
        SaveSource(
            Source(**self._planter("source of none", Fate.SECRET).fields(Source)), by=self.account
        ).execute()
        planter = self._planter("informant", Fate.SHOWN)
        fields = {
            **planter.fields(Source, "name", "url", "wire_name"),
            "name": planter.word("name", Fate.SECRET),
        }
        informant = Source(confidential=True, **fields)
        SaveSource(informant, by=self.account).execute()
        secrets = {each: planter.word(f"hop's {each}", Fate.SECRET) for each in ("name", "archive")}
        secrets["url"] = f"https://example.org/{planter.word('address at the hop', Fate.SECRET)}"
        claim = planter.word("claim")
        hops = [{"source": named.pk, "name": ""}, {"source": informant.pk, **secrets}]
        chain = {"type": "source", "id": "c1", "value": {"claim": claim, "hops": hops}}
        self._publish(story, revision=edited(story, sources=[*story.sources.raw_data, chain]))
        NoteSource(informant, self._planter("note", Fate.SHOWN).word("SourceNote.text"), by=TESTER).execute()

    def _edit(self, story: StoryPage, what: str, fate: Fate) -> Any:
        self.stories[what] = story
        return edited(story, picture=self.picture(what, fate), **self._story_fields(what, fate))

    def _to_be_taken_back(self) -> None:
        for what in (
            "retracted",
            "unpublished",
            "unpublished with a newer draft",
            "deleted",
            "first version",
        ):
            self._publish(self.story(what, Fate.TAKEN_BACK))
            self._keep_address(f"{what}: StoryPage.address_slug")
        last = self.story("last of its section", Fate.TAKEN_BACK, section=self.withdrawn_section)
        self._publish(last)
        self._keep_address("last of its section: StoryPage.address_slug")

    def _take_back(self) -> None:
        reason = self._planter("retracted", Fate.SHOWN).word("reason")
        Retract(self._live("retracted"), reason, by=self.account).execute()
        # Readers are told for good what was retracted.
        self.words.change({Fate.TAKEN_BACK: Fate.SHOWN}, "retracted: StoryPage.title")
        Unpublish(self._live("unpublished"), by=TESTER).execute()
        returning = self._live("unpublished with a newer draft")
        Unpublish(returning, by=TESTER).execute()
        self._edit(returning, "draft of an unpublished", Fate.SECRET)
        DeletePage(self._live("deleted"), by=TESTER).execute()
        Unpublish(self._live("last of its section"), by=TESTER).execute()
        WithdrawSection(self.withdrawn_section, by=TESTER).execute()
        WithdrawTopic(self.withdrawn_topic, by=TESTER).execute()
        WithdrawPerson(self.withdrawn_person, by=TESTER).execute()
        WithdrawHousePage(self.withdrawn_page, by=TESTER).execute()
        rewritten = self._live("first version")
        self._publish(rewritten, revision=self._edit(rewritten, "second version", Fate.SHOWN))

    def _live(self, what: str) -> StoryPage:
        return reread(self.stories[what])

    def _comment(self, story: StoryPage) -> None:
        planter = self._planter("comment", Fate.SECRET)
        fields = planter.fields(Comment, "contentpath", "position")
        comment = Comment.objects.create(page=story, user=self.account, contentpath="lead", **fields)
        CommentReply.objects.create(comment=comment, user=self.account, **planter.fields(CommentReply))
        edited(story)

    # ---- the wire -------------------------------------------------------------------------

    def _wire(self) -> None:
        self._item("wire item", "", embargo=self.begin + RELEASE)
        taken = draft_from(self._item("wire item in a draft", ""), self.section)
        self.stories["wire item in a draft"] = taken
        used = {"headline", "kicker", "lead", "body_html", "infobox_html", "place", "supplier"}
        used |= {"hops", "provenance", "source"}
        published = draft_from(self._item("wire item in print", used), self.section)
        self._publish(published)
        planter = self._planter("quarantine", Fate.SECRET)
        bytes_, name = (planter.word(each).encode() for each in ("bytes", "file name"))
        intake.take_bytes(bytes_, f"{name.decode()}.xml", WireConfig(), self.folder / "wire")
        wire.Quarantine.objects.update(message=planter.word("message"))
        planter = self._planter("connector", Fate.SECRET)
        wire.ConnectorState.objects.create(next_look=self.begin, **planter.fields(wire.ConnectorState))
        plant_rules(self._planter("wire rules", Fate.SECRET), self.section, self.account, taken.wire_item)

    def _item(self, what: str, shown: Any, **fields: Any) -> wire.Item:
        """`shown` names the fields that the published story is made of."""
        planter = self._planter(what, Fate.SECRET)
        item = WireItem(
            **{
                field.name: self._neutral(planter, field, Fate.SHOWN if field.name in shown else Fate.SECRET)
                for field in msgspec.structs.fields(WireItem)
                if field.name not in fields
            },
            **fields,
        )
        name = f"{planter.word('file name')}.json"
        raw = intake.keep(name, [planter.word("raw bytes").encode()], Archive(self.folder / "wire")).raw
        outcome = store(Parsed(item, (planter.word("internal note"),)), raw, name)
        found: wire.Item = wire.Item.objects.get(pk=outcome.item)
        return found

    def _neutral(self, planter: Planter, field: msgspec.structs.FieldInfo, fate: Fate) -> Any:
        """A value of the field's type; words for text, and for every text in what it is made of."""
        if field.type is str:
            word = planter.word(f"WireItem.{field.name}", fate)
            return f"<p>{word}</p>" if field.name.endswith("_html") else word
        if field.name in _FACTS:
            return _FACTS[field.name]()
        (kind, _) = field.type.__args__
        if kind is str:
            return (planter.word(f"WireItem.{field.name}", fate),)
        parts = [part for part in msgspec.structs.fields(kind) if part.type is str]
        return (kind(**{part.name: planter.word(f"{kind.__name__}.{part.name}", fate) for part in parts}),)

    # ---- fronts and the rest --------------------------------------------------------------

    def _fronts(self) -> None:
        pages = [story for story in self.stories.values() if StoryPage.objects.filter(pk=story.pk).exists()]
        home = self._front("home", Fate.SHOWN, None, pages)
        PublishFront(home, by=TESTER).execute()
        section = self._front("withdrawn front", Fate.TAKEN_BACK, self.section, pages)
        PublishFront(section, by=TESTER).execute()
        WithdrawFront(section, by=TESTER).execute()
        self._front("unpublished front", Fate.SECRET, self.unpublished_section, pages).save()

    def _front(self, what: str, fate: Fate, section: SectionPage | None, pages: list[StoryPage]) -> Front:
        """A text box, and a strip in which editors put every story that there is, printed or not."""
        planter = self._planter(what, fate, *pages)
        (text,) = planter.stream(Front.containers.field.stream_block, "containers")
        text["value"] |= {"layout": "text", "picks": []}
        picks = [page.pk for page in pages]
        strip = {
            **text,
            "value": {**text["value"], "layout": "grid", "picks": picks, "count": 40, "text": ""},
        }
        front = Front(section=section)
        front.containers = Front.containers.field.to_python([text, strip])
        return front

    def _around(self) -> None:
        planter = self._planter("document", Fate.SECRET)
        file = ContentFile(planter.word("bytes").encode(), name=f"{planter.word('file name')}.pdf")
        self.documents.append(Document.objects.create(title=planter.word("title"), file=file))
        Collection.get_first_root_node().add_child(name=planter.word("collection"))
        self._unpublished_podcast()
        unused = self.picture("unused", Fate.SECRET)
        small = ImageFile(BytesIO(photograph(colour(0), planter)), name=f"{planter.word('rendition')}.jpg")
        unused.renditions.create(filter_spec="width-32", file=small, width=1, height=1)
        self._on_the_side()

    def _unpublished_podcast(self) -> None:
        planter = self._planter("unpublished podcast", Fate.SECRET)
        Series(cover=self.picture("podcast", Fate.SECRET), **planter.fields(Series)).save()
        quiet = self._planter("unused recording", Fate.SECRET)
        captions = f"{quiet.word('captions name')}.vtt"
        MediaFile(captions=captions, file="ton.mp3", **quiet.fields(MediaFile, "file", "captions")).save()

    def _on_the_side(self) -> None:
        """What Wagtail keeps beside pages."""
        planter = self._planter("beside", Fate.SECRET)
        Site.objects.update(**planter.fields(Site))
        UserProfile.objects.update(dismissibles={planter.word("dismissed"): True})
        story = self.stories["draft"]
        log(self.section, "wagtail.edit", user=self.account, data={"note": planter.word("log entry")})
        log(self.topic, "wagtail.edit", user=self.account, data={"note": planter.word("log entry")})
        PageViewRestriction.objects.create(
            page=story, restriction_type="password", **planter.fields(PageViewRestriction)
        )
        CollectionViewRestriction.objects.create(
            collection=Collection.get_first_root_node(), **planter.fields(CollectionViewRestriction)
        )
        kind, now = ContentType.objects.get_for_model(StoryPage), clock.now()
        FormState.objects.create(
            user=self.account, content_type=kind, last_updated_at=now, **planter.fields(FormState)
        )
        EmbargoLift.objects.create(story=story, until=now, at=now, **planter.fields(EmbargoLift))
        UploadedFile.objects.create(file=ContentFile(b"", name=planter.word("upload")))

    @property
    def unseen_pictures(self) -> list[int]:
        """Rows of pictures that readers do not have."""
        return [pk for pk, (shade, _) in self._colours.items() if shade in self.hidden_colours]

    def rows(self) -> Iterator[StoryPage]:
        """The stories that are still there, as the database has them."""
        for story in self.stories.values():
            yield from StoryPage.objects.filter(pk=story.pk)


_FACTS: dict[str, Any] = {
    "version": lambda: 1,
    "is_clip": lambda: False,
    "version_created": clock.now,
    "kind": lambda: "text",
    "status": lambda: "usable",
    "urgency": lambda: 3,
    "embargo": lambda: None,
    "begins": lambda: None,
    "ends": lambda: None,
    "all_day": lambda: False,
}
