"""A small newsroom in which something of every kind is published, for tests that need one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from broadsheet.kernel import addresses
from broadsheet.kernel.language import Language
from broadsheet.ledger.provenance import Hop, MachineMade, SourceChain, SourceNote
from broadsheet.ledger.records import (
    AnyRecord,
    Block,
    Correction,
    Embed,
    FactBox,
    Gallery,
    LeadPicture,
    Listing,
    Notice,
    Page,
    Paragraph,
    Person,
    Picture,
    PictureBlock,
    PullQuote,
    Quotation,
    Run,
    Section,
    SiteSettings,
    Source,
    Story,
    Subhead,
    Table,
    Topic,
)

NOW = datetime(2026, 11, 24, 13, 5, tzinfo=UTC)

IMPRINT = (
    "Lotse Verlag, Am Kai 1, 01234 Hafen. Tel. 0999 1. E-Mail: a@lotse.example. Verantwortlich: Ada Ahrens."
)
PRIVACY = (
    "Keine Cookies. Verantwortlich ist Lotse Verlag, a@lotse.example; Zweck ist die Auslieferung. Sie haben "
    "das Recht auf Auskunft, Löschung und Beschwerde."
)
SETTINGS = SiteSettings(id="site", name="Der Lotse", publisher="Lotse Verlag", tagline="Aus Hafen und Land")
POLITICS = Section(id="s1", path="/politik/", title="Politik", order=1, description="Aus dem Land")
TRADE = Section(id="s2", path="/wirtschaft/", title="Wirtschaft", order=2)
PICTURE = Picture(
    id="b1",
    blob="0" * 64,
    media_type="image/jpeg",
    width=3000,
    height=2000,
    credit="Foto: Jo Brandt",
    alt="Zwei Kräne vor grauem Himmel",
    caption="Der Hafen am Morgen",
    focus=(0.9, 0.1),
)
SECOND_PICTURE = Picture(
    id="b2",
    blob="1" * 64,
    media_type="image/jpeg",
    width=1200,
    height=800,
    credit="Foto: Ida",
    alt="Ein Kahn",
    digital_source="compositeWithTrainedAlgorithmicMedia",
    answerable="Ada Nordhoff",
)

SOURCE = Source(id="q1", name="Karpress", nature="state-agency", wording="Staatsagentur")


BY_MACHINE = MachineMade(how="translated", editor="Ida Ihde")


def text(words: str, machine: MachineMade | None = None, **style: Any) -> Paragraph:
    return Paragraph(text=(Run(text=words, **style),), machine=machine)


def body() -> tuple[Block, ...]:
    """One of every block."""
    wide = tuple(tuple(f"{row * column},5" for column in range(12)) for row in range(3))
    return (
        text("Die Werft baut zwei Schiffe."),
        Subhead(text="Der Stahl kommt später"),
        text("Dies hat eine Maschine übersetzt.", machine=BY_MACHINE),
        Subhead(text="Und dies", machine=BY_MACHINE),
        Paragraph(text=(Run(text="Mehr dazu "), Run(text="hier", asset="story:a2"), Run(text="."))),
        Listing(items=((Run(text="Erstens", strong=True),), (Run(text="Zweitens", emphasis=True),))),
        Listing(items=((Run(text="Zuerst"),),), ordered=True),
        Table(rows=(("Kreis", *(f"M{month}" for month in range(11))), *wide), caption="Ausgaben der Kreise"),
        PullQuote(text="Ein Anker geht nicht als Erster.", speaker="Die Ministerin", source="c1"),
        Quotation(text="Wir liefern zwei.", speaker="Die Werft", source="c1"),
        Quotation(text="Die Werft ist pleite.", speaker="Ein Händler", literal=False),
        FactBox(
            title="Die Werft", body=(text("Gegründet 1908."), Listing(items=((Run(text="1900 Leute"),),)))
        ),
        PictureBlock(picture="b2", caption="Ein anderer Kahn"),
        Gallery(pictures=(PictureBlock(picture="b1"), PictureBlock(picture="b2")), caption="Am Kai"),
        Embed(provider="YouTube", url="https://www.youtube.com/watch?v=x", title="Die Taufe", poster="b2"),
    )


def story(number: int = 1, *, hours: float | None = None, **changes: Any) -> Story:
    """Number 1 is the newest; each further one is an hour older, unless `hours` says how old it is."""
    slug = {"s1": "politik", "s2": "wirtschaft"}.get(changes.get("section", "s1"), "politik")
    values: dict[str, Any] = {
        "id": f"a{number}",
        "path": f"/{slug}/meldung-a{number}/",
        "genre": "news",
        "section": "s1",
        "headline": f"Meldung {number}",
        "abstract": f"Worum es in Meldung {number} geht.",
        "published": NOW - timedelta(hours=number if hours is None else hours),
        "body": (text("Ein Satz."),),
    }
    return Story(**{**values, **changes})


def advertorial(number: int, **changes: Any) -> Story:
    return story(number, **{"genre": "advertorial", "advertiser": "Dachwerk GmbH", **changes})


def full_story(number: int = 1, **changes: Any) -> Story:
    """A story with everything that a story can have."""
    values: dict[str, Any] = {
        "kicker": "Schiffbau",
        "headline": "Werft erhält „größten“ Auftrag",
        "lead": "Zwei Schiffe für den Bau von Windparks.",
        "authors": ("p1", "p2"),
        "agency": "dpa",
        "place": "Berlin",
        "picture": LeadPicture(picture="b1"),
        "body": body(),
        "topics": ("t1",),
        "related": ("a3",),
        "updated": NOW,
        "corrections": (Correction(at=NOW, text="Es sind zwei Schiffe, nicht drei."),),
        "sources": (
            SourceChain(
                claim="Die Werft liefert zwei Schiffe.",
                hops=(
                    Hop(source="q1", url="https://karpress.example/7", on=date(2026, 11, 20)),
                    Hop(name="dpa", url="https://dpa.example/", archive="https://archiv.example/1"),
                    Hop(name="Notiz", kind="document", archive="Ausdruck im Archiv"),
                ),
                id="c1",
                certainty="unconfirmed",
                notes=(SourceNote(at=NOW, text="Die Zahl wird geprüft."),),
            ),
        ),
    }
    return story(number, **{**values, **changes})


def records(language: Language = "de") -> list[AnyRecord]:
    """Sections, topics, people, pictures, house pages, a notice, and stories of all kinds.

    All stories but one are in the site's language; that one is in English.
    """
    people = [("p1", "Anna Ahrens", "anna-ahrens"), ("p2", "Ben Butt", "ben-butt")]
    topics = [("t1", "Hafen", "hafen"), ("t2", "Wind", "wind")]
    found: list[AnyRecord] = [
        SETTINGS,
        POLITICS,
        TRADE,
        PICTURE,
        SECOND_PICTURE,
        SOURCE,
        *(
            Person(
                id=id_, path=addresses.person_path(slug, language), name=name, role="Redaktion", bio="Hier."
            )
            for id_, name, slug in people
        ),
        *(
            Topic(id=id_, path=addresses.topic_path(slug, language), title=title, text=f"Alles zu {title}.")
            for id_, title, slug in topics
        ),
        Page(id="h1", path="/impressum/", role="imprint", title="Impressum", body=(text(IMPRINT),)),
        Page(id="h2", path="/datenschutz/", role="privacy", title="Datenschutz", body=(text(PRIVACY),)),
        Notice(id="n1", about="story:a99", at=NOW, headline="Kran gekippt", text="Die Quelle war erfunden."),
        full_story(1),
        story(2, topics=("t1",), picture=LeadPicture(picture="b2")),
        story(3, section="s2", genre="analysis", authors=("p1",)),
        story(4, genre="comment", authors=("p2",), topics=("t1",)),
        story(5, genre="interview", kicker="Interview"),
        story(6, genre="brief", abstract=""),
        story(7, section="s2", language="en", headline="Shipyard wins order"),
        advertorial(8, section="s2", picture=LeadPicture(picture="b2")),
        *(story(number, section="s2" if number % 2 else "s1", topics=("t2",)) for number in range(9, 24)),
        story(30, hours=24 * 40, headline="Aus dem Oktober"),
    ]
    return [_in_language(record, language) for record in found]


def _in_language(record: AnyRecord, language: Language) -> AnyRecord:
    is_own = isinstance(record, Story) and record.language != "en"
    return replace(record, language=language) if is_own else record
