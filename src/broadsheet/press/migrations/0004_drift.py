from django.db import migrations, models

from broadsheet.ledger.fields import KeyField


class Migration(migrations.Migration):
    dependencies = [("press", "0003_purges")]

    operations = [
        migrations.CreateModel(
            name="Drift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("file", models.TextField()),
                ("how", models.TextField()),
                ("artifact", KeyField(blank=True, max_length=480)),
                ("found", models.DateTimeField()),
                ("seen", models.DateTimeField(null=True)),
                ("seen_by", models.CharField(blank=True, max_length=150)),
            ],
        ),
        migrations.CreateModel(
            name="Inspection",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("artifacts", models.IntegerField()),
                ("files", models.IntegerField()),
                ("differences", models.IntegerField()),
            ],
        ),
        migrations.AddConstraint(
            model_name="drift",
            constraint=models.UniqueConstraint(
                condition=models.Q(("seen", None)), fields=("file",), name="press_one_open_drift"
            ),
        ),
    ]
