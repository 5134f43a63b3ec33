from django.db import migrations, models

from broadsheet.ledger.fields import KeyField

_DOWN_A_BAND = "UPDATE press_artifact SET tier = tier - 10 WHERE tier < 0"
_UP_A_BAND = "UPDATE press_artifact SET tier = tier + 10 WHERE tier < 0"


class Migration(migrations.Migration):

    dependencies = [
        ('press', '0008_store_trouble'),
    ]

    operations = [
        migrations.CreateModel(
            name='Keepsake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', KeyField(max_length=400, unique=True)),
                ('until', models.DateTimeField(db_index=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('worker', models.CharField(max_length=120, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
            ],
        ),
        # Room for the band of what readers ask for most.
        migrations.RunSQL(_DOWN_A_BAND, _UP_A_BAND),
    ]
