"""How everything looks to readers, before there is a story that needs it.

`project` installs the renderer. The names of what is shown are those of the readers' site.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

Renderer = Callable[[str], str]
"""The name of a specimen to its page as HTML."""

GROUPS: Final = (
    (
        _("Kinds of stories"),
        {
            "news": _("News"),
            "brief": _("Brief"),
            "analysis": _("Analysis"),
            "comment": _("Comment"),
            "interview": _("Interview"),
            "reportage": _("Reportage"),
            "column": _("Column"),
            "advertorial": _("Advertorial"),
        },
    ),
    (
        _("States"),
        {
            "breaking": _("Breaking"),
            "updated": _("Updated"),
            "corrected": _("Corrected"),
            "retracted": _("Retracted"),
            "no-picture": _("Without a picture"),
            "long-headline": _("A headline of 140 characters"),
            "one-paragraph": _("One paragraph"),
            "long-reportage": _("A long reportage"),
        },
    ),
    (
        _("Blocks and containers"),
        {
            "blocks": _("All blocks of a text"),
            "wide-table": _("A table with twelve columns"),
            "front": _("All containers of a front"),
        },
    ),
)

_slot: list[Renderer] = []


def install(renderer: Renderer) -> None:
    _slot[:] = [renderer]


def names() -> list[str]:
    return [name for _group, specimens in GROUPS for name in specimens]


def serve(name: str) -> HttpResponse:
    """The page of one specimen, for whoever may open the desk."""
    if not _slot:
        return HttpResponse(_now("There is no preview: the readers' site is not installed."), status=503)
    response = HttpResponse(_slot[0](name))
    response["Cache-Control"] = "private, no-store"
    return response
