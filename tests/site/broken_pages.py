"""For each rule the pages that break it and those that keep it: what a template was given and made."""

from __future__ import annotations

from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from broadsheet.ledger.provenance import MachineMade
from broadsheet.ledger.records import Page, Story
from broadsheet.press.recipe import Output
from broadsheet.site.article import Article
from broadsheet.site.catalogue import load
from broadsheet.site.corrections import CorrectionView, PassageLink
from broadsheet.site.facets import PageLabel
from broadsheet.site.feeds import FORMATS, Feed, FeedPicture, Item
from broadsheet.site.illustrations import Illustration
from broadsheet.site.machine import MachineSummary
from broadsheet.site.moments import Moment
from broadsheet.site.pictures import PictureView, Source
from broadsheet.site.prose import FigureView, MachineView, PullQuoteView, QuotationView
from tests import newsroom

ADDRESS: Final = "https://zeitung.example"
CONSENT: Final = '<section id="consent"></section>'


class Case(msgspec.Struct, frozen=True):
    rule: str
    broken: tuple[Output, ...]
    kept: tuple[Output, ...]


def page(markup: str, *given: object, path: str = "/politik/a-1/") -> Output:
    return Output(path, markup.encode(), given={f"given{number}": each for number, each in enumerate(given)})


def legal(role: Literal["imprint", "privacy", "page"], words: str, after: str = CONSENT) -> Output:
    markup = f"<main><h1>x</h1><p>{words}</p>{after}</main><footer>Lotse Verlag</footer>"
    record = Page(id="h", path="/h/", role=role, title="x")
    return page(markup, record, newsroom.SETTINGS, path="/h/")


def feed(file: str, item: Item, old: str = "", new: str = "") -> Output:
    """Of one item, with `new` for `old` in what was made of it."""
    made = Feed(
        url=f"{ADDRESS}/{file}",
        page=ADDRESS,
        title="x",
        description="x",
        language="de",
        publisher="x",
        items=(item,),
    )
    return Output(f"/{file}", FORMATS[file](made).replace(old.encode(), new.encode()), given={"feed": made})


def sheet(text: str) -> Output:
    return Output("/assets/site.css", text.encode())


MOMENT: Final = Moment(iso="2026-01-01", date="", full="", clock="")
AD: Final[Story] = newsroom.story(8, genre="advertorial", advertiser="Werft AG")
PICTURE: Final = PictureView(
    src="/media/b1-abc-1200.jpg",
    sources=(Source("image/avif", "/media/b1-abc-400.avif 400w, /media/b1-abc-800.avif 800w"),),
    sizes="100vw",
    width=1200,
    height=800,
    alt="Hafen",
    caption="",
    credit="Foto: Jo Brandt",
)
LABEL: Final = '<p class="advertisement"><strong>Anzeige</strong></p>'
IMG: Final = '<img src="/media/b1-abc-1200.jpg" alt="">'
ARTICLE: Final = Article(
    published=MOMENT,
    updated=None,
    minutes=1,
    genre="",
    authors=(),
    illustration=Illustration(PICTURE, 2, 2),
    body=[FigureView(illustration=Illustration(PICTURE, 2, 2))],
    topics=[],
    translations=[],
    corrections=None,
    history="",
    lead_marks=(),
)
CORRECTION: Final = CorrectionView(
    id="correction-1",
    moment=MOMENT,
    nature="correction",
    label="Korrektur",
    text="Es waren 3 & nicht 4.",
    passages=(),
)
MACHINE_PICTURE: Final = replace(PICTURE, digital_source="compositeSynthetic", answerable="Jo Brandt")
MACHINE_ARTICLE: Final = replace(
    ARTICLE,
    illustration=Illustration(MACHINE_PICTURE, 2, 2),
    body=[],
    machine=MachineSummary(what="ein Bild", editors="Jo Brandt"),
)
MACHINE_LABEL: Final = load("de").text("machine.picture.compositeSynthetic")
MARKED: Final = replace(CORRECTION, passages=(PassageLink("Vorspann", "#corrected-1-lead"),))
HEAD: Final = (
    '<html><head><title>Anzeige: Kauft</title><meta property="og:title" content="Anzeige: Kauft">'
    '<script type="application/ld+json">{"@graph": [{"headline": "Anzeige: Kauft"}]}</script></head></html>'
)
ITEM: Final = Item(
    id="urn:1",
    url=f"{ADDRESS}/a-8/",
    title="Anzeige: Kauft",
    summary="x",
    published=newsroom.NOW,
    updated=None,
    authors=(),
    tags=(),
    language="de",
    picture=FeedPicture(url=f"{ADDRESS}/media/b.jpg", width=1, height=1, text="x", credit='Foto: A & "B"'),
    is_paid=True,
)
IMPRINT: Final = PageLabel("/impressum/", "Impressum", "imprint")

CASES: Final = (
    Case(
        "unlabelled-advertisement",
        (
            page("<article><h1>Kauft</h1>Anzeige</article>", AD),
            page(f"<article><!-- {LABEL} --><h1>Kauft</h1></article>", AD),
            page("<article>" + LABEL.replace("<p", "<p hidden") + "<h1>Kauft</h1></article>", AD),
            page(f"{LABEL}<article><h1>Kauft</h1></article>", AD),
        ),
        (page(f"<article>{LABEL}<h1>Kauft</h1></article>", AD),),
    ),
    Case(
        "advertisement-unlabelled-for-machines",
        tuple(
            page(HEAD.replace(before, before.replace("Anzeige: ", "")), AD)
            for before in ("<title>Anzeige: ", 'content="Anzeige: ', '"headline": "Anzeige: ')
        ),
        (page(HEAD, AD), page(HEAD.replace("Anzeige: ", ""), newsroom.story(9)), page("<p>x</p>", AD)),
    ),
    Case(
        "advertisement-unlabelled-in-feed",
        tuple(feed(file, ITEM, "Anzeige: Kauft", "Kauft") for file in FORMATS),
        tuple(
            feed(file, each)
            for file in FORMATS
            for each in (ITEM, replace(ITEM, title="Kauft niemand", is_paid=False))
        ),
    ),
    Case(
        "credit-missing",
        (page(f"<p>{IMG}</p>", Illustration(replace(PICTURE, credit=" "), 2, 2)),),
        (page(f"<p>{IMG}</p>", Illustration(PICTURE, 2, 2)),),
    ),
    Case(
        "credit-not-shown",
        (page(f"<p>{IMG}</p>", ARTICLE), page(f"<p>{IMG}{IMG}</p><b>Foto: Jo Brandt</b>", ARTICLE)),
        (page(f"<p>{IMG}</p><i>Foto: <b>Jo Brandt</b></i>", ARTICLE), page("<p>x</p>", ARTICLE)),
    ),
    Case(
        "credit-missing-in-feed",
        (
            *(feed(file, ITEM, "Foto: A", "A") for file in FORMATS),
            feed(
                "feed.xml", replace(ITEM, picture=FeedPicture(url="x", width=1, height=1, text="", credit=""))
            ),
        ),
        (*(feed(file, ITEM) for file in FORMATS), feed("feed.xml", replace(ITEM, picture=None))),
    ),
    Case(
        "picture-without-rights",
        (page(IMG), page('<source srcset="/media/b1-abc-400.avif 400w, /media/x.avif 2x">', PICTURE)),
        (page(f'{IMG}<source srcset="/media/b1-abc-400.avif 400w">', PICTURE), page('<img src="/x.png">')),
    ),
    Case(
        "foreign-address",
        (
            page("<IMG SRC=//bild.example/a.png>"),
            page("1 < 2 <img src=//bild.example/a.png>"),
            page("<!-- < --><img src=//bild.example/a.png>"),
            page("<img srcset='/a.png, https://bild.example/b.png 2x'>"),
            page('<video poster="http://bild.example/a.png">'),
            page('<link rel="stylesheet" href="https://schrift.example/a.css">'),
            page('<link rel=preconnect href="https://schrift.example">'),
            page('<script src="ht&#9;tps://zaehler.example/a.js"></script>'),
            page('<script src="\\\\zaehler.example/a.js"></script>'),
            page('<a href="/" ping="/own https://zaehler.example">x</a>'),
            page('<meta http-equiv="refresh" content="3; url=https://weg.example/">'),
            page('<form action="https://formular.example/"></form>'),
            page('<base href="https://weg.example/">'),
            page('<p style="background:url(//bild.example/a.png)">'),
            page("<style>@import 'https://schrift.example/a.css'</style>"),
            page('<svg><image xlink:href="https://bild.example/a.png"/></svg>'),
            page('<p title=">"><img src="https://zeitung.example.weg.example/a.png">'),
            page('<img src="https://zeitung.example@weg.example/a.png">'),
            sheet("@font-face{font-family:A;src:url(https://schrift.example/a.woff2)}"),
            sheet("@import url('//schrift.example/a.css');"),
            sheet('.a{background:u\\72l("ht\\74ps://bild.example/a.png")}'),
            sheet(".a{background:image-set('https://bild.example/a.png' 1x)}"),
            Output("/assets/icon.svg", b'<svg><use href="https://bild.example/a.svg#b"/></svg>'),
            Output("/site.webmanifest", b'{"icons": [{"src": "https://bild.example/a.png"}]}'),
        ),
        (
            page('<link rel="canonical" href="https://alt.example/"><a href="https://weg.example/">x</a>'),
            page('<img src="https://zeitung.example/a.png"><img src="/a//b.png"><img src="data:,x">'),
            page('<!-- <img src="//weg.example/"> --><p>&lt;img src="//weg.example/"&gt;</p>'),
            sheet(".a{background:url(/a.png)}/* url(https://weg.example/) */"),
        ),
    ),
    Case(
        "embed-outside-the-gate",
        (
            page('<iframe src="/rahmen/"></iframe>'),
            page('<iframe sandbox srcdoc="<p>x</p>" src="/a/"></iframe>'),
            page('<iframe sandbox="allow-scripts allow-same-origin" src="/a/"></iframe>'),
            page('<object data="/a.swf"></object>'),
        ),
        (page('<iframe sandbox="allow-popups" src="/anzeigen/a.html"></iframe>'),),
    ),
    Case(
        "inline-style-or-script",
        (
            page("<style>p{color:red}</style>"),
            page("<script>lies()</script>"),
            page('<p style="color:red">x</p>'),
            page('<img src="/a.png"onload="lies()">'),
            page('<a href=" java&#10;script:lies()">x</a>'),
        ),
        (page('<script type="application/ld+json">{"a": "<p style=x>"}</script><p>on = 1, style="a"</p>'),),
    ),
    Case(
        "house-page-out-of-reach",
        (page("<footer></footer>", IMPRINT), page('<!-- <a href="/impressum/"> -->', IMPRINT)),
        (page('<a href="/impressum/">Impressum</a>', IMPRINT),),
    ),
    Case(
        "imprint-with-gaps",
        (
            legal("imprint", newsroom.IMPRINT.replace("Lotse Verlag", "Der Verlag")),
            legal("imprint", newsroom.IMPRINT.replace("01234 ", "")),
            legal("imprint", newsroom.IMPRINT.replace("a@lotse", "lotse")),
            legal("imprint", newsroom.IMPRINT.replace("Tel. 0999 1.", "")),
            legal("imprint", newsroom.IMPRINT.replace("Verantwortlich", "Chefin")),
        ),
        (legal("imprint", newsroom.IMPRINT), legal("page", "Kurz")),
    ),
    Case(
        "privacy-page-with-gaps",
        (
            legal("privacy", newsroom.PRIVACY.replace("Zweck", "Sinn")),
            legal("privacy", newsroom.PRIVACY.replace("Auskunft, Löschung", "alles")),
            legal("privacy", newsroom.PRIVACY.replace("Beschwerde", "Bescheid")),
            legal("privacy", newsroom.PRIVACY.replace("Verantwortlich", "Zuständig")),
            legal("privacy", newsroom.PRIVACY, ""),
        ),
        (legal("privacy", newsroom.PRIVACY), legal("imprint", newsroom.IMPRINT, "")),
    ),
    Case(
        "quotation-without-speaker",
        (
            page("<blockquote>Es reicht.</blockquote>", QuotationView("Es reicht.", "", True, None)),
            page("<blockquote>Es reicht.</blockquote>", PullQuoteView("Es reicht.", "Jo & Co")),
        ),
        (page("<blockquote>Es reicht.</blockquote> Jo &amp; Co", PullQuoteView("Es reicht.", "Jo & Co")),),
    ),
    Case(
        "machine-made-without-editor",
        (
            page("<aside>Übersetzt</aside>", MachineView("m1", MachineMade(how="translated", editor=""), ())),
            page("<p>Text</p>", MachineView("m1", MachineMade(how="translated", editor="Jo Brandt"), ())),
        ),
        (page("<b>Jo Brandt</b>", MachineView("m1", MachineMade(how="translated", editor="Jo Brandt"), ())),),
    ),
    Case(
        "machine-made-picture-unlabelled",
        (
            page(f"{IMG}Jo Brandt", MACHINE_ARTICLE),
            page(f"{IMG}{MACHINE_LABEL}", MACHINE_ARTICLE),
            page(f"{IMG}<!-- {MACHINE_LABEL} -->Jo Brandt", MACHINE_ARTICLE),
        ),
        (
            page(f"{IMG}{MACHINE_LABEL}, Jo Brandt", MACHINE_ARTICLE),
            page(IMG, ARTICLE),
            page("", MACHINE_ARTICLE),
        ),
    ),
    Case(
        "correction-not-shown",
        (page("<p>Es waren 3.</p>", CORRECTION),),
        (page("<p>Es waren 3 &amp; nicht\n4.</p>", CORRECTION),),
    ),
    Case(
        "correction-not-marked",
        (page("<p>x</p>", MARKED), page('<!-- <a id="corrected-1-lead"> -->', MARKED)),
        (page('<a id="corrected-1-lead">x</a>', MARKED), page("<p>x</p>", CORRECTION)),
    ),
    Case(
        "missing-translation",
        (page("<p>story.updated</p>"), page("<b> chrome.sections\n</b>")),
        (page("<p>Aktualisiert</p>"), page("<p>site.example</p>")),
    ),
)
