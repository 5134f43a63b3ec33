"""The readers' application: a path and a few request headers in, a reply out."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from broadsheet.kernel.addresses import is_safe
from broadsheet.serve import advertising
from broadsheet.serve.answers import read_answer
from broadsheet.serve.artifacts import Artifact, Variant, read_artifact
from broadsheet.serve.asgi import Receive, Scope, Send, answer_asgi
from broadsheet.serve.config import ServeConfig
from broadsheet.serve.folder import Folder
from broadsheet.serve.headers import SHORT, fixed
from broadsheet.serve.media_types import HTML
from broadsheet.serve.negotiation import IDENTITY, Outcome, choose_encoding, evaluate, wanted_span
from broadsheet.serve.paths import INDEX, NOT_FOUND, answer_name, artifact_name
from broadsheet.serve.readings import Counting, Readings, is_page, is_person
from broadsheet.serve.replies import (
    BROKEN,
    HEALTHY,
    NOT_ACCEPTABLE,
    NOT_ALLOWED,
    PRECONDITION_FAILED,
    UNHEALTHY,
    Header,
    Reply,
    moved,
    unsatisfiable,
)
from broadsheet.serve.replies import NOT_FOUND as BARE_NOT_FOUND
from broadsheet.serve.rsgi import RsgiProtocol, RsgiScope, answer_rsgi
from broadsheet.serve.shelf import Shelf
from broadsheet.serve.subscribing import Hub

logger = logging.getLogger(__name__)

HEALTH = "/healthz"
_READ = frozenset({200, 304})
"""Who asks whether a page has changed reads it, too."""
_OF_GET = frozenset({"range", "user-agent"})
"""Header fields that mean nothing to HEAD: nobody reads what is not sent."""


class ReadersApplication:
    """Answers from two folders; speaks ASGI, and RSGI where Granian runs it."""

    def __init__(
        self,
        public: Folder,
        answers: Folder,
        shelf: Shelf,
        counting: Counting | None = None,
        hub: Hub | None = None,
        ads: Counting | None = None,
    ) -> None:
        """Without `counting`, nothing is counted; without `hub`, nobody is sent to one."""
        self._public = public
        self._answers = answers
        self._shelf = shelf
        self._counting = counting
        self._hub = hub
        self._ads = ads

    def answer(self, method: str, path: str, header: Header) -> Reply:
        """The reply to one request; a failure is logged and becomes a plain 500.

        `path` is percent-decoded. Nothing else of the request has a say: no query, no cookie.
        """
        try:
            if method == "GET":
                return self._get(path, header)
            if method == "POST":
                return advertising.note(self._ads, path, header)
            return self._head(path, header) if method == "HEAD" else NOT_ALLOWED
        except Exception:
            logger.exception("The request for %r failed.", path)
            return BROKEN if method == "GET" else BROKEN.without_body()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await answer_asgi(self.answer, scope, receive, send)

    def __rsgi__(self, scope: RsgiScope, protocol: RsgiProtocol) -> Awaitable[None]:
        return answer_rsgi(self.answer, scope, protocol)

    def _get(self, path: str, header: Header) -> Reply:
        artifact = self._shelf.get(path)
        reply = represent(artifact, header) if artifact else self._find(path, header)
        if self._counting is not None and is_page(path) and reply.status in _READ:
            self._count(self._counting, path, header)
        return reply

    def _count(self, counting: Counting, path: str, header: Header) -> None:
        """What the header fields say decides here, and is forgotten; no answer depends on it."""
        if header("sec-purpose") is None and is_person(header("user-agent")):
            counting.note(path)

    def _head(self, path: str, header: Header) -> Reply:
        reply = self._get(path, lambda name: None if name in _OF_GET else header(name))
        if reply.file is not None:
            reply.file.close()
        return reply.without_body()

    def _find(self, path: str, header: Header) -> Reply:
        if path == HEALTH:
            return HEALTHY if self._public.holds(INDEX) else UNHEALTHY
        if not is_safe(path) or path == f"/{NOT_FOUND}":
            return self._miss(header)
        return self._from_public(path, header) or self._from_answers(path) or self._miss(header)

    def _from_public(self, path: str, header: Header) -> Reply | None:
        name = artifact_name(path)
        file = self._public.open(name)
        if file is None:
            return None
        with ExitStack() as stack:
            stack.enter_context(file)
            if path.endswith(f"/{INDEX}"):
                return moved(quote(path.removesuffix(INDEX)))
            artifact = read_artifact(self._public, name, file, self._hub)
            self._shelf.put(path, artifact)
            reply = represent(artifact, header)
            if reply.span is not None:
                stack.pop_all()
                return reply._replace(file=file)
            return reply

    def _from_answers(self, path: str) -> Reply | None:
        name = answer_name(path)
        reply = read_answer(self._answers, name) if name else None
        if reply is None and not path.endswith("/") and self._is_known(f"{path}/"):
            return moved(quote(f"{path}/"))
        return reply

    def _is_known(self, path: str) -> bool:
        name = answer_name(path)
        return self._public.holds(artifact_name(path)) or bool(name and self._answers.holds(name))

    def _miss(self, header: Header) -> Reply:
        page = self._shelf.get(NOT_FOUND) or self._read_not_found()
        if page is None:
            return BARE_NOT_FOUND
        encoding = choose_encoding(header("accept-encoding"), page.encodings) or IDENTITY
        body = page.variants[encoding].whole.body
        headers = [*fixed(HTML, SHORT), ("content-length", str(len(body)))]
        if encoding != IDENTITY:
            headers.append(("content-encoding", encoding))
        if len(page.encodings) > 1:
            headers.append(("vary", "accept-encoding"))
        return Reply(404, headers, body)

    def _read_not_found(self) -> Artifact | None:
        file = self._public.open(NOT_FOUND)
        if file is None:
            return None
        with file:
            page = read_artifact(self._public, NOT_FOUND, file)
        self._shelf.put(NOT_FOUND, page)
        return page if page.held else None


def represent(artifact: Artifact, header: Header) -> Reply:
    """The reply that the request's header fields select. A span in it is still without its file."""
    encoding = choose_encoding(header("accept-encoding"), artifact.encodings)
    if encoding is None:
        return NOT_ACCEPTABLE
    variant = artifact.variants[encoding]
    outcome = evaluate(header, variant.etag, artifact.modified)
    if outcome is Outcome.SEND:
        return _part(artifact, variant, header) if artifact.kind.is_recording else variant.whole
    return variant.unchanged if outcome is Outcome.UNCHANGED else PRECONDITION_FAILED


def _part(artifact: Artifact, variant: Variant, header: Header) -> Reply:
    """What of a recording is asked for: the whole, or one range of its identity."""
    whole = variant.whole
    if variant is not artifact.variants[IDENTITY]:
        return whole
    span = wanted_span(header, variant.etag, artifact.modified, artifact.size)
    if span is None:
        return whole
    if span.start >= span.stop:
        return unsatisfiable(artifact.size)
    headers = [field for field in whole.headers if field[0] != "content-length"]
    headers.append(("content-length", str(span.stop - span.start)))
    headers.append(("content-range", f"bytes {span.start}-{span.stop - 1}/{artifact.size}"))
    return Reply(206, headers, whole.body[slice(*span)], None if artifact.held else span)


def create_app(
    public: Path,
    answers: Path,
    config: ServeConfig,
    readings: Path | None = None,
    hub: Hub | None = None,
    ads: Readings | None = None,
) -> ReadersApplication:
    """The application over the two folders of a site (docs/contracts/folders.md).

    Counts into the folder `readings` and what is seen of advertisements into `ads`, if there are any and the
    configuration lets it.
    """
    counting = Counting(Readings(readings)).start() if readings and config.count_readings else None
    shelf = Shelf(config.memory_megabytes * 1_000_000)
    seen = Counting(ads).start() if ads and config.count_readings else None
    return ReadersApplication(Folder(public), Folder(answers), shelf, counting, hub, seen)
