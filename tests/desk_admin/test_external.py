"""External content at the desk: providers are asked once, and the form can always be filled by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec
import pytest
from django.test import Client

from broadsheet.desk import config
from broadsheet.desk.admin import external
from broadsheet.desk.compose.blocks import blocks
from broadsheet.desk.models import Picture
from broadsheet.desk.models.blocks import BODY
from broadsheet.desk.models.providers import recognise
from broadsheet.kernel.fetching import Fetcher, Limits
from broadsheet.ledger.records import Embed
from tests.desk.newsroom import image_bytes
from tests.desk_admin.cast import Cast
from tests.kernel.fake_hosts import FakeHosts, fake_hosts, page, redirect

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
POST = "https://norden.example/@wetter/112233445566778899"
SKY = "https://bsky.app/profile/hafen.example/post/3kabc"
TWEET = "https://x.com/hafen/status/1234567890123"


def asks(endpoint: str, url: str) -> str:
    return f"{endpoint}&url={quote(url, safe='')}"


def told(**values: Any) -> bytes:
    return page(json.dumps(values).encode())


ANSWERS: dict[str, Any] = {
    asks("www.youtube.com/oembed?format=json", VIDEO): told(
        title="Rundfahrt  im\nHafen",
        author_name="Hafenamt",
        width=640,
        height=360,
        thumbnail_url="https://i.ytimg.example/vi/1.jpg",
        html="<script>alert(1)</script>",
    ),
    "i.ytimg.example/vi/1.jpg": page(image_bytes(size=(480, 360)), "image/jpeg"),
    "norden.example/api/v1/statuses/112233445566778899": told(
        content="<p>Sturm am <b>Abend</b>.<br>Bleibt drin!</p><p>#wetter</p>",
        account={"display_name": "Wetterwarte"},
        media_attachments=[],
    ),
    asks("embed.bsky.app/oembed?format=json", SKY): told(
        author_name="Hafen",
        width=600,
        height=None,
        html='<blockquote data-bluesky-uri="at://did:plc:abc/app.bsky.feed.post/3kabc"><p>Ahoi.</p></blockquote>',
    ),
    asks("publish.twitter.com/oembed?omit_script=1&dnt=1", TWEET): told(
        author_name="Hafen", html="<blockquote><p>Ein Kran &amp; mehr.</p>&mdash; Hafen</blockquote>"
    ),
    "karten.example/hafen?x=1": page(
        b'<title>K</title><meta property="og:title" content="Hafenkarte">'
        b'<meta property="og:image" content="https://inside.example/p.png">',
        "text/html",
    ),
}


@pytest.fixture
def hosts() -> Iterator[FakeHosts]:
    with fake_hosts(ANSWERS) as found:
        found.names["inside.example"] = [["10.0.0.8"]]
        external.install(Fetcher(found.network(), Limits(seconds=0.5)))
        yield found
        external.install(None)


def look_up(client: Client, url: str) -> dict[str, Any]:
    answer = client.post("/external/", {"url": url})
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def record(url: str, found: dict[str, Any]) -> Embed:
    value = {**{name: found.get(name, "") for name in ("title", "author", "text", "key", "size")}, "url": url}
    poster = (found.get("poster") or {}).get("id")
    body = BODY.to_python([{"type": "embed", "value": {**value, "poster": poster}}])
    [made] = blocks(body)
    assert isinstance(made, Embed)
    return made


def test_a_video_comes_with_title_author_and_a_picture_of_ours(hosts: FakeHosts, reporter: Client) -> None:
    found = look_up(reporter, VIDEO)
    assert found["said"] == "Von YouTube geholt: Titel, Autor, Standbild. Bitte prüfen."
    picture = Picture.objects.get(pk=found["poster"]["id"])
    assert (picture.credit, picture.alt) == ("Hafenamt/YouTube", "Vorschaubild zu „Rundfahrt im Hafen“")
    assert (picture.width, picture.height) == (480, 360)
    assert record(VIDEO, found) == Embed(
        provider="youtube",
        url=VIDEO,
        title="Rundfahrt im Hafen",
        author="Hafenamt",
        poster=picture.picture_id,
        key="dQw4w9WgXcQ",
        width=640,
        height=360,
    )
    assert look_up(reporter, VIDEO)["poster"]["id"] == picture.pk, "the same picture is kept once"


def test_posts_come_with_their_words(hosts: FakeHosts, reporter: Client) -> None:
    post = record(POST, look_up(reporter, POST))
    assert (post.provider, post.author, post.text, post.key) == (
        "mastodon",
        "Wetterwarte",
        "Sturm am Abend. Bleibt drin! #wetter",
        "@wetter/112233445566778899/embed",
    )
    sky = record(SKY, look_up(reporter, SKY))
    assert (sky.text, sky.key, sky.title) == ("Ahoi.", "did:plc:abc/app.bsky.feed.post/3kabc", "Ahoi.")
    assert record(TWEET, look_up(reporter, TWEET)).text == "Ein Kran & mehr."


def test_a_host_that_the_administrator_allows(hosts: FakeHosts, reporter: Client, desk_config: Any) -> None:
    url = "https://karten.example/hafen?x=1"
    assert recognise(url) is None
    config.install(msgspec.structs.replace(desk_config, external_hosts=frozenset({"karten.example"})))
    found = look_up(reporter, url)
    assert (found["title"], found["poster"]) == ("Hafenkarte", None), "its picture leads inwards"
    assert record(url, found).key == "hafen?x=1"


def test_what_cannot_be_fetched_leaves_the_form_to_the_editor(hosts: FakeHosts, reporter: Client) -> None:
    other = "https://www.youtube.com/watch?v=aaaaaaaaaaa"
    where = asks("www.youtube.com/oembed?format=json", other)
    by_hand = "Bitte füllen Sie Titel und Text selbst aus."
    for answer, why in (
        (page(b"", status="404 Not Found"), "YouTube zeigt das nicht: Es ist gelöscht"),
        (page(b"{"), "YouTube hat etwas Unbrauchbares geantwortet."),
        (page(b"[]"), "YouTube hat etwas Unbrauchbares geantwortet."),
        (page(b"<html>", "text/html"), "YouTube hat etwas Unbrauchbares geantwortet."),
        (redirect("https://169.254.169.254/"), "Diese Adresse wird nicht abgefragt"),
        (lambda _connection, over: over.wait(), "YouTube antwortet gerade nicht."),
    ):
        hosts.answers[where] = answer
        found = look_up(reporter, other)
        assert found.keys() == {"said"}
        assert found["said"].startswith(why)
        assert found["said"].endswith(by_hand)
    for url, why in (
        ("https://www.instagram.com/p/Cabc_12/", "Instagram gibt von sich aus keine Auskunft"),
        ("https://nirgendwo.example/", "Diese Adresse gehört zu keinem bekannten Anbieter"),
        ("http://127.0.0.1/", "Diese Adresse gehört zu keinem bekannten Anbieter"),
    ):
        assert look_up(reporter, url)["said"].startswith(why)


def test_only_those_who_write_may_let_the_desk_ask(hosts: FakeHosts, cast: Cast) -> None:
    assert cast.signed_in("outsider").post("/external/", {"url": VIDEO}).status_code in {302, 403}
    assert Client().post("/external/", {"url": VIDEO}).status_code in {302, 403}
    assert cast.signed_in("reporter").get("/external/").status_code == 405
    assert hosts.asked == []
