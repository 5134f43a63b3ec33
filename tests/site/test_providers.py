"""Where a frame may lead: to the provider's own host, whatever a record says."""

from __future__ import annotations

from hashlib import sha256

import pytest

from broadsheet.kernel.language import LANGUAGES
from broadsheet.ledger.records import Embed
from broadsheet.site import catalogue, providers
from broadsheet.site.embeds import WORDS


def embed(provider: str, key: str, width: int = 0, height: int = 0) -> Embed:
    return Embed(provider, "https://norden.social/@a/1", "Titel", key=key, width=width, height=height)


def test_a_known_provider_has_its_frames_on_its_own_host() -> None:
    assert (
        providers.frame(embed("youtube", "abc?start=9"))
        == "https://www.youtube-nocookie.com/embed/abc?start=9"
    )
    assert providers.frame(embed("mastodon", "@a/1/embed")) == "https://norden.social/@a/1/embed"
    assert providers.frame(embed("karten.example", "hafen?x=1")) == "https://karten.example/hafen?x=1"


@pytest.mark.parametrize("key", ["", "a b", 'a"b', "a<b", "a\nb", "a;b'", "ä", "a#b"])
def test_what_could_be_mistaken_for_something_else_is_no_key(key: str) -> None:
    assert providers.frame(embed("youtube", key)) == ""


@pytest.mark.parametrize(
    ("provider", "key", "host"),
    [
        ("youtube", "//evil.example/", "www.youtube-nocookie.com"),
        ("youtube", "@evil.example/", "www.youtube-nocookie.com"),
        ("youtube", "../../x", "www.youtube-nocookie.com"),
        ("mastodon", "@evil.example/1", "norden.social"),
        ("karten.example", "/evil.example", "karten.example"),
    ],
)
def test_no_key_leads_to_another_host(provider: str, key: str, host: str) -> None:
    assert providers.origin(providers.frame(embed(provider, key))) == f"https://{host}"


@pytest.mark.parametrize("provider", ["zdf", "localhost", "evil.example/x", "a b.example", ""])
def test_a_provider_without_frames_has_none(provider: str) -> None:
    assert providers.frame(embed(provider, "x")) == ""


def test_each_server_of_mastodon_is_asked_for_by_itself() -> None:
    assert providers.provider_of(embed("mastodon", "")).key == "norden.social"
    assert providers.provider_of(embed("youtube", "")).key == "youtube"
    assert providers.provider_of(embed("karten.example", "")).kind == "host"


@pytest.mark.parametrize(
    ("provider", "width", "height", "shape"),
    [
        ("youtube", 0, 0, "wide"),
        ("youtube", 200, 356, "tall"),
        ("vimeo", 640, 360, "wide"),
        ("vimeo", 480, 360, "chart"),
        ("vimeo", 400, 400, "square"),
        ("x", 550, 300, "post"),
        ("spotify", 0, 152, "sound"),
        ("tiktok", 0, 0, "tall"),
    ],
)
def test_a_frame_has_its_room(provider: str, width: int, height: int, shape: str) -> None:
    assert providers.shape(embed(provider, "x", width, height)) == shape


def test_other_words_are_another_version() -> None:
    """Whoever agreed to earlier words is asked again: raise WORDS if they say something else now."""
    told = [catalogue.load(each).text("embed.learns", provider="P") for each in LANGUAGES]
    assert (WORDS, sha256("".join(told).encode()).hexdigest()[:12]) == ("1", "aaff445a99cc")
