"""What does not change while a process runs: language, time zone and address of the site."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from broadsheet.kernel.language import Language
from broadsheet.site import catalogue
from broadsheet.site.config import SiteConfig
from broadsheet.site.moments import Calendar
from broadsheet.site.renditions import ENCODER


class House:
    """The site's configuration, opened once."""

    def __init__(self, config: SiteConfig) -> None:
        self.config = config
        self.language: Language = config.language
        self.catalogue = catalogue.load(config.language)
        self.zone = ZoneInfo(config.time_zone)
        self.calendar = Calendar(self.zone, self.catalogue)
        self._texts = catalogue.source(config.language)

    def absolute(self, path: str) -> str:
        """The full address of a path on the readers' site."""
        return self.config.address.rstrip("/") + path

    def fingerprint_parts(self) -> tuple[str, ...]:
        """What every page prints of the house: for a recipe's `code`."""
        config = self.config
        return (self._texts, ENCODER, config.address, config.language, config.time_zone)
