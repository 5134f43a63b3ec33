"""One newspaper for a whole file of tests: each works on a copy and is undone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from broadsheet.kernel import clock
from tests.exactness import paper as papers
from tests.exactness.paper import Paper

BEGIN = datetime(2026, 10, 28, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def printed(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[tuple[Path, datetime]]:
    """The folder of a paper that was made and baked once, and the moment at which that was."""
    folder = tmp_path_factory.mktemp("printed")
    media, settings.MEDIA_ROOT = settings.MEDIA_ROOT, folder / "media"
    time = clock.ManualClock(BEGIN)
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.using(time), papers.desk_in(folder):
            papers.compose(time)
            papers.press_in(folder).bake_due()
        yield folder, time.now()
        transaction.set_rollback(True)
    settings.MEDIA_ROOT = media


@pytest.fixture
def paper(printed: tuple[Path, datetime], tmp_path: Path, db: None) -> Iterator[Paper]:
    """What a test does to the database is undone to what `printed` left, within its transaction."""
    folder, now = printed
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    media, settings.MEDIA_ROOT = settings.MEDIA_ROOT, tmp_path / "media"
    time = clock.ManualClock(now)
    with clock.using(time), papers.desk_in(tmp_path):
        made = Paper(papers.press_in(tmp_path), time)
        made.bake()
        yield made
    settings.MEDIA_ROOT = media
