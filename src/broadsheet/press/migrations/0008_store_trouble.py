"""Why what readers get cannot be written, for whoever is to mend it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("press", "0007_advice")]

    operations = [
        migrations.CreateModel(
            name="StoreTrouble",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("since", models.DateTimeField()),
                ("code", models.CharField(max_length=40)),
                ("error", models.TextField()),
            ],
        ),
    ]
