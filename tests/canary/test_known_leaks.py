"""Each way in which a secret could get out, put back on purpose: the sweep sees it."""

from __future__ import annotations

import gzip
import logging
import tempfile
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from types import ModuleType
from typing import Any

import msgspec
import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import path
from PIL import Image

from broadsheet.desk.acts import Unpublish
from broadsheet.desk.admin import media
from broadsheet.desk.compose.story import story_record
from broadsheet.desk.models import Picture, StoryPage
from broadsheet.desk.schedule import release_due
from broadsheet.kernel import clock
from broadsheet.ledger import journal
from broadsheet.ledger.vault import Vault
from broadsheet.press.models import Artifact, Removal
from broadsheet.press.recipe import Output, Recipe
from broadsheet.press.store import FolderStore
from broadsheet.serve import artifacts
from broadsheet.serve.app import ReadersApplication
from broadsheet.serve.replies import Reply
from broadsheet.site import darkroom, metadata
from broadsheet.site.facets import PICTURE_WORDS
from broadsheet.site.recipes.feed import FeedRecipe
from broadsheet.site.recipes.pages import PageRecipe
from broadsheet.site.recipes.rendition import RenditionRecipe
from broadsheet.site.recipes.sitemap import SitemapMonthRecipe
from broadsheet.site.rendering import Rendered
from tests.canary.newsroom import RELEASE
from tests.canary.oracle import leaks, leaks_in
from tests.canary.places import Sweep, rows_of
from tests.canary.planting import Fate
from tests.desk.newsroom import TESTER, reread

pytestmark = pytest.mark.django_db

Leak = Callable[[Sweep, pytest.MonkeyPatch], None]
LEAKS: dict[str, tuple[Callable[[Sweep], list[str]], Leak]] = {}


def seen(where: Callable[[Sweep], list[str]]) -> Callable[[Leak], Leak]:
    """Says in which place the leak has to be seen."""

    def register(leak: Leak) -> Leak:
        LEAKS[leak.__name__] = (where, leak)
        return leak

    return register


def _story(site: Sweep, what: str) -> StoryPage:
    return reread(site.newsroom.stories[what])


def _public(site: Sweep, name: str, data: bytes) -> None:
    file = site.folder / "public" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def _adding(recipe: type[Recipe], what: Callable[[], str], patch: pytest.MonkeyPatch) -> None:
    """Everything that the recipe bakes says something more."""
    bake = recipe.bake

    def added(self: Recipe, target: str, reader: Any) -> Output | None:
        output = bake(self, target, reader)
        return output and msgspec.structs.replace(output, body=output.body + what().encode())

    patch.setattr(recipe, "bake", added)


# ---- files ------------------------------------------------------------------------------


@seen(Sweep.in_folder)
def a_draft_is_written_among_the_pages(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    story = _story(site, "draft")
    _public(site, f"{story.story_id}/index.html", f"<h1>{story.title}</h1>".encode())


@seen(Sweep.in_folder)
def an_embargoed_headline_stands_in_a_feed(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    title = _story(site, "embargoed").title
    items = FeedRecipe._items

    def with_more(self: FeedRecipe, newsroom: Any, name: str) -> Any:
        for item in items(self, newsroom, name):
            yield msgspec.structs.replace(item, title=title)

    patch.setattr(FeedRecipe, "_items", with_more)
    site.press.bake_full()


@seen(Sweep.in_folder)
def a_sitemap_lists_what_is_scheduled(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    address = _story(site, "embargoed").public_path
    _adding(SitemapMonthRecipe, lambda: f"<url><loc>{address}</loc></url>", patch)
    site.press.bake_full()


@seen(Sweep.in_folder)
def the_page_of_what_was_taken_back_stays(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(FolderStore, "remove", lambda _store, _place: True)
    _take_back(site, "published with a newer draft")
    site.press.bake_due()


@seen(Sweep.in_folder)
def a_fragment_keeps_what_was_taken_back(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    fragment = site.folder / "public/fragments/latest.html"
    before = fragment.read_bytes()
    _take_back(site, "published with a newer draft")
    site.press.bake_due()
    assert site.in_folder() == []
    fragment.write_bytes(before)


@seen(Sweep.in_folder)
def a_compressed_neighbour_of_an_older_version_stays(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    home = site.folder / "public/index.html"
    before = home.read_bytes()
    _take_back(site, "published with a newer draft")
    site.press.bake_due()
    home.with_name("index.html.gz").write_bytes(gzip.compress(before))


def _take_back(site: Sweep, what: str) -> None:
    Unpublish(_story(site, what), by=TESTER).execute()
    site.newsroom.words.change({Fate.SHOWN: Fate.TAKEN_BACK}, f"{what}: ")
    # An address answers for ever.
    site.newsroom.words.change({Fate.TAKEN_BACK: Fate.OPEN}, f"{what}: StoryPage.address_slug")


@seen(Sweep.in_folder)
def a_staged_file_is_left_behind(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    _public(site, ".staging/7-0", _story(site, "embargoed").lead.encode())


@seen(Sweep.in_folder)
def a_redirect_tells_an_unpublished_address(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    story = _story(site, "published with a newer draft")
    slug = story.get_latest_revision_as_object().address_slug
    assert slug != story.address_slug
    answer = site.folder / "answers/x/index.json"
    answer.parent.mkdir(parents=True)
    answer.write_bytes(msgspec.json.encode({"status": 301, "location": f"/politik/{slug}/"}))


@seen(Sweep.in_folder)
def a_byline_has_an_accounts_address(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    email, author = site.newsroom.account.email, metadata._author
    patch.setattr(metadata, "_author", lambda *of: {**author(*of), "email": email})
    site.press.bake_full()


@seen(Sweep.in_folder)
def a_note_for_the_desk_stands_in_a_comment(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    note, html = _story(site, "published").desk_note, PageRecipe.html

    def careless(*of: Any, **also: Any) -> Rendered:
        page = html(*of, **also)
        return msgspec.structs.replace(page, text=f"{page.text}<!-- {note} -->")

    patch.setattr(PageRecipe, "html", careless)
    site.press.bake_full()


# ---- pictures ---------------------------------------------------------------------------


@seen(Sweep.in_folder)
def a_rendition_keeps_what_the_camera_wrote(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    develop = darkroom.develop

    def careless(original: bytes, *how: Any) -> bytes:
        out = BytesIO()
        with Image.open(BytesIO(original)) as before, Image.open(BytesIO(develop(original, *how))) as image:
            image.save(out, image.format, exif=before.getexif())
        return out.getvalue()

    patch.setattr(darkroom, "develop", careless)
    site.press.bake_full()


@seen(Sweep.in_folder)
def the_original_is_published_instead_of_a_rendition(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(darkroom, "develop", lambda original, *_how: original)
    site.press.bake_full()


@seen(Sweep.in_folder)
def a_renditions_address_names_the_upload(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    bake = RenditionRecipe.bake

    def talkative(self: RenditionRecipe, target: str, reader: Any) -> Output | None:
        words = reader.read(PICTURE_WORDS, f"picture:{target.partition('/')[0]}")
        output = bake(self, target, reader)
        return output and msgspec.structs.replace(output, path=f"/media/{words.title}{output.path[-24:]}")

    patch.setattr(RenditionRecipe, "bake", talkative)
    site.press.bake_full()


@seen(Sweep.in_folder)
def the_pixels_of_a_picture_that_nothing_shows_are_public(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    """Without a word in name or metadata."""
    picture = Picture.objects.get(pk=site.newsroom.unseen_pictures[0])
    out = BytesIO()
    with picture.file.open() as file, Image.open(file) as image:
        Image.frombytes("RGB", image.size, image.convert("RGB").tobytes()).resize((30, 20)).save(out, "WEBP")
    _public(site, f"media/{picture.picture_id}-0-30.webp", out.getvalue())


# ---- answers ----------------------------------------------------------------------------


@seen(Sweep.in_answers)
def a_header_tells_the_headline(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    title, variant = _story(site, "draft").title, artifacts._variant

    def tagged(encoding: str, body: bytes, common: Any) -> Any:
        return variant(encoding, body, [*common, ("x-next", title)])

    patch.setattr(artifacts, "_variant", tagged)


@seen(Sweep.in_answers)
def an_entity_tag_is_made_of_the_slug(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    slug = _story(site, "published with a newer draft").get_latest_revision_as_object().address_slug

    class Telling(artifacts.Variant):
        def __init__(self, etag: str, whole: Reply, unchanged: Reply) -> None:
            told = [("etag", f'"{slug}"') if field[0] == "etag" else field for field in whole.headers]
            super().__init__(etag, whole._replace(headers=told), unchanged)

    patch.setattr(artifacts, "Variant", Telling)


@seen(Sweep.in_answers)
def a_miss_names_the_story(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    body = f"{_story(site, 'embargoed').title} comes later".encode()
    patch.setattr(ReadersApplication, "_miss", lambda _app, _header: Reply(404, [], body))


@seen(Sweep.at_the_desk)
def the_desks_media_are_served_to_everybody(site: Sweep, patch: pytest.MonkeyPatch) -> None:
    def file(_request: HttpRequest, place: str) -> HttpResponseBase:
        return media._answer(place)

    urls: Any = ModuleType("urls")
    urls.urlpatterns = [path("media/<path:place>", file)]
    patch.setattr(settings, "ROOT_URLCONF", urls)


# ---- tables, logs, folders ----------------------------------------------------------------


@seen(Sweep.in_log)
def the_log_names_a_draft(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    logging.getLogger("broadsheet.desk").info("“%s” was saved.", _story(site, "draft").title)


@seen(Sweep.in_press)
def an_unpublished_address_waits_to_be_removed(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    Removal.objects.create(path=_story(site, "draft").public_path, plain=True)


@seen(Sweep.in_press)
def an_error_quotes_what_was_taken_back(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    Artifact.objects.filter(name__startswith="home").update(
        error=f"ValueError: {_story(site, 'retracted').lead}"
    )


@seen(Sweep.in_ledger)
def a_story_is_entered_before_its_moment(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    story = _story(site, "embargoed")
    story.first_published_at = clock.now()
    journal.append(story_record(story), act="publish", by="tester")


@seen(Sweep.in_vault)
def an_original_is_kept_before_its_moment(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    picture = _story(site, "embargoed").picture
    assert picture is not None
    with picture.file.open() as file:
        Vault(site.folder / "vault").put(file.read())


@seen(Sweep.in_temporary)
def an_upload_is_left_in_the_temporary_folder(site: Sweep, _patch: pytest.MonkeyPatch) -> None:
    with tempfile.NamedTemporaryFile(dir=site.temporary, delete=False) as file:
        file.write(_story(site, "draft").desk_note.encode("utf-16"))


@pytest.mark.parametrize("name", sorted(LEAKS))
def test_a_leak_is_seen(site: Sweep, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    where, leak = LEAKS[name]
    leak(site, monkeypatch)
    assert where(site) != []


# ---- leaks that there were ------------------------------------------------------------------


def test_a_release_that_is_refused_names_nothing_in_the_log(site: Sweep) -> None:
    """The reason does: “The picture “…” has no credit.” It is for the desk."""
    picture = _story(site, "embargoed").picture
    assert picture is not None
    Picture.objects.filter(pk=picture.pk).update(credit="")
    site.time.jump(site.newsroom.begin + RELEASE + timedelta(seconds=1))
    assert release_due().failed
    assert any("could not be released" in line.decode() for _, line in site.log.lines)
    assert site.in_log() == []
    for what in ("embargoed: ", "embargoed picture: ", "embargoed inside picture: "):
        words = site.newsroom.words.about(what)
        assert (
            leaks_in(rows_of("ledger"), words) + leaks(site.folder, words, ("larder", "media", "wire")) == []
        )


@pytest.mark.parametrize("logger", ["wagtail", "PIL.TiffImagePlugin"])
def test_what_talks_too_much_is_held_back_whatever_the_level_of_the_log(logger: str) -> None:
    assert not logging.getLogger(logger).isEnabledFor(logging.DEBUG)
