"""Videos, recordings and documents: refused at the form, published with a story, gone with the last."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile

from broadsheet.desk import config
from broadsheet.desk.acts import PublishSeries, SaveMediaFile, Unpublish
from broadsheet.desk.errors import ChecksFailed, StillInUse
from broadsheet.desk.models import MediaFile, Picture, Series, StoryPage
from broadsheet.ledger import records, state
from broadsheet.ledger.vault import Vault
from tests.desk import newsroom, recordings
from tests.desk.newsroom import TESTER
from tests.desk.recordings import film, media_file, offering

pytestmark = pytest.mark.django_db


def record(file: MediaFile) -> records.MediaFile | None:
    found = state.get(f"media:{file.media_id}")
    assert found is None or isinstance(found, records.MediaFile)
    return found


def test_a_file_is_private_until_a_story_offers_it_and_again_afterwards() -> None:
    first, second = film(), media_file()
    assert (record(first), record(second)) == (None, None)
    story = newsroom.published(body=offering(first, second))
    other = newsroom.published("Noch eine", body=offering(second))
    found = record(first)
    assert found is not None
    assert (found.media_type, found.width, found.seconds, found.size) == ("video/mp4", 640, 7, first.size)
    vault = Vault(config.active().vault)
    assert vault.get(found.blob) == recordings.mp4()
    assert vault.get(found.captions) == recordings.CAPTIONS
    assert state.get(f"picture:{found.poster}") is not None
    Unpublish(story, by=TESTER).execute()
    assert record(first) is None
    assert state.get(f"picture:{found.poster}") is None
    assert record(second) is not None
    Unpublish(other, by=TESTER).execute()
    assert record(second) is None


def test_what_is_changed_reaches_readers_and_nothing_else_does() -> None:
    file, unused = media_file(), media_file(title="Anderes")
    newsroom.published(body=offering(file))
    file.credit = "Ton: Ben"
    assert SaveMediaFile(file, by=TESTER).execute().seq > 0
    found = record(file)
    assert found is not None
    assert found.credit == "Ton: Ben"
    assert SaveMediaFile(file, by=TESTER).execute().seq == 0
    assert SaveMediaFile(unused, by=TESTER).execute().seq == 0
    assert record(unused) is None


def test_another_poster_is_published_and_the_old_one_goes() -> None:
    file = film()
    newsroom.published(body=offering(file))
    old, file.poster = file.poster, newsroom.picture("Neues Standbild", shade=30)
    SaveMediaFile(file, by=TESTER).execute()
    assert old is not None
    assert state.get(f"picture:{old.picture_id}") is None
    assert state.get(f"picture:{file.poster.picture_id}") is not None


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("file", {"file": ContentFile(b"<svg onload='x'>", name="film.mp4")}),
        ("file", {"file": ContentFile(recordings.mp3(), name="film.mp4")}),
        ("transcript", {"transcript": " "}),
        ("poster", {"file": ContentFile(recordings.mp4(), name="film.mp4")}),
        ("captions", {"captions": ContentFile(recordings.CAPTIONS, name="ton.vtt")}),
        ("credit", {"credit": ""}),
    ],
)
def test_what_is_not_fit_is_refused_at_its_field(field: str, fields: dict[str, object]) -> None:
    good = {"file": ContentFile(recordings.mp3(), name="ton.mp3"), "transcript": "Wind.", "credit": "Ada"}
    with pytest.raises(ChecksFailed) as refused:
        SaveMediaFile(MediaFile(title="Ton", **{**good, **fields}), by=TESTER).execute()
    assert [problem.field for problem in refused.value.problems] == [field]
    assert not MediaFile.objects.exists()


def test_damaged_captions_of_a_film_are_refused() -> None:
    with pytest.raises(ChecksFailed, match=r"Zeile|Line"):
        film(captions=ContentFile(b"WEBVTT\n\n1 --> 2\nA", name="film.vtt"))


def test_a_reason_stands_in_for_a_transcript() -> None:
    assert media_file(transcript="", untranscribed="Musik ohne Worte").pk


def test_a_document_needs_neither() -> None:
    assert media_file("bericht.pdf", recordings.pdf(), transcript="").pages == 2


def test_a_file_that_readers_have_is_not_deleted() -> None:
    file = media_file()
    newsroom.published(body=offering(file))
    with pytest.raises(StillInUse):
        MediaFile.objects.all().delete()
    assert MediaFile.objects.count() == 1


def test_a_story_waits_for_credit_and_rights() -> None:
    file = media_file()
    MediaFile.objects.update(credit="", rights_until=newsroom.section().first_published_at)
    with pytest.raises(ChecksFailed) as refused:
        newsroom.published(body=offering(MediaFile.objects.get(pk=file.pk)))
    assert {problem.code for problem in refused.value.problems} == {"credit", "rights"}


# ---- podcasts ---------------------------------------------------------------------------


@pytest.fixture
def series() -> Series:
    made = Series(title="Am Kai", description="Geschichten vom Wasser.", author="Der Lotse", cover=cover())
    PublishSeries(made, by=TESTER).execute()
    return made


def cover(size: int = 1400) -> Picture:
    made = newsroom.picture("Titelbild")
    made.file.save("titel.jpg", ContentFile(newsroom.image_bytes(size=(size, size)), name="titel.jpg"))
    made.save()
    return made


def test_a_podcast_is_published_with_its_cover(series: Series) -> None:
    found = state.get(f"series:{series.series_id}")
    assert isinstance(found, records.Series)
    assert found.path == "/podcasts/am-kai/"
    assert state.get(f"picture:{found.cover}") is not None


def test_a_small_cover_is_refused() -> None:
    made = Series(title="Am Kai", description="Wasser.", author="Der Lotse", cover=cover(1399))
    with pytest.raises(ChecksFailed, match="1400"):
        PublishSeries(made, by=TESTER).execute()


def test_an_episode_needs_sound_and_keeps_its_podcast(series: Series) -> None:
    with pytest.raises(ChecksFailed) as refused:
        newsroom.published(series=series, body=offering(film()))
    assert [problem.code for problem in refused.value.problems] == ["episode"]
    story = newsroom.published("Folge", series=series, body=offering(media_file()))
    found = state.get(f"story:{story.story_id}")
    assert isinstance(found, records.Story)
    assert found.series == series.series_id
    with pytest.raises(StillInUse):
        series.delete()
    Unpublish(story, by=TESTER).execute()
    with pytest.raises(StillInUse):
        series.delete()
    for each in StoryPage.objects.all():
        each.delete()
    series.delete()
    assert state.get(f"series:{series.series_id}") is None


def test_an_infographic_keeps_words_and_figures() -> None:
    value = {
        "picture": newsroom.picture(),
        "caption": "Güter",
        "description": "Mehr  Container.\r\n\r\n\r\nWeniger Kohle.",
        "data": {"data": [["Jahr", "TEU"], ["2026", "12"]], "table_header_choice": "row"},
    }
    story = newsroom.published(body=[("infographic", value)])
    found = state.get(f"story:{story.story_id}")
    assert isinstance(found, records.Story)
    (block,) = found.body
    assert isinstance(block, records.Infographic)
    assert block.description == "Mehr  Container.\n\nWeniger Kohle."
    assert block.data is not None
    assert block.data.rows[1] == ("2026", "12")
