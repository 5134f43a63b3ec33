"""What is searched lies in the full-text index alone."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    dependencies: ClassVar = [("wire", "0007_agency_index")]

    operations: ClassVar = [migrations.RemoveField("item", "search")]
