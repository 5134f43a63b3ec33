"""What a page says of itself to machines: title, OpenGraph, JSON-LD. Addresses are absolute.

Vocabulary: ogp.me and schema.org. What is paid for says so here too, before its headline.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from broadsheet.kernel.language import Language, shorten
from broadsheet.ledger.lists import corrections_of
from broadsheet.ledger.records import (
    Page,
    Person,
    Section,
    SiteSettings,
    Story,
    StoryKind,
    Topic,
)
from broadsheet.site.facets import Label
from broadsheet.site.house import House
from broadsheet.site.labels import announced
from broadsheet.site.machine import digital_source_of, digital_source_of_work, runs
from broadsheet.site.newsroom import Byline, Newsroom
from broadsheet.site.pictures import PictureView, SharePicture, picture_view, share_picture
from broadsheet.site.prose import first_words
from broadsheet.site.recordings import recordings
from broadsheet.site.sources import ChainView, chains
from broadsheet.site.tongues import tongues

_LOCALES: Final[dict[Language, str]] = {"de": "de_DE", "en": "en_GB"}
_TYPES: Final[dict[StoryKind, str]] = {
    "news": "NewsArticle",
    "brief": "NewsArticle",
    "interview": "NewsArticle",
    "analysis": "AnalysisNewsArticle",
    "reportage": "ReportageNewsArticle",
    "comment": "OpinionNewsArticle",
    "column": "OpinionNewsArticle",
    "advertorial": "AdvertiserContentArticle",
}
_HEADLINE: Final = 110
"""Longer ones are refused by search engines that show stories."""
_DESCRIPTION: Final = 200

Properties = tuple[tuple[str, str], ...]
Node = dict[str, Any]


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """For a page's head."""

    title: str
    """For `<title>`: with the site's name."""
    description: str
    canonical: str
    og: Properties
    """Names and contents of `<meta property>`, X's card among them; a name may come twice."""
    alternates: Properties = ()
    """`hreflang` and address of the page in each language it exists in, `x-default` last."""
    tongues: Mapping[Language, str] = {}
    """The paths of the same page in each of these languages."""
    json_ld: str
    """Safe as it stands inside `<script type="application/ld+json">`."""


def story_metadata(newsroom: Newsroom, story: Story) -> Metadata:
    house, identity, reader = newsroom.house, newsroom.identity(), newsroom.reader
    section, authors = newsroom.section(story.section), newsroom.bylines(story.authors)
    topics = newsroom.topics(story.topics)
    spoken = tongues(reader, story)
    lead = story.picture
    card = share_picture(reader, lead.picture) if lead else None
    view = picture_view(reader, lead.picture, sizes="", caption=lead.caption) if lead else None
    article: Node = {
        **_article(house, story),
        "image": _images(house, card, view),
        "author": [_author(house, each) for each in authors]
        or [_organization(story.agency or identity.publisher)],
        "publisher": _publisher(house, identity),
        "articleSection": section.title if section else "",
        "keywords": [topic.title for topic in topics],
        **_machine_made(story),
        **_citations(chains(newsroom, story)),
        **recordings(newsroom, story),
        **_translation(newsroom, story, spoken),
    }
    crumbs = [*([section] if section else []), Label(story.path, story.headline)]
    found = _metadata(
        house,
        identity,
        title=_announced(house, story),
        description=shorten(_summary(story), _DESCRIPTION),
        path=story.path,
        kind="article",
        picture=card,
        more=(
            ("article:published_time", _iso(house, story.published)),
            ("article:modified_time", _iso(house, _modified(story))),
            ("article:section", section.title if section else ""),
            *(("article:author", house.absolute(each.path)) for each in authors),
            *(("article:tag", topic.title) for topic in topics),
        ),
        graph=[article, _breadcrumbs(house, identity, crumbs)],
        language=story.language,
    )
    return _in_all(house, found, spoken)


def home_metadata(house: House, identity: SiteSettings) -> Metadata:
    site: Node = {
        "@type": "WebSite",
        "@id": house.absolute(house.home),
        "url": house.absolute(house.home),
        "name": identity.name,
        "description": identity.tagline,
        "inLanguage": house.language,
        "publisher": _publisher(house, identity),
    }
    text = identity.tagline or house.catalogue.text("describe.home", site=identity.name)
    found = _metadata(
        house,
        identity,
        title=identity.name,
        description=text,
        path=house.home,
        kind="website",
        graph=[site],
    )
    found = _in_all(house, found, {each.language: each.home for each in house.homes()})
    title = f"{identity.name} – {identity.tagline}" if identity.tagline else identity.name
    return msgspec.structs.replace(found, title=title)


def section_metadata(
    house: House, identity: SiteSettings, section: Section, spoken: Mapping[Language, str] | None = None
) -> Metadata:
    """`spoken` are its and its counterpart's paths by language."""
    text = section.description or _described(house, identity, "section", section.title)
    found = _collection(house, identity, Label(section.path, section.title), text)
    return _in_all(house, found, spoken or {})


def topic_metadata(house: House, identity: SiteSettings, topic: Topic) -> Metadata:
    text = topic.text or _described(house, identity, "topic", topic.title)
    return _collection(house, identity, Label(topic.path, topic.title), text)


def person_metadata(house: House, identity: SiteSettings, person: Person) -> Metadata:
    path, label = person.path, Label(person.path, person.name)
    subject: Node = {
        "@type": "Person",
        "name": person.name,
        "url": house.absolute(path),
        "jobTitle": person.role,
        "description": person.bio,
        "worksFor": _publisher(house, identity),
    }
    profile = {**_web_page(house, "ProfilePage", label), "mainEntity": _filled(subject)}
    return _metadata(
        house,
        identity,
        title=person.name,
        description=shorten(person.bio or _described(house, identity, "person", person.name), _DESCRIPTION),
        path=path,
        kind="profile",
        graph=[profile, _breadcrumbs(house, identity, [label])],
    )


def list_metadata(
    house: House,
    identity: SiteSettings,
    label: Label,
    text: str,
    spoken: Mapping[Language, str] | None = None,
) -> Metadata:
    """For a page that leads to others: archive, months, notices, feeds.

    `spoken` are its paths by language.
    """
    return _in_all(house, _collection(house, identity, label, text), spoken or {})


def page_metadata(house: House, identity: SiteSettings, page: Page) -> Metadata:
    """For a page of the house; its first words describe it."""
    label = Label(page.path, page.title)
    text = next(first_words(page.body), "") or _described(house, identity, "page", page.title)
    return _metadata(
        house,
        identity,
        title=page.title,
        description=shorten(text, _DESCRIPTION),
        path=page.path,
        kind="website",
        graph=[_web_page(house, "WebPage", label), _breadcrumbs(house, identity, [label])],
    )


def bare_metadata(house: House, identity: SiteSettings, title: str, path: str) -> Metadata:
    """For an answer that is no page to be found or shared: what is gone, what never was."""
    return Metadata(
        title=house.catalogue.text("chrome.title", title=title, site=identity.name),
        description="",
        canonical=house.absolute(path),
        og=(),
        json_ld="",
    )


def _collection(house: House, identity: SiteSettings, label: Label, text: str) -> Metadata:
    description = shorten(text, _DESCRIPTION)
    page = {**_web_page(house, "CollectionPage", label), "description": description}
    return _metadata(
        house,
        identity,
        title=label.title,
        description=description,
        path=label.path,
        kind="website",
        graph=[page, _breadcrumbs(house, identity, [label])],
    )


def _metadata(
    house: House,
    identity: SiteSettings,
    *,
    title: str,
    description: str,
    path: str,
    kind: str,
    graph: Sequence[Node],
    picture: SharePicture | None = None,
    more: Properties = (),
    language: Language | None = None,
) -> Metadata:
    canonical = house.absolute(path)
    properties = (
        ("og:site_name", identity.name),
        ("og:locale", _LOCALES[language or house.language]),
        ("og:type", kind),
        ("og:title", title),
        ("og:description", description),
        ("og:url", canonical),
        *_picture_properties(house, picture),
        *more,
    )
    return Metadata(
        title=house.catalogue.text("chrome.title", title=title, site=identity.name),
        description=description,
        canonical=canonical,
        og=tuple((name, content) for name, content in properties if content),
        json_ld=_json_ld(graph),
    )


def _picture_properties(house: House, picture: SharePicture | None) -> Properties:
    if picture is None:
        return (("twitter:card", "summary"),)
    return (
        ("og:image", house.absolute(picture.src)),
        ("og:image:type", "image/jpeg"),
        ("og:image:width", str(picture.width)),
        ("og:image:height", str(picture.height)),
        ("og:image:alt", picture.alt),
        ("twitter:card", "summary_large_image"),
    )


# ---- stories ----------------------------------------------------------------------------


def _announced(house: House, story: Story) -> str:
    return announced(house.catalogue, story.genre, story.headline)


def _summary(story: Story) -> str:
    return story.abstract or story.lead or next(first_words(story.body), "")


def _alternates(house: House, spoken: Mapping[Language, str]) -> Properties:
    """Each page names all languages and itself, as search engines ask; the original is for all others."""
    found = [(language, house.absolute(path)) for language, path in spoken.items()]
    return (*found, ("x-default", found[0][1])) if found else ()


def _translation(newsroom: Newsroom, story: Story, spoken: Mapping[Language, str]) -> Node:
    if story.translation_of:
        path = newsroom.address(f"story:{story.translation_of}")
        return {"translationOfWork": _work(newsroom.house, path) if path else {}}
    others = [path for language, path in spoken.items() if language != story.language]
    return {"workTranslation": [_work(newsroom.house, path) for path in others]}


def _in_all(house: House, metadata: Metadata, spoken: Mapping[Language, str]) -> Metadata:
    if len(spoken) < 2:
        return metadata
    return msgspec.structs.replace(metadata, tongues=spoken, alternates=_alternates(house, spoken))


def _work(house: House, path: str) -> Node:
    return {"@type": "NewsArticle", "@id": house.absolute(path)}


def _modified(story: Story) -> datetime:
    moments = (story.published, story.updated, *(each.at for each in story.corrections))
    return max(moment for moment in moments if moment is not None)


def _iso(house: House, moment: datetime) -> str:
    return house.calendar.moment(moment).iso


def _article(house: House, story: Story) -> Node:
    """What the record alone says."""
    url = house.absolute(story.path)
    return {
        "@type": _TYPES[story.genre],
        "@id": url,
        "url": url,
        "mainEntityOfPage": url,
        "headline": shorten(_announced(house, story), _HEADLINE),
        "alternativeHeadline": story.kicker,
        "description": _summary(story),
        "datePublished": _iso(house, story.published),
        "dateModified": _iso(house, _modified(story)),
        "inLanguage": story.language,
        "isAccessibleForFree": True,
        # Of news alone: an advertiser's article has no such property.
        "dateline": story.place if story.genre != "advertorial" else "",
        "creditText": story.agency,
        "sponsor": _organization(story.advertiser) if story.advertiser else "",
        "expires": _iso(house, story.paid_until) if story.paid_until else "",
        "correction": [
            {"@type": "CorrectionComment", "text": each.text, "datePublished": _iso(house, each.at)}
            for each in corrections_of(story)
        ],
    }


def _machine_made(story: Story) -> Node:
    """The parts by their places in the page."""
    return {
        "hasPart": [
            {
                "@type": "WebPageElement",
                "cssSelector": f"#{part.name}",
                "digitalSourceType": digital_source_of_work(part.made),
                "editor": {"@type": "Person", "name": part.made.editor},
            }
            for part, _ in runs(story.body)
            if part is not None
        ]
    }


def _citations(found: Sequence[ChainView]) -> Node:
    """Each claim by the source nearest to us; what the story rests on as a whole are those sources."""
    return {
        "citation": [_citation(chain) for chain in found],
        "isBasedOn": list(dict.fromkeys(chain.hops[-1].url for chain in found if chain.hops[-1].url)),
    }


def _citation(chain: ChainView) -> Node:
    """The nearest source, based on the one before it, and so on back to the origin."""
    node: Node = {}
    for hop in chain.hops:
        node = _filled(
            {
                "@type": "CreativeWork",
                "name": hop.name,
                "description": hop.nature,
                "url": hop.url,
                "datePublished": hop.iso,
                "archivedAt": hop.archive_url,
                "isBasedOn": node,
            }
        )
    doubts = [
        {"@type": "CorrectionComment", "text": note.text, "datePublished": note.moment.iso}
        for note in chain.notes
    ]
    return _filled(
        {**node, "abstract": chain.claim, "creativeWorkStatus": chain.certainty, "correction": doubts}
    )


def _images(house: House, card: SharePicture | None, view: PictureView | None) -> list[Any]:
    if card is None or view is None:
        return []
    whole: Node = {
        "@type": "ImageObject",
        "url": house.absolute(view.src),
        "width": view.width,
        "height": view.height,
        "caption": view.caption,
        "creditText": view.credit,
        "digitalSourceType": digital_source_of(view),
        "editor": {"@type": "Person", "name": view.answerable} if view.answerable else {},
    }
    return [house.absolute(card.src), _filled(whole)]


# ---- people, organisations, pages -------------------------------------------------------


def _author(house: House, byline: Byline) -> Node:
    return {"@type": "Person", "name": byline.name, "url": house.absolute(byline.path)}


def _organization(name: str) -> Node:
    return {"@type": "Organization", "name": name}


def _publisher(house: House, identity: SiteSettings) -> Node:
    return {**_organization(identity.publisher), "url": house.absolute("/")}


def _web_page(house: House, kind: str, label: Label) -> Node:
    url = house.absolute(label.path)
    return {"@type": kind, "@id": url, "url": url, "name": label.title, "inLanguage": house.language}


def _breadcrumbs(house: House, identity: SiteSettings, trail: Iterable[Label]) -> Node:
    steps = [Label(house.home, identity.name), *trail]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": step.title, "item": house.absolute(step.path)}
            for position, step in enumerate(steps, start=1)
        ],
    }


def _described(house: House, identity: SiteSettings, kind: str, title: str) -> str:
    """What a page without words of its own says of itself."""
    return house.catalogue.text(f"describe.{kind}", title=title, site=identity.name)


def _filled(node: Node) -> Node:
    """Without what says nothing."""
    return {name: value for name, value in node.items() if value not in ("", [], {}, None)}


def _json_ld(graph: Sequence[Node]) -> str:
    """No character in it can end a script element or begin a comment."""
    document = {"@context": "https://schema.org", "@graph": [_filled(node) for node in graph]}
    text = msgspec.json.encode(document).decode()
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
