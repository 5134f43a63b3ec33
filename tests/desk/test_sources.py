"""Who said it and through whom: the house list, chains in records, a note for all, and who stays unnamed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from broadsheet.desk.acts import LiftNote, NoteSource, SaveSource, Unpublish
from broadsheet.desk.errors import ChecksFailed, NotAllowed, StillInUse
from broadsheet.desk.models import Source, SourceNote, SourceUse, StoryPage
from broadsheet.ledger import codec, provenance, records, state
from broadsheet.ledger.models import Entry
from tests.desk import newsroom
from tests.desk.newsroom import TESTER, record_of

pytestmark = pytest.mark.django_db

NAME = "Quirin Querfeld"
WORDS = "eine Person aus dem Umfeld der Reederei"


def source(name: str = "Karpress", **fields: Any) -> Source:
    made = Source(name=name, **{"nature": "state-agency", **fields})
    SaveSource(made, by=TESTER).execute()
    return made


def informant(**fields: Any) -> Source:
    return source(NAME, nature="person", wording=WORDS, confidential=True, **fields)


def chain(*hops: Source | str, chain_id: str = "c1", **more: Any) -> dict[str, Any]:
    stations = [
        {"source": None, "name": hop} if isinstance(hop, str) else {"source": hop.pk, "name": ""}
        for hop in hops
    ]
    stations[-1] |= more
    value = {"claim": "Zehn Schiffe.", "certainty": "unconfirmed", "hops": stations}
    return {"type": "source", "id": chain_id, "value": value}


def resting_on(*chains: dict[str, Any], headline: str = "Der Hafen wächst") -> StoryPage:
    return newsroom.published(headline, sources=list(chains))


def uses(story: StoryPage) -> list[tuple[str, bool, bool]]:
    rows = SourceUse.objects.filter(story=story.story_id).order_by("source")
    return list(rows.values_list("source", "is_origin", "is_alone"))


def test_a_chain_names_a_source_by_its_id_which_is_published_along_and_goes_with_the_last_story() -> None:
    karpress = source(wording="staatliche Agentur Karveniens", url="https://karpress.example/")
    asset = f"source:{karpress.source_id}"
    assert state.get(asset) is None
    more = {"on": "2026-05-03", "url": "https://bote.example/1", "archive": "Ausdruck im Archiv"}
    first = resting_on(chain(karpress, "Der Bote", **more))
    second = resting_on(chain(karpress), headline="Noch einer")
    assert record_of(first).sources == (
        provenance.SourceChain(
            id="c1",
            claim="Zehn Schiffe.",
            certainty="unconfirmed",
            hops=(
                provenance.Hop(source=karpress.source_id),
                provenance.Hop(
                    name="Der Bote",
                    on=date(2026, 5, 3),
                    url="https://bote.example/1",
                    archive="Ausdruck im Archiv",
                ),
            ),
        ),
    )
    published = state.get(asset)
    assert isinstance(published, records.Source)
    assert (published.name, published.wording) == ("Karpress", "staatliche Agentur Karveniens")
    karpress.name = "Kar-Press"
    assert SaveSource(karpress, by=TESTER).execute().seq == Entry.objects.latest("seq").seq
    assert SaveSource(karpress, by=TESTER).execute().seq == 0
    with pytest.raises(StillInUse, match="2"):
        karpress.delete()
    Unpublish(first, by=TESTER).execute()
    assert state.get(asset) is not None
    Unpublish(second, by=TESTER).execute()
    assert state.get(asset) is None
    karpress.delete()


def test_the_desk_knows_what_rests_on_a_source_and_what_on_it_alone() -> None:
    karpress, bote = source(), source("Der Bote", nature="media")
    alone = resting_on(chain(karpress, bote), chain(karpress, chain_id="c2"))
    two = resting_on(chain(karpress), chain("Ein Gericht", chain_id="c2"), headline="Zwei")
    typed = resting_on(chain("Ein Gericht"), chain("ein  gericht", chain_id="c2"), headline="Getippt")
    assert sorted(uses(alone)) == sorted([(karpress.source_id, True, True), (bote.source_id, False, False)])
    assert uses(two) == [("", True, False), (karpress.source_id, True, False)]
    assert uses(typed) == [("", True, True)]
    newsroom.publish(alone, revision=newsroom.edited(alone, sources=[]))
    assert uses(alone) == []


def test_one_note_tells_all_stories_and_only_where_the_source_is_named_until_it_is_lifted() -> None:
    karpress = source()
    first = resting_on(chain(karpress), chain("Der Bote", chain_id="c2"))
    second = resting_on(chain("Amt", karpress), headline="Zweite")
    other = resting_on(chain("Amt"), headline="Andere")
    newsroom.edited(first, title="Ein Entwurf, den niemand sehen darf")
    before = {each.pk: record_of(each) for each in (first, second, other)}
    note = NoteSource(karpress, "Die Zahlen  sind erfunden.", by=TESTER).execute()

    told = (provenance.SourceNote(at=note.at, text="Die Zahlen sind erfunden."),)
    assert [each.notes for each in record_of(first).sources] == [told, ()]
    assert [each.notes for each in record_of(second).sources] == [told]
    assert record_of(other) == before[other.pk]
    assert record_of(first).headline == before[first.pk].headline
    later = resting_on(chain(karpress), headline="Später")
    newsroom.publish(first, substantial=False)
    assert record_of(later).sources[0].notes == record_of(first).sources[0].notes == told

    LiftNote(note, by=TESTER).execute()
    assert record_of(second) == before[second.pk]
    assert not any(each.notes for story in (first, later) for each in record_of(story).sources)


def test_a_note_needs_words_and_somebody_who_may_publish_each_story() -> None:
    karpress = source()
    resting_on(chain(karpress))
    with pytest.raises(ChecksFailed):
        NoteSource(karpress, "  ", by=TESTER).execute()
    with pytest.raises(NotAllowed):
        NoteSource(karpress, "Falsch.", by=newsroom.account()).execute()
    assert not SourceNote.objects.exists()


def test_of_an_informant_nothing_but_the_words_for_readers_reaches_the_ledger() -> None:
    story = resting_on(
        chain(informant(), url="https://verrat.example/", archive=NAME, name=NAME, on="2026-05-03")
    )
    NoteSource(Source.objects.get(), "Die Person hat sich geirrt.", by=TESTER).execute()
    assert record_of(story).sources[0].hops == (provenance.Hop(name=WORDS),)
    assert record_of(story).sources[0].notes
    ledger = b"".join(bytes(row.record) for row in Entry.objects.all() if row.record is not None)
    for secret in (NAME, Source.objects.get().source_id, "verrat"):
        assert secret.encode() not in ledger
    assert all(entry.kind != "source" for entry in Entry.objects.all())
    assert NAME not in str(Source.objects.get())
    assert codec.encode(record_of(story)).count(WORDS.encode()) == 1


def test_an_informant_stays_one() -> None:
    quirin, karpress = informant(), source()
    quirin.confidential, karpress.confidential = False, True
    for changed in (quirin, karpress):
        with pytest.raises(ChecksFailed):
            SaveSource(changed, by=TESTER).execute()
    with pytest.raises(ChecksFailed):
        source("Ohne Worte", confidential=True)


@pytest.mark.parametrize("kind", ["quotation", "pullquote"])
def test_a_quotation_without_a_speaker_is_refused_and_one_with_names_its_chain(kind: str) -> None:
    value = {"text": "Ein Becken reicht.", "speaker": " ", "source": "c1", "literal": True}
    body = [{"type": kind, "value": value, "id": "1"}]
    with pytest.raises(ChecksFailed, match="Ein Becken reicht"):
        newsroom.published(body=body)
    value["speaker"] = "Die Ministerin"
    (block,) = record_of(newsroom.published(body=body, sources=[chain("Amt")])).body
    assert isinstance(block, records.Quotation | records.PullQuote)
    assert (block.speaker, block.source) == ("Die Ministerin", "c1")
