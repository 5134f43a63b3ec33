"""Foreign keys and migrations name models by strings, which import-linter does not see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

MAY_REFER_TO = {
    "kernel": set[str](),
    "ledger": {"ledger"},
    "wire": {"wire"},
    "desk": {"desk", "wire", "ledger"},
    "press": {"press", "ledger"},
    "site": {"site", "press", "ledger"},
    "serve": {"serve", "site", "press", "ledger"},
    "demo": {"demo"},
    "project": {"project", "desk", "wire", "press", "ledger"},
}
HOSTS_OF_WAGTAIL = {"desk", "project"}
"""Rooms whose models may refer to those of Django's contrib apps and of Wagtail."""


def _rooms() -> dict[str, str]:
    """App label to room, for our own apps."""
    configs = apps.get_app_configs()
    return {each.label: each.name.split(".")[1] for each in configs if each.name.startswith("broadsheet.")}


def _may(room: str, other_label: str, rooms: dict[str, str]) -> bool:
    if other_label in rooms:
        return rooms[other_label] in MAY_REFER_TO[room]
    return room in HOSTS_OF_WAGTAIL


def _own_models() -> Iterator[type[models.Model]]:
    for config in apps.get_app_configs():
        if config.name.startswith("broadsheet."):
            yield from config.get_models(include_auto_created=True)


def test_every_app_of_ours_is_a_room() -> None:
    assert set(_rooms().values()) <= set(MAY_REFER_TO)
    assert {"ledger", "wire", "desk", "press"} <= set(_rooms().values())


def test_relations_stay_inside_allowed_rooms() -> None:
    rooms = _rooms()
    found = []
    for model in _own_models():
        room = rooms[model._meta.app_label]
        for field in model._meta.get_fields():
            other = field.related_model
            forward = not getattr(field, "auto_created", False) or getattr(field, "concrete", False)
            if forward and isinstance(other, type) and not _may(room, other._meta.app_label, rooms):
                found.append(f"{model._meta.label}.{field.name} refers to {other._meta.label}")
    assert found == []


def test_migrations_stay_inside_allowed_rooms() -> None:
    rooms = _rooms()
    loader = MigrationLoader(connection=None, ignore_no_migrations=True)
    found = [
        f"{label}.{name} refers to {other}"
        for (label, name), migration in loader.disk_migrations.items()
        if label in rooms
        for other in sorted(_labels_named(migration))
        if not _may(rooms[label], other, rooms)
    ]
    assert found == []


def _labels_named(migration: Migration) -> set[str]:
    labels = {dependency[0] for dependency in migration.dependencies if dependency[0] != "__setting__"}
    for operation in migration.operations:
        for field in _fields(operation):
            target = getattr(getattr(field, "remote_field", None), "model", None)
            labels.add(target.split(".")[0]) if isinstance(target, str) and "." in target else None
    return labels


def _fields(operation: Any) -> list[models.Field[Any, Any]]:
    fields = [field for _, field in getattr(operation, "fields", None) or []]
    return [*fields, operation.field] if hasattr(operation, "field") else fields


def test_the_rule_sees_a_relation_that_is_not_allowed() -> None:
    rooms = _rooms()
    assert not _may("press", "desk", rooms)
    assert not _may("ledger", "auth", rooms)
    assert _may("desk", "wagtailcore", rooms)


@pytest.mark.slow
@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    try:
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    except SystemExit:
        pytest.fail("A model has changed without a migration: run makemigrations.")
