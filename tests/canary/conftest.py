"""One site full of secrets for all of these tests; what a test does to it is undone."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from copy import copy, deepcopy
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from wagtail.signal_handlers import disable_reference_index_auto_update

from broadsheet.desk.acts.pictures import as_published
from broadsheet.desk.models import Picture
from broadsheet.kernel import clock
from broadsheet.press.larder import Larder
from broadsheet.site import ahead
from tests.canary.newsroom import Newsroom
from tests.canary.places import Sweep, logged
from tests.exactness import paper

BEGIN = datetime(2026, 11, 10, 8, 0, tzinfo=UTC)


@contextmanager
def site_in(folder: Path, time: clock.ManualClock) -> Iterator[None]:
    with ExitStack() as stack:
        stack.enter_context(override_settings(MEDIA_ROOT=folder / "media"))
        stack.enter_context(clock.using(time))
        stack.enter_context(paper.desk_in(folder))
        yield


def develop_ahead(newsroom: Newsroom, larder: Larder) -> None:
    """As the worker does with what nobody may see yet."""
    for picture in Picture.objects.filter(pk__in=newsroom.unseen_pictures):
        assert list(ahead.develop(*as_published(picture), larder))


@pytest.fixture(scope="package")
def printed(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Sweep]:
    """Made, baked once in between and once at the end; the log is of all that."""
    folder, temporary = tmp_path_factory.mktemp("canary"), tmp_path_factory.mktemp("temporary")
    time = clock.ManualClock(BEGIN)
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        patch.setattr(tempfile, "tempdir", str(temporary))
        with site_in(folder, time):
            with logged() as log, disable_reference_index_auto_update():
                newsroom = Newsroom(folder, time)
                press = paper.press_in(folder)
                newsroom.compose(press.bake_due)
                develop_ahead(newsroom, Larder(folder / "larder"))
                time.advance(timedelta(minutes=1))
                assert press.bake_due().failed == 0
            yield Sweep(folder, newsroom, press, log, temporary, time)
        transaction.set_rollback(True)


@pytest.fixture
def site(printed: Sweep, tmp_path: Path, db: None) -> Iterator[Sweep]:
    """A copy of the folders, with a log of its own."""
    folder, temporary = tmp_path / "site", tmp_path / "temporary"
    shutil.copytree(printed.folder, folder)
    temporary.mkdir()
    time = clock.ManualClock(printed.newsroom.time.now())
    with site_in(folder, time), logged() as log:
        newsroom = copy(printed.newsroom)
        newsroom.words = deepcopy(newsroom.words)
        yield Sweep(folder, newsroom, paper.press_in(folder), log, temporary, time)
