"""What does not change while a process runs: language, time zone and address of the site."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import msgspec

from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.site import catalogue
from broadsheet.site.catalogue import Catalogue
from broadsheet.site.config import SiteConfig
from broadsheet.site.moments import Calendar
from broadsheet.site.renditions import ENCODER


class Speech(msgspec.Struct, frozen=True):
    """Texts and dates in one language."""

    catalogue: Catalogue
    calendar: Calendar


class House:
    """The site's configuration, opened once."""

    def __init__(self, config: SiteConfig) -> None:
        self.config = config
        self.language: Language = config.language
        self.zone = ZoneInfo(config.time_zone)
        self._speeches = {language: _speech(language, self.zone) for language in LANGUAGES}
        self.catalogue = self.speaking(config.language).catalogue
        self.calendar = self.speaking(config.language).calendar
        self.is_mining_reserved = config.text_and_data_mining == "reserved"
        self._texts = tuple(map(catalogue.source, LANGUAGES))

    def speaking(self, language: Language) -> Speech:
        """For what stands in a story's own language, whatever the site's is."""
        return self._speeches[language]

    def absolute(self, path: str) -> str:
        """The full address of a path on the readers' site."""
        return self.config.address.rstrip("/") + path

    def fingerprint_parts(self) -> tuple[str, ...]:
        """What every page prints of the house: for a recipe's `code`."""
        config = self.config
        return (
            *self._texts,
            ENCODER,
            config.address,
            config.language,
            config.time_zone,
            config.text_and_data_mining,
        )


def _speech(language: Language, zone: ZoneInfo) -> Speech:
    texts = catalogue.load(language)
    return Speech(texts, Calendar(zone, texts))
