"""What an address says: whose it is, and what its frame is called there."""

from __future__ import annotations

import msgspec
import pytest

from broadsheet.desk import config
from broadsheet.desk.models.providers import Recognised, recognise

MAP = "bbox=9.84850%2C53.47605%2C9.95150%2C53.52395&layer=mapnik&marker=53.5%2C9.9"

KEYS = [
    ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=1m30s", "youtube", "dQw4w9WgXcQ?start=90"),
    ("https://youtu.be/dQw4w9WgXcQ?si=abc", "youtube", "dQw4w9WgXcQ"),
    ("https://www.youtube.com/shorts/dQw4w9WgXcQ", "youtube", "dQw4w9WgXcQ"),
    ("https://www.youtube.com/playlist?list=PL1", "youtube", ""),
    ("https://www.youtube.com/watch?v=../../evil", "youtube", ""),
    ("https://vimeo.com/76979871", "vimeo", "76979871?dnt=1"),
    ("https://vimeo.com/76979871/8272103f6e", "vimeo", "76979871?dnt=1&h=8272103f6e"),
    ("https://twitter.com/a/status/1234567890123?s=20", "x", "1234567890123"),
    ("https://x.com/a", "x", ""),
    ("https://www.instagram.com/a/reel/Cabc_12/?igsh=1", "instagram", "reel/Cabc_12/embed/captioned/"),
    ("https://www.tiktok.com/@a/video/7123456789012345678", "tiktok", "7123456789012345678"),
    ("https://bsky.app/profile/a.bsky.social/post/3kabc", "bluesky", ""),
    ("https://bsky.app/profile/did:plc:x/post/3k", "bluesky", "did:plc:x/app.bsky.feed.post/3k"),
    ("https://norden.social/@wetter/112233445566", "mastodon", "@wetter/112233445566/embed"),
    ("https://open.spotify.com/intl-de/episode/4rOoJ6Egrf8K2I", "spotify", "episode/4rOoJ6Egrf8K2I"),
    ("https://datawrapper.dwcdn.net/AbCd1/3/", "datawrapper", "AbCd1/"),
    ("https://www.openstreetmap.org/?mlat=53.5&mlon=9.9#map=13/53.5/9.9", "openstreetmap", MAP),
    ("https://www.openstreetmap.org/?mlat=x&mlon=9.9#map=13/53.5/9.9", "openstreetmap", ""),
    ("https://www.zdf.de/a", "zdf", ""),
    ("https://karten.example/hafen?x=1", "karten.example", "hafen?x=1"),
]


@pytest.fixture(autouse=True)
def _allowed(desk_config: config.DeskConfig) -> None:
    config.install(msgspec.structs.replace(desk_config, external_hosts=frozenset({"karten.example"})))


def test_the_address_tells_provider_and_key() -> None:
    assert [(url, *(recognise(url) or ("", ""))) for url, *_ in KEYS] == KEYS


def test_a_post_on_facebook_is_named_by_its_whole_address() -> None:
    post = recognise("https://www.facebook.com/a/posts/123?x=1#y")
    assert post == Recognised(
        "facebook", "post.php?show_text=true&href=https%3A%2F%2Fwww.facebook.com%2Fa%2Fposts%2F123%3Fx%3D1"
    )
    assert (recognise("https://fb.watch/abc/") or post).key.startswith("video.php?")


@pytest.mark.parametrize(
    "url",
    [
        "https://karten.example.evil.example/x",
        "https://x.karten.example/x",
        "http://karten.example/x",
        "https://nirgendwo.example/@a/x",
        "https://[",
        "",
    ],
)
def test_whatever_else_is_not_known(url: str) -> None:
    assert recognise(url) is None
