"""Where and in what language and time the site appears."""

from __future__ import annotations

import msgspec

from broadsheet.kernel.language import Language


class SiteConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[site]` in broadsheet.toml. A change re-bakes every page."""

    address: str = "http://127.0.0.1:8000"
    """Scheme and host under which readers reach the site; absolute links begin with it."""
    language: Language = "de"
    time_zone: str = "Europe/Berlin"
