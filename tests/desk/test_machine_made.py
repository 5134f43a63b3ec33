"""What AI made is flagged, by block and by picture, and somebody answers for it."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from django.core.files.images import ImageFile
from PIL import Image

from broadsheet.desk.acts import PublishSeries, UpdatePicture
from broadsheet.desk.errors import ChecksFailed
from broadsheet.desk.inspection.digital_source import told_by
from broadsheet.desk.models import Picture, Series
from broadsheet.ledger import records, state
from broadsheet.ledger.provenance import MachineMade
from tests.desk import newsroom
from tests.desk.newsroom import TESTER, record_of

pytestmark = pytest.mark.django_db

TERMS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description rdf:about="" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">{}'
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)
AS_TEXT = f"<e:DigitalSourceType>{TERMS}{{}}</e:DigitalSourceType>"
AS_LINK = f'<e:DigitalSourceType rdf:resource="{TERMS}{{}}"/>'


def file_saying(term: str, form: str = AS_TEXT, kind: str = "JPEG") -> bytes:
    buffer = BytesIO()
    image = Image.new("RGB", (1400, 1400), (90, 90, 90))
    image.save(buffer, kind, xmp=XMP.format(form.format(term)).encode())
    return buffer.getvalue()


def uploaded(term: str, **fields: Any) -> Picture:
    words = {"alt": "Ein Kran.", "credit": "noa/KI", **fields}
    made: Picture = Picture.objects.create(
        title="Kran", file=ImageFile(BytesIO(file_saying(term)), name="kran.jpg"), **words
    )
    return made


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
@pytest.mark.parametrize("form", [AS_TEXT, AS_LINK])
def test_a_file_says_how_it_was_made(form: str, kind: str) -> None:
    assert told_by(file_saying("trainedAlgorithmicMedia", form, kind)) == "trainedAlgorithmicMedia"
    assert told_by(file_saying("unheardOf", form, kind)) == ""


def test_of_several_parts_the_one_that_a_machine_made_counts() -> None:
    both = f"{TERMS}digitalCapture {TERMS}compositeWithTrainedAlgorithmicMedia".encode()
    assert told_by(both) == "compositeWithTrainedAlgorithmicMedia"
    assert told_by(f"{TERMS}digitalCapture {TERMS}print".encode()) == "digitalCapture"
    assert told_by(newsroom.image_bytes()) == ""


def test_an_agencys_picture_is_flagged_by_itself_and_held_until_somebody_answers_for_it() -> None:
    picture = uploaded("trainedAlgorithmicMedia")
    assert picture.digital_source == "trainedAlgorithmicMedia"
    story = newsroom.draft(picture=picture)
    with pytest.raises(ChecksFailed, match="Kran") as refused:
        newsroom.publish(story)
    assert [(each.code, each.field) for each in refused.value.problems] == [("machine", "picture")]
    series = Series(
        title="Am Kai", description="Vom Hafen.", cover=picture, author="Lotse", slug="am-kai", language="de"
    )
    with pytest.raises(ChecksFailed, match="Kran"):
        PublishSeries(series, by=TESTER).execute()
    picture.answerable = "Ada Nordhoff"
    picture.save()
    newsroom.publish(story)
    record = state.get(f"picture:{picture.picture_id}")
    assert isinstance(record, records.Picture)
    assert (record.digital_source, record.answerable) == ("trainedAlgorithmicMedia", "Ada Nordhoff")
    picture.digital_source = "digitalCapture"
    picture.save()
    UpdatePicture(picture, by=TESTER).execute()
    record = state.get(f"picture:{picture.picture_id}")
    assert isinstance(record, records.Picture)
    assert (record.digital_source, record.answerable) == ("digitalCapture", "")


def test_a_photograph_needs_nobody_to_answer_for_it() -> None:
    picture = uploaded("digitalCapture")
    newsroom.published(picture=picture)
    assert picture.digital_source == "digitalCapture"


def test_a_part_that_a_machine_made_says_so_of_each_block_and_needs_an_editor() -> None:
    quotation = {"text": "Wir bauen.", "speaker": "", "literal": True, "source": ""}
    parts = [
        {"type": "paragraph", "value": "<p>Eins.</p><p>Zwei.</p>", "id": "p1"},
        {"type": "quotation", "value": quotation, "id": "p2"},
    ]
    part: dict[str, Any] = {"how": "translated", "editor": " ", "parts": parts}
    body = [
        {"type": "paragraph", "value": "<p>Von uns.</p>", "id": "1"},
        {"type": "machine", "value": part, "id": "2"},
    ]
    story = newsroom.draft(body=body, lead="")
    with pytest.raises(ChecksFailed) as refused:
        newsroom.publish(story)
    assert {each.code for each in refused.value.problems} == {"machine", "speaker"}
    part["editor"], quotation["speaker"] = "Ada Nordhoff", "Der Bauherr"
    newsroom.publish(story, revision=newsroom.edited(story, body=body))
    made = MachineMade(how="translated", editor="Ada Nordhoff")
    record = record_of(story)
    assert [block.machine for block in record.body] == [None, made, made, made]
    assert record.abstract == "Von uns. Eins. Zwei."
