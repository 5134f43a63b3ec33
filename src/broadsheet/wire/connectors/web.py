"""An address that is asked again and again, and answers with all it has or that nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from broadsheet.kernel.fetching import Fetcher
from broadsheet.wire.connectors.delivery import Cursor, Delivery


class WebVisit:
    """Asks for what changed since `cursor` (RFC 9110 § 13.1). What came is told by its bytes alone."""

    def __init__(self, fetcher: Fetcher, url: str, authorization: str, cursor: Cursor) -> None:
        self._fetcher = fetcher
        self._url = url
        self._authorization = authorization
        self.cursor = cursor

    def __iter__(self) -> Iterator[Delivery]:
        answer = self._fetcher.fetch(self._url, accept=("*/*",), fields=self._fields())
        if answer.status == 304:
            return
        parts = urlsplit(self._url)
        yield Delivery(f"{parts.hostname}{parts.path}", [answer.body])
        fields = answer.fields
        self.cursor = Cursor(
            etag=fields.get("etag", "")[:500], modified=fields.get("last-modified", "")[:100]
        )

    def _fields(self) -> dict[str, str]:
        fields = {
            "Authorization": self._authorization,
            "If-None-Match": self.cursor.etag,
            "If-Modified-Since": self.cursor.modified,
        }
        return {name: value for name, value in fields.items() if value}
