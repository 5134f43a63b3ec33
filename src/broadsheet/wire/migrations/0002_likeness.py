"""Items that tell the same story find each other."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("wire", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField("item", "group", models.CharField(blank=True, max_length=10)),
        migrations.AddIndex("item", models.Index(fields=["group"], name="wire_item_group")),
        migrations.CreateModel(
            name="Sketch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("hash", models.BigIntegerField()),
                ("item", models.ForeignKey("wire.item", models.CASCADE, related_name="sketches")),
            ],
            options={"indexes": [models.Index(fields=["hash", "item"], name="wire_sketch_hash")]},
        ),
    ]
