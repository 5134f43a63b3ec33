from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from broadsheet.ledger import codec
from broadsheet.ledger.fields import KeyField
from broadsheet.ledger.records import path_of


def note_paths(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Writes down where each published record stands: its own word, decoded once."""
    current = apps.get_model("ledger", "Current").objects
    for row in current.filter(record__isnull=False).iterator(chunk_size=400):
        path = path_of(codec.decode(bytes(row.record), row.schema))
        if path:
            current.filter(asset=row.asset).update(path=path)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.AddField("current", "path", KeyField(blank=True, default="", max_length=400), False),
        migrations.RunPython(note_paths, migrations.RunPython.noop),
    ]
