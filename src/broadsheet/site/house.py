"""What does not change while a process runs: languages, time zone and address of the site.

A site in several languages is one house that speaks each of them: what is made with
`house.speaking("en")` has English texts and dates, English sections in its menu, and lies
below `/en/` where no record says where it lies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from typing import Any, Final
from zoneinfo import ZoneInfo

from broadsheet.kernel import addresses
from broadsheet.kernel.language import LANGUAGES, Language
from broadsheet.ledger import lists
from broadsheet.ledger.campaigns import AD_PLACES, AdPlace
from broadsheet.site import labels
from broadsheet.site.catalogue import Catalogue
from broadsheet.site.catalogue import load as load_texts
from broadsheet.site.config import AdsConfig, SiteConfig
from broadsheet.site.moments import Calendar
from broadsheet.site.renditions import ENCODER

Texts = Callable[[Language], Catalogue]

FEEDS: Final = "feeds/"
"""The page of all feeds, below a home."""


class House:
    """The site's configuration, opened once, in one language."""

    language: Language
    catalogue: Catalogue
    calendar: Calendar

    def __init__(self, config: SiteConfig, texts: Texts = load_texts, ads: AdsConfig | None = None) -> None:
        self.config = config
        self.ads = ads or AdsConfig()
        self.zone = ZoneInfo(config.time_zone)
        self.is_mining_reserved = config.text_and_data_mining == "reserved"
        self._speaking: dict[Language, House] = {}
        self._around: dict[str, House] = {}
        self._frame: dict[str, Any] = {}
        for language in LANGUAGES:
            house = self if language == config.language else copy(self)
            house.language = language
            house.catalogue = labels.require(texts(language))
            house.calendar = Calendar(house.zone, house.catalogue)
            self._speaking[language] = house
        self._around.update({each.language: each for each in self.homes()})

    def speaking(self, language: Language) -> House:
        """The same house in another language, whether or not the site has a home in it."""
        return self._speaking[language]

    # ---- several languages --------------------------------------------------------------

    @property
    def languages(self) -> tuple[Language, ...]:
        """Those in which the site has a home, the main one first."""
        return self.config.languages

    def homes(self) -> list[House]:
        """The house in each of these languages."""
        return [self.speaking(each) for each in self.languages]

    @property
    def has_several_languages(self) -> bool:
        return len(self.languages) > 1

    def around(self, language: Language | str) -> House:
        """Who speaks around something in this language: the main house, if the site has no home in it."""
        return self._around.get(language, self.main)

    @property
    def main(self) -> House:
        return self.speaking(self.config.language)

    @property
    def speaks_main(self) -> bool:
        return self.language == self.config.language

    def covers(self, language: Language | str) -> bool:
        """Whether what is in this language belongs to this home; empty is the main language."""
        return self.around(language).language == self.language

    @property
    def home(self) -> str:
        """The path of the home page; feeds, archive and the like are found from it."""
        return "/" if self.speaks_main else addresses.home_path(self.language)

    @property
    def feeds(self) -> str:
        return self.home + FEEDS

    @property
    def latest(self) -> str:
        """The fragment of the newest stories."""
        return f"/fragments/latest{self._mark('-')}.html"

    @property
    def most_read(self) -> str:
        """The fragment of what is read most."""
        return f"/fragments/most-read{self._mark('-')}.html"

    def advertising(self, place: AdPlace) -> str:
        """The fragment of what is advertised in a place of a page."""
        return f"/fragments/ads-{place}{self._mark('-')}.html"

    @property
    def archive(self) -> str:
        return addresses.archive_path(self.language)

    @property
    def notices(self) -> str:
        return addresses.notices_path(self.language)

    @property
    def news(self) -> str:
        """The list of all stories that belong to this home."""
        return lists.news(self.language) if self.has_several_languages else lists.NEWS

    def corrections(self, ordinal: int) -> str:
        """The list of the first, second … corrections of stories that belong to this home."""
        return lists.corrections(f"{self.language}:{ordinal}" if self.has_several_languages else f"{ordinal}")

    def frame(self) -> Mapping[str, Any]:
        """What every template prints in this language."""
        if not self._frame:
            self._frame = self._framed()
        return self._frame

    def _framed(self) -> dict[str, Any]:
        return {
            "t": self.catalogue.text,
            "tn": self.catalogue.count,
            "language": self.language,
            "home": self.home,
            "ads": self._rooms(),
            "ad_frames": self._ad_frames(),
        }

    def _ad_frames(self) -> list[str]:
        """Whose frames advertisements may load: ours, and after consent those of the ad servers."""
        own = ["'self'"] if self._rooms() else []
        return [*own, *(f"https://{host}" for host in self.ads.servers.split() if own)]

    def _rooms(self) -> dict[str, dict[str, str | int]]:
        """The places for advertisements that pages have, by name."""
        after = {"text": self.ads.after_blocks, "front": self.ads.after_containers}
        return {
            place: {
                "narrow": room[0],
                "wide": room[1],
                "fragment": self.advertising(place),
                "after": after.get(place, 0),
            }
            for place in AD_PLACES
            if (room := self.ads.room(place)) is not None
        }

    def target(self, name: str) -> str:
        """The name of a recipe's target in this language; in the main one it is just its own."""
        return name + self._mark("@")

    def speaking_of(self, target: str) -> tuple[House, str]:
        """What `target` put together."""
        name, _, language = target.partition("@")
        return self.around(language), name

    def _mark(self, separator: str) -> str:
        return "" if self.speaks_main else separator + self.language

    # -------------------------------------------------------------------------------------

    def absolute(self, path: str) -> str:
        """The full address of a path on the readers' site."""
        return self.config.address.rstrip("/") + path

    def fingerprint_parts(self) -> tuple[str, ...]:
        """What every page prints of the house: for a recipe's `code`."""
        config = self.config
        return (
            *(self.speaking(language).catalogue.fingerprint for language in LANGUAGES),
            ENCODER,
            config.address,
            *self.languages,
            config.time_zone,
            config.text_and_data_mining,
            repr(self.ads),
        )
