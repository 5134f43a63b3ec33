"""External content as its page prints it: a placeholder, and what fills it if a reader says yes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from broadsheet.ledger.records import Embed
from broadsheet.site import providers
from broadsheet.site.illustrations import Illustration
from broadsheet.site.providers import Provider
from broadsheet.site.views import View

PURPOSE: Final = "embeds"
WORDS: Final = "1"
"""The version of what readers are told before they decide; raised when that says something else.

Whoever decided on earlier words is asked again."""


class EmbedView(View, frozen=True):
    kind: ClassVar[str] = "embed"
    name: str
    """The placeholder's id in the page."""
    embed: Embed
    provider: Provider
    href: str
    frame: str
    """What a reader may load; empty where there is but the link."""
    shape: str
    poster: Illustration | None
    purpose: str = PURPOSE
    words: str = WORDS


def embed_view(embed: Embed, name: str, href: str, poster: Illustration | None) -> EmbedView:
    return EmbedView(
        name=name,
        embed=embed,
        provider=providers.provider_of(embed),
        href=href,
        frame=providers.frame(embed),
        shape=providers.shape(embed),
        poster=poster,
    )


def frames(views: Iterable[View]) -> list[str]:
    """The origins of all frames that a reader may load among these: no page allows any other."""
    found = {providers.origin(view.frame) for view in views if isinstance(view, EmbedView) and view.frame}
    return sorted(found)
