"""Where and in what language and time the site appears."""

from __future__ import annotations

import msgspec

from broadsheet.kernel.language import Language


class SiteConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[site]` in broadsheet.toml. A change re-bakes every page."""

    address: str = ""
    """Scheme and host under which readers reach the site; absolute links begin with it.

    Empty in the file: the address at which the readers' server listens is put here.
    """
    language: Language = "de"
    time_zone: str = "Europe/Berlin"
