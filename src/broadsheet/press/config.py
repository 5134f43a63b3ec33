"""How the press works on this machine, where it puts its work, and whom it tells."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec


class PressConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[press]` in broadsheet.toml."""

    poll_seconds: Annotated[float, msgspec.Meta(ge=0.005, le=10)] = 0.02
    """How often an idle worker looks for new entries in the ledger."""
    batch: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 50
    """How many artifacts are baked before they are made durable together."""
    rest_seconds: Annotated[float, msgspec.Meta(ge=0, le=60)] = 1.25
    """How long fronts, feeds and sitemaps wait after each bake for what else is published, so that many
    stories at once bake them few times. The first of a row is shown at once; stories never wait."""
    ovens: Annotated[int, msgspec.Meta(ge=0, le=64)] = 0
    """How many processes bake at once when there is much to bake; 0 for as many as there are cores."""
    compress_from: Annotated[int, msgspec.Meta(ge=0)] = 512
    """Smaller artifacts, in bytes, get no compressed neighbours."""
    gzip_level: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1
    brotli_quality: Annotated[int, msgspec.Meta(ge=0, le=9)] = 5
    keep_old_assets_hours: Annotated[int, msgspec.Meta(ge=0, le=8_760)] = 24
    """How long styles and scripts of an older version stay after the last page was baked by the new one:
    as long as any cache before the site, or any reader's open page, may name them."""
    feeds_at_once: Annotated[int, msgspec.Meta(ge=1, le=100)] = 1
    """How many changed feeds one request to the WebSub hub names; not every hub takes several."""
    sample: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 20
    """How many artifacts the worker bakes anew and compares with their files, time and again; 0 for none."""
    sample_every_minutes: Annotated[int, msgspec.Meta(ge=0, le=10_080)] = 60
    """Minutes between two samples; 0 for none."""


class StoreConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[store]` in broadsheet.toml: where what readers get lies. A bucket's keys come from the
    environment alone: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, where needed, AWS_SESSION_TOKEN."""

    kind: Literal["folder", "s3"] = "folder"
    """`folder`: `public/` and `answers/` in the site's folder; `s3`: a bucket that speaks Amazon's S3."""
    bucket: Annotated[str, msgspec.Meta(pattern=r"^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$")] = ""
    """The bucket's name, with `s3`."""
    endpoint: Annotated[str, msgspec.Meta(pattern=r"^(https?://[!-.0-~]+/?)?$")] = ""
    """Scheme and host of who keeps the bucket: `https://s3.example`. Empty: Amazon."""
    region: Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9-]*$")] = ""
    """Such as `eu-central-1`. Amazon asks for it; others often take any."""
    prefix: Annotated[str, msgspec.Meta(pattern=r"^([A-Za-z0-9_-][A-Za-z0-9._-]*/)*$")] = ""
    """Begins the name of every object: `zeitung/`. One prefix belongs to one site."""
    compressed: bool = False
    """Whether `.gz` and `.br` objects lie beside each page, for a proxy that chooses among them. Without
    them the CDN compresses. After a change give another prefix."""
    timeout: Annotated[float, msgspec.Meta(gt=0, le=120)] = 10.0
    """Seconds for which the press waits for one answer of the bucket."""


class PurgeConfig(msgspec.Struct, frozen=True, kw_only=True):
    """`[purge]` in broadsheet.toml: the cache before the site, if there is one."""

    target: Literal["none", "http", "webhook", "cloudflare", "cloudfront"] = "none"
    """`http`: a request for each address, as Varnish and nginx take it; `webhook`: one for many; or a CDN
    by its own interface. CloudFront's keys come from the environment, as a bucket's do."""
    address: str = ""
    """Where the cache, or whoever purges it, takes requests: `http://127.0.0.1:6081`. Empty for a CDN."""
    zone: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z]*$")] = ""
    """The site's zone id, with `cloudflare`."""
    distribution: Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z]*$")] = ""
    """The distribution's id, with `cloudfront`."""
    method: Literal["PURGE", "BAN", "DELETE"] = "PURGE"
    """The request's method, with `http`."""
    token: str = ""
    """Sent as `Authorization: Bearer …`; with `cloudflare` an API token that may purge. Better set by
    BROADSHEET_PURGE_TOKEN than in the file."""
    batch: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 30
    """How many addresses one request names at most; Cloudflare gets 30 at most. Not for `http`."""
    timeout: Annotated[float, msgspec.Meta(gt=0, le=60)] = 3.0
    """Seconds after which a request has failed; it is tried again until it succeeds."""
