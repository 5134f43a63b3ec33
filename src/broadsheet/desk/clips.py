"""Other people's words: quoted with their source, in bounds, and never published as ours.

The law on quotation (§ 51 UrhG) asks for a purpose, the source, and an extent that the purpose justifies.
A machine can watch over the source and the extent; the rest is the editor's.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.desk import config
from broadsheet.desk.compose.blocks import blocks
from broadsheet.desk.errors import ChecksFailed, NotAllowed, Problem
from broadsheet.desk.models import StoryPage
from broadsheet.kernel.language import shorten
from broadsheet.ledger import plain
from broadsheet.ledger.records import PullQuote, Quotation
from broadsheet.wire import clips, web_pages
from broadsheet.wire.item import WireItem
from broadsheet.wire.models import Item

_QUOTED: Final = re.compile(r"„[^“”„]*[“”]|“[^”“]*”|»[^«»]*«|«[^»«]*»|\"[^\"]*\"")
"""What stands in quotation marks within a paragraph."""
_FIELD: Final = "body"


def most_words(clip: WireItem) -> int:
    """So many of a clip's words may stand in one story as quotations."""
    settings, length = config.active(), len(clips.words_of(clips.text_of(clip)))
    return min(settings.quotation_words, length * settings.quotation_share // 100)


# ---- before publication -------------------------------------------------------------------


def problems(story: StoryPage, _at: datetime) -> Iterator[Problem]:
    """Long runs of a clip's words outside quotations; more of it within quotations than is allowed."""
    if not clips.any_kept():
        return
    for shared in clips.shared(clips.words_of(_own_words(story)), _licensed(story)):
        words = {"count": shared.words, "text": shared.text, "title": shorten(str(shared.clip), 80)}
        text = _(
            "%(count)s words from “%(text)s …” on stand word for word in the clip “%(title)s”: quote them"
            " with their source, or say it in your own words."
        )
        yield Problem("clip", _FIELD, text % words)
    for clip, count in _quoted(story).items():
        most = most_words(clip.wire_item)
        if count > most:
            text = _(
                "%(count)s words of the clip “%(title)s” are quoted; %(most)s are allowed. Shorten them."
            )
            yield Problem(
                "quotation", _FIELD, text % {"count": count, "title": shorten(str(clip), 80), "most": most}
            )


def _own_words(story: StoryPage) -> str:
    own = [block for block in blocks(story.body) if not _is_quotation(block)]
    return _QUOTED.sub(" ", "\n".join([story.lead, *plain.lines(own)]))


def _is_quotation(block: object) -> bool:
    """A claim in our words is none."""
    return isinstance(block, PullQuote) or (isinstance(block, Quotation) and block.literal)


def _licensed(story: StoryPage) -> list[str]:
    """Words of the agency item that the story was made of; a clip may have them from there, too."""
    item = Item.objects.filter(pk=story.wire_item).first() if story.wire_item else None
    wire = item.wire_item if item else None
    return [] if wire is None or wire.is_clip else clips.words_of(clips.text_of(wire))


def _quoted(story: StoryPage) -> Counter[Item]:
    """Words of each clip that the story quotes."""
    counted: Counter[Item] = Counter()
    named = _named(story)
    for block in blocks(story.body):
        if isinstance(block, PullQuote | Quotation) and _is_quotation(block):
            words = clips.words_of(block.text)
            alike = [shared.clip for shared in clips.shared(words, least=clips.RUN)]
            for clip in {*named, *alike}:
                counted[clip] += len(words) if _stands_in(words, clip.wire_item) else 0
    return counted


def _named(story: StoryPage) -> list[Item]:
    """Clips to whose address one of the story's chains leads."""
    addresses = [hop.get("url") or "" for source in story.sources for hop in source.value["hops"]]
    ids = [f"clip:{address}" for address in addresses if address]
    suppliers = {web_pages.host(address) for address in addresses if address}
    return list(Item.objects.filter(supplier__in=suppliers, supplier_id__in=ids)) if ids else []


def _stands_in(words: list[str], clip: WireItem) -> bool:
    return f" {' '.join(words)} " in f" {' '.join(clips.words_of(clips.text_of(clip)))} "


# ---- quoting ------------------------------------------------------------------------------


@transaction.atomic
def quote(clip: Item, story: StoryPage, passage: str, user: Any) -> None:
    """Puts the passage at the end of the story's newest draft, with its source.

    Raises NotAllowed; ChecksFailed for words that are not the clip's, or are too many.
    """
    may = story.permissions_for_user(user)
    if not may.can_edit() or may.page_locked():
        raise NotAllowed(_("You may not change “%(title)s” at the moment.") % {"title": story.draft_title})
    wire, passage = clip.wire_item, " ".join(passage.split())
    coming: Any = story.get_latest_revision_as_object()
    _require_quotable(wire, passage, _quoted(coming)[clip])
    chain, sources = _chain_in(coming, wire)
    speaker = wire.byline or wire.source or wire.supplier
    value = {"text": passage, "literal": True, "speaker": speaker, "source": chain}
    coming.sources = json.dumps(sources)
    coming.body = json.dumps([*_raw(coming.body), {"type": "quotation", "value": value, "id": str(uuid4())}])
    coming.save_revision(user=user, clean=False)


def _require_quotable(clip: WireItem, passage: str, before: int) -> None:
    words = clips.words_of(passage)
    if not words or not _stands_in(words, clip):
        raise ChecksFailed([Problem("clip", "passage", _("These words do not stand in the clip."))])
    most = most_words(clip)
    if before + len(words) > most:
        text = _("%(count)s words would be quoted from this clip in the story; %(most)s are allowed.")
        told = text % {"count": before + len(words), "most": most}
        raise ChecksFailed([Problem("quotation", "passage", told)])


def _raw(stream: Any) -> list[Any]:
    return list(stream.raw_data)


def _chain_in(story: Any, clip: WireItem) -> tuple[str, list[Any]]:
    """The chain that leads to the clip, with the story's chains, to which it is added if it is not there."""
    known = _raw(story.sources)
    for source in story.sources:
        if clip.address and any(hop.get("url") == clip.address for hop in source.value["hops"]):
            return str(source.id), known
    made = chain_of(clip)
    return made["id"], [*known, made]


def chain_of(clip: WireItem) -> dict[str, Any]:
    """From the site, with address and day."""
    hop: dict[str, Any] = {"source": None, "name": clip.source or clip.supplier, "kind": "media"}
    if clip.address:
        hop["url"] = clip.address
    if clip.provenance and (at := clip.provenance[0].at):
        hop["on"] = at.date().isoformat()
    value = {"claim": shorten(clip.headline, 250), "certainty": "attributed", "hops": [hop]}
    return {"type": "source", "value": value, "id": str(uuid4())}
