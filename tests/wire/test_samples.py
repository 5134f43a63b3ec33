"""Real agencies' files, where they are at hand; nothing of them is part of the project."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from broadsheet.kernel import clock
from broadsheet.wire import intake, markup, models, recognise
from broadsheet.wire.config import WireConfig
from broadsheet.wire.item import Parsed, WireItem, encode

SAMPLES = Path(__file__).parents[3] / "shared" / "wire-samples"
DPA = sorted((SAMPLES / "dpa-digitalwires").glob("*.json"))
NINJS = sorted((SAMPLES / "ninjs").glob("*.json"))
TWINS = [path for path in DPA if (SAMPLES / "newsml-g2" / f"dpa-{path.stem}.xml").exists()]
G2 = sorted((SAMPLES / "newsml-g2").glob("*.xml"))
MESSAGES = sorted((SAMPLES / "iptc7901").glob("*.iptc"))

pytestmark = pytest.mark.skipif(not DPA, reason=f"no wire samples at {SAMPLES}")

# Everything not named here must be taken.
QUARANTINED = {
    # Neither version nor date, and its schema refuses it: versions could not be told apart.
    "example-3.0__collection__20231016-event-timeline-sample": "wire-version-missing",
    "suite-2.1__should_fail__004_bad_rights": "wire-version-missing",
    "suite-2.2__should_fail__001_bad_digital_source": "wire-version-missing",
    # Listings of the guidelines that show a part of an item.
    "LISTING_24_News_Message_conveying_a_complete_News_Package": "wire-id-missing",
    "LISTING_25_An_NITF_marked-up_article_conveyed_in_inlineXML": "wire-format-unknown",
    "LISTING_28_Illustrating_Located_Subject_and_Dateline": "wire-format-unknown",
    "LISTING_29_Hop_History": "wire-content-missing",
    "ap_metadata_example": "wire-content-missing",
    # Neither headline nor text: there is nothing that an editor could see.
    "suite-2.1__should_pass__005_altids": "wire-content-missing",
    "suite-2.1__should_pass__009_rights": "wire-content-missing",
    "suite-2.1__should_pass__012_subject_confidence_relevance": "wire-content-missing",
    "suite-2.1__should_pass__013_org_symbol": "wire-content-missing",
    "suite-2.2__should_pass__001_good_digital_source": "wire-content-missing",
}


def name(path: Path) -> str:
    return path.stem


@pytest.mark.django_db
@pytest.mark.parametrize("path", DPA + NINJS + G2 + MESSAGES, ids=name)
def test_every_sample_is_taken_or_quarantined_for_the_stated_reason(path: Path, archive: Path) -> None:
    outcomes = list(intake.take([path], WireConfig(), archive))

    expected = "quarantined" if path.stem in QUARANTINED else "taken"
    assert {outcome.status for outcome in outcomes} == {expected}
    reasons = list(models.Quarantine.objects.values_list("reason", flat=True))
    assert reasons == ([QUARANTINED[path.stem]] if path.stem in QUARANTINED else [])


@pytest.mark.parametrize("path", DPA + NINJS, ids=name)
def test_schema_complaints_are_told_for_what_the_suite_says_is_wrong_and_for_nothing_else(path: Path) -> None:
    results = recognise.read(path.read_bytes(), WireConfig(), clock.now())
    items = [result.item for result in results if isinstance(result, Parsed)]
    told = any(warning.startswith("Not valid") for item in items for warning in item.warnings)

    assert told == ("should_fail" in path.stem and path.stem not in QUARANTINED)


@pytest.mark.parametrize("path", DPA + NINJS + G2 + MESSAGES, ids=name)
def test_bodies_are_clean_already_when_they_are_cleaned_again(path: Path) -> None:
    for result in recognise.read(path.read_bytes(), WireConfig(), clock.now()):
        if isinstance(result, Parsed):
            assert markup.safe_html(result.item.body_html, []) == result.item.body_html


@pytest.mark.parametrize("path", TWINS, ids=name)
def test_an_item_is_what_its_newsml_g2_twin_is(path: Path) -> None:
    """But for what dpa's converter leaves out: which notes may be published, sizes of pictures."""
    item, twin = dpa(path.stem).item, the_one(SAMPLES / "newsml-g2" / f"dpa-{path.stem}.xml").item
    told_otherwise = {"genre", "notes", "subjects", "pictures", "usage_terms", "warnings"}
    for field in set(WireItem.__struct_fields__) - told_otherwise:
        assert getattr(item, field) == getattr(twin, field), field
    assert [picture.id for picture in twin.pictures] in ([picture.id for picture in item.pictures], [item.id])


@pytest.mark.parametrize("path", MESSAGES, ids=name)
def test_a_message_of_a_teleprinter_has_the_words_of_its_twin(path: Path) -> None:
    stem = {"dpa-spe-tab": "spe_tab"}.get(path.stem, path.stem.removeprefix("dpa-"))
    item, twin = the_one(path).item, dpa(stem).item
    assert (item.headline, item.place, item.urgency) == (twin.headline, twin.place, twin.urgency)
    words, others = (markup.text_of(each.body_html).split() for each in (item, twin))
    assert abs(len(words) - len(others)) <= len(others) // 50
    assert len(set(words) & set(others)) >= 0.95 * len(set(others))


def the_one(path: Path) -> Parsed:
    (result,) = recognise.read(path.read_bytes(), WireConfig(), clock.now())
    assert isinstance(result, Parsed)
    return result


def dpa(stem: str) -> Parsed:
    return the_one(SAMPLES / "dpa-digitalwires" / f"{stem}.json")


def test_the_embargoed_sample_has_its_embargo_as_an_aware_date() -> None:
    item = dpa("embargoed").item

    assert item.embargo == datetime.fromisoformat("2025-01-23T19:00:00+01:00")


def test_a_correction_and_an_update_say_so_and_why() -> None:
    correction, update = dpa("dw-1").item, dpa("with_dateline").item

    assert (correction.signals, update.signals) == (("correction",), ("update",))
    assert correction.update_reason
    assert update.update_reason


def test_the_dateline_within_the_text_is_not_there_twice() -> None:
    item = dpa("with_dateline").item

    assert item.place == "New York"
    assert "(dpa)" not in item.body_html[:200]


@pytest.mark.parametrize("path", DPA, ids=name)
def test_nothing_marked_as_not_for_publication_is_in_the_item(path: Path) -> None:
    parsed = dpa(path.stem)

    for note in parsed.internal_notes:
        assert note not in encode(parsed.item)


def test_pictures_have_address_caption_credit_and_size() -> None:
    first = dpa("rubix_multimedia_testartikel").item.pictures[0]

    assert first.href.startswith("https://")
    assert first.caption
    assert first.credit.endswith("/dpa")
    assert (first.width, first.height, first.media_type) == (2048, 1371, "image/jpeg")


@pytest.mark.parametrize("stem", ["dpa_text", "ntb_text", "ap_image", "ap_video", "ninjsExSimpleText"])
def test_the_same_item_in_ninjs_2_and_3_comes_out_the_same(stem: str) -> None:
    second, third = (
        next(path for path in NINJS if path.stem.startswith(f"example-{version}__{stem}"))
        for version in ("2.1", "3.0")
    )
    items = []
    for path in (second, third):
        (result,) = recognise.read(path.read_bytes(), WireConfig(), clock.now())
        assert isinstance(result, Parsed)
        items.append(result)

    assert items[0] == items[1]
