"""A baked site as its files: what is sent for which path, and what stands on each page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html

from tests.journeys.newsroom import SITE

NOT_FOUND = "/404.html"
_NOT_INDEXED = "//meta[@name='robots'][contains(@content, 'noindex')]"
_STORY = re.compile(r"^/[a-z-]+/[a-z0-9-]+-[0-9a-z]{10}/$")


class Baked:
    """The folders `public/` and `answers/` of a site whose address is SITE."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.public = folder / "public"
        self.answers = folder / "answers"

    @cached_property
    def paths(self) -> list[str]:
        """Of all files, as readers ask for them."""
        names = (str(file.relative_to(self.public)) for file in self.public.rglob("*") if file.is_file())
        return sorted(
            f"/{name.removesuffix('index.html') if name.endswith(('/index.html', 'index.html')) else name}"
            for name in names
            if not name.endswith((".br", ".gz"))
        )

    @cached_property
    def pages(self) -> dict[str, html.HtmlElement]:
        """Whole documents by path; what is gone has a page as well."""
        files = {path: self.file(path).read_text(encoding="utf-8") for path in self.paths if _is_page(path)}
        return {path: html.document_fromstring(text) for path, text in {**files, **self.gone}.items()}

    @cached_property
    def gone(self) -> dict[str, str]:
        """The page that stands at the address of each story that was taken back, by path."""
        return {path: str(answer["body"]) for path, answer in self._answers() if answer["status"] == 410}

    @cached_property
    def moved(self) -> dict[str, str]:
        """New paths by old ones."""
        return {path: str(answer["location"]) for path, answer in self._answers() if answer["status"] == 301}

    @property
    def stories(self) -> list[str]:
        return [path for path in self.paths if _STORY.match(path)]

    @property
    def to_be_found(self) -> list[str]:
        """The pages that search engines shall know."""
        hidden = {path for path, page in self.pages.items() if page.xpath(_NOT_INDEXED)}
        return [path for path in self.pages if path != NOT_FOUND and path not in {*self.gone, *hidden}]

    def file(self, path: str) -> Path:
        return self.public / (path[1:] + ("index.html" if path.endswith("/") else ""))

    def read(self, path: str) -> bytes:
        return self.file(path).read_bytes()

    def holds(self, path: str) -> bool:
        """Whether a reader who asks for `path` gets something other than 'not found'."""
        return self.file(path).is_file() or path in self.moved

    def weight(self, path: str) -> int:
        """Bytes over the wire: Brotli where there is any."""
        file = self.file(path)
        packed = file.with_name(f"{file.name}.br")
        return (packed if packed.exists() else file).stat().st_size

    def _answers(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for file in sorted(self.answers.rglob("*.json")):
            name = str(file.relative_to(self.answers)).removesuffix(".json")
            yield f"/{name.removesuffix('index')}", json.loads(file.read_bytes())


def _is_page(path: str) -> bool:
    return path.endswith(("/", ".html")) and not path.startswith("/fragments/")


def own_path(address: str) -> str | None:
    """The path that an address on this site leads to, decoded; None for another host."""
    parts = urlsplit(address)
    if parts.scheme in {"mailto", "tel"} or (parts.netloc and f"{parts.scheme}://{parts.netloc}" != SITE):
        return None
    return unquote(parts.path)
