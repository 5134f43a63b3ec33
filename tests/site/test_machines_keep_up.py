"""The invariant with the real site: whatever happened, the files are those of a clean bake."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from broadsheet.kernel.clock import ManualClock
from broadsheet.ledger.records import Correction, LeadPicture, Notice, Picture, Section, SiteSettings
from broadsheet.ledger.vault import Vault
from broadsheet.press.config import PressConfig
from broadsheet.press.machine import Press
from broadsheet.press.models import Artifact
from broadsheet.press.store import FolderStore
from broadsheet.press.turns import FileTurn
from broadsheet.press.verify import verify
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import edition
from tests.site.proof import ADDRESS, BASE, NOW, SETTINGS, publish, story, withdraw

pytestmark = pytest.mark.django_db(transaction=True)

ID = "05n9k2xq7t"
PATH = f"/politik/kai-{ID}/"


@pytest.fixture
def press(tmp_path: Path, manual_clock: ManualClock) -> Press:
    config = PressConfig()
    store = FolderStore(tmp_path / "public", tmp_path / "answers", config, durable=False)
    vault = Vault(tmp_path / "vault")
    made = Press(
        edition(SiteConfig(address=ADDRESS)), store, vault, config, FileTurn(tmp_path / ".press.lock")
    )
    made.start()
    return made


@pytest.fixture
def picture(press: Press) -> Picture:
    out = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "PNG")
    blob = press.vault.put(out.getvalue())
    return Picture(id="b1", blob=blob, media_type="image/png", width=900, height=600, credit="Foto: Jo")


@pytest.fixture
def kept(press: Press) -> Callable[[], None]:
    """Bakes what is due and compares with a clean bake."""

    def keep_up() -> None:
        report = press.bake_due()
        assert report.failed == 0
        assert verify(press.edition, press.store, press.vault, PressConfig()).differences == []

    return keep_up


def public(press: Press) -> set[str]:
    return {name.removeprefix("public/") for name, _ in press.store.files() if name.startswith("public/")}


def news_sitemap(press: Press) -> str:
    return dict(press.store.files())["public/sitemap-news.xml"].read_bytes().decode()


def page_of(press: Press) -> str:
    return dict(press.store.files())[f"public{PATH}index.html"].read_bytes().decode()


def test_machines_keep_up_with_a_storys_life(
    press: Press, picture: Picture, kept: Callable[[], None], manual_clock: ManualClock
) -> None:
    lead = story(1, id=ID, path=PATH, picture=LeadPicture("b1"))
    publish(*BASE, picture, lead, story(2, genre="advertorial", advertiser="Reederei"))
    kept()
    files = public(press)
    assert {"feed.xml", "politik/feed.json", "sitemap-2026-11-2.xml", "robots.txt"} <= files
    assert sum(1 for name in files if name.startswith("media/b1-")) == 6

    moved = msgspec.structs.replace(lead, path=f"/politik/anders-{ID}/")
    corrected = msgspec.structs.replace(
        moved, corrections=(Correction(manual_clock.now(), "Der Kai ist länger."),)
    )
    publish(moved)
    kept()
    publish(corrected, Section(id="s1", path="/inland/", title="Inland", order=1))
    kept()
    withdraw(f"story:{ID}")
    publish(Notice(id=ID, about=f"story:{ID}", at=manual_clock.now(), headline="Kai", text="Erfunden."))
    kept()
    assert "sitemap-2026-11-2.xml" in public(press)
    publish(lead)
    kept()


def test_machines_keep_up_with_time_and_rights(
    press: Press, picture: Picture, kept: Callable[[], None], manual_clock: ManualClock
) -> None:
    end = manual_clock.now() + timedelta(days=5)
    publish(*BASE, picture, story(1, picture=LeadPicture("b1")))
    kept()
    before = public(press)
    publish(msgspec.structs.replace(picture, credit="Foto: Kim", rights_until=end))
    kept()
    assert not {name for name in before & public(press) if name.startswith("media/")}
    manual_clock.advance(timedelta(days=2))
    kept()
    assert "meldung" not in news_sitemap(press)
    manual_clock.advance(timedelta(days=4))
    kept()
    assert not {name for name in public(press) if name.startswith("media/")}


def test_machines_keep_up_with_the_name_of_the_paper(press: Press, kept: Callable[[], None]) -> None:
    publish(*BASE, story(1))
    kept()
    publish(SiteSettings(id="site", name="Der Kompass", publisher=SETTINGS.publisher))
    kept()
    assert "Der Kompass" in news_sitemap(press)


def test_the_sitemaps_index_follows_the_weeks_and_not_the_stories(
    press: Press, kept: Callable[[], None]
) -> None:
    def maps() -> set[str]:
        return {name for name in public(press) if re.fullmatch(r"sitemap-2026.*\.xml", name)}

    paid = {"genre": "advertorial", "advertiser": "Reederei"}
    publish(*BASE, story(1), story(2, **paid))
    kept()
    assert maps() == {"sitemap-2026-11-2.xml"}
    index = Artifact.objects.get(recipe="sitemap_index").baked_at
    publish(story(3, **paid), story(4))
    kept()
    withdraw("story:a4")
    kept()
    later = Artifact.objects.get(recipe="sitemap_index").baked_at
    publish(story(5, published=NOW.replace(day=20)))
    kept()
    assert maps() == {"sitemap-2026-11-2.xml", "sitemap-2026-11-3.xml"}
    for number in (1, 2, 3):
        withdraw(f"story:a{number}")
    kept()
    assert maps() == {"sitemap-2026-11-3.xml"}
    assert index == later


def test_a_mended_body_reaches_no_feed_and_no_sitemap(press: Press, kept: Callable[[], None]) -> None:
    publish(*BASE, story(1))
    kept()
    publish(story(1, lead="Nun mit einem Vorspann."))
    assert press.bake_due().baked == 1


def test_pages_keep_up_with_their_translations(press: Press, kept: Callable[[], None]) -> None:
    german = story(1, id=ID, path=PATH)
    english = story(2, path="/politik/quay-a2/", language="en", translation_of=ID)
    publish(*BASE, german)
    kept()
    publish(english)
    kept()
    assert 'hreflang="en" href="/politik/quay-a2/"' in page_of(press)
    publish(msgspec.structs.replace(english, path="/politik/pier-a2/"))
    kept()
    assert 'hreflang="en" href="/politik/pier-a2/"' in page_of(press)
    withdraw("story:a2")
    kept()
    assert "hreflang" not in page_of(press)
