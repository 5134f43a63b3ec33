"""Where to subscribe to a feed, as its answer's header says it."""

from __future__ import annotations

from typing import Final, NamedTuple
from urllib.parse import quote

from broadsheet.serve.headers import Headers

# Reserved and unreserved characters of RFC 3986 and the percent sign: all else is encoded.
_IN_ADDRESSES: Final = "/%:?#[]@!$&'()*+,;=~"


class Hub(NamedTuple):
    """A WebSub hub that hears of the feeds of `site`, scheme and host of the readers' site."""

    address: str
    site: str

    def links(self, path: str) -> Headers:
        """For the feed at `path`: WebSub (W3C Recommendation), section 4."""
        hub, own = quote(self.address, safe=_IN_ADDRESSES), quote(self.site + path, safe=_IN_ADDRESSES)
        return [("link", f'<{hub}>; rel="hub", <{own}>; rel="self"')]
