"""Who works at the desk, and what they work on."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.contrib.auth.models import Group, User
from django.contrib.messages import get_messages
from django.test import Client

from broadsheet.desk.models import SectionPage
from broadsheet.desk.roles import CHIEF, REPORTER, ensure_roles, ensure_section_editor_group
from broadsheet.kernel import clock
from broadsheet.wire import models as wire
from broadsheet.wire.item import WireItem, encode
from broadsheet.wire.store import arrive
from tests.desk import newsroom

SECRET = "Nicht für Leser: der Informant heißt Quast."


class Cast(NamedTuple):
    politics: SectionPage
    economy: SectionPage
    people: dict[str, User]

    def signed_in(self, name: str) -> Client:
        client = Client()
        client.force_login(self.people[name])
        return client

    def read_again(self) -> Cast:
        people = {name: User.objects.get(pk=each.pk) for name, each in self.people.items()}
        sections = SectionPage.objects.in_bulk([self.politics.pk, self.economy.pk])
        return Cast(sections[self.politics.pk], sections[self.economy.pk], people)


def hire() -> Cast:
    politics, economy = newsroom.section("politik"), newsroom.section("wirtschaft")
    ensure_roles()
    groups = {
        "chief": Group.objects.get(name=CHIEF),
        "reporter": Group.objects.get(name=REPORTER),
        "economist": ensure_section_editor_group(economy),
    }
    people = {name: newsroom.account(name) for name in (*groups, "outsider")}
    for name, group in groups.items():
        people[name].groups.add(group)
    return Cast(politics, economy, people)


def wire_item(version: int = 1, item: wire.Item | None = None, **fields: Any) -> wire.Item:
    """An item as the wire room stores it, with one internal note; with `item`, its next version."""
    content = WireItem(
        supplier="dpa",
        version=version,
        version_created=datetime(2026, 11, 14, 8, version % 60, tzinfo=UTC),
        **{
            "id": "urn:test:1",
            "headline": "Kanzler besucht den Hafen",
            "lead": "Am Mittag.",
            "body_html": "<p>Der Kanzler kommt <b>mittags</b>.</p>",
            "place": "Berlin",
            "language": "de",
            **fields,
        },
    )
    row = item or wire.Item(supplier=content.supplier, supplier_id=content.id)
    row.version, row.version_created, row.received = version, content.version_created, clock.now()
    row.status, row.kind, row.headline, row.place = (
        content.status,
        content.kind,
        content.headline,
        content.place,
    )
    row.language, row.urgency, row.embargo = content.language, content.urgency, content.embargo
    row.content = encode(content)
    row.save()
    raw = wire.RawFile.objects.create(
        sha256=f"{row.pk}-{version}", place="x", size=1, name=f"eingang/{version}.json", received=clock.now()
    )
    delivered = wire.Version.objects.create(
        item=row, version=version, raw=raw, content=row.content, received=clock.now()
    )
    arrive(row, content, delivered)
    wire.InternalNote.objects.create(item=row, version=version, text=SECRET)
    return row


def told(response: Any) -> str:
    """What the desk says to the editor at the top of the page."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request))
