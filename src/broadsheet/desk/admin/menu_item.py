"""One line of the desk's own menu."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.utils.functional import Promise
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from broadsheet.desk.admin.access import is_writer

COUNTED: Final = 100
"""Beyond, a number says nothing that an editor could use; and counting stays cheap."""


class DeskItem(MenuItem):
    """A link for those who pass `shown_to`, with the number of things waiting there."""

    def __init__(
        self,
        label: Promise,
        url: Any,
        *,
        name: str,
        icon: str,
        order: int,
        shown_to: Callable[[Any], bool] = is_writer,
        waiting: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(label, url, name=name, icon_name=icon, order=order)
        self._shown_to = shown_to
        self._waiting = waiting

    def is_shown(self, request: Any) -> bool:
        return self._shown_to(request.user)

    def render_component(self, request: Any) -> LinkMenuItem:
        return LinkMenuItem(
            self.name,
            self._label_with_count(request),
            str(self.url),
            icon_name=self.icon_name,
            classname=self.classname,
            attrs=self.attrs,
        )

    def count(self, _request: Any) -> int:
        """How many things wait there."""
        return self._waiting() if self._waiting else 0

    def _label_with_count(self, request: Any) -> str:
        count = self.count(request)
        if not count:
            return str(self.label)
        return f"{self.label} ({count if count < COUNTED else f'{COUNTED - 1}+'})"
