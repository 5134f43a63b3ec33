"""The demo's logins: one account per role."""

from __future__ import annotations

from typing import Final

import msgspec
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from broadsheet.desk import roles
from broadsheet.desk.models import SectionPage

PASSWORD: Final = "broadsheet-demo"  # noqa: S105 - printed on every start, for a demo on loopback


class Account(msgspec.Struct, frozen=True):
    name: str
    first: str
    last: str
    role: str


ACCOUNTS: Final = (
    Account("chefredaktion", "Merle", "Petersdorff", "editor-in-chief"),
    Account("politik", "Swantje", "Borgwardt", "section editor for Politik"),
    Account("reporter", "Emil", "Strackerjan", "reporter, may not publish"),
)


def make(sections: dict[str, SectionPage]) -> None:
    """Makes the accounts with their roles; the section editor's section is Politik."""
    roles.ensure_roles()
    groups = {
        "chefredaktion": Group.objects.get(name=roles.CHIEF),
        "politik": roles.ensure_section_editor_group(sections["politik"]),
        "reporter": Group.objects.get(name=roles.REPORTER),
    }
    password = make_password(PASSWORD)  # slow by design, and no secret: once is enough
    for account in ACCOUNTS:
        user = get_user_model().objects.create(
            username=account.name, password=password, first_name=account.first, last_name=account.last
        )
        user.groups.add(groups[account.name])
