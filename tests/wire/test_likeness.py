"""The same story in several deliveries: found, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.demo import content_files
from broadsheet.kernel import clock
from broadsheet.wire import inbox, intake, likeness
from broadsheet.wire.config import WireConfig
from broadsheet.wire.item import WireItem
from broadsheet.wire.outcome import Outcome
from tests.conftest import START
from tests.wire import noa

DAYS = timedelta(days=1)
TEXT = "".join(f"<p>{each}</p>" for each in content_files.stories("politik")[0].body.split("\n\n"))


@pytest.fixture
def take(archive: Path) -> object:
    def taken(data: bytes | dict[str, object]) -> Outcome:
        raw = data if isinstance(data, bytes) else noa.as_bytes(data)
        [outcome] = intake.take_bytes(raw, "delivery", WireConfig(), archive)
        return outcome

    return taken


@pytest.mark.django_db
def test_the_same_text_in_another_format_is_a_twin(take: object) -> None:
    assert callable(take)
    first = take(noa.digitalwires(teaser=""))
    assert (first.status, first.twin) == ("taken", None)
    assert take(noa.newsml_g2().encode()).status == "duplicate"  # the same id and version
    message = take(noa.iptc7901())
    assert (message.status, message.twin) == ("taken", first.item)
    assert [each.pk for each in inbox.alike(inbox.get(message.item))] == [first.item]
    assert [each.pk for each in inbox.alike(inbox.get(first.item))] == [message.item]


@pytest.mark.django_db
def test_another_agency_s_version_is_grouped_but_no_twin(take: object) -> None:
    assert callable(take)
    half = TEXT[: len(TEXT) * 2 // 3] + "<p>Das berichtet eine andere Agentur mit eigenen Worten.</p>"
    with clock.using(clock.ManualClock(START)):
        first = take(noa.digitalwires(article_html=TEXT))
        other = take(noa.digitalwires(urn="urn:newsml:xyz.example:1", article_html=half))
        far = take(
            noa.digitalwires(urn="urn:newsml:xyz.example:2", article_html="<p>Ganz etwas anderes.</p>" * 9)
        )
    assert (other.twin, far.twin) == (None, None)
    assert [each.pk for each in inbox.alike(inbox.get(other.item))] == [first.item]
    assert inbox.alike(inbox.get(far.item)) == []


@pytest.mark.django_db
def test_the_same_words_a_week_later_are_other_news(take: object) -> None:
    assert callable(take)
    time = clock.ManualClock(START)
    with clock.using(time):
        take(noa.digitalwires(article_html=TEXT))
        time.advance(timedelta(days=8))
        later = take(noa.digitalwires(urn="urn:newsml:xyz.example:1", article_html=TEXT))
    assert later.twin is None
    assert inbox.alike(inbox.get(later.item)) == []


# ---- how often it errs ----------------------------------------------------------------------


def sentences(text: str) -> list[str]:
    return [each for each in re.split(r"(?<=[.!?“])\s+", text) if len(each) > 20]


def texts() -> list[list[str]]:
    """Sentences of each written story of the demo."""
    sections = content_files.newsroom().section
    bodies = [story.body for each in sections for story in content_files.stories(each.slug)]
    return [found for body in bodies if len(found := sentences(body)) >= 6]


def replaced(own: list[str], others: list[str], share: float, chance: Random) -> str:
    kept = [chance.choice(others) if chance.random() < share else each for each in own]
    return " ".join(kept)


def found_by_sketch(one: str, other: str) -> tuple[bool, float]:
    first, second = (likeness.phrases(noa_item(text)) for text in (one, other))
    shared = len(set(likeness.sketch(first)) & set(likeness.sketch(second)))
    return shared >= 2, likeness.resemblance(first, second)


def noa_item(text: str) -> WireItem:
    return WireItem(supplier="noa", id="1", version=1, version_created=START, body_html=f"<p>{text}</p>")


@pytest.mark.parametrize(("share", "grouped"), [(0.0, 1.0), (0.05, 1.0), (0.2, 0.9), (0.9, 0.0)])
def test_rewritten_texts_are_found_as_often_as_the_guide_says(share: float, grouped: float) -> None:
    chance, stories = Random(7), texts()  # noqa: S311 - texts, not secrets
    pool = [sentence for story in stories for sentence in story]
    hits = 0
    for story in stories:
        near, share_of_phrases = found_by_sketch(" ".join(story), replaced(story, pool, share, chance))
        hits += near and share_of_phrases >= likeness.ALIKE
    rate = hits / len(stories)
    assert rate >= grouped if grouped else rate <= 0.01


def test_different_texts_are_never_grouped() -> None:
    stories = [" ".join(each) for each in texts()]
    for at, one in enumerate(stories):
        for other in stories[at + 1 : at + 12]:
            assert found_by_sketch(one, other)[1] < likeness.ALIKE / 4


@given(st.frozensets(st.integers(0, 60)), st.frozensets(st.integers(0, 60)))
def test_resemblance_is_a_share_and_tells_no_side_apart(one: frozenset[int], other: frozenset[int]) -> None:
    share = likeness.resemblance(one, other)
    assert 0 <= share <= 1
    assert share == likeness.resemblance(other, one)
    assert (share == 1) == (one == other and bool(one))
