from django.db import migrations, models

from broadsheet.ledger.fields import KeyField


class Migration(migrations.Migration):
    dependencies = [("press", "0005_asked")]

    operations = [
        migrations.CreateModel(
            name="Ping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("path", KeyField(max_length=400, unique=True)),
                ("after", models.BigIntegerField()),
                ("upto", models.BigIntegerField()),
                ("noted", models.DateTimeField()),
                ("times", models.IntegerField(default=1)),
                ("tries", models.IntegerField(default=0)),
                ("not_before", models.DateTimeField(null=True)),
                ("error", models.TextField(blank=True)),
            ],
        ),
    ]
