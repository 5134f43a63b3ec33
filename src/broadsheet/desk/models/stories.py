"""A story: a Wagtail page in its section's month folder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import COMMENTS_RELATION_NAME, Orderable, PageManager
from wagtail.search import index

from broadsheet.desk.config import site_language
from broadsheet.desk.errors import NotAllowed, UnknownSection
from broadsheet.desk.models.blocks import BODY, GENRES
from broadsheet.desk.models.chains import SOURCES
from broadsheet.desk.models.frugal import FrugalPage
from broadsheet.desk.models.guard import GuardedQuerySet
from broadsheet.desk.models.languages import LANGUAGES
from broadsheet.desk.models.people import Person, Topic
from broadsheet.desk.models.pictures import Picture
from broadsheet.desk.models.sections import SectionPage
from broadsheet.desk.models.series import Series
from broadsheet.kernel.addresses import story_path
from broadsheet.kernel.ids import new_id
from broadsheet.kernel.language import slugify

SECTION_DEPTH = 2
_SECTION = "_fetched_section"

CHANGES = [
    (None, _("what the amount of change says")),
    (True, _("a small change")),
    (False, _("a new state")),
]
NATURES = [
    ("correction", _("a correction: something was wrong")),
    ("update", _("an update: something has come to be known")),
]

# Facts about the story as a whole: an older draft that is published must not undo them.
_FACTS = ("story_id", "updated_at", "retracted_at", "history_open", "wire_item", "wire_version")


class StoryPage(FrugalPage):
    """Its headline is Wagtail's `title`; its place in the tree says the section.

    Wagtail's own `slug` is the story's id and no editor's business; `address_slug` is
    the part of the public address that people read.
    """

    story_id = models.CharField(max_length=10, unique=True, default=new_id, editable=False)
    genre = models.CharField(_("kind"), max_length=12, choices=GENRES, default="news")
    address_slug = models.CharField(
        _("address"),
        max_length=80,
        blank=True,
        help_text=_("Made from the headline if empty. The old address keeps working after a change."),
    )
    kicker = models.CharField(_("kicker"), max_length=120, blank=True)
    lead = models.TextField(_("lead"), blank=True)
    abstract = models.TextField(
        _("teaser"), blank=True, help_text=_("Taken from the lead if empty."), max_length=400
    )
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGES, default=site_language)
    translation_of = models.ForeignKey(
        "self",
        verbose_name=_("translation of"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The story in the other language; each of the two pages then links to the other."),
    )
    follows = models.ForeignKey(
        "self",
        verbose_name=_("follows"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The story before it in a running story. Readers find all of them in a box."),
    )
    agency = models.CharField(_("agency"), max_length=40, blank=True, help_text=_("As in “Berlin (dpa) –”."))
    place = models.CharField(_("place"), max_length=80, blank=True)
    picture = models.ForeignKey(
        Picture,
        verbose_name=_("lead picture"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    picture_caption = models.CharField(_("caption"), max_length=400, blank=True)
    body = StreamField(BODY, verbose_name=_("text"), blank=True)
    sources = StreamField(SOURCES, verbose_name=_("sources"), blank=True)
    series = models.ForeignKey(
        Series,
        verbose_name=_("podcast"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("The story is an episode of it; the first sound file in the text is what is heard."),
    )
    advertiser = models.CharField(
        _("advertiser"), max_length=120, blank=True, help_text=_("Who paid; for advertorials only.")
    )
    breaking = models.BooleanField(_("breaking news"), default=False)
    wire_item = models.CharField(_("wire item"), max_length=100, blank=True, db_index=True, editable=False)
    """The wire item's key that the story was made from, or empty."""
    wire_version = models.BigIntegerField(null=True, blank=True, editable=False)
    """The item's version that the story was made of, last brought up to, or kept its own words against."""
    desk_note = models.TextField(
        _("note for the desk"), blank=True, help_text=_("Never leaves the newsroom.")
    )
    minor_change = models.BooleanField(
        _("for readers this is"),
        null=True,
        blank=True,
        choices=CHANGES,
        help_text=_(
            "A new state gets “Updated” with the time, and feeds, search engines and sitemap are told. "
            "A small change, such as a mended slip of the pen, is not announced."
        ),
    )
    """None: as much as was changed says it (see `comparing.amount`)."""
    withhold_previous = models.BooleanField(
        _("keep the previous state out of the version history"),
        default=False,
        help_text=_("For what should never have been published. Only if the story's versions are open."),
    )
    history_open = models.BooleanField(_("versions open to readers"), default=False, editable=False)
    updated_at = models.DateTimeField(_("updated"), null=True, editable=False)
    retracted_at = models.DateTimeField(_("retracted"), null=True, editable=False)

    objects = PageManager.from_queryset(GuardedQuerySet)()

    parent_page_types: ClassVar = ["desk.MonthFolder"]
    subpage_types: ClassVar[list[str]] = []
    constrained: ClassVar = frozenset({"story_id", "picture", "series", "translation_of", "follows"})
    read_along: ClassVar = (
        "bylines__person",
        "topic_links__topic",
        "related_links__story",
        COMMENTS_RELATION_NAME,
    )
    exclude_fields_in_copy: ClassVar = ["story_id", "slug", "updated_at", "retracted_at", "history_open"]
    search_fields: ClassVar = [
        *FrugalPage.search_fields,
        index.SearchField("kicker"),
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("genre"),
    ]
    content_panels: ClassVar = [
        FieldPanel("genre"),
        FieldPanel("kicker"),
        FieldPanel("title", classname="title", heading=_("headline")),
        FieldPanel("lead"),
        InlinePanel("bylines", heading=_("authors"), label=_("author")),
        MultiFieldPanel([FieldPanel("place"), FieldPanel("agency")], heading=_("dateline")),
        MultiFieldPanel([FieldPanel("picture"), FieldPanel("picture_caption")], heading=_("lead picture")),
        FieldPanel("body"),
        FieldPanel("sources"),
        FieldPanel("desk_note"),
    ]
    promote_panels: ClassVar = [
        FieldPanel("abstract"),
        InlinePanel("topic_links", heading=_("topics"), label=_("topic")),
        InlinePanel("related_links", heading=_("related stories"), label=_("story")),
        FieldPanel("follows"),
        FieldPanel("advertiser"),
        FieldPanel("breaking"),
        FieldPanel("minor_change"),
        FieldPanel("address_slug"),
        FieldPanel("language"),
        FieldPanel("translation_of"),
        FieldPanel("series"),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    # ---- validation ---------------------------------------------------------------------

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        self._fill_in_addresses()
        super().full_clean(*args, **kwargs)

    def minimal_clean(self) -> None:
        self._fill_in_addresses()
        super().minimal_clean()

    def _fill_in_addresses(self) -> None:
        self.slug = self.story_id
        self.address_slug = slugify(self.address_slug)

    def clean(self) -> None:
        super().clean()
        if self.title and not self.spoken_slug:
            raise ValidationError(
                {"address_slug": _("The headline gives no address: write one with letters or digits.")}
            )
        if self.translation_of is not None and self.translation_of.language == self.language:
            raise ValidationError(
                {
                    "translation_of": _(
                        "A translation is in another language: choose it above, or another story."
                    )
                }
            )

    # ---- place --------------------------------------------------------------------------

    @property
    def section(self) -> SectionPage:
        """The section that the story lies in, fetched once; raises UnknownSection outside the tree."""
        path = self.path[: self.steplen * SECTION_DEPTH]
        found: SectionPage | None = self.__dict__.get(_SECTION)
        if found is None or found.path != path:
            found = SectionPage.objects.filter(path=path).first()
        if found is None:
            raise UnknownSection(_now("“%(title)s” lies in no section.") % {"title": self.title})
        self.__dict__[_SECTION] = found
        return found

    def refresh_from_db(self, *args: Any, **kwargs: Any) -> None:
        super().refresh_from_db(*args, **kwargs)
        self.__dict__.pop(_SECTION, None)

    @property
    def public_path(self) -> str:
        return story_path(self.section.slug, self.spoken_slug, self.story_id)

    @property
    def spoken_slug(self) -> str:
        """The editor's own, or, until the first publication settles it, the headline's."""
        return self.address_slug or slugify(self.title)

    def can_move_to(self, parent: Any) -> bool:
        """Never through Wagtail's views: the act MoveSection finds the folder itself."""
        return False

    # ---- what a draft may not undo, what a copy may not take along ------------------------

    def with_content_json(self, content: dict[str, Any]) -> Any:
        story = super().with_content_json(content)
        for fact in _FACTS:
            setattr(story, fact, getattr(self, fact))
        story.live_revision_id = self.live_revision_id
        story.address_slug = story.address_slug or self.address_slug
        return story

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Any:
        """As modelcluster does it, which fetches the whole row of everything that is referred to."""
        known = _without_the_deleted(data) if check_fks else data
        return super().from_serializable_data(known, check_fks=False, strict_fks=strict_fks)

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        """A copy is a draft with an id and a history of its own."""
        return super().copy(*args, **{**kwargs, "keep_live": False, "copy_revisions": False})

    def create_alias(self, *args: Any, **kwargs: Any) -> Any:
        raise NotAllowed(_now("A story has one address only."))


def _without_the_deleted(content: dict[str, Any]) -> dict[str, Any]:
    """An older state may name stories, topics, people, a picture or a podcast that are no more."""
    there = dict(content)
    for relation, name, things in (
        ("topic_links", "topic", Topic.objects),
        ("bylines", "person", Person.objects),
        ("related_links", "story", StoryPage.objects),
    ):
        links = content.get(relation) or []
        known = _existing(things, [link[name] for link in links])
        there[relation] = [link for link in links if link[name] in known]
    for name, things in (
        ("picture", Picture.objects),
        ("series", Series.objects),
        ("translation_of", StoryPage.objects),
        ("follows", StoryPage.objects),
    ):
        if content.get(name) not in _existing(things, [content.get(name)]):
            there[name] = None
    return there


def _existing(things: models.Manager[Any], keys: Iterable[int | None]) -> set[int]:
    wanted = {key for key in keys if key is not None}
    return set(things.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()


class StoryAuthor(Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey(Person, verbose_name=_("person"), on_delete=models.PROTECT, related_name="+")

    panels: ClassVar = [FieldPanel("person")]

    class Meta(Orderable.Meta):
        verbose_name = _("author")


class StoryTopic(Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="topic_links")
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="+")

    panels: ClassVar = [FieldPanel("topic")]

    class Meta(Orderable.Meta):
        verbose_name = _("topic")


class RelatedStory(Orderable):
    page = ParentalKey(StoryPage, on_delete=models.CASCADE, related_name="related_links")
    story = models.ForeignKey(StoryPage, verbose_name=_("story"), on_delete=models.CASCADE, related_name="+")

    panels: ClassVar = [FieldPanel("story")]

    class Meta(Orderable.Meta):
        verbose_name = _("related story")


class Correction(models.Model):
    """Said to readers, dated. Made by the act alone and not part of any draft."""

    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="corrections")
    at = models.DateTimeField()
    text = models.TextField()
    nature = models.CharField(max_length=10, choices=NATURES, default="correction")
    passages = models.JSONField(default=list)
    """Where it stands in what readers have (see `records.Passage`); follows its blocks at each release."""

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering: ClassVar = ["at", "id"]

    def __str__(self) -> str:
        return self.text


class WithheldVersion(models.Model):
    """An earlier state of a story that readers do not get, even where its versions are open."""

    story = models.ForeignKey(StoryPage, on_delete=models.CASCADE, related_name="withheld_versions")
    version = models.BigIntegerField()
    """The story's version in the ledger."""
    reason = models.CharField(max_length=200, blank=True)
    """For readers; may be empty."""

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("withheld version")
        verbose_name_plural = _("withheld versions")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["story", "version"], name="desk_withheld_once")
        ]

    def __str__(self) -> str:
        return f"{self.story_id}/{self.version}"
