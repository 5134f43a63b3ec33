"""Those that external content comes from: what readers call them, and where their frames are."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

import msgspec

from broadsheet.ledger.records import Embed

NAMES: Final = {
    "ard": "ARD Mediathek",
    "bluesky": "Bluesky",
    "dailymotion": "Dailymotion",
    "datawrapper": "Datawrapper",
    "facebook": "Facebook",
    "flourish": "Flourish",
    "google": "Google",
    "infogram": "Infogram",
    "instagram": "Instagram",
    "linkedin": "LinkedIn",
    "mastodon": "Mastodon",
    "openstreetmap": "OpenStreetMap",
    "podigee": "Podigee",
    "reddit": "Reddit",
    "soundcloud": "SoundCloud",
    "spotify": "Spotify",
    "tiktok": "TikTok",
    "twitch": "Twitch",
    "vimeo": "Vimeo",
    "x": "X",
    "youtube": "YouTube",
    "zdf": "ZDF",
}

_FRAMES: Final = {
    "youtube": "https://www.youtube-nocookie.com/embed/",
    "vimeo": "https://player.vimeo.com/video/",
    "x": "https://platform.twitter.com/embed/Tweet.html?dnt=true&id=",
    "instagram": "https://www.instagram.com/",
    "facebook": "https://www.facebook.com/plugins/",
    "tiktok": "https://www.tiktok.com/embed/v2/",
    "bluesky": "https://embed.bsky.app/embed/",
    "spotify": "https://open.spotify.com/embed/",
    "datawrapper": "https://datawrapper.dwcdn.net/",
    "openstreetmap": "https://www.openstreetmap.org/export/embed.html?",
}
"""What stands before the key. Whatever else has a frame has it on its own host: Mastodon's servers, and
hosts that an administrator allows."""

_SHAPES: Final = {
    **dict.fromkeys(("x", "instagram", "facebook", "bluesky", "mastodon"), "post"),
    "tiktok": "tall",
    "spotify": "sound",
    "datawrapper": "chart",
    "openstreetmap": "chart",
}
_KEY: Final = re.compile(r"[\w@:/?&=.,;%+~-]+", re.ASCII)
_HOST: Final = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
_SOUND: Final = 200
"""A frame lower than so many pixels is a player of sound."""


class Provider(msgspec.Struct, frozen=True):
    """One that a reader may allow."""

    key: str
    """As in docs/contracts/consent.md; each of Mastodon's servers is one of its own."""
    name: str
    kind: str
    """The key of what is said of it: `youtube`, `mastodon`; `host` for one that is not known."""


def name_of(provider: str) -> str:
    """The name that the provider gives itself; a host name stands for itself."""
    return NAMES.get(provider, provider)


def provider_of(embed: Embed) -> Provider:
    if embed.provider == "mastodon":
        host = _host(embed.url)
        return Provider(host, f"Mastodon ({host})", "mastodon")
    is_known = embed.provider in _FRAMES
    return Provider(embed.provider, name_of(embed.provider), embed.provider if is_known else "host")


def frame(embed: Embed) -> str:
    """The address that a reader's browser may load; empty if all that can be given is a link.

    Its host follows from the provider alone, whatever the key says.
    """
    if not _KEY.fullmatch(embed.key):
        return ""
    if embed.provider in _FRAMES:
        return _FRAMES[embed.provider] + embed.key
    host = _host(embed.url) if embed.provider == "mastodon" else embed.provider
    return f"https://{host}/{embed.key}" if _HOST.fullmatch(host) else ""


def shape(embed: Embed) -> str:
    """The room that is kept for the frame: a word that styles know."""
    if 0 < embed.height < _SOUND:
        return "sound"
    usual = _SHAPES.get(embed.provider, "wide")
    if usual == "post" or not (embed.width and embed.height):
        return usual
    ratio = embed.width / embed.height
    return "wide" if ratio > 1.5 else "chart" if ratio > 1.1 else "square" if ratio > 0.8 else "tall"


def origin(address: str) -> str:
    """Scheme and host."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
