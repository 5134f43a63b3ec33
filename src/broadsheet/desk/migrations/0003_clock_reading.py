from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0002_empty_newsroom")]

    operations = [
        migrations.CreateModel(
            name="ClockReading",
            fields=[
                (
                    "id",
                    models.SmallIntegerField(default=1, editable=False, primary_key=True, serialize=False),
                ),
                ("wall", models.DateTimeField()),
                ("boot", models.CharField(max_length=64)),
                ("seconds", models.FloatField()),
                ("held_since", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=10)),
            ],
            options={"verbose_name": "clock", "verbose_name_plural": "clock"},
        ),
    ]
