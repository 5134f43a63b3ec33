"""A word for every field and every block that can hold one, found by asking the models themselves.

A field that is new gets a word as others do, and is a secret until MEANT_FOR_READERS names it. A
field or block of a kind that nothing here can fill raises, and a column that holds no word in the
end is named by `unplanted`: whoever adds one has to say what becomes of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any, Final
from uuid import uuid4

from django.apps import apps
from django.db import models
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from broadsheet.desk.models import MediaFile, Source
from broadsheet.desk.models.chains import ChainBlock
from tests.canary.oracle import Planted

BEGINNING: Final = "zqkx"
UNSEEN: Final = "desk-unseen"
_VIDEO: Final = "https://www.youtube.com/watch?v="

MEANT_FOR_READERS: Final[Mapping[str, frozenset[str]]] = {
    "StoryPage": frozenset(
        {"title", "address_slug", "kicker", "lead", "abstract", "place", "agency", "picture_caption"}
        | {"advertiser", "body", "sources"}
    ),
    "SectionPage": frozenset({"title", "slug", "description"}),
    "Topic": frozenset({"title", "slug", "text"}),
    "Person": frozenset({"name", "slug", "role", "bio", "email"}),
    "Source": frozenset({"name", "wording", "url"}),
    "SourceNote": frozenset({"text"}),
    "Picture": frozenset({"alt", "caption", "credit"}),
    "MediaFile": frozenset({"title", "credit", "transcript"}),
    "Series": frozenset({"title", "slug", "description", "author", "email"}),
    "HousePage": frozenset({"title", "slug", "body"}),
    "SiteIdentity": frozenset({"name", "tagline", "publisher"}),
    "Front": frozenset({"containers"}),
    "Correction": frozenset({"text"}),
    "WithheldVersion": frozenset({"reason"}),
}

NO_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "ids": frozenset(
        {
            "desk.Campaign.campaign_id",
            "desk.Front.front_id",
            "desk.HousePage.page_id",
            "desk.Person.person_id",
            "desk.Picture.picture_id",
            "desk.MediaFile.media_id",
            "desk.MediaUse.asset",
            "desk.MediaUse.media",
            "desk.PictureUse.asset",
            "desk.PictureUse.picture",
            "desk.SectionPage.section_id",
            "desk.Series.series_id",
            "desk.Source.source_id",
            "desk.SourceUse.source",
            "desk.SourceUse.story",
            "desk.StoryPage.story_id",
            "desk.StoryPage.wire_item",
            "desk.Topic.topic_id",
            "wagtailadmin.EditingSession.object_id",
            "wagtailadmin.FormState.object_id",
            "wagtailadmin.FormState.parent_object_id",
            "wagtailcore.ModelLogEntry.object_id",
            "wagtailcore.Revision.object_id",
            "wagtailcore.WorkflowState.object_id",
            "wagtailsearch.IndexEntry.object_id",
            "wire.Item.group",
            "wire.Item.id",
            "wire.Item.story",
            "wire.Quarantine.id",
        }
    ),
    "digests": frozenset(
        {
            "auth.User.password",
            "desk.Picture.file_hash",
            "desk.RoutingRule.switched_on",
            "desk.RoutingRule.tried",
            "desk.Rendition.focal_point_key",
            "wagtailcore.APIToken.key_hash",
            "wagtailcore.APIToken.prefix",
            "wagtaildocs.Document.file_hash",
            "wire.RawFile.place",
            "wire.RawFile.sha256",
        }
    ),
    "one of a few": frozenset(
        {
            "desk.Rendition.filter_spec",
            "desk.RoutingRule.subject",
            "desk.SubjectMapping.subject",
            "wagtailcore.Locale.language_code",
            "wagtailcore.ModelLogEntry.action",
            "wagtailcore.PageLogEntry.action",
            "wagtailusers.UserProfile.current_time_zone",
            "wagtailusers.UserProfile.preferred_language",
            "wire.Item.kind",
            "wire.Quarantine.reason",
            "wire.RawFile.media_type",
        }
    ),
    "places in the tree or in a text": frozenset(
        {
            "desk.Correction.passages",
            "wagtailcore.Collection.path",
            "wagtailcore.Comment.contentpath",
            "wagtailcore.Comment.position",
            "wagtailcore.Page.path",
        }
    ),
    "made of other columns": frozenset({"wagtailcore.Page.draft_title", "wagtailcore.Page.url_path"}),
}
"""Columns in which nobody's words stand."""

NOBODYS: Final = frozenset(
    {
        "auth.Permission",
        "contenttypes.ContentType",
        "desk.ClockReading",
        "sessions.Session",
        "wagtailcore.APIToken",
        "wagtailcore.ReferenceIndex",
        # desk.Picture stands in their place.
        "wagtailimages.Image",
        "wagtailimages.Rendition",
    }
)
"""Tables in which nobody's words stand."""

_EXCUSED: Final = frozenset().union(*NO_WORDS.values())
_WORDLESS: Final = (
    models.AutoField,
    models.BooleanField,
    models.DateField,
    models.DurationField,
    models.FloatField,
    models.ForeignKey,
    models.IntegerField,
    models.UUIDField,
)


class Fate(Enum):
    """What became of a word, and with it where it may stand."""

    SHOWN = "must be found by readers"
    OPEN = "may be found by readers"
    TAKEN_BACK = "was published: may stay in ledger and vault"
    SECRET = "never left the desk's own tables and folders"


class UnknownKind(Exception):
    """A field or block that nothing here can put a word into."""


class Words:
    """All that were planted, each with what it stands in and what became of it."""

    def __init__(self) -> None:
        self._planted: dict[str, tuple[str, Fate]] = {}

    def __len__(self) -> int:
        return len(self._planted)

    def new(self, what: str, fate: Fate) -> str:
        word = f"{BEGINNING}{len(self._planted):04}"
        self._planted[word] = (f"{what} ({fate.name.lower()}, {word})", fate)
        return word

    def change(self, fates: Mapping[Fate, Fate], about: str) -> None:
        """What begins with `about` and has one of these fates gets another one."""
        for word, (what, fate) in self._planted.items():
            if what.startswith(about):
                self._planted[word] = (what, fates.get(fate, fate))

    def of(self, *fates: Fate) -> Planted:
        return Planted({word: what for word, (what, fate) in self._planted.items() if fate in fates})

    def about(self, what: str) -> Planted:
        return Planted({word: told for word, (told, _) in self._planted.items() if told.startswith(what)})


class Planter:
    """Fills the fields of one thing. `what` begins what is said of every word."""

    def __init__(
        self, words: Words, what: str, fate: Fate, pictures: tuple[int, ...] = (), pages: tuple[int, ...] = ()
    ) -> None:
        self.words = words
        self.what = what
        self.fate = fate
        self.pictures = pictures
        self.media: int | None = None
        """The row of a video, a recording or a document that blocks offer."""
        self.pages = pages
        """Rows that choosers choose and rich text links to, in turn."""

    def fields(self, model: type[models.Model], *without: str) -> dict[str, Any]:
        """A value for every field of the model that can hold words. Raises UnknownKind."""
        found = [field for field in model._meta.concrete_fields if holds_words(field)]
        return {
            field.name: self._field(model, field)
            for field in found
            if field.name not in without and label_of(field) not in _EXCUSED
        }

    def word(self, name: str, fate: Fate | None = None) -> str:
        return self.words.new(f"{self.what}: {name}", fate or self.fate)

    def _field(self, model: type[models.Model], field: models.Field[Any, Any]) -> Any:
        meant = field.name in MEANT_FOR_READERS.get(model.__name__, ())
        fate = self.fate if meant else Fate.SECRET
        if isinstance(field, StreamField):
            return json.dumps(self._block(field.stream_block, field.name, fate))
        word = self.words.new(f"{self.what}: {model.__name__}.{field.name}", fate)
        for kind, value in _VALUES.items():
            if isinstance(field, kind):
                return value(word)
        raise UnknownKind(f"{label_of(field)} is a {type(field).__name__}: say how to put a word into it.")

    # ---- blocks ---------------------------------------------------------------------------

    def stream(self, block: blocks.StreamBlock, name: str) -> list[dict[str, Any]]:
        return [
            {"type": kind, "value": self._block(child, f"{name}.{kind}", self.fate), "id": str(uuid4())}
            for kind, child in block.child_blocks.items()
        ]

    def _block(self, block: blocks.Block, name: str, fate: Fate) -> Any:
        """The value as the database keeps it. Raises UnknownKind."""
        match block:
            case blocks.StreamBlock():
                inside = Planter(self.words, self.what, fate, self.pictures, self.pages)
                inside.media = self.media
                return inside.stream(block, name)
            case blocks.StructBlock():
                children = block.child_blocks.items()
                written = {key: child for key, child in children if not _is_unseen(child)}
                return {key: self._block(child, f"{name}.{key}", fate) for key, child in written.items()}
            case blocks.DateBlock() | ChainBlock():
                return ""
            case blocks.ListBlock():
                count = max(2, block.meta.min_num or 0)
                return [self._block(block.child_block, name, fate) for _ in range(count)]
        return self._leaf(block, name, fate)

    def _leaf(self, block: blocks.Block, name: str, fate: Fate) -> Any:
        match block:
            case TableBlock():
                return self._table(name, fate)
            case blocks.RichTextBlock():
                return self._rich_text(name, fate)
            case blocks.URLBlock():
                return f"{_VIDEO}{self.word(name, fate)}"
            case blocks.CharBlock() | blocks.TextBlock():
                return self.word(name, fate)
            case ImageChooserBlock():
                return self.pictures[-1]
            case blocks.PageChooserBlock() | SnippetChooserBlock():
                return self._chosen(block)
            case blocks.ChoiceBlock() | blocks.IntegerBlock() | blocks.BooleanBlock():
                return block.get_default()
        raise UnknownKind(f"{name} is a {type(block).__name__}: say how to put a word into it.")

    def _chosen(self, block: blocks.Block) -> int | None:
        wanted = getattr(block, "target_model", None)
        if wanted is MediaFile:
            return self.media
        if wanted is Source:
            return None
        of_that_kind = [pk for pk in self.pages if wanted and wanted.objects.filter(pk=pk).exists()]
        return of_that_kind[0] if of_that_kind else None

    def _table(self, name: str, fate: Fate) -> dict[str, Any]:
        rows = [[self.word(f"{name}.cell", fate) for _ in range(2)] for _ in range(2)]
        return {
            "data": rows,
            "table_caption": self.word(f"{name}.caption", fate),
            "first_row_is_table_header": True,
            "first_col_is_header": False,
            "table_header_choice": "row",
        }

    def _rich_text(self, name: str, fate: Fate) -> str:
        links = "".join(
            f' <a linktype="page" id="{page}">{self.word(f"{name}.link", fate)}</a>' for page in self.pages
        )
        away = f'<a href="https://example.org/{self.word(f"{name}.address", fate)}">dort</a>'
        return f"<p>{self.word(name, fate)}{links} {away}</p>"


def _is_unseen(block: blocks.Block) -> bool:
    """The desk fills it by itself, from an address."""
    return getattr(block.meta, "form_classname", "") == UNSEEN


def _in_json(word: str) -> Any:
    return {"word": word}


_VALUES: Final[dict[type[models.Field[Any, Any]], Callable[[str], str]]] = {
    models.EmailField: lambda word: f"{word}@example.org",
    models.URLField: lambda word: f"https://example.org/{word}",
    models.JSONField: _in_json,
    models.CharField: str,
    models.TextField: str,
}


# ---- what holds no word in the end -------------------------------------------------------


def holds_words(field: models.Field[Any, Any]) -> bool:
    """A field of a kind that is not known counts as one that does."""
    return not field.choices and not isinstance(field, _WORDLESS)


def label_of(field: models.Field[Any, Any]) -> str:
    return f"{field.model._meta.label}.{field.name}"


def columns() -> Iterator[models.Field[Any, Any]]:
    """Every column in which people's words can stand, but for the ledger's and the press's."""
    for model in apps.get_models():
        if model._meta.app_label not in {"ledger", "press"} and model._meta.label not in NOBODYS:
            yield from (
                field
                for field in model._meta.local_concrete_fields
                if holds_words(field) and label_of(field) not in _EXCUSED
            )


def unplanted(words: Words) -> list[str]:
    """Columns in which no row has a word, though nothing says that they need none."""
    planted = words.of(*Fate)
    return [label_of(field) for field in columns() if not planted.found_in(_column(field))]


def _column(field: models.Field[Any, Any]) -> bytes:
    values = field.model._base_manager.values_list(field.name, flat=True)
    return "\n".join(str(value) for value in values).encode()
