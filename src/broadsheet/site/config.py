"""Where and in what language and time the site appears, and what it tells machines."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from broadsheet.kernel.language import Language
from broadsheet.ledger.campaigns import AdPlace

WebAddress = Annotated[str, msgspec.Meta(pattern=r"^(https?://[!#-;=?-~]+)?$")]
Crawlers = Annotated[str, msgspec.Meta(pattern=r"^([A-Za-z0-9._-]+( [A-Za-z0-9._-]+)*)?$")]


AD_SIZES = frozenset({"300x250", "300x600", "320x50", "320x100", "336x280", "728x90", "970x90", "970x250"})
"""Those that `styles/blocks/ad.css` knows."""
Room = Annotated[str, msgspec.Meta(pattern=r"^([0-9]+x[0-9]+( [0-9]+x[0-9]+)?)?$")]
"""Width and height in pixels on telephones, then on wide screens if they differ."""
Hosts = Annotated[str, msgspec.Meta(pattern=r"^([a-z0-9.-]+\.[a-z]{2,}( [a-z0-9.-]+\.[a-z]{2,})*)?$")]


class AdsConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[ads]` in broadsheet.toml: where pages keep room for advertisements. A change re-bakes every page."""

    top: Room = ""
    """Below the menu; sizes as in `"320x100 970x250"`, on telephones and on wide screens."""
    text: Room = ""
    """Within the text of a story."""
    rail: Room = ""
    """Beside or below a story, between its boxes."""
    end: Room = ""
    """Below the text of a story."""
    front: Room = ""
    """Between two containers of a front."""
    after_blocks: Annotated[int, msgspec.Meta(ge=1, le=50)] = 5
    """After so many paragraphs and other blocks comes the one within the text."""
    after_containers: Annotated[int, msgspec.Meta(ge=1, le=50)] = 2
    """After so many containers comes the one on a front."""
    servers: Hosts = ""
    """Host names of ad servers whose frames a reader may allow, with spaces between; no other is loaded."""
    sellers: str = ""
    """The lines of ads.txt. Empty: it says that nobody sells advertisements for this site."""

    def room(self, place: AdPlace) -> tuple[str, str] | None:
        """Its sizes on telephones and on wide screens; None if pages have no such place."""
        sizes = str(getattr(self, place)).split()
        return (sizes[0], sizes[-1]) if sizes else None


class SiteConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[site]` in broadsheet.toml. A change re-bakes what says it, which is every page for most keys."""

    address: str = ""
    """Scheme and host under which readers reach the site; absolute links begin with it.

    Empty in the file: the address at which the readers' server listens is put here.
    """
    language: Language = "de"
    """Of the readers' pages, and of the desk until an editor chooses otherwise; its home lies at `/`."""
    further_languages: Literal["", "de", "en"] = ""
    """One in which the site has a home besides, at `/en/` or `/de/`, with menu, feeds and archive."""
    time_zone: str = "Europe/Berlin"
    theme: str = "broadsheet"
    """A shipped theme by its name, `broadsheet` or `berliner`, or a folder: `./theme`, from the site's own.

    Read when a process starts: restart after a change.
    """
    feeds: Literal["abstract", "full"] = "abstract"
    """What an item of a feed holds: the abstract alone, or the whole text as plain HTML too."""
    hub: WebAddress = ""
    """The address of the WebSub hub that feeds name, and that is told when they change; empty for none."""
    text_and_data_mining: Literal["reserved", "allowed"] = "reserved"
    """Said in every page, in robots.txt and in /.well-known/tdmrep.json; each picture has its own word."""
    refused_crawlers: Crawlers = (
        "GPTBot ClaudeBot CCBot Google-Extended Applebot-Extended meta-externalagent Bytespider"
    )
    """Names that robots.txt refuses, with spaces between, as long as mining is reserved."""

    @property
    def languages(self) -> tuple[Language, ...]:
        """The main one first, each once."""
        further = self.further_languages
        return (self.language, further) if further and further != self.language else (self.language,)
