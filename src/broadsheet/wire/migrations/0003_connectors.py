"""How far connectors have come."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("wire", "0002_likeness")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ConnectorState",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("cursor", models.TextField(blank=True)),
                ("next_look", models.DateTimeField()),
                ("looked", models.DateTimeField(null=True)),
                ("went_well", models.DateTimeField(null=True)),
                ("brought", models.DateTimeField(null=True)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("problem", models.TextField(blank=True)),
            ],
        ),
    ]
