"""Records to publish in tests, and Hypothesis strategies for every kind of them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, get_args

from hypothesis import strategies as st

from broadsheet.ledger import campaigns, provenance, records
from broadsheet.ledger.records import (
    Story,
)

MORNING = datetime(2026, 11, 14, 8, tzinfo=UTC)


def story(story_id: str = "a", **fields: Any) -> Story:
    defaults: dict[str, Any] = {
        "path": f"/politik/haushalt-{story_id}/",
        "genre": "news",
        "section": "politik",
        "headline": "Rat beschließt Haushalt",
        "published": MORNING,
    }
    return Story(id=story_id, **(defaults | fields))


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)
NAMES = st.text("abcdefghijkmnpqrstuvwxyz0123456789-", min_size=1, max_size=12)
PATHS = NAMES.map(lambda name: f"/{name}/")
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
SHARES = st.floats(0, 1, allow_nan=False)


def _few(of: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=most).map(tuple)


RUNS = st.builds(
    records.Run, text=WORDS, strong=st.booleans(), emphasis=st.booleans(), href=WORDS, asset=WORDS
)
TEXTS = _few(RUNS)
MACHINE = st.none() | st.builds(
    provenance.MachineMade, how=st.sampled_from(provenance.MACHINE_WORKS), editor=WORDS
)
PARAGRAPHS = st.builds(records.Paragraph, text=TEXTS, machine=MACHINE)
LISTINGS = st.builds(records.Listing, items=_few(TEXTS), ordered=st.booleans())
PICTURE_BLOCKS = st.builds(records.PictureBlock, picture=NAMES, caption=WORDS)
BLOCKS = st.one_of(
    PARAGRAPHS,
    LISTINGS,
    PICTURE_BLOCKS,
    st.builds(records.Subhead, text=WORDS),
    st.builds(records.Table, rows=_few(_few(WORDS)), caption=WORDS, header=st.booleans()),
    st.builds(records.PullQuote, text=WORDS, speaker=WORDS, source=NAMES),
    st.builds(records.Quotation, text=WORDS, speaker=WORDS, literal=st.booleans(), source=NAMES),
    st.builds(records.FactBox, title=WORDS, body=_few(st.one_of(PARAGRAPHS, LISTINGS))),
    st.builds(records.Gallery, pictures=_few(PICTURE_BLOCKS), caption=WORDS),
    st.builds(records.MediaBlock, file=NAMES, caption=WORDS),
    st.builds(records.Infographic, picture=NAMES, description=WORDS),
    st.builds(records.Embed, provider=NAMES, url=WORDS, title=WORDS, author=WORDS, text=WORDS, poster=NAMES),
)
SOURCE_CHAINS = st.builds(
    provenance.SourceChain,
    claim=WORDS,
    hops=_few(
        st.builds(
            provenance.Hop,
            name=WORDS,
            nature=WORDS,
            url=WORDS,
            source=NAMES,
            kind=st.sampled_from(("", *provenance.SOURCE_NATURES)),
            on=st.none() | st.dates(),
            archive=WORDS,
        )
    ),
    id=NAMES,
    certainty=st.sampled_from(("", *provenance.CERTAINTIES)),
    notes=_few(st.builds(provenance.SourceNote, at=MOMENTS, text=WORDS)),
)
CORRECTIONS = st.builds(records.Correction, at=MOMENTS, text=WORDS)

STORIES = st.builds(
    records.Story,
    id=NAMES,
    path=PATHS,
    genre=st.sampled_from(records.STORY_KINDS),
    section=NAMES,
    headline=WORDS,
    published=MOMENTS,
    updated=st.none() | MOMENTS,
    language=st.sampled_from(("de", "en")),
    kicker=WORDS,
    lead=WORDS,
    abstract=WORDS,
    authors=_few(NAMES),
    agency=WORDS,
    place=WORDS,
    picture=st.none() | st.builds(records.LeadPicture, picture=NAMES, caption=WORDS),
    body=_few(BLOCKS, most=4),
    topics=_few(NAMES),
    related=_few(NAMES),
    sources=_few(SOURCE_CHAINS),
    corrections=_few(CORRECTIONS),
    advertiser=WORDS,
    breaking=st.booleans(),
)
PICTURES = st.builds(
    records.Picture,
    id=NAMES,
    blob=st.text("0123456789abcdef", min_size=64, max_size=64),
    media_type=st.sampled_from(("image/jpeg", "image/png", "image/webp")),
    width=st.integers(1, 20_000),
    height=st.integers(1, 20_000),
    credit=WORDS,
    title=WORDS,
    alt=WORDS,
    caption=WORDS,
    focus=st.tuples(SHARES, SHARES),
    rights_until=st.none() | MOMENTS,
    data_mining=st.sampled_from(("unspecified", "allowed", "prohibited")),
    digital_source=st.sampled_from(("", *provenance.DIGITAL_SOURCES)),
    answerable=WORDS,
)
CONTAINERS = st.builds(
    records.Container,
    layout=st.sampled_from(("lead", "grid", "list", "opinion", "topic", "advertorial", "text")),
    title=WORDS,
    picks=_few(NAMES),
    rule=st.none()
    | st.builds(
        records.Rule, section=NAMES, topic=NAMES, genre=st.none() | st.sampled_from(records.STORY_KINDS)
    ),
    count=st.integers(0, 50),
    text=TEXTS,
)
RECORDS: dict[str, st.SearchStrategy[records.AnyRecord]] = {
    "story": STORIES,
    "section": st.builds(
        records.Section,
        id=NAMES,
        path=PATHS,
        title=WORDS,
        order=st.integers(0, 999_999),
        description=WORDS,
    ),
    "topic": st.builds(records.Topic, id=NAMES, path=PATHS, title=WORDS, text=WORDS),
    "person": st.builds(records.Person, id=NAMES, path=PATHS, name=WORDS, role=WORDS, bio=WORDS, email=WORDS),
    "source": st.builds(
        records.Source,
        id=NAMES,
        name=WORDS,
        nature=st.sampled_from(provenance.SOURCE_NATURES),
        wording=WORDS,
        url=WORDS,
    ),
    "picture": PICTURES,
    "media": st.builds(
        records.MediaFile,
        id=NAMES,
        blob=st.text("0123456789abcdef", min_size=64, max_size=64),
        media_type=st.sampled_from(get_args(records.MediaType)),
        size=st.integers(1, 10**9),
        title=WORDS,
        credit=WORDS,
        seconds=st.integers(0, 10_000),
        poster=NAMES,
        transcript=WORDS,
        rights_until=st.none() | MOMENTS,
    ),
    "series": st.builds(
        records.Series,
        id=NAMES,
        path=PATHS,
        title=WORDS,
        description=WORDS,
        cover=NAMES,
        author=WORDS,
        category=WORDS,
        explicit=st.booleans(),
        email=WORDS,
    ),
    "page": st.builds(
        records.Page,
        id=NAMES,
        path=PATHS,
        role=st.sampled_from(("imprint", "privacy", "page")),
        title=WORDS,
        body=_few(BLOCKS),
    ),
    "front": st.builds(records.Front, id=NAMES, containers=_few(CONTAINERS)),
    "settings": st.builds(
        records.SiteSettings, id=st.just("site"), name=WORDS, publisher=WORDS, tagline=WORDS, email=WORDS
    ),
    "notice": st.builds(records.Notice, id=NAMES, about=NAMES, at=MOMENTS, headline=WORDS, text=WORDS),
    "campaign": st.builds(
        campaigns.Campaign,
        id=NAMES,
        advertiser=WORDS,
        creative=st.builds(campaigns.TextCreative, headline=WORDS),
        places=st.sampled_from((("rail",), ("top", "text"))),
        starts=MOMENTS,
        ends=st.none() | MOMENTS,
    ),
    "ranking": st.builds(records.Ranking, id=st.just("read"), stories=_few(NAMES)),
}
ANY_RECORD = st.one_of(*RECORDS.values())
