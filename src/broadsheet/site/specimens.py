"""What the style guide shows: a story of every kind and in every state, every block, every container.

The records are invented and never enter the ledger. Texts: `specimens/<language>.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from broadsheet.kernel.language import Language
from broadsheet.ledger.provenance import Hop, SourceChain
from broadsheet.ledger.records import (
    LAYOUTS,
    STORY_KINDS,
    AnyRecord,
    Block,
    Container,
    Correction,
    Embed,
    FactBox,
    Gallery,
    LeadPicture,
    Listing,
    Notice,
    Paragraph,
    Person,
    Picture,
    PictureBlock,
    PullQuote,
    Quotation,
    Run,
    Section,
    Story,
    StoryKind,
    Subhead,
    Table,
    Topic,
    asset_of,
)

_FOLDER: Final = Path(__file__).parent / "specimens"
_PICTURES: Final = ("specimen1", "specimen2", "specimen3")
_MONTHS: Final = 11
"""Columns of figures: with the one that names them, twelve."""
_LONG: Final = 20
"""Pictures in a long reportage."""

STATES: Final = (
    "breaking",
    "updated",
    "corrected",
    "no-picture",
    "long-headline",
    "one-paragraph",
    "long-reportage",
    "wide-table",
    "blocks",
)
RETRACTED: Final = "retracted"
FRONT: Final = "front"
NAMES: Final[tuple[str, ...]] = (*STORY_KINDS, *STATES, RETRACTED, FRONT)


class Specimens:
    """Everything in one language, published at one moment."""

    def __init__(self, language: Language, moment: datetime) -> None:
        source = (_FOLDER / f"{language}.toml").read_text(encoding="utf-8")
        self.words: dict[str, Any] = tomllib.loads(source)
        self._language: Language = language
        self._moment = moment
        self._states: Mapping[str, Callable[[], Story]] = {
            "breaking": partial(self._story, "news", breaking=True),
            "updated": partial(self._story, "news", updated=moment + timedelta(hours=2)),
            "corrected": partial(self._story, "news", corrections=(self._correction(),)),
            "no-picture": partial(self._story, "news", picture=None),
            "long-headline": partial(self._story, "news", headline=self.words["long_headline"]),
            "one-paragraph": partial(
                self._story, "brief", body=(self._paragraph(),), lead="", picture=None, topics=()
            ),
            "long-reportage": partial(self._story, "reportage", body=tuple(self._long())),
            "wide-table": partial(self._story, "analysis", body=(self._paragraph(), self._wide_table())),
            "blocks": partial(self._story, "news", body=self._blocks(), sources=(self._source(),)),
        }

    def story(self, name: str) -> Story:
        """By the name of a state, or by that of a kind of story."""
        return self._states[name]() if name in self._states else self._of_kind(name)

    def surroundings(self) -> dict[str, AnyRecord]:
        """By asset id, all that the stories refer to, and the stories of each kind."""
        words = self.words
        records: list[AnyRecord] = [
            Section(id="specimen", path="#", title=words["section"], order=1),
            Topic(id="specimen", path="#", title=words["topic"], text=words["topic_text"]),
            Person(id="specimen1", path="#", name=words["person"]),
            Person(id="specimen2", path="#", name=words["second_person"]),
            *map(self._picture, _PICTURES),
            *map(self._of_kind, STORY_KINDS),
        ]
        return {asset_of(record): record for record in records}

    def notice(self) -> Notice:
        words = self.words
        return Notice(
            id="specimen",
            about="story:specimen",
            at=self._moment,
            headline=words["headline"],
            text=words["retraction"],
        )

    def containers(self) -> list[Container]:
        """One of each layout, filled by hand."""
        text = (Run(text=self.words["topic_text"]),)
        picks = tuple(f"specimen-{kind}" for kind in STORY_KINDS)
        return [
            Container(
                layout=layout,
                title=layout,
                picks=picks[-1:] if layout == "advertorial" else picks[place % 4 : place % 4 + 4],
                text=text if layout == "text" else (),
            )
            for place, layout in enumerate(LAYOUTS)
        ]

    # ---- parts --------------------------------------------------------------------------

    def _of_kind(self, kind: str) -> Story:
        known: StoryKind = next(each for each in STORY_KINDS if each == kind)
        if known == "advertorial":
            return self._story(known, advertiser=self.words["advertiser"], authors=(), agency="")
        if known == "brief":
            return self._story(known, authors=(), agency=self.words["agency"], body=(self._paragraph(),))
        if known == "interview":
            question = Paragraph(text=(Run(text=self.words["question"], strong=True),))
            return self._story(known, body=(question, self._paragraph(), question, self._paragraph()))
        return self._story(known)

    def _story(self, kind: StoryKind, **changes: Any) -> Story:
        words = self.words
        values: dict[str, Any] = {
            "id": f"specimen-{kind}",
            "path": f"#{kind}",
            "genre": kind,
            "section": "specimen",
            "language": self._language,
            "kicker": words["kicker"],
            "headline": words["headline"],
            "lead": words["lead"],
            "abstract": words["lead"],
            "place": words["place"],
            "published": self._moment,
            "authors": ("specimen1", "specimen2"),
            "picture": LeadPicture(picture=_PICTURES[len(kind) % len(_PICTURES)]),
            "topics": ("specimen",),
            "body": (
                self._paragraph(),
                self._paragraph("second_paragraph"),
                self._quote(),
                self._paragraph(),
            ),
        }
        return Story(**{**values, **changes})

    def _picture(self, name: str) -> Picture:
        words = self.words
        return Picture(
            id=name,
            blob="",
            media_type="image/png",
            width=1500,
            height=1000,
            credit=words["credit"],
            alt=words["alt"],
            caption=words["caption"],
        )

    def _paragraph(self, name: str = "paragraph") -> Paragraph:
        return Paragraph(text=(Run(text=self.words[name]),))

    def _quote(self) -> PullQuote:
        return PullQuote(text=self.words["quote"], speaker=self.words["person"])

    def _correction(self) -> Correction:
        return Correction(at=self._moment + timedelta(hours=1), text=self.words["correction"])

    def _source(self) -> SourceChain:
        origin = Hop(name=self.words["source"], nature=self.words["nature"], url="https://archive.example/")
        hops = (origin, Hop(name=self.words["agency"]))
        return SourceChain(claim=self.words["claim"], hops=hops, id="c1", certainty="unconfirmed")

    def _points(self, *, ordered: bool = False) -> Listing:
        return Listing(items=tuple((Run(text=each),) for each in self.words["points"]), ordered=ordered)

    def _styles(self) -> Paragraph:
        first, second, third = self.words["points"]
        link = Run(text=third, href="https://archive.example/")
        return Paragraph(
            text=(
                Run(text=first, strong=True),
                Run(text=" – "),
                Run(text=second, emphasis=True),
                Run(text=", "),
                link,
            )
        )

    def _wide_table(self) -> Table:
        head = (self.words["table_head"], *(str(2026 + year) for year in range(_MONTHS)))
        rows = [
            (name, *(f"{(place + 1) * 7 + year * 3},{year}" for year in range(_MONTHS)))
            for place, name in enumerate(self.words["table_rows"])
        ]
        return Table(rows=(head, *rows), caption=self.words["table"])

    def _blocks(self) -> tuple[Block, ...]:
        words = self.words
        pictures = tuple(PictureBlock(picture=name) for name in _PICTURES)
        video = Embed(
            provider="youtube",
            url="https://video.example/",
            title=words["video"],
            author=words["person"],
            poster="specimen2",
        )
        return (
            self._paragraph(),
            Subhead(text=words["subhead"]),
            self._styles(),
            self._points(),
            self._points(ordered=True),
            self._quote(),
            PullQuote(text=words["quote"], speaker=words["person"], source="c1"),
            Quotation(text=words["quote"], speaker=words["person"], source="c1"),
            FactBox(title=words["box"], body=(self._paragraph("topic_text"), self._points())),
            pictures[0],
            Gallery(pictures=pictures, caption=words["topic"]),
            self._wide_table(),
            video,
            self._paragraph("second_paragraph"),
        )

    def _long(self) -> list[Block]:
        body: list[Block] = []
        for number in range(_LONG):
            body += [self._paragraph(), self._paragraph("second_paragraph"), self._paragraph()]
            body += [Subhead(text=self.words["subhead"])] if number % 4 == 3 else []
            body += [PictureBlock(picture=_PICTURES[number % len(_PICTURES)])]
        return body
