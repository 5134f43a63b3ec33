"""There is no field, no block and no wire field that could leak unseen."""

from __future__ import annotations

from typing import ClassVar

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import models
from wagtail import blocks

from broadsheet.desk.models import Picture, StoryPage
from tests.canary import planting
from tests.canary.oracle import PRIVATE, Planted, leaks
from tests.canary.places import Sweep, rows_of
from tests.canary.planting import Fate, Planter, UnknownKind, Words, columns, label_of, unplanted

pytestmark = pytest.mark.django_db


def test_every_column_that_can_hold_words_holds_one(printed: Sweep) -> None:
    assert unplanted(printed.newsroom.words) == []


def test_a_column_without_a_word_is_named(printed: Sweep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planting, "_EXCUSED", planting._EXCUSED - {"desk.Picture.file_hash"})
    assert unplanted(printed.newsroom.words) == ["desk.Picture.file_hash"]


def test_nothing_is_excused_that_is_not_there() -> None:
    every = {label_of(field) for model in apps.get_models() for field in model._meta.concrete_fields}
    assert every >= planting._EXCUSED
    assert {label_of(field) for field in columns()} & planting._EXCUSED == set()


def test_a_new_kind_of_field_or_block_must_be_thought_of() -> None:
    class Oracle(models.Model):
        secret: ClassVar[models.Field[bytes, bytes]] = models.BinaryField()

        class Meta:
            app_label = "canary"
            # Not among the project's own.
            apps = Apps()

    planter = Planter(Words(), "thing", Fate.SECRET)
    with pytest.raises(UnknownKind, match="BinaryField"):
        planter.fields(Oracle)
    with pytest.raises(UnknownKind, match="RawHTMLBlock"):
        planter.stream(blocks.StreamBlock([("raw", blocks.RawHTMLBlock())]), "body")


def test_a_new_field_is_a_secret_until_it_is_meant_for_readers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planting, "MEANT_FOR_READERS", {"Picture": frozenset({"alt"})})
    words = Words()
    Planter(words, "picture", Fate.SHOWN).fields(Picture, "file")
    assert "Picture.credit" in str(words.of(Fate.SECRET).words)
    assert "Picture.alt" in str(words.of(Fate.SHOWN).words)


def test_what_is_meant_for_readers_reaches_them(printed: Sweep) -> None:
    """The other half of the proof: the words can be found, where they are allowed to be."""
    assert _missing(printed, Fate.SHOWN, leaks(printed.folder, _of(printed, Fate.SHOWN), PRIVATE)) == []


def test_what_was_taken_back_had_reached_them(printed: Sweep) -> None:
    missing = _missing(printed, Fate.TAKEN_BACK, printed.newsroom.seen_before)
    kinds = ("StoryPage.", "HousePage.", "Topic.", "Person.", "body.", "sources.")
    assert [what for what in missing if any(kind in what for kind in kinds) and "front" not in what] == []
    in_ledger = "\n".join(what for what in _told_by_the_ledger(printed))
    assert f"retracted: {StoryPage.__name__}.lead" in in_ledger


def _of(printed: Sweep, fate: Fate) -> Planted:
    return printed.newsroom.words.of(fate)


def _missing(printed: Sweep, fate: Fate, found: list[str]) -> list[str]:
    told = {leak.partition(": ")[2] for leak in found}
    return [what for what in _of(printed, fate).words.values() if what not in told]


def _told_by_the_ledger(printed: Sweep) -> set[str]:
    planted = _of(printed, Fate.TAKEN_BACK)
    return {what for _, row in rows_of("ledger") for what in planted.found_in(row)}
