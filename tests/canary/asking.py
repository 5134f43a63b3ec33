"""What `serve` answers: at every address that there is, and at those that somebody could guess."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Final

import brotli

from broadsheet.desk.compose.picture import picture_record
from broadsheet.desk.models import Picture, StoryPage
from broadsheet.kernel.addresses import ENCODED_SUFFIXES
from broadsheet.serve.app import ReadersApplication, create_app
from broadsheet.serve.config import ServeConfig
from broadsheet.serve.replies import Reply
from broadsheet.site import ahead
from broadsheet.site.facets import PICTURE_MEDIA
from broadsheet.site.pictures import address_of
from broadsheet.site.renditions import SPECS
from tests.canary.newsroom import Newsroom

NEVER: Final = "/politik/nie-gewesen-05n9k2xq7t/"
Question = tuple[str, str, Mapping[str, str]]
"""Method, decoded path, request headers."""
_FIELDS: Final[tuple[Mapping[str, str], ...]] = (
    {},
    {"accept-encoding": "gzip"},
    {"accept-encoding": "br;q=1.0, *;q=0.1"},
    {"if-none-match": "*"},
    {"if-match": '"x"'},
    {"if-modified-since": "Fri, 31 Dec 2099 23:59:59 GMT"},
    {"range": "bytes=0-99"},
    {"range": "bytes=999999999-"},
    {"cookie": "sessionid=x", "x-forwarded-host": "desk.example", "x-preview": "1"},
)


def server(folder: Path) -> ReadersApplication:
    return create_app(folder / "public", folder / "answers", ServeConfig())


def answered(folder: Path, newsroom: Newsroom) -> Iterator[tuple[str, bytes]]:
    """Every different answer once, named by what was asked for."""
    app = server(folder)
    seen: set[bytes] = set()
    for method, address, fields in chain(*map(_questions, standing(folder)), _guesses(newsroom)):
        answer = written(app.answer(method, address, fields.get))
        if answer not in seen:
            seen.add(answer)
            yield f"serve, answer {len(seen)}", answer


def _questions(path: str) -> Iterator[Question]:
    yield from (("GET", address, {}) for address in spelled(path))
    yield from (("GET", path, fields) for fields in _FIELDS)
    yield from ((method, path, {}) for method in ("HEAD", "POST"))


def _guesses(newsroom: Newsroom) -> Iterator[Question]:
    """Each as it is; the first of every thing in every way."""
    for _, (first, *others) in guessed(newsroom):
        yield from _questions(first)
        yield from (("GET", address, {}) for address in others)


def written(reply: Reply) -> bytes:
    """As it goes over the wire, or the part of a file that would."""
    head = "\n".join([str(reply.status), *(f"{name}: {value}" for name, value in reply.headers)])
    body = reply.body
    if reply.file is not None and reply.span is not None:
        with reply.file:
            body = reply.file.read()[slice(*reply.span)]
    plain = brotli.decompress(body) if ("content-encoding", "br") in reply.headers and body else b""
    return b"\n\n".join([head.encode(), body, plain])


def standing(folder: Path) -> Iterator[str]:
    """The addresses at which something stands."""
    for file in sorted((folder / "public").rglob("*")):
        if file.is_file() and file.suffix not in ENCODED_SUFFIXES:
            yield f"/{file.relative_to(folder / 'public').as_posix()}".removesuffix("index.html")
    for file in sorted((folder / "answers").rglob("*.json")):
        name = f"/{file.relative_to(folder / 'answers').as_posix()}"
        yield name.removesuffix("index.json" if file.name == "index.json" else ".json")


def spelled(path: str) -> tuple[str, ...]:
    """The ways in which somebody may write an address; percent signs are decoded before."""
    bare = path.rstrip("/")
    return (
        path,
        bare,
        f"{bare}/",
        f"{bare}//",
        f"/{path}",
        path.upper(),
        f"{bare}/index.html",
        f"{bare}/index.json",
        f"{bare}.json",
        f"{bare}.gz",
        f"{bare}/index.html.br",
        f"{bare}/feed.xml",
        f"/x/..{path}",
        f"{bare}%2f",
        f"{bare}?preview=true",
    )


def guessed(newsroom: Newsroom) -> Iterator[tuple[str, list[str]]]:
    """What nobody was told of, each with the addresses that it has, will have, or would have elsewhere."""
    for what, story in newsroom.stories.items():
        if StoryPage.objects.filter(pk=story.pk, first_published_at=None).exists():
            yield what, list(_of_story(story))
    for picture in Picture.objects.filter(pk__in=newsroom.unseen_pictures):
        yield picture.title, list(_of_picture(picture))
    yield "documents", [f"/documents/{each.pk}/{each.filename}" for each in newsroom.documents]
    yield "the site's own folders", [
        "/.staging/", "/.press.lock", "/answers/", "/vault/", "/larder/", "/media/", "/wire/",
        "/broadsheet.sqlite3", "/secret.key", "/public/.staging/1-0",
        "/admin/", "/login/", "/api/v2/pages/", "/sitemap-drafts.xml",
    ]  # fmt: skip


def _of_story(story: StoryPage) -> Iterator[str]:
    row = StoryPage.objects.get(pk=story.pk)
    yield row.public_path
    yield f"/{row.spoken_slug}/"
    yield f"/{row.story_id}/"
    yield f"/{row.section.slug}/-{row.story_id}/"
    yield f"/{row.section.slug}/x-{row.story_id}/"
    yield f"/pages/{row.pk}/view_draft/"
    yield row.url_path


def _of_picture(picture: Picture) -> Iterable[str]:
    """Uploads as Wagtail would serve them, and the renditions that publishing would make."""
    yield f"/media/{picture.file.name}"
    yield f"/media/{Path(picture.file.name).name}"
    yield f"/images/{picture.picture_id}/"
    with picture.file.open() as file:
        blob = hashlib.sha256(file.read()).hexdigest()
    record = picture_record(picture, blob, "image/jpeg", (picture.width, picture.height))
    yield f"/vault/{blob[:2]}/{blob}"
    media = PICTURE_MEDIA.view(record)
    for spec in SPECS.values():
        yield address_of(media, spec)
        yield f"/larder/{ahead.name_of(media, spec)}"
