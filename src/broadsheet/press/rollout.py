"""A new version while the old one is being read: what has to come first, and what only it has.

Begun at once, whatever there is; the ledger is then surveyed a piece at a time, so that what is published
meanwhile does not wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from django.db import connection, transaction
from django.db.models import F, QuerySet

from broadsheet.ledger import state
from broadsheet.ledger.records import AnyRecord
from broadsheet.press import codes, queue
from broadsheet.press.models import ARRIVING, HOTTEST, MOVED_BY_CODE, TIERS, Artifact, Cursor, Survey
from broadsheet.press.recipe import Change, Edition, Recipe

CAUSE: Final = "another edition"

_PIECE: Final = 400
# Of what another version bakes again, the hundredth part comes first, and never fewer stories than these.
_HOT_STORIES: Final = 100


@transaction.atomic
def begin(edition: Edition, now: Mapping[str, str], code: str) -> None:
    """By these codes everything is to be baked; `code` is the edition's. Nothing but a survey that was cut
    short goes on if they are the last ones."""
    _mend_tiers(edition, codes.tiers())
    codes.note(edition, now)
    _move_first(edition, now)
    _try_again()
    if not is_led_by(code):
        # Meanwhile it is nobody's: who goes back to the version before surveys it anew.
        note_edition_code("")
        Survey.objects.update_or_create(id=1, defaults={"edition": code, "asset": "", "path": ""})


def note_edition_code(code: str) -> None:
    """All targets of the ledger were queued by this edition."""
    Survey.objects.all().delete()
    Cursor.objects.update_or_create(id=1, defaults={"code": code})


def _edition_code() -> str:
    return Cursor.objects.values_list("code", flat=True).first() or ""


def is_led_by(code: str) -> bool:
    """Whether no other edition began after this one: two must not draw what the other has baked."""
    survey = Survey.objects.first()
    return (survey.edition if survey else _edition_code()) == code


# ---- what cannot wait -------------------------------------------------------------------


def _mend_tiers(edition: Edition, noted: Mapping[str, int]) -> None:
    """Another version may have given a recipe another tier; the band stays."""
    tiers = {name: each.tier for name, each in edition.recipes.items() if noted.get(name) != each.tier}
    with connection.cursor() as cursor:
        cursor.executemany(
            _MEND,
            [(-ARRIVING, TIERS, tier, name, -ARRIVING, TIERS, tier) for name, tier in tiers.items()],
        )


_MEND = (
    "UPDATE press_artifact SET tier = tier - (tier + %s) %% %s + %s "
    "WHERE recipe = %s AND (tier + %s) %% %s <> %s"
)


def _move_first(edition: Edition, now: Mapping[str, str]) -> None:
    """What may stand elsewhere by another code comes before all that links to it there."""
    for recipe in edition.recipes.values():
        if not recipe.moves_with_code:
            continue
        others = Artifact.objects.filter(recipe=recipe.name).exclude(code=now[recipe.name])
        others.filter(stale=False).update(stale=True, urgent=False, cause=codes.CAUSE)
        band = MOVED_BY_CODE if recipe.tier else ARRIVING
        moving = others.filter(tier__gte=MOVED_BY_CODE)
        staying = _staying(recipe, moving)
        moving.exclude(pk__in=staying).update(urgent=True, tier=recipe.tier + band)


def _staying(recipe: Recipe, artifacts: QuerySet[Artifact]) -> list[int]:
    """Those that the new code leaves where they stand."""
    standing = artifacts.exclude(path="").values_list("pk", "target", "path")
    return [pk for pk, target, path in standing if recipe.stands_at(target) == path]


def _try_again() -> None:
    """What failed by another code may not fail by this one."""
    with connection.cursor() as cursor:
        cursor.execute(_TRY_AGAIN)


_CODE_OF_NOW = "(SELECT now.code FROM press_code AS now WHERE now.recipe = press_artifact.recipe)"
_TRY_AGAIN = (
    f"UPDATE press_artifact SET not_before = NULL WHERE stale AND error <> '' AND code <> {_CODE_OF_NOW}"  # noqa: S608
)


# ---- what only it has -------------------------------------------------------------------


def survey_on(edition: Edition, code: str) -> bool:
    """Queues what this edition makes of the next piece of the ledger, or ends the survey.

    False if there is no such survey, or another edition's goes on. Each row is written
    by itself: a press that dies in between asks about the same piece again.
    """
    survey = Survey.objects.filter(edition=code).first()
    if survey is None:
        return False
    if assets := state.assets_after(survey.asset, _PIECE):
        queue.want(_targets(edition, assets), 0, CAUSE, urgent=False)
        survey.asset = assets[-1][0]
        survey.save(update_fields=["asset"])
    elif paths := state.paths_after(survey.path, _PIECE):
        left = (target for path, is_left in paths if is_left for target in edition.addressed(path))
        queue.want(left, 0, CAUSE, urgent=False)
        survey.path = paths[-1][0]
        survey.save(update_fields=["path"])
    else:
        _end([*edition.hottest(max(_HOT_STORIES, queue.count() // 100))], code)
    return True


def _targets(
    edition: Edition, assets: Iterable[tuple[str, AnyRecord | None]]
) -> Iterator[tuple[Recipe, str]]:
    for asset, record in assets:
        yield from edition.concerned(Change(asset, None, record))


@transaction.atomic
def _end(hottest: Sequence[tuple[Recipe, str]], code: str) -> None:
    _put_first(hottest)
    note_edition_code(code)


def _put_first(targets: Sequence[tuple[Recipe, str]]) -> None:
    """Of what waits to be baked by another code, these come before the rest.

    Not where pictures and the like are to be made anew, too: pages would name what is not there yet.
    """
    rolling = Artifact.objects.filter(stale=True, urgent=False)
    if rolling.filter(tier=0).exists() or any(each.tier == 0 for each in codes.outdated()):
        return
    rolling.filter(tier__gte=HOTTEST, tier__lt=0).update(tier=F("tier") - HOTTEST)
    for start in range(0, len(targets), _PIECE):
        chunk = [queue.name_of(*target) for target in targets[start : start + _PIECE]]
        statement = _PUT_FIRST.format(marks=", ".join(["%s"] * len(chunk)), now=_CODE_OF_NOW)
        with connection.cursor() as cursor:
            cursor.execute(statement, [True, False, codes.CAUSE, HOTTEST, TIERS, *chunk])


_PUT_FIRST = (
    "UPDATE press_artifact SET stale = %s, urgent = %s, cause = CASE WHEN stale THEN cause ELSE %s END, "
    "tier = tier + %s WHERE tier > 0 AND tier < %s AND name IN ({marks}) "
    "AND CASE WHEN stale THEN NOT urgent ELSE code <> {now} END"
)
