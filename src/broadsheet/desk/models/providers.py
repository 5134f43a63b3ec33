"""Who external content comes from and what it is called there, told by its address alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple
from urllib.parse import SplitResult, parse_qs, quote, urlencode, urlsplit

from broadsheet.desk import config

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

_POST_ON_MASTODON: Final = re.compile(r"/(@[\w.]+(?:@[\w.-]+)?)/(\d{6,24})/?", re.ASCII)


class Recognised(NamedTuple):
    provider: str
    """A provider's key; a host name for one that the configuration allows."""
    key: str
    """As `ledger.records.Embed` keeps it; empty where the address alone does not tell."""


def recognise(url: str) -> Recognised | None:
    """None for a host that is not known, and for what is not on https."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme != "https":
        return None
    if host in config.active().external_hosts:
        return Recognised(host, _rest(parts))
    if provider := _by_host(host):
        return Recognised(provider, _key(provider, parts))
    if found := _POST_ON_MASTODON.fullmatch(parts.path):
        return Recognised("mastodon", f"{found[1]}/{found[2]}/embed")
    return None


def provider_of(url: str) -> str:
    """The provider's key, or an empty string for one that is not known."""
    found = recognise(url)
    return found.provider if found else ""


def _by_host(host: str) -> str:
    labels = host.split(".")
    candidates = (".".join(labels[start:]) for start in range(len(labels) - 1))
    return next((HOSTS[name] for name in candidates if name in HOSTS), "")


def _key(provider: str, parts: SplitResult) -> str:
    make = _KEYS.get(provider)
    return make(parts, _query(parts)) if make else ""


def _query(parts: SplitResult) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(parts.query).items()}


def _rest(parts: SplitResult) -> str:
    return parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")


# ---- one rule for each provider -----------------------------------------------------------

_VIDEO_ON_YOUTUBE: Final = re.compile(r"/(?:shorts|embed|live|v)/([\w-]{6,20})/?|/([\w-]{6,20})", re.ASCII)
_NO_VIDEOS: Final = frozenset({"watch", "playlist", "channel", "results", "shorts"})
_TIME: Final = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s?)?")


def _youtube(parts: SplitResult, query: Mapping[str, str]) -> str:
    found = _VIDEO_ON_YOUTUBE.fullmatch(parts.path)
    name = query.get("v", "") or ((found[1] or found[2]) if found else "")
    if not re.fullmatch(r"[\w-]{6,20}", name, re.ASCII) or name in _NO_VIDEOS:
        return ""
    start = _seconds(query.get("t") or query.get("start") or "")
    return f"{name}?start={start}" if start else name


def _seconds(time: str) -> int:
    """Of "90", "90s", "1m30s"; 0 for anything else."""
    found = _TIME.fullmatch(time)
    hours, minutes, seconds = (int(part or 0) for part in found.groups()) if found else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds


def _vimeo(parts: SplitResult, query: Mapping[str, str]) -> str:
    found = re.search(r"/(\d{4,12})(?:/([0-9a-f]{6,20}))?/?$", parts.path)
    if not found:
        return ""
    secret = found[2] or query.get("h", "")
    return f"{found[1]}?dnt=1" + (f"&h={secret}" if re.fullmatch(r"[0-9a-f]{6,20}", secret) else "")


def _in_path(pattern: str, made: str) -> Callable[[SplitResult, Mapping[str, str]], str]:
    """A key made of parts of the path."""
    compiled = re.compile(pattern, re.ASCII)

    def make(parts: SplitResult, _query: Mapping[str, str]) -> str:
        found = compiled.search(parts.path)
        return found.expand(made) if found else ""

    return make


def _facebook(parts: SplitResult, _query: Mapping[str, str]) -> str:
    is_video = parts.hostname == "fb.watch" or re.search(r"/(videos?|watch|reel)\b", parts.path)
    href = quote(parts._replace(fragment="").geturl(), safe="")
    return f"video.php?show_text=false&href={href}" if is_video else f"post.php?show_text=true&href={href}"


def _openstreetmap(parts: SplitResult, query: Mapping[str, str]) -> str:
    """The map around a point: what `#map=zoom/latitude/longitude` shows in a window of 600 pixels."""
    found = re.search(r"map=(\d{1,2})/(-?[\d.]+)/(-?[\d.]+)", parts.fragment)
    try:
        zoom = int(found[1]) if found else 15
        latitude, longitude = (
            (float(found[2]), float(found[3])) if found else (float(query["mlat"]), float(query["mlon"]))
        )
        mark = f"{float(query['mlat'])},{float(query['mlon'])}" if "mlat" in query and "mlon" in query else ""
    except (KeyError, ValueError):
        return ""
    across = 360 / 2**zoom * 600 / 256 / 2
    down = across * 3 / 4 * 0.62  # as it is at the latitude of Hamburg or Munich, within a tenth
    edges = (longitude - across, latitude - down, longitude + across, latitude + down)
    box = ",".join(f"{edge:.5f}" for edge in edges)
    return urlencode({"bbox": box, "layer": "mapnik", **({"marker": mark} if mark else {})})


_KEYS: Final[dict[str, Callable[[SplitResult, Mapping[str, str]], str]]] = {
    "youtube": _youtube,
    "vimeo": _vimeo,
    "x": _in_path(r"/status(?:es)?/(\d{5,25})", r"\1"),
    "instagram": _in_path(r"/(p|reel|tv)/([\w-]{5,40})", r"\1/\2/embed/captioned/"),
    "facebook": _facebook,
    "tiktok": _in_path(r"/video/(\d{10,25})", r"\1"),
    "bluesky": _in_path(r"/profile/(did:[a-z]+:[\w.:-]+)/post/(\w+)", r"\1/app.bsky.feed.post/\2"),
    "spotify": _in_path(r"/(track|album|playlist|episode|show|artist)/([A-Za-z0-9]{10,40})", r"\1/\2"),
    "datawrapper": _in_path(r"^/(?:_/|chart/)?([A-Za-z0-9]{5})(?:/|$)", r"\1/"),
    "openstreetmap": _openstreetmap,
}
