"""What a published thing is: frozen, typed, serialisable. This is the public contract.

Content is data (blocks and runs), never markup. A record holds ids of other records,
not copies of them, and the public address it was given. Unknown fields are refused, so
a change of shape raises SCHEMA and adds a step to `upgrade` (see codec).
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from broadsheet.kernel.language import Language
from broadsheet.ledger.campaigns import Campaign
from broadsheet.ledger.provenance import DigitalSource, MachineMade, SourceChain, SourceNature
from broadsheet.ledger.values import Record, Value

SCHEMA = 1

StoryKind = Literal["news", "brief", "analysis", "comment", "interview", "reportage", "column", "advertorial"]
STORY_KINDS: tuple[StoryKind, ...] = get_args(StoryKind)
OPINION_KINDS: frozenset[StoryKind] = frozenset({"comment", "column"})

DataMining = Literal["unspecified", "allowed", "prohibited"]

MediaType = Literal["video/mp4", "video/webm", "audio/mpeg", "audio/mp4", "audio/ogg", "application/pdf"]
MEDIA_TYPES: tuple[MediaType, ...] = get_args(MediaType)


# ---- text -------------------------------------------------------------------------------


class Run(Value, frozen=True):
    """A stretch of text in one style. A link goes to an address or to an asset, never both."""

    text: str
    strong: bool = False
    emphasis: bool = False
    href: str = ""
    asset: str = ""
    """An asset id, such as `story:05n9k2xq7t`; its address is looked up when the page is made."""


Text = tuple[Run, ...]


# ---- blocks -----------------------------------------------------------------------------


class Part(Value, frozen=True, kw_only=True):
    """A block; `machine` says how a machine made it, None that people did."""

    machine: MachineMade | None = None


class Paragraph(Part, frozen=True, tag="paragraph"):
    text: Text


class Subhead(Part, frozen=True, tag="subhead"):
    text: str


class Listing(Part, frozen=True, tag="list"):
    items: tuple[Text, ...]
    ordered: bool = False


class Table(Part, frozen=True, tag="table"):
    """Rows of equal length; `header` says whether the first row (column heads) is one."""

    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    header: bool = True


class PullQuote(Part, frozen=True, tag="pullquote"):
    text: str
    speaker: str = ""
    source: str = ""
    """The id of one of the story's chains: where the words come from."""


class Quotation(Part, frozen=True, tag="quotation"):
    """What somebody said or claims, within the text."""

    text: str
    speaker: str
    literal: bool = True
    """Word for word, so in quotation marks; else a claim in our words."""
    source: str = ""
    """The id of one of the story's chains."""


class FactBox(Part, frozen=True, tag="factbox"):
    title: str
    body: tuple[Paragraph | Listing, ...]


class PictureBlock(Part, frozen=True, tag="picture"):
    picture: str
    caption: str = ""
    """Instead of the picture's own caption, if not empty."""


class Gallery(Part, frozen=True, tag="gallery"):
    pictures: tuple[PictureBlock, ...]
    caption: str = ""


class Embed(Part, frozen=True, tag="embed"):
    """External content. What it shows was fetched by the desk; the page itself asks nobody."""

    provider: str
    url: str
    title: str
    author: str = ""
    text: str = ""
    poster: str = ""
    """A picture's id, or empty."""
    key: str = ""
    """The provider's own name of it, as its frame's address wants it; empty if there is no frame."""
    width: int = 0
    """The shape in which the provider shows it, with `height`; 0 where it did not say."""
    height: int = 0


class MediaBlock(Part, frozen=True, tag="media"):
    """A video, a recording or a document; which of them, its file says."""

    file: str
    caption: str = ""


class Infographic(Part, frozen=True, tag="infographic"):
    """A picture that shows figures, with all that it shows in words and, if there is one, as a table."""

    picture: str
    description: str
    """Paragraphs, with a blank line between two of them."""
    caption: str = ""
    data: Table | None = None


Block = (
    Paragraph
    | Subhead
    | Listing
    | Table
    | PullQuote
    | Quotation
    | FactBox
    | PictureBlock
    | Gallery
    | Embed
    | MediaBlock
    | Infographic
)


# ---- parts of a story -------------------------------------------------------------------


class LeadPicture(Value, frozen=True):
    picture: str
    caption: str = ""


Passage = int | Literal["headline", "lead"]
"""A part of a story that a correction is about; a number is a block's place in the body, from 0."""

CorrectionNature = Literal["correction", "update"]


class Correction(Value, frozen=True):
    """A dated word to readers on what was changed after they had the story."""

    at: datetime
    text: str
    nature: CorrectionNature = "correction"
    """A correction says what was wrong, an update what has come to be known."""
    passages: tuple[Passage, ...] = ()
    """Where the error stood, in the story as this record has it."""


class EarlierState(Value, frozen=True):
    """What readers had before a substantial change, open to comparison."""

    at: datetime
    """Since when it was the newest state."""
    version: int
    """The story's version in the ledger."""
    withheld: bool = False
    """Whether readers are told only that there was this state."""
    reason: str = ""
    """Why it is withheld, in readers' words."""


# ---- records ----------------------------------------------------------------------------


class Story(Record, frozen=True, tag="story"):
    path: str
    genre: StoryKind
    section: str
    headline: str
    published: datetime
    """When readers first saw it; orders every list and never changes."""
    updated: datetime | None = None
    """The last substantial change after publication."""
    language: Language = "de"
    kicker: str = ""
    lead: str = ""
    abstract: str = ""
    """For teasers: written, or cut from lead or body by the desk. Never markup."""
    authors: tuple[str, ...] = ()
    """People's ids, in the byline's order."""
    agency: str = ""
    """The short name of the agency whose copy this is, as in "Berlin (dpa) –"."""
    place: str = ""
    picture: LeadPicture | None = None
    body: tuple[Block, ...] = ()
    topics: tuple[str, ...] = ()
    """Topics' ids, the most important first."""
    related: tuple[str, ...] = ()
    """Stories' ids, chosen by editors."""
    follows: tuple[str, ...] = ()
    """Ids of the stories before it in a running story: the one that it follows, the one that
    that one follows, and so on."""
    sources: tuple[SourceChain, ...] = ()
    corrections: tuple[Correction, ...] = ()
    """The oldest first."""
    earlier: tuple[EarlierState, ...] = ()
    """The oldest first; empty unless the newsroom opened the story's history to readers."""
    translation_of: str = ""
    """The id of the story in another language that this one translates. Said on one side only:
    the original finds its translations through their list."""
    series: str = ""
    """The id of the podcast of which this is an episode; its first sound file is what is heard."""
    advertiser: str = ""
    """Who paid; required for an advertorial, forbidden for anything else."""
    paid_until: datetime | None = None
    """When an advertorial ends: the desk takes it back then, and its address answers 410."""
    breaking: bool = False


class Section(Record, frozen=True, tag="section"):
    path: str
    title: str
    order: int
    description: str = ""
    language: Language | Literal[""] = ""
    """In whose menu it stands; empty for the site's main language."""
    counterpart: str = ""
    """The id of the section that it is in another language; it is enough that one of the two says so."""


class Topic(Record, frozen=True, tag="topic"):
    path: str
    title: str
    text: str = ""
    """The topic box's own words."""
    language: Language | Literal[""] = ""
    """In which the page speaks, and whose stories it shows; empty for the site's main language."""


class Person(Record, frozen=True, tag="person"):
    path: str
    name: str
    role: str = ""
    bio: str = ""
    email: str = ""


class Source(Record, frozen=True, tag="source"):
    """A source of the house, which chains refer to. Never one that is to stay unnamed: of such a one,
    nothing but the words for readers leaves the desk, and they stand in the hop itself."""

    name: str
    nature: SourceNature
    wording: str = ""
    """The nature in readers' words: "staatliche Nachrichtenagentur Karveniens"; empty for the usual word."""
    url: str = ""


class Picture(Record, frozen=True, tag="picture"):
    """A picture that something published refers to; `blob` names its bytes in the vault."""

    blob: str
    media_type: Literal["image/jpeg", "image/png", "image/webp"]
    width: int
    height: int
    credit: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    focus: tuple[float, float] = (0.5, 0.5)
    """The point to keep when cropping, as shares of width and height from the top left."""
    rights_until: datetime | None = None
    data_mining: DataMining = "prohibited"
    digital_source: DigitalSource | Literal[""] = ""
    """As the IPTC names it; empty if nobody has said."""
    answerable: str = ""
    """The editor who answers for a picture that a machine made."""


class MediaFile(Record, frozen=True, tag="media"):
    """A video, a recording or a document that something published offers; `blob` names its bytes."""

    blob: str
    media_type: MediaType
    size: int
    """Bytes."""
    title: str
    credit: str
    language: Language = "de"
    """Of what is said in it, of its captions and its transcript."""
    seconds: int = 0
    width: int = 0
    height: int = 0
    pages: int = 0
    """Zero if the file does not tell."""
    poster: str = ""
    """A picture's id; every video has one."""
    captions: str = ""
    """The blob of a video's captions, as WebVTT."""
    transcript: str = ""
    """Paragraphs, with a blank line between two of them."""
    untranscribed: str = ""
    """Why there is no transcript, in readers' words: "Musik ohne Worte"."""
    rights_until: datetime | None = None


class Series(Record, frozen=True, tag="series"):
    """A podcast; its episodes are the stories that name it."""

    path: str
    title: str
    description: str
    cover: str
    """A picture's id; square."""
    author: str
    category: str
    """One of the words that podcast directories know, in English."""
    language: Language = "de"
    explicit: bool = False
    email: str = ""
    """Where directories ask whether the podcast is whose it says; readers can see it."""


class Page(Record, frozen=True, tag="page"):
    """A page of the house: imprint, privacy, about."""

    path: str
    role: Literal["imprint", "privacy", "page"]
    title: str
    body: tuple[Block, ...] = ()


class Rule(Value, frozen=True):
    """Fills a container by itself: the newest of a section, a topic, a genre; all, if none is set."""

    section: str = ""
    topic: str = ""
    genre: StoryKind | None = None


Layout = Literal[
    "lead",
    "lead-beside",
    "lead-two",
    "grid",
    "grid-three",
    "list",
    "headlines",
    "ranked",
    "opinion",
    "topic",
    "advertorial",
    "text",
]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)


class Container(Value, frozen=True):
    layout: Layout
    title: str = ""
    picks: tuple[str, ...] = ()
    """Stories' ids that come first, in this order."""
    rule: Rule | None = None
    count: int = 4
    text: Text = ()


class Front(Record, frozen=True, tag="front"):
    """How a front is put together; `id` is `home`, `home@en` for the home of a further language, or the
    id of a section or a topic."""

    containers: tuple[Container, ...]


class SiteSettings(Record, frozen=True, tag="settings"):
    """What the publisher says of the site; one record, id `site`."""

    name: str
    publisher: str
    tagline: str = ""
    further_tagline: str = ""
    """In the site's further language, for the home and the feeds in it."""
    email: str = ""


class Notice(Record, frozen=True, tag="notice"):
    """A lasting public word on something that was taken back; `about` is the asset's id."""

    about: str
    at: datetime
    headline: str
    text: str


class Ranking(Record, frozen=True, tag="ranking"):
    """What is read most; one record, id `read`. Counted, not chosen, and written down like anything
    that readers get."""

    stories: tuple[str, ...]
    """Stories' ids, the most read first."""


AnyRecord = (
    Story
    | Section
    | Topic
    | Person
    | Source
    | Picture
    | MediaFile
    | Series
    | Page
    | Front
    | SiteSettings
    | Notice
    | Campaign
    | Ranking
)

RecordKind = Literal[
    "story",
    "section",
    "topic",
    "person",
    "source",
    "picture",
    "media",
    "series",
    "page",
    "front",
    "settings",
    "notice",
    "campaign",
    "ranking",
]
RECORD_KINDS: tuple[RecordKind, ...] = get_args(RecordKind)


def kind_of(record: AnyRecord) -> RecordKind:
    tag: RecordKind = type(record).__struct_config__.tag  # type: ignore[assignment]
    return tag


def asset_of(record: AnyRecord) -> str:
    """The asset's id across kinds: `story:05n9k2xq7t`."""
    return f"{kind_of(record)}:{record.id}"


def path_of(record: AnyRecord) -> str | None:
    """The public address, for the kinds that have one."""
    return getattr(record, "path", None)
