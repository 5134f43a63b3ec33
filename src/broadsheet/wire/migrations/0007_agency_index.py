"""The inbox of one agency, from one index."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("wire", "0006_clips")]

    operations: ClassVar = [
        migrations.AddIndex(
            "item",
            models.Index(
                fields=[
                    "supplier",
                    "-arrival",
                    "-id",
                    "state",
                    "status",
                    "urgency",
                    "language",
                    "embargo",
                    "received",
                    "place",
                    "group",
                ],
                name="wire_item_agency",
            ),
        ),
    ]
