"""A newsroom with two sections, and the people who work in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client

from broadsheet.desk import config, preview
from tests.desk_admin.cast import Cast, hire


@pytest.fixture(autouse=True)
def desk_config(tmp_path: Path, settings: Any) -> Iterator[config.DeskConfig]:
    before = config.active()
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    made = config.DeskConfig(
        vault=tmp_path / "vault",
        archive=tmp_path / "wire",
        language="de",
        further_languages=("en",),
        time_zone=ZoneInfo("Europe/Berlin"),
        address="https://zeitung.example",
    )
    config.install(made)
    yield made
    config.install(before)


@pytest.fixture(autouse=True)
def plain_preview() -> Iterator[None]:
    """A renderer that says what it was given; the site's own is not the desk's affair."""
    before = list(preview._slot)
    preview.install(
        lambda story, drafts, source: f"{story.headline}|{sorted(drafts)}|{source('picture:0000000000', 1)}"
    )
    yield
    preview._slot[:] = before


@pytest.fixture(scope="module")
def hired(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    """Once for a file: passwords alone take a tenth of a second each."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield hire()
        transaction.set_rollback(True)


@pytest.fixture
def cast(hired: Cast, db: None) -> Cast:
    """As it was hired: what another test did to it is undone."""
    return hired.read_again()


@pytest.fixture
def chief(cast: Cast) -> Client:
    return cast.signed_in("chief")


@pytest.fixture
def reporter(cast: Cast) -> Client:
    return cast.signed_in("reporter")


@pytest.fixture
def economist(cast: Cast) -> Client:
    """Edits the section Wirtschaft and no other."""
    return cast.signed_in("economist")
