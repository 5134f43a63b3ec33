"""Several writers at once, on a database file as a real site has one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

WRITERS = """
import django

django.setup()

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from broadsheet.desk.acts import Publish, PublishSection, System
from broadsheet.desk.drafts import new_story
from broadsheet.desk.errors import ItemTaken
from broadsheet.desk.looking import take
from broadsheet.desk.models import MonthFolder, SectionPage, StoryPage
from broadsheet.kernel import clock
from broadsheet.ledger import journal
from broadsheet.wire.item import WireItem, encode
from broadsheet.wire.models import Item

BY = System("tester")
WRITERS = 4

call_command("migrate", verbosity=0)
PublishSection(SectionPage(title="Politik", slug="politik"), by=BY).execute()
barrier = Barrier(WRITERS)


def write(number):
    section = SectionPage.objects.get()
    barrier.wait()
    try:
        story = new_story(section, headline=f"Meldung {number}", lead="Da.")
        return Publish(story, by=BY).execute().seq
    finally:
        connection.close()


def take_item(user):
    item, section = Item.objects.get(), SectionPage.objects.get()
    barrier.wait()
    try:
        take(item, section, user)
        return "draft"
    except ItemTaken as error:
        return error.code
    finally:
        connection.close()


now = clock.now()
wire = WireItem(supplier="noa", id="urn:1", version=1, version_created=now, headline="Alle wollen sie")
Item.objects.create(
    supplier="noa", supplier_id="urn:1", version=1, version_created=now, received=now, status="usable",
    content=encode(wire),
)
users = [User.objects.create(username=f"editor{number}") for number in range(WRITERS)]
with ThreadPoolExecutor(WRITERS) as pool:
    seqs = sorted(pool.map(write, range(WRITERS)))
    taken = sorted(pool.map(take_item, users))
print(json.dumps({
    "seqs": seqs,
    "folders": MonthFolder.objects.count(),
    "stories": StoryPage.objects.filter(live=True).count(),
    "taken": taken,
    "drafts": StoryPage.objects.filter(live=False).count(),
    "children": MonthFolder.objects.get().numchild,
    "flaws": list(journal.verify()),
}))
"""


@pytest.mark.deep
@pytest.mark.slow
def test_writers_at_once_share_a_month_folder_and_lose_no_story(tmp_path: Path) -> None:
    (tmp_path / "broadsheet.toml").write_text("[site]\n", encoding="utf-8")
    (tmp_path / "secret.key").write_text("not-secret-" * 4, encoding="ascii")
    environment = {
        **os.environ,
        "BROADSHEET_SITE": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "broadsheet.project.settings",
    }

    ran = subprocess.run(
        [sys.executable, "-c", WRITERS], env=environment, capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stderr
    assert json.loads(ran.stdout) == {
        "seqs": [2, 3, 4, 5],
        "folders": 1,
        "stories": 4,
        "taken": ["desk-item-taken"] * 3 + ["draft"],
        "drafts": 1,
        "children": 5,
        "flaws": [],
    }
