"""The whole configuration of one site folder, read once per process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

import msgspec

from broadsheet.kernel.configuration import ConfigurationError, Source
from broadsheet.ledger.campaigns import AD_PLACES
from broadsheet.press.config import PressConfig, PurgeConfig, StoreConfig
from broadsheet.serve.config import ServeConfig
from broadsheet.serve.errors import AddressUnusable
from broadsheet.serve.listening import split_address
from broadsheet.site.config import AD_SIZES, AdsConfig, SiteConfig
from broadsheet.wire.config import WireConfig

SITE_VARIABLE = "BROADSHEET_SITE"

Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]


class AddressesConfig(msgspec.Struct, frozen=True, kw_only=True):
    """Where readers' server and desk listen: `host:port`.

    `BROADSHEET_READERS` and `BROADSHEET_DESK` set them from the environment.
    """

    readers: str = "127.0.0.1:8000"
    desk: str = "127.0.0.1:8001"
    desk_public: str = ""
    """Scheme and host under which editors reach the desk, if a proxy stands before it."""


class DatabaseConfig(msgspec.Struct, frozen=True, kw_only=True):
    """Empty: SQLite in the site's folder. `DATABASE_URL` sets it from the environment."""

    url: str = ""


HostNames = Annotated[str, msgspec.Meta(pattern=r"^([a-z0-9-]+(\.[a-z0-9-]+)+ ?)*$")]


class DeskConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[desk]` in broadsheet.toml."""

    clock_tolerance_seconds: Annotated[float, msgspec.Meta(ge=1, le=3600)] = 30
    """How far the machine's clock may be from where it should be before scheduled stories are held."""
    external_hosts: HostNames = ""
    """Hosts, with spaces between, whose addresses editors may put into stories as external content."""
    quotation_words: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 100
    """So many words of one clip may stand in one story as quotations."""
    quotation_percent: Annotated[int, msgspec.Meta(ge=1, le=100)] = 25
    """And so much of the clip's text."""
    metrics_token: str = ""
    """Whoever sends it as `Authorization: Bearer …` may read the desk's /metrics; without one there are none.
    Better set by BROADSHEET_DESK_METRICS_TOKEN than in the file."""


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    folder: Path
    addresses: AddressesConfig
    database: DatabaseConfig
    desk: DeskConfig
    site: SiteConfig
    ads: AdsConfig
    press: PressConfig
    store: StoreConfig
    purge: PurgeConfig
    serve: ServeConfig
    wire: WireConfig

    @property
    def desk_address(self) -> str:
        """Scheme and host under which editors reach the desk."""
        return self.addresses.desk_public.rstrip("/") or f"http://{self.addresses.desk}"

    @property
    def desk_hosts(self) -> list[str]:
        return [urlsplit(self.desk_address).hostname or ""]

    @property
    def secret_file(self) -> Path:
        return self.folder / "secret.key"

    @property
    def public(self) -> Path:
        """What readers get, as files; where it lies in a bucket, the one page for whoever answers misses.

        Another folder then: the readers' server must never answer with pages from before.
        """
        return self.folder / ("public" if self.store.kind == "folder" else "misses")

    @property
    def answers(self) -> Path:
        """What readers get that is not a plain file: redirects and what is gone."""
        return self.folder / "answers"

    @property
    def readings(self) -> Path:
        """How often pages were read, by the hour; nothing of who read them."""
        return self.folder / "readings"

    @property
    def ad_counts(self) -> Path:
        """How often advertisements were seen and clicked, by the day; nothing of whoever did."""
        return self.folder / "ad-counts"

    @property
    def vault(self) -> Path:
        """Originals of pictures, named by content; private."""
        return self.folder / "vault"

    @property
    def media(self) -> Path:
        """The desk's uploads; private."""
        return self.folder / "media"

    @property
    def larder(self) -> Path:
        """Renditions of pictures that are not published yet; private."""
        return self.folder / "larder"

    @property
    def archive(self) -> Path:
        """Wire files as they came, before anything was read in them; private."""
        return self.folder / "wire"


TABLES = frozenset(
    {"addresses", "database", "desk", "site", "ads", "press", "store", "purge", "serve", "wire"}
)


def load(folder: Path, environment: Mapping[str, str]) -> Configuration:
    """Reads and validates everything; raises ConfigurationError."""
    source = Source.from_folder(folder, _with_short_names(environment))
    source.check_tables(TABLES)
    addresses = source.read("addresses", AddressesConfig)
    site = source.read("site", SiteConfig)
    configuration = Configuration(
        folder=folder.resolve(),
        addresses=addresses,
        database=source.read("database", DatabaseConfig),
        desk=source.read("desk", DeskConfig),
        site=msgspec.structs.replace(
            site,
            address=site.address.rstrip("/") or f"http://{addresses.readers}",
            theme=_theme(site.theme, folder),
        ),
        ads=source.read("ads", AdsConfig),
        press=source.read("press", PressConfig),
        store=source.read("store", StoreConfig),
        purge=source.read("purge", PurgeConfig),
        serve=source.read("serve", ServeConfig),
        wire=source.read("wire", WireConfig),
    )
    _check(configuration, source.name)
    return configuration


@cache
def active() -> Configuration:
    """The configuration of the folder that BROADSHEET_SITE names."""
    folder = os.environ.get(SITE_VARIABLE)
    if not folder:
        raise ConfigurationError(f"No site is chosen: set {SITE_VARIABLE} or use the 'broadsheet' command.")
    return load(Path(folder), os.environ)


def _theme(name: str, folder: Path) -> str:
    """A shipped theme's name, or the full path of a folder, which is written with a slash."""
    return str((folder / name).resolve()) if "/" in name else name


def _with_short_names(environment: Mapping[str, str]) -> Mapping[str, str]:
    short = {
        "BROADSHEET_READERS": "BROADSHEET_ADDRESSES_READERS",
        "BROADSHEET_DESK": "BROADSHEET_ADDRESSES_DESK",
        "DATABASE_URL": "BROADSHEET_DATABASE_URL",
    }
    return {short.get(name, name): value for name, value in environment.items()}


def _check(configuration: Configuration, name: str) -> None:
    for key in ("readers", "desk"):
        _check_address(getattr(configuration.addresses, key), key, name)
    if configuration.site.time_zone not in available_timezones():
        raise ConfigurationError(
            f"{name}: 'time_zone' in [site] is {configuration.site.time_zone!r}. "
            f"Allowed: a name of the tz database, such as 'Europe/Berlin'."
        )
    ZoneInfo(configuration.site.time_zone)
    address = urlsplit(configuration.site.address)
    if address.scheme not in {"http", "https"} or not address.netloc or address.path.strip("/"):
        raise ConfigurationError(
            f"{name}: 'address' in [site] is {configuration.site.address!r}. "
            f"Allowed: scheme and host of the readers' site, such as 'https://news.example'."
        )
    _check_store(configuration.store, name)
    _check_purge(configuration.purge, name)
    _check_ads(configuration.ads, name)


def _check_ads(ads: AdsConfig, name: str) -> None:
    for place in AD_PLACES:
        for size in getattr(ads, place).split():
            if size not in AD_SIZES:
                known = ", ".join(sorted(AD_SIZES))
                raise ConfigurationError(
                    f"{name}: '{place}' in [ads] has the size {size!r}. Allowed: {known}."
                )


def _check_store(store: StoreConfig, name: str) -> None:
    if store.kind == "folder":
        return
    if not store.bucket:
        raise ConfigurationError(
            f"{name}: 'bucket' in [store] is ''. "
            "Allowed with kind 's3': the bucket's name, such as 'zeitung'."
        )
    if not (store.region or store.endpoint):
        raise ConfigurationError(
            f"{name}: 'region' in [store] is ''. "
            "Allowed with kind 's3' and no 'endpoint': a region of Amazon, such as 'eu-central-1'."
        )


def _check_purge(purge: PurgeConfig, name: str) -> None:
    address = urlsplit(purge.address)
    has_address = address.scheme in {"http", "https"} and bool(address.netloc)
    of_its_own = {"cloudflare": ("zone", "token"), "cloudfront": ("distribution",)}.get(purge.target)
    if (purge.address or not of_its_own) and purge.target != "none" and not has_address:
        raise ConfigurationError(
            f"{name}: 'address' in [purge] is {purge.address!r}. "
            f"Allowed with target {purge.target!r}: an address such as 'http://127.0.0.1:6081'."
        )
    for key in of_its_own or ():
        if not getattr(purge, key):
            raise ConfigurationError(
                f"{name}: '{key}' in [purge], or BROADSHEET_PURGE_{key.upper()}, is ''. "
                f"With target {purge.target!r} it must be given."
            )


def _check_address(address: str, key: str, name: str) -> None:
    try:
        split_address(address)
    except AddressUnusable as error:
        raise ConfigurationError(
            f"{name}: '{key}' in [addresses], or BROADSHEET_{key.upper()}, is {address!r}. "
            f"Allowed: host:port, as in '127.0.0.1:8000'."
        ) from error
