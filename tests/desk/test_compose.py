from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from broadsheet.desk.compose.story import pictures_of
from broadsheet.desk.models.blocks import BODY, CONTAINERS
from broadsheet.desk.models.providers import provider_of
from broadsheet.ledger.provenance import Hop, SourceChain
from broadsheet.ledger.records import (
    Embed,
    FactBox,
    Gallery,
    LeadPicture,
    Listing,
    Paragraph,
    PictureBlock,
    PullQuote,
    Run,
    Subhead,
    Table,
)
from tests.desk import newsroom

pytestmark = pytest.mark.django_db


def stream(*blocks: tuple[str, Any]) -> list[dict[str, Any]]:
    return [{"type": kind, "value": value, "id": str(at)} for at, (kind, value) in enumerate(blocks)]


def composed(*blocks: tuple[str, Any]) -> tuple[Any, ...]:
    return newsroom.record_of(newsroom.published(body=stream(*blocks))).body


def test_a_text_block_may_hold_several_paragraphs_and_lists() -> None:
    assert composed(("paragraph", "<p>Eins</p><ul><li>a</li></ul><p>Zwei</p>")) == (
        Paragraph(text=(Run(text="Eins"),)),
        Listing(items=((Run(text="a"),),)),
        Paragraph(text=(Run(text="Zwei"),)),
    )


def test_a_link_to_a_story_is_kept_by_the_storys_id() -> None:
    other = newsroom.published("Ziel")
    [paragraph] = composed(("paragraph", f'<p><a linktype="page" id="{other.pk}">dort</a></p>'))
    assert paragraph.text == (Run(text="dort", asset=f"story:{other.story_id}"),)


def test_a_link_to_a_section_is_kept_by_the_sections_id() -> None:
    section = newsroom.section()
    [paragraph] = composed(("paragraph", f'<p><a linktype="page" id="{section.pk}">dort</a></p>'))
    assert paragraph.text == (Run(text="dort", asset=f"section:{section.section_id}"),)


def test_a_link_to_a_page_that_readers_never_see_is_text() -> None:
    folder = newsroom.draft().get_parent()
    [paragraph] = composed(("paragraph", f'<p><a linktype="page" id="{folder.pk}">dort</a></p>'))
    assert paragraph.text == (Run(text="dort"),)


def test_subheads_quotes_and_fact_boxes() -> None:
    assert composed(
        ("subhead", " Der  Streit "),
        ("pullquote", {"text": "Ein Becken\nreicht.", "speaker": "Jost Wiebelung"}),
        ("factbox", {"title": "Zahlen", "body": "<p>Drei Becken</p>"}),
    ) == (
        Subhead(text="Der Streit"),
        PullQuote(text="Ein Becken reicht.", speaker="Jost Wiebelung"),
        FactBox(title="Zahlen", body=(Paragraph(text=(Run(text="Drei Becken"),)),)),
    )


def test_a_tables_rows_are_of_equal_length_and_none_is_empty() -> None:
    data = {
        "data": [["Jahr", "Ladung", None], ["2025", "7"], [None, "", ""]],
        "table_caption": "In Millionen Tonnen",
        "first_row_is_table_header": True,
        "table_header_choice": "row",
    }
    assert composed(("table", data)) == (
        Table(rows=(("Jahr", "Ladung", ""), ("2025", "7", "")), caption="In Millionen Tonnen", header=True),
    )


def test_a_table_without_content_is_left_out() -> None:
    assert composed(("table", {"data": [[None, ""]], "table_header_choice": "neither"})) == ()


def test_pictures_and_galleries_name_pictures_by_their_ids() -> None:
    one, two = newsroom.picture("Eins", shade=1), newsroom.picture("Zwei", shade=250)
    assert composed(
        ("picture", {"picture": one.pk, "caption": "Anders"}),
        (
            "gallery",
            {
                "pictures": [{"picture": one.pk, "caption": ""}, {"picture": two.pk, "caption": "B"}],
                "caption": "Alle",
            },
        ),
    ) == (
        PictureBlock(picture=one.picture_id, caption="Anders"),
        Gallery(
            pictures=(
                PictureBlock(picture=one.picture_id),
                PictureBlock(picture=two.picture_id, caption="B"),
            ),
            caption="Alle",
        ),
    )


def test_external_content_names_its_provider() -> None:
    poster = newsroom.picture()
    value = {
        "url": "https://www.youtube.com/watch?v=abc",
        "title": "Rundfahrt",
        "author": "Hafenamt",
        "text": "",
        "poster": poster.pk,
    }
    assert composed(("embed", value)) == (
        Embed(
            provider="youtube",
            url="https://www.youtube.com/watch?v=abc",
            title="Rundfahrt",
            author="Hafenamt",
            poster=poster.picture_id,
        ),
    )


@pytest.mark.parametrize(
    ("url", "provider"),
    [
        ("https://youtu.be/x", "youtube"),
        ("https://m.youtube.com/watch?v=x", "youtube"),
        ("https://notyoutube.com/x", ""),
        ("https://youtube.com.evil.example/x", ""),
        ("http://youtu.be/x", ""),
        ("https://[", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_the_host_tells_the_provider(url: str, provider: str) -> None:
    assert provider_of(url) == provider


def test_an_unknown_provider_is_refused_at_its_field() -> None:
    block = BODY.child_blocks["embed"]
    value = block.to_python({"url": "https://nirgendwo.example/x", "title": "Film"})
    with pytest.raises(ValidationError) as refusal:
        block.clean(value)
    assert "url" in refusal.value.block_errors  # type: ignore[attr-defined]


def test_a_front_is_filled_by_one_rule_only() -> None:
    topic, section = newsroom.topic(), newsroom.section()
    rule = CONTAINERS.child_blocks["container"].child_blocks["rule"]
    value = rule.to_python({"fill": "newest", "topic": topic.pk, "section": section.pk, "genre": ""})
    with pytest.raises(ValidationError):
        rule.clean(value)


def test_everything_else_of_a_story_is_in_its_record() -> None:
    other = newsroom.published("Anderswo")
    person, topic, picture = newsroom.person(), newsroom.topic(), newsroom.picture()
    story = newsroom.published(
        authors=(person,),
        topics=(topic,),
        related=(other,),
        picture=picture,
        picture_caption="Der Kran",
        genre="analysis",
        kicker="Hafen",
        place="Halvensund",
        agency="noa",
        breaking=True,
        language="en",
        sources=stream(
            (
                "source",
                {
                    "claim": "Tideron liefert Kräne.",
                    "hops": [
                        {"name": "Karpress", "nature": "staatliche Agentur", "url": ""},
                        {"name": "Der Anzeiger", "nature": "", "url": "https://anzeiger.example/1"},
                    ],
                },
            )
        ),
    )

    record = newsroom.record_of(story)

    assert record.authors == (person.person_id,)
    assert record.topics == (topic.topic_id,)
    assert record.related == (other.story_id,)
    assert record.picture == LeadPicture(picture=picture.picture_id, caption="Der Kran")
    assert (record.genre, record.kicker, record.place, record.agency) == (
        "analysis", "Hafen", "Halvensund", "noa",
    )  # fmt: skip
    assert (record.breaking, record.language) == (True, "en")
    assert record.sources == (
        SourceChain(
            id="0",
            certainty="attributed",
            claim="Tideron liefert Kräne.",
            hops=(
                Hop(name="Karpress", nature="staatliche Agentur"),
                Hop(name="Der Anzeiger", url="https://anzeiger.example/1"),
            ),
        ),
    )
    assert [each.picture_id for each in pictures_of(newsroom.reread(story))] == [picture.picture_id]


# ---- abstracts --------------------------------------------------------------------------


def test_a_written_abstract_is_kept() -> None:
    story = newsroom.published(abstract="Kurz  gesagt.", lead="Lang.")
    assert newsroom.record_of(story).abstract == "Kurz gesagt."


def test_an_abstract_is_cut_from_the_lead_at_a_word() -> None:
    abstract = newsroom.record_of(newsroom.published(lead="Hafen " * 60)).abstract
    assert len(abstract) <= 200
    assert abstract.endswith("Hafen…")


def test_without_a_lead_it_is_cut_from_the_text_without_markup() -> None:
    story = newsroom.published(
        lead="", body=stream(("subhead", "Titel"), ("paragraph", "<p>Ein <b>Becken</b>.</p><p>Zwei.</p>"))
    )
    assert newsroom.record_of(story).abstract == "Ein Becken. Zwei."


def test_a_translation_names_the_story_that_was_first() -> None:
    first = newsroom.published()
    english = newsroom.published(language="en", translation_of=first)
    of_english = newsroom.published(language="de", translation_of=english)
    assert newsroom.record_of(first).translation_of == ""
    assert newsroom.record_of(english).translation_of == first.story_id
    assert newsroom.record_of(of_english).translation_of == first.story_id


def test_a_translation_in_the_same_language_is_refused_at_its_field() -> None:
    first, second = newsroom.draft(), newsroom.draft()
    second.translation_of = first
    with pytest.raises(ValidationError) as refused:
        second.full_clean()
    assert set(refused.value.message_dict) == {"translation_of"}
    second.language = "en"
    second.full_clean()
