"""By which code artifacts are to be baked now, and which were baked by another.

Nobody marks them. What is not stale and names another code than its recipe's is *outdated*, as two ranges
of an index tell: so a new version costs a row for each recipe, whatever there is, and however a process
ends, nothing that an older code made is taken for up to date. The press draws what is outdated into its
line, some at a time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec
from django.db import connection

from broadsheet.press.models import TIERS, Artifact, Code
from broadsheet.press.recipe import Edition

CAUSE: Final = "template, text or setting changed"

_OTHERS: Final = (
    "FROM press_artifact AS artifact WHERE artifact.recipe = {recipe} AND artifact.code {sign} {code}"
)
_SIGNS: Final = ("<", ">")
"""Two ranges; asked for what merely differs, a database would read all that has the code of today."""


def _both(form: str, between: str, **values: str) -> str:
    others = (_OTHERS.format(sign=sign, **values) for sign in _SIGNS)
    return between.join(form.format(others=each) for each in others)


_OF_NOW: Final = {"recipe": "now.recipe", "code": "now.code"}
_EXISTS: Final = _both("EXISTS (SELECT 1 {others} AND NOT artifact.stale)", " OR ", **_OF_NOW)
_RECIPES: Final = f"SELECT recipe, code, tier FROM press_code AS now WHERE {_EXISTS} ORDER BY tier, recipe"  # noqa: S608
_IS_ROLLING: Final = (
    f"SELECT 1 FROM press_code AS now WHERE {_EXISTS} UNION ALL SELECT 1 FROM press_survey LIMIT 1"  # noqa: S608
)
# By the index alone. Those of them that are stale, of which there are few, are subtracted.
_COUNT: Final = (
    f"SELECT {_both('coalesce(sum((SELECT count(*) {others})), 0)', ' + ', **_OF_NOW)} - "  # noqa: S608
    "(SELECT count(*) FROM press_artifact AS artifact WHERE artifact.stale AND artifact.code <> "
    "(SELECT own.code FROM press_code AS own WHERE own.recipe = artifact.recipe)) FROM press_code AS now"
)
_DRAW: Final = (
    "UPDATE press_artifact SET stale = %s, urgent = %s, cause = %s WHERE id IN (SELECT artifact.id {others} "
    "AND NOT artifact.stale ORDER BY artifact.code DESC LIMIT %s)"
)


class Outdated(msgspec.Struct, frozen=True):
    """A recipe of which something was baked by another code than this one."""

    recipe: str
    code: str
    tier: int


def note(edition: Edition, codes: Mapping[str, str]) -> None:
    """From now on these are the codes, by recipes' names."""
    rows = [Code(recipe=name, code=codes[name], tier=each.tier) for name, each in edition.recipes.items()]
    # What was the last version's, or was baked before codes were noted, is to go.
    gone = {*Code.objects.values_list("recipe", flat=True), *_recipes_baked()} - codes.keys()
    rows += [Code(recipe=name, code="", tier=TIERS - 1) for name in sorted(gone)]
    Code.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["recipe"], update_fields=["code", "tier"]
    )


def tiers() -> dict[str, int]:
    """As they were noted last."""
    return dict(Code.objects.values_list("recipe", "tier"))


def _recipes_baked() -> list[str]:
    """From one to the next by the index: all artifacts would be looked at to tell them apart."""
    found, last = list[str](), ""
    while row := _asked("SELECT min(recipe) FROM press_artifact WHERE recipe > %s", last)[0][0]:
        last = str(row)
        found.append(last)
    return found


def is_rolling() -> bool:
    """Whether something is outdated, or may be found to be missing."""
    return bool(_asked(_IS_ROLLING))


def outdated() -> list[Outdated]:
    """In the order in which they are drawn."""
    return [Outdated(*row) for row in _asked(_RECIPES)]


def count() -> int:
    """How many artifacts are outdated; for people, not for every cycle."""
    return max(0, int(_asked(_COUNT)[0][0]))


def is_outdated(artifact: Artifact) -> bool:
    now = Code.objects.filter(recipe=artifact.recipe).first()
    return not artifact.stale and now is not None and now.code != artifact.code


def draw(limit: int) -> int:
    """Puts up to so many into the line, the lowest tier first; gives their number."""
    drawn = 0
    for each in outdated():
        for sign in _SIGNS:
            if drawn < limit:
                drawn += _draw(each, sign, limit - drawn)
    return drawn


def _draw(each: Outdated, sign: str, limit: int) -> int:
    statement = _DRAW.format(others=_OTHERS.format(recipe="%s", sign=sign, code="%s"))
    with connection.cursor() as cursor:
        cursor.execute(statement, [True, False, CAUSE, each.recipe, each.code, limit])
        return int(cursor.rowcount)


def _asked(sql: str, *values: Any) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
