"""Who external content comes from, told by the host in its address."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

HOSTS: Final[dict[str, str]] = {
    "youtube.com": "youtube",
    "youtube-nocookie.com": "youtube",
    "youtu.be": "youtube",
    "vimeo.com": "vimeo",
    "dailymotion.com": "dailymotion",
    "twitch.tv": "twitch",
    "x.com": "x",
    "twitter.com": "x",
    "bsky.app": "bluesky",
    "mastodon.social": "mastodon",
    "instagram.com": "instagram",
    "facebook.com": "facebook",
    "fb.watch": "facebook",
    "tiktok.com": "tiktok",
    "linkedin.com": "linkedin",
    "reddit.com": "reddit",
    "spotify.com": "spotify",
    "soundcloud.com": "soundcloud",
    "podigee.io": "podigee",
    "datawrapper.dwcdn.net": "datawrapper",
    "datawrapper.de": "datawrapper",
    "public.flourish.studio": "flourish",
    "infogram.com": "infogram",
    "openstreetmap.org": "openstreetmap",
    "google.com": "google",
    "maps.app.goo.gl": "google",
    "ardmediathek.de": "ard",
    "zdf.de": "zdf",
}
"""Host, also with any subdomain before it, to the provider's key."""


def provider_of(url: str) -> str:
    """The provider's key, or an empty string for a host that is not known."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return ""
    if parts.scheme != "https":
        return ""
    labels = host.split(".")
    candidates = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((HOSTS[name] for name in candidates if name in HOSTS), "")
