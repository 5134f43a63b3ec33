"""A text that is missing costs its own page alone, and is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from broadsheet.kernel.clock import ManualClock
from broadsheet.kernel.language import Language
from broadsheet.ledger.vault import Vault
from broadsheet.press import explain
from broadsheet.press.config import PressConfig
from broadsheet.press.machine import Press
from broadsheet.press.store import FolderStore
from broadsheet.press.turns import FileTurn
from broadsheet.site import catalogue
from broadsheet.site.catalogue import Catalogue
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import edition
from broadsheet.site.house import Texts
from tests.site.proof import ADDRESS, BASE, publish, story

pytestmark = pytest.mark.django_db(transaction=True)


def without_intro(language: Language) -> Catalogue:
    texts = catalogue.load(language)._texts
    return Catalogue(language, {key: text for key, text in texts.items() if key != "feeds.intro"})


def bake(folder: Path, texts: Texts) -> int:
    """So many artifacts fail."""
    config = PressConfig(gzip_level=1, brotli_quality=0)
    store = FolderStore(folder / "public", folder / "answers", config, durable=False)
    made = edition(SiteConfig(address=ADDRESS), texts)
    press = Press(made, store, Vault(folder / "vault"), config, FileTurn(folder / ".lock"))
    press.start()
    return press.bake_due().failed


def test_a_missing_text_costs_one_page_and_is_named(tmp_path: Path, manual_clock: ManualClock) -> None:
    publish(*BASE, story())
    page, home = tmp_path / "public/feeds/index.html", tmp_path / "public/index.html"
    assert bake(tmp_path, catalogue.load) == 0
    last_good, home_before = page.read_text(), home.read_text()
    publish(story(2))

    assert bake(tmp_path, without_intro) == 1
    assert page.read_text() == last_good
    assert home.read_text() != home_before
    [failure] = explain.status().failures
    assert failure.path == "/feeds/"
    assert failure.error.startswith(
        "MissingTranslation: There is no text 'feeds.intro' in translations/de.toml"
    )

    assert bake(tmp_path, catalogue.load) == 0
    assert explain.status().failures == []
