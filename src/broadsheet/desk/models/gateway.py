"""The way from the models to the acts.

Wagtail calls `page.publish()`, `page.unpublish()`, `page.delete()`; the acts import the
models and do the work. So the models call a gateway that the desk's AppConfig installs.
The acts themselves use Wagtail's action classes and never these methods: no recursion.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

import msgspec
from django.utils.translation import gettext as _

from broadsheet.desk.errors import NotConfigured, OutsideAct, Problem


class PublishOptions(msgspec.Struct, frozen=True):
    """What Wagtail says besides page, revision and user when it publishes."""

    changed: bool = True
    log_action: bool | str = True
    previous_revision: Any = None
    skip_permission_checks: bool = False


class UnpublishOptions(msgspec.Struct, frozen=True):
    set_expired: bool = False
    log_action: bool | str = True


class Gateway(Protocol):
    """Each takes the user that Wagtail names; None when nobody stands behind the call."""

    def publish(self, page: Any, revision: Any, user: Any, options: PublishOptions) -> None:
        """Publishes or, with a `go_live_at` to come, schedules."""
        ...

    def unpublish(self, page: Any, user: Any, options: UnpublishOptions) -> None: ...

    def delete(self, thing: Any, user: Any) -> Any:
        """Takes a page or a plain model back from the readers, then deletes it."""
        ...

    def problems(self, story: Any) -> list[Problem]:
        """Why the story as it stands in memory could not be published now."""
        ...


_slot: list[Gateway] = []


def install(gateway: Gateway) -> None:
    _slot[:] = [gateway]


def active() -> Gateway:
    if not _slot:
        raise NotConfigured("The desk's acts are not installed: is broadsheet.desk in INSTALLED_APPS?")
    return _slot[0]


# ---- the guard --------------------------------------------------------------------------

_acting: ContextVar[bool] = ContextVar("broadsheet_desk_acting", default=False)


@contextmanager
def acting() -> Iterator[None]:
    """Within, pages may go live and offline: an act answers for the ledger."""
    token = _acting.set(True)
    try:
        yield
    finally:
        _acting.reset(token)


def require_act(what: str) -> None:
    """Raises OutsideAct unless an act is under way."""
    if not _acting.get():
        raise OutsideAct(
            _("%(what)s can only go live, offline or away through an editorial act.") % {"what": what}
        )
