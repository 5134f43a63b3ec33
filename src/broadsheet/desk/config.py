"""What the desk must know of the site; `project` installs it when the process starts."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

from broadsheet.desk.errors import NotConfigured
from broadsheet.kernel.language import Language
from broadsheet.wire.config import WireConfig


class DeskConfig(msgspec.Struct, frozen=True, kw_only=True):
    vault: Path
    """Where the originals of published pictures are kept."""
    archive: Path
    """Where the wire room keeps files as they came."""
    wire: WireConfig = WireConfig()
    """With what limits it reads them."""
    language: Language
    further_languages: tuple[Language, ...] = ()
    """Those in which the readers' site has a home besides."""
    time_zone: ZoneInfo
    address: str = ""
    """Scheme and host of the readers' site."""
    external_hosts: frozenset[str] = frozenset()
    """Hosts whose addresses may be shown in stories beside those of the known providers."""
    clock_tolerance: timedelta = timedelta(seconds=30)
    """How far the clocks may disagree before releases are held."""
    quotation_words: int = 100
    """So many words of one clip may be quoted in one story …"""
    quotation_share: int = 25
    """… and so many percent of it."""
    silence: timedelta = timedelta(hours=24)
    """How long an agency may send nothing before it is asked after; zero for ever."""


_slot: list[DeskConfig] = []


def install(config: DeskConfig) -> None:
    """Makes `config` the one in force in this process."""
    _slot[:] = [config]


def active() -> DeskConfig:
    if not _slot:
        raise NotConfigured("The desk is not configured: call broadsheet.desk.config.install first.")
    return _slot[0]


def site_language() -> Language:
    return active().language
