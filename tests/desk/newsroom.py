"""A small newsroom to test with: one of each, and people with and without permission."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.contrib.auth.models import User
from django.core.files.images import ImageFile
from PIL import Image

from broadsheet.desk.acts import Publish, PublishSection, SaveCampaign, System
from broadsheet.desk.acts.done import Done
from broadsheet.desk.drafts import new_story
from broadsheet.desk.models import Campaign, Person, Picture, SectionPage, StoryPage, Topic
from broadsheet.ledger import journal, records, state

TESTER = System("tester")
BOOKED_UNTIL = datetime(2031, 1, 1, tzinfo=UTC)
"""When advertorials end of which a test says nothing else."""


def section(slug: str = "politik", **fields: Any) -> SectionPage:
    made = SectionPage(title=slug.title(), slug=slug, **fields)
    PublishSection(made, by=TESTER).execute()
    found: SectionPage = SectionPage.objects.get(slug=slug)
    return found


def person(name: str = "Ada Nordhoff") -> Person:
    made = Person(name=name)
    made.full_clean()
    made.save()
    return made


def topic(title: str = "Hafenausbau") -> Topic:
    made = Topic(title=title, text="Worum es geht.")
    made.full_clean()
    made.save()
    return made


def image_bytes(kind: str = "JPEG", size: tuple[int, int] = (120, 80), shade: int = 90) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, (shade, shade, shade)).save(buffer, kind)
    return buffer.getvalue()


def picture(title: str = "Kran", shade: int = 90, **fields: Any) -> Picture:
    words = {"alt": "Ein Kran am Kai.", "credit": "Foto: Testbild", **fields}
    file = ImageFile(BytesIO(image_bytes(shade=shade)), name="kran.jpg")
    made: Picture = Picture.objects.create(title=title, file=file, **words)
    return made


def campaign(title: str = "Werft", **fields: Any) -> Campaign:
    """A draft of one in letters."""
    values = {"advertiser": "Dreiport AG", "ends": BOOKED_UNTIL, "form": "text", "headline": title, **fields}
    made = Campaign(title=title, **values)
    SaveCampaign(made, by=TESTER).execute()
    return made


def draft(headline: str = "Der Hafen wächst", **fields: Any) -> StoryPage:
    where = fields.pop("section", None) or SectionPage.objects.first() or section()
    if fields.get("genre") == "advertorial":
        fields = {"expire_at": BOOKED_UNTIL, **fields}
    return new_story(where, headline=headline, **{"lead": "Ein drittes Becken ist beschlossen.", **fields})


def published(headline: str = "Der Hafen wächst", **fields: Any) -> StoryPage:
    story = draft(headline, **fields)
    publish(story)
    return reread(story)


def publish(story: StoryPage, **options: Any) -> Done:
    return Publish(story, by=TESTER, **options).execute()


def reread(story: StoryPage) -> StoryPage:
    row: StoryPage = StoryPage.objects.get(pk=story.pk)
    return row


def edited(story: StoryPage, **fields: Any) -> Any:
    """A new revision of the story, not published."""
    latest = reread(story).get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(latest, name, value)
    return latest.save_revision(clean=False)


def record_of(story: StoryPage) -> records.Story:
    record = state.get(f"story:{story.story_id}")
    assert isinstance(record, records.Story)
    return record


def account(name: str = "reporter", **fields: Any) -> User:
    return User.objects.create_user(username=name, password="geheim", **fields)


def ledger() -> list[tuple[str, str, bool]]:
    """Kind, act and whether there is a record, for every entry."""
    return [(entry.kind, entry.act, entry.record is not None) for entry in journal.entries()]
