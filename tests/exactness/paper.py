"""A small newspaper made by the desk's own acts and baked with the real edition."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest

from broadsheet.desk import config as desk
from broadsheet.desk.acts import PublishHousePage, PublishIdentity, PublishPerson, PublishTopic
from broadsheet.desk.models import HousePage, Person, Picture, SectionPage, SiteIdentity, StoryPage, Topic
from broadsheet.kernel import clock
from broadsheet.ledger import journal
from broadsheet.ledger.vault import Vault
from broadsheet.press.config import PressConfig
from broadsheet.press.larder import Larder
from broadsheet.press.machine import Press
from broadsheet.press.models import Artifact
from broadsheet.press.recipe import Edition
from broadsheet.press.report import Report
from broadsheet.press.store import FolderStore
from broadsheet.press.turns import FileTurn
from broadsheet.press.verify import verify
from broadsheet.site import assets, rendering
from broadsheet.site import theme as themes
from broadsheet.site.config import AdsConfig, SiteConfig
from broadsheet.site.edition import edition
from tests.desk import newsroom
from tests.newsroom import IMPRINT

ADDRESS = "https://zeitung.example"
SITE = SiteConfig(address=ADDRESS)


class Theme(msgspec.Struct, frozen=True):
    """What a version of the program brings along: one template says `mark`, and so does the style sheet."""

    template: int = 0
    mark: str = ""
    style: str = ""


@cache
def edition_of(site: SiteConfig = SITE, theme: Theme = Theme()) -> Edition:  # noqa: B008 - frozen
    """As a process has it that starts with these settings and this theme."""
    with pytest.MonkeyPatch.context() as patch:
        sources = rendering._sources()
        name = sorted(sources)[theme.template % len(sources)]
        marked = re.sub(r"({% block main %}|$)", rf"\1{theme.mark}", sources[name], count=1)
        patch.setattr(rendering, "_sources", lambda: {**sources, name: marked})
        sheet = assets.style_sheet(themes.load(site.theme)) + theme.style
        patch.setattr(assets, "style_sheet", lambda _theme: sheet)
        assets.load.cache_clear()
        made = edition(site, ads=AdsConfig(rail="300x250"))
    assets.load.cache_clear()
    return made


def press_in(folder: Path, batch: int = 50, site: SiteConfig = SITE, theme: Theme = Theme()) -> Press:  # noqa: B008
    """A press over an empty folder; it compresses little, which is not what is tested here."""
    config = PressConfig(batch=batch, gzip_level=1, brotli_quality=0)
    store = FolderStore(folder / "public", folder / "answers", config, durable=False)
    press = Press(
        edition_of(site, theme), store, Vault(folder / "vault"), config, FileTurn(folder / ".lock"),
        larder=Larder(folder / "larder"),
    )  # fmt: skip
    press.start()
    return press


@contextmanager
def desk_in(folder: Path, site: SiteConfig = SITE) -> Iterator[None]:
    """The desk keeps its pictures' originals where the press looks for them."""
    before = desk.active()
    desk.install(desk_config(folder, site))
    yield
    desk.install(before)


def desk_config(folder: Path, site: SiteConfig) -> desk.DeskConfig:
    return desk.DeskConfig(
        vault=folder / "vault",
        archive=folder / "wire",
        language=site.language,
        time_zone=ZoneInfo(site.time_zone),
        address=site.address,
    )


def differences(press: Press) -> list[str]:
    """What distinguishes the folders from those of a clean bake."""
    config = PressConfig(gzip_level=1, brotli_quality=0)
    verdict = verify(press.edition, press.store, press.vault, config)
    return [f"{each.file} {each.how}" for each in verdict.differences]


def files(press: Press) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in press.store.files()}


class Bake:
    """What one bake did, by names that people can read."""

    def __init__(self, report: Report, baked: set[str], written: set[str], gone: set[str]) -> None:
        self.report = report
        self.baked = baked
        self.written = written
        """Addresses whose plain file is new or has other bytes."""
        self.gone = gone


class Paper:
    """Three sections of ten stories each, the oldest first: m1 to m30."""

    def __init__(self, press: Press, time: clock.ManualClock) -> None:
        self.press = press
        self.time = time

    def story(self, slug: str) -> StoryPage:
        found: StoryPage = StoryPage.objects.get(address_slug=slug)
        return found

    def section(self, slug: str) -> SectionPage:
        found: SectionPage = SectionPage.objects.get(slug=slug)
        return found

    def topic(self, slug: str) -> Topic:
        return Topic.objects.get(slug=slug)

    def person(self, slug: str) -> Person:
        return Person.objects.get(slug=slug)

    def picture(self, title: str) -> Picture:
        found: Picture = Picture.objects.get(title=title)
        return found

    # ---- baking -------------------------------------------------------------------------

    def bake(self) -> Bake:
        """Bakes what is due; a clean bake gives the same files, and there is nothing more to do."""
        self.time.advance(timedelta(seconds=1))
        before = files(self.press)
        report = self.press.bake_due()
        after = files(self.press)
        assert report.failed == 0
        assert differences(self.press) == []
        assert list(journal.verify()) == []
        made = self._baked_at(clock.now())
        self._nothing_left()
        changed = {name for name in after if before.get(name) != after[name]}
        return Bake(report, made, self._named(changed), self._named(before.keys() - after.keys()))

    def _baked_at(self, moment: datetime) -> set[str]:
        names = Artifact.objects.filter(baked_at=moment).values_list("name", flat=True)
        return {self.named(name) for name in names}

    def _nothing_left(self) -> None:
        again = self.press.bake_due()
        assert (again.baked, again.written, again.deleted) == (0, 0, 0)
        assert not Artifact.objects.filter(stale=True).exists()

    def _named(self, names: set[str]) -> set[str]:
        """Files by their addresses, without compressed neighbours."""
        plain = {name for name in names if not name.endswith((".gz", ".br"))}
        return {self.named(re.sub(r"^public|index\.html$", "", name)) for name in plain}

    def named(self, text: str) -> str:
        """With slugs and titles in the place of ids, and without the hashes of pictures."""
        names = dict(StoryPage.objects.values_list("story_id", "address_slug"))
        names |= dict(SectionPage.objects.values_list("section_id", "slug"))
        names |= dict(Topic.objects.values_list("topic_id", "slug"))
        names |= dict(Person.objects.values_list("person_id", "slug"))
        names |= dict(Picture.objects.values_list("picture_id", "title"))
        names |= dict(HousePage.objects.values_list("page_id", "slug"))
        for asset, name in names.items():
            text = text.replace(f"-{asset}/", "-ID/").replace(asset, name)
        return re.sub(r"^(/media/\w+)-.*", r"\1", text)


def compose(time: clock.ManualClock) -> None:
    """Publishes the whole paper: thirty stories within ten days, over the end of a month.

    They have no words by which they could be alike.
    """
    PublishIdentity(SiteIdentity(name="Der Lotse", publisher="Lotse Verlag"), by=newsroom.TESTER).execute()
    imprint = HousePage(title="Impressum", role="imprint", body=[("paragraph", f"<p>{IMPRINT}</p>")])
    PublishHousePage(imprint, by=newsroom.TESTER).execute()
    sections = [
        newsroom.section(slug, order=at) for at, slug in enumerate(("politik", "wirtschaft", "kultur"))
    ]
    topics = [_topic(title) for title in ("Hafen", "Haushalt", "Theater")]
    people = [_person(name) for name in ("Ada", "Ben", "Cem")]
    for number in range(1, 31):
        time.advance(timedelta(hours=8))
        newsroom.published(
            f"M{number}",
            section=sections[number % 3],
            topics=(topics[number % 3],),
            authors=(people[number % 3],),
            lead=f"Nr. {number}.",
            body=[("paragraph", f"<p>Das ist {number}.</p>")],
            **_extras(number),
        )
    time.advance(timedelta(hours=1))


def _extras(number: int) -> dict[str, Any]:
    """A picture for every tenth story, a comment here and there, one advertorial."""
    if number == 15:
        return {"genre": "advertorial", "advertiser": "Reederei"}
    extras: dict[str, Any] = {"genre": "comment"} if number % 7 == 0 else {}
    return extras | (
        {"picture": newsroom.picture(f"Bild{number}", shade=number * 5)} if number % 10 == 0 else {}
    )


def _topic(title: str) -> Topic:
    made = Topic(title=title, text=f"Alles zu {title}.")
    PublishTopic(made, by=newsroom.TESTER).execute()
    return made


def _person(name: str) -> Person:
    made = Person(name=name, role="Redaktion")
    PublishPerson(made, by=newsroom.TESTER).execute()
    return made
