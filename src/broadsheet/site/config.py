"""Where and in what language and time the site appears, and what it tells machines."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from broadsheet.kernel.language import Language

WebAddress = Annotated[str, msgspec.Meta(pattern=r"^(https?://[!#-;=?-~]+)?$")]
Crawlers = Annotated[str, msgspec.Meta(pattern=r"^([A-Za-z0-9._-]+( [A-Za-z0-9._-]+)*)?$")]


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
