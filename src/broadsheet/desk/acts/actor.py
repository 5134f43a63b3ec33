"""Who does it: a person with an account, or a named part of the system."""

from __future__ import annotations

from typing import Any

import msgspec
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils.translation import gettext as _
from wagtail.models import Page

from broadsheet.desk.errors import NotAllowed


class System(msgspec.Struct, frozen=True):
    """Acts for whoever started it, without an account: the command line, the schedule."""

    name: str


Actor = AbstractBaseUser | System

COMMAND_LINE = System("command line")
SCHEDULE = System("schedule")
DESK = System("desk")
"""Wagtail, when it names nobody."""


def name_of(actor: Actor) -> str:
    """As the ledger keeps it."""
    return actor.name if isinstance(actor, System) else actor.get_username()


def account_of(actor: Actor) -> Any:
    """What Wagtail takes as the user: an account, or None."""
    return None if isinstance(actor, System) else actor


def actor_of(user: Any) -> Actor:
    """The reverse, for calls that come from Wagtail."""
    return user if isinstance(user, AbstractBaseUser) else DESK


def may_publish(actor: Actor, page: Page) -> None:
    """Raises NotAllowed if the actor may not publish here or take from here."""
    if not isinstance(actor, System) and not page.permissions_for_user(actor).can_publish():
        raise NotAllowed(
            _("%(who)s may not publish “%(what)s”.") % {"who": name_of(actor), "what": page.title}
        )


def may_change(actor: Actor, thing: models.Model, change: str = "change") -> None:
    """Raises NotAllowed unless the actor has Django's permission for the model."""
    meta = thing._meta  # noqa: SLF001 - documented by Django
    permission = f"{meta.app_label}.{change}_{meta.model_name}"
    if not isinstance(actor, System) and not actor.has_perm(permission):  # type: ignore[attr-defined]
        raise NotAllowed(
            _("%(who)s may not change “%(what)s”.") % {"who": name_of(actor), "what": str(thing)}
        )
