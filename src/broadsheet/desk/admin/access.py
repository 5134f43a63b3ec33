"""Who sees what of the desk. What somebody may do is asked again by each act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http.response import HttpResponseBase
from wagtail.admin.auth import require_admin_access
from wagtail.models import Page

from broadsheet.desk.models import SectionPage

View = Callable[..., HttpResponseBase]
_WRITES_IN: Final = "_broadsheet_writes_in"


def for_staff(view: View) -> View:
    """Everybody else is sent to the page where one signs in."""
    guarded: View = require_admin_access(view)
    return guarded


def sections_to_write_in(user: Any) -> list[SectionPage]:
    """Where the user may begin a story, in the site's order.

    Wagtail's own question, `can_add_subpage`, is about month folders, which nobody adds. The
    account remembers the answer, as it does its permissions: each entry of the menu asks.
    """
    if not hasattr(user, _WRITES_IN):
        sections = SectionPage.objects.order_by("order", "title")
        setattr(user, _WRITES_IN, [section for section in sections if _may("add", section, user)])
    return list(getattr(user, _WRITES_IN))


def sections_to_publish_in(user: Any) -> list[SectionPage]:
    sections = SectionPage.objects.order_by("order", "title")
    return [section for section in sections if _may("publish", section, user)]


def _may(permission: str, page: Page, user: Any) -> bool:
    if not user.is_active:
        return False
    return bool(user.is_superuser or permission in page.permissions_for_user(user).permissions)


def is_writer(user: Any) -> bool:
    """Whoever may write somewhere sees the wire and all stories."""
    return bool(sections_to_write_in(user))


def is_chief(user: Any) -> bool:
    """Whoever may publish everywhere answers for the house: the editor-in-chief."""
    return _may("publish", Page.get_first_root_node(), user)


def require(allowed: bool) -> None:
    """Raises PermissionDenied, which Wagtail answers with a word and a way back."""
    if not allowed:
        raise PermissionDenied
