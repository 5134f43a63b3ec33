"""What a provider says of what lies at an address, asked once, when an editor gives it.

oEmbed (https://oembed.com) where there is any; a Mastodon server's own interface; the page's Open Graph
tags for a host that the configuration allows. Facebook and Instagram tell nothing without an account of
theirs, and OpenStreetMap has nothing to tell: there the editor's words stand alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import msgspec
from lxml import etree, html

from broadsheet.desk.models.providers import Recognised, recognise
from broadsheet.kernel.errors import AnswerUnfit
from broadsheet.kernel.fetching import Fetcher, Limits
from broadsheet.kernel.language import shorten

PICTURE_TYPES: Final = ("image/jpeg", "image/png", "image/webp")
_JSON: Final = ("application/json", "text/json", "application/json+oembed", "text/javascript")
_PAGE: Final = ("text/html", "application/xhtml+xml")
_PICTURE: Final = Limits(seconds=8, size=5_000_000)
_LONGEST: Final = 1000
"""Characters of a post's text; more than any of them shows unasked."""

_OEMBED: Final = {
    "youtube": "https://www.youtube.com/oembed?format=json&",
    "vimeo": "https://vimeo.com/api/oembed.json?",
    "x": "https://publish.twitter.com/oembed?omit_script=1&dnt=1&",
    "tiktok": "https://www.tiktok.com/oembed?",
    "bluesky": "https://embed.bsky.app/oembed?format=json&",
    "spotify": "https://open.spotify.com/oembed?",
    "datawrapper": "https://api.datawrapper.de/v3/oembed?format=json&",
}
_SILENT: Final = frozenset({"facebook", "instagram", "openstreetmap"})
_POST_ON_BLUESKY: Final = re.compile(r"at://(did:[a-z]+:[\w.:-]+)/app\.bsky\.feed\.post/(\w+)", re.ASCII)


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What was told; empty where it was not."""

    title: str = ""
    author: str = ""
    text: str = ""
    key: str = ""
    """As `ledger.records.Embed` keeps it, where the address itself does not tell."""
    size: str = ""
    """Width and height of the frame, "640x360"."""
    poster: str = ""
    """The address of a picture."""


def is_silent(provider: str) -> bool:
    """Whether there is nobody to ask."""
    return provider in _SILENT or (provider not in _OEMBED and provider != "mastodon" and "." not in provider)


def look_up(url: str, fetcher: Fetcher) -> Said:
    """Raises NotFetched; ValueError for an address of no known provider."""
    found = recognise(url)
    if found is None:
        raise ValueError(url)
    if is_silent(found.provider):
        return Said()
    if found.provider == "mastodon":
        return _post_on_mastodon(url, found, fetcher)
    if found.provider in _OEMBED:
        return _oembed(found.provider, url, fetcher)
    return _page(url, fetcher)


def fetch_poster(address: str, fetcher: Fetcher) -> bytes:
    """Raises NotFetched."""
    return fetcher.fetch(address, accept=PICTURE_TYPES, limits=_PICTURE).body


# ---- who is asked how ---------------------------------------------------------------------


def _oembed(provider: str, url: str, fetcher: Fetcher) -> Said:
    told = _json(f"{_OEMBED[provider]}{urlencode({'url': url})}", fetcher)
    markup = _line(told.get("html"))
    width, height = _number(told.get("width")), _number(told.get("height"))
    post = _POST_ON_BLUESKY.search(markup)
    return Said(
        title=_line(told.get("title")),
        author=_line(told.get("author_name")),
        text=_quoted(markup) if provider in {"x", "bluesky"} else "",
        key=f"{post[1]}/app.bsky.feed.post/{post[2]}" if post else "",
        size=f"{width}x{height}" if height else "",
        poster=_line(told.get("thumbnail_url")),
    )


def _post_on_mastodon(url: str, found: Recognised, fetcher: Fetcher) -> Said:
    """By the server's own interface, which says more than its oEmbed."""
    number = found.key.split("/")[1]
    told = _json(f"https://{urlsplit(url).netloc}/api/v1/statuses/{number}", fetcher)
    account, attached = told.get("account"), told.get("media_attachments")
    first = attached[0] if isinstance(attached, list) and attached else {}
    return Said(
        author=_line(account.get("display_name") or account.get("username"))
        if isinstance(account, dict)
        else "",
        text=_plain(_line(told.get("content"))),
        poster=_line(first.get("preview_url")) if isinstance(first, dict) else "",
    )


def _page(url: str, fetcher: Fetcher) -> Said:
    tree = _tree(fetcher.fetch(url, accept=_PAGE).text())
    if tree is None:
        return Said()
    tags = {
        str(tag.get("property") or tag.get("name")): _line(tag.get("content"))
        for tag in tree.iter("meta")
        if tag.get("content")
    }
    return Said(
        title=tags.get("og:title") or _line(tree.findtext(".//title")),
        author=tags.get("author", ""),
        poster=tags.get("og:image:secure_url") or tags.get("og:image", ""),
    )


# ---- what came ----------------------------------------------------------------------------


def _json(address: str, fetcher: Fetcher) -> Mapping[str, Any]:
    """An object; whatever its members hold is looked at where it is used."""
    answer = fetcher.fetch(address, accept=_JSON)
    try:
        told = msgspec.json.decode(answer.body)
    except msgspec.DecodeError as error:
        raise AnswerUnfit(f"{answer.url} is no JSON: {error}.") from error
    if not isinstance(told, dict):
        raise AnswerUnfit(f"{answer.url} is no object.")
    return told


def _line(value: object) -> str:
    """Text in one line, as much of it as fits; empty for anything else."""
    return shorten(value, _LONGEST * 4) if isinstance(value, str) else ""


def _number(value: object) -> int:
    """A measure in pixels; 0 for none, or for one that says "100%"."""
    try:
        number = int(value) if isinstance(value, int | str) else 0
    except ValueError:
        return 0
    return number if 0 < number < 10_000 else 0


def _quoted(markup: str) -> str:
    """The words of the first paragraph."""
    tree = _tree(markup)
    paragraph = tree.find(".//p") if tree is not None else None
    return shorten(_words(paragraph), _LONGEST) if paragraph is not None else ""


def _plain(markup: str) -> str:
    tree = _tree(markup)
    return shorten(_words(tree), _LONGEST) if tree is not None else ""


def _words(element: html.HtmlElement) -> str:
    """With a space where a line or a paragraph ends."""
    for each in element.iter("br", "p"):
        each.tail = f" {each.tail or ''}"
    return " ".join(str(element.text_content()).split())


def _tree(markup: str) -> html.HtmlElement | None:
    try:
        return html.document_fromstring(markup) if markup.strip() else None
    except (ValueError, etree.ParserError):
        return None
