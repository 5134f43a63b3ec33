from __future__ import annotations

import json
from html import escape

import pytest

from broadsheet.desk import automatic, clips
from broadsheet.desk.errors import ChecksFailed, NotAllowed
from broadsheet.desk.from_wire import draft_from
from broadsheet.wire.models import Item
from tests.desk import newsroom
from tests.desk.arrivals import arrived
from tests.desk.newsroom import record_of

pytestmark = pytest.mark.django_db

WORDS = [f"fremdes{number}" for number in range(400)]
ADDRESS = "https://bote.example/a"


def clipped() -> Item:
    return arrived(
        id=f"clip:{ADDRESS}",
        supplier="bote.example",
        source="Altwasser Bote",
        byline="Ida Fremd",
        is_clip=True,
        address=ADDRESS,
        body_html=f"<p>{' '.join(WORDS)}.</p>",
        headline="Fremde Überschrift",
    )


def problems_with(*paragraphs: str, lead: str = "Kurz.", **fields: str) -> list[str]:
    body = [{"type": "paragraph", "value": f"<p>{escape(text, quote=False)}</p>"} for text in paragraphs]
    story = newsroom.draft(lead=lead, body=json.dumps(body), **fields)
    return [problem.code for problem in clips.problems(story, story.latest_revision_created_at)]


def test_long_runs_of_a_clip_are_refused_outside_quotations_alone() -> None:
    clipped()
    copied = " ".join(WORDS[30:60])
    ours = "Das haben wir selbst erfahren und mit eigenen Worten aufgeschrieben."
    assert problems_with(ours) == []
    assert problems_with(f"{ours} {copied}. {ours}") == ["clip"]
    assert problems_with(ours, lead=copied) == ["clip"]
    assert problems_with(" ".join(WORDS[30:45]), " ".join(WORDS[45:60])) == ["clip"]
    assert problems_with(f"Sie schrieb: „{copied}“ Mehr nicht.") == []
    assert problems_with(" ".join(WORDS[30:50])) == []
    agency = arrived(id="noa:7", body_html=f"<p>{copied}</p>")
    assert problems_with(copied, wire_item=agency.pk) == []


def test_a_passage_is_quoted_with_its_source_and_in_bounds() -> None:
    clip, section = clipped(), newsroom.section()
    editor = newsroom.account("chefin", is_superuser=True)
    story = newsroom.draft(section=section)
    assert clips.most_words(clip.wire_item) == 100
    clips.quote(clip, story, " ".join(WORDS[:60]), editor)
    newsroom.publish(newsroom.reread(story))
    record = record_of(newsroom.reread(story))
    (quotation,) = record.body
    assert (quotation.text, quotation.speaker) == (" ".join(WORDS[:60]), "Ida Fremd")  # type: ignore[union-attr]
    (chain,) = record.sources
    assert quotation.source == chain.id  # type: ignore[union-attr]
    assert (chain.hops[0].name, chain.hops[0].url) == ("Altwasser Bote", ADDRESS)

    clips.quote(clip, newsroom.reread(story), " ".join(WORDS[100:140]), editor)
    latest = newsroom.reread(story).get_latest_revision_as_object()
    assert (len(latest.body), len(latest.sources)) == (2, 1)
    with pytest.raises(ChecksFailed, match="101"):
        clips.quote(clip, newsroom.reread(story), WORDS[300], editor)
    with pytest.raises(ChecksFailed, match=r"stehen nicht|do not stand"):
        clips.quote(clip, newsroom.reread(story), "frei erfunden", editor)
    with pytest.raises(NotAllowed):
        clips.quote(clip, newsroom.reread(story), WORDS[0], newsroom.account("fremde"))

    # Whoever pastes more into the block is stopped at publication.
    raw = list(latest.body.raw_data)
    raw[1]["value"]["text"] = " ".join(WORDS[100:200])
    newsroom.edited(story, body=json.dumps(raw))
    with pytest.raises(ChecksFailed, match="160"):
        newsroom.publish(newsroom.reread(story))


def test_a_clip_gives_a_draft_its_source_and_not_a_word_of_its_text() -> None:
    story = draft_from(clipped(), newsroom.section())
    assert (len(story.body), story.lead, story.agency) == (0, "", "")
    assert story.sources[0].value["hops"][0]["url"] == ADDRESS
    with pytest.raises(ChecksFailed):
        newsroom.publish(story)
    assert automatic.publish(clipped().pk) is None
