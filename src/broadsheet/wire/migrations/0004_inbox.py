"""The inbox in the order of arrival, filtered from one index, with a full-text search."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models

import broadsheet.wire.searching

_SQLITE = (
    "CREATE VIRTUAL TABLE wire_words USING fts5(text, subjects, tokenize = 'unicode61 remove_diacritics 0')"
)
_POSTGRESQL = (
    "CREATE TABLE wire_words ("
    ' "rowid" bigint PRIMARY KEY CHECK ("rowid" >= 0), "text" text NOT NULL, "subjects" text NOT NULL)',
    "CREATE INDEX wire_words_text ON wire_words USING gin (to_tsvector('simple', \"text\"))",
    "CREATE INDEX wire_words_subjects ON wire_words USING gin (to_tsvector('simple', \"subjects\"))",
)


def make_words(apps: Any, editor: Any) -> None:
    statements = _POSTGRESQL if editor.connection.vendor == "postgresql" else (_SQLITE,)
    for statement in statements:
        editor.execute(statement)


def drop_words(apps: Any, editor: Any) -> None:
    editor.execute("DROP TABLE wire_words")


def fill(apps: Any, editor: Any) -> None:
    """Items that there are get the number of their newest delivery, and can be found."""
    from broadsheet.wire.item import decode
    from broadsheet.wire.store import words_of

    item_model, words = apps.get_model("wire", "Item"), apps.get_model("wire", "Words")
    versions = apps.get_model("wire", "Version").objects
    for item in item_model.objects.iterator(chunk_size=500):
        newest = versions.filter(item=item, version=item.version).order_by("-id").first()
        item.arrival = newest.pk if newest else 0
        item.save(update_fields=["arrival"])
        found = words_of(item, decode(item.content))
        words.objects.filter(arrival=item.arrival).delete()
        words.objects.create(arrival=found.arrival, text=found.text, subjects=found.subjects)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("wire", "0003_connectors")]

    operations: ClassVar = [
        migrations.AddField("item", "arrival", models.PositiveBigIntegerField(default=0)),
        migrations.RemoveIndex("item", "wire_item_newest"),
        migrations.RemoveIndex("item", "wire_item_state"),
        migrations.RemoveIndex("item", "wire_item_supplier"),
        migrations.RemoveIndex("item", "wire_item_urgency"),
        migrations.AddIndex(
            "item",
            models.Index(
                fields=[
                    "-arrival",
                    "-id",
                    "state",
                    "status",
                    "urgency",
                    "supplier",
                    "language",
                    "embargo",
                    "received",
                    "place",
                    "group",
                ],
                name="wire_item_glance",
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name="Words",
                    fields=[
                        (
                            "arrival",
                            models.PositiveBigIntegerField(
                                db_column="rowid", primary_key=True, serialize=False
                            ),
                        ),
                        ("text", broadsheet.wire.searching.SearchedField()),
                        ("subjects", broadsheet.wire.searching.SearchedField()),
                    ],
                    options={"db_table": "wire_words"},
                )
            ],
            database_operations=[migrations.RunPython(make_words, drop_words, elidable=False)],
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
