"""Nothing outside the folders is ever sent, and nothing private inside them."""

from __future__ import annotations

import os
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.kernel.addresses import is_safe
from tests.serve.client import Site

SECRET = b"secret-of-the-newsroom"


@pytest.fixture
def guarded(site: Site) -> Site:
    return guard(site)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return guard(Site.make(tmp_path_factory.mktemp("site")))


def guard(site: Site) -> Site:
    """Secrets wherever a reader must not look."""
    site.write("public/index.html", "front")
    site.write("public/a/index.html", "page")
    site.write("public/a/index.html.gz", SECRET)
    site.write("public/.well-known/security.txt", "Contact: mailto:a@example.org")
    site.write("answers/a/index.json", b'{"status": 410, "body": "gone"}')
    for name in ("secret.key", "public.txt", "publicsecret/x.txt", "public/.git", "public/a/.new", "vault/a"):
        site.write(name, SECRET)
    site.write("public/.well-known/.hidden", SECRET)
    site.write("public/back\\slash", SECRET)
    (site.folder / "public/out").symlink_to(site.folder / "secret.key")
    (site.folder / "public/vault").symlink_to(site.folder / "vault")
    (site.folder / "public/sibling").symlink_to(site.folder / "publicsecret")
    (site.folder / "public/inside").symlink_to(site.folder / "public/a")
    os.mkfifo(site.folder / "public/pipe")
    return site


@pytest.mark.parametrize(
    "target",
    [
        "/../secret.key",
        "/a/../../secret.key",
        "/%2e%2e/secret.key",
        "/a/..%2f..%2fsecret.key",
        "/..\\secret.key",
        "/a/%5c..%5csecret.key",
        "/./a/",
        "//",
        "//a/",
        "/a//",
        "//etc/passwd",
        "/a/%00",
        "/a%0d%0aset-cookie:x/",
        "/.git",
        "/a/.new",
        "/a/.well-known/x",
        "/.well-known/.hidden",
        "/a/index.html.gz",
        "/back%5cslash",
        "/out",
        "/vault/a",
        "/sibling/x.txt",
        "/pipe",
        "/%ff",
        "/" + "a" * 300,
        "/" + "a/" * 3000,
        "*",
        "a",
        "",
        "/a/index.html/",
    ],
)
def test_a_path_that_leads_elsewhere_is_a_miss(guarded: Site, target: str) -> None:
    answer = guarded.get(target)
    assert answer.status == 404
    assert SECRET not in answer.body


def test_well_known_files_are_public(guarded: Site) -> None:
    assert guarded.get("/.well-known/security.txt").status == 200


def test_a_link_within_the_folder_is_followed(guarded: Site) -> None:
    assert guarded.get("/inside/").text == "page"


def test_a_file_that_becomes_a_link_to_elsewhere_is_no_longer_sent(guarded: Site) -> None:
    assert guarded.get("/a/").text == "page"
    page = guarded.folder / "public/a/index.html"
    page.unlink()
    page.symlink_to(guarded.folder / "secret.key")
    assert SECRET not in guarded.get("/a/").body


def test_a_public_folder_may_itself_be_a_link(guarded: Site) -> None:
    (guarded.folder / "public").rename(guarded.folder / "release-1")
    (guarded.folder / "public").symlink_to(guarded.folder / "release-1")
    assert guarded.get("/a/").text == "page"


PIECES = st.sampled_from(
    [
        "/",
        "..",
        ".",
        "\\",
        "a",
        "public",
        "secret.key",
        "vault",
        ".git",
        ".new",
        "\0",
        "%2e",
        "index.html",
        ".gz",
    ]
)


@given(st.lists(PIECES | st.text(max_size=3), max_size=12))
def test_no_path_reaches_a_byte_outside(shared: Site, parts: list[str]) -> None:
    target = quote("/" + "".join(parts), errors="surrogatepass")
    assert SECRET not in shared.get(target).body


@given(st.text(max_size=30))
def test_a_safe_path_stays_below_its_folder(path: str) -> None:
    if is_safe(path):
        resolved = os.path.normpath(f"/folder{path}")
        assert resolved == "/folder" or resolved.startswith("/folder/")
