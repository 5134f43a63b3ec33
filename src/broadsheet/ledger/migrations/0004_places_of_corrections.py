from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from broadsheet.ledger import codec
from broadsheet.ledger.lists import memberships


def place_anew(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Writes each published record's places, by today's lists: there are more than there were."""
    members = apps.get_model("ledger", "Membership")
    current = apps.get_model("ledger", "Current").objects.filter(record__isnull=False)
    for row in current.iterator(chunk_size=400):
        places = memberships(codec.decode(bytes(row.record), row.schema))
        members.objects.filter(asset=row.asset).delete()
        members.objects.bulk_create(
            members(list=name, sort=sort, asset=row.asset) for name, sort in sorted(places.items())
        )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_places_anew")]

    operations = [migrations.RunPython(place_anew, migrations.RunPython.noop)]
