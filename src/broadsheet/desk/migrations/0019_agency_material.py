import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0018_inbox")]

    operations = [
        migrations.CreateModel(
            name="EmbargoLift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("item", models.CharField(max_length=100)),
                ("until", models.DateTimeField()),
                ("reason", models.TextField()),
                ("by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="embargo_lifts",
                        to="desk.storypage",
                    ),
                ),
            ],
            options={
                "verbose_name": "lifted embargo",
                "verbose_name_plural": "lifted embargoes",
                "ordering": ["at", "id"],
            },
        ),
        migrations.AddField(
            model_name="picture",
            name="usage_terms",
            field=models.TextField(
                blank=True,
                help_text="As the supplier sent them. Readers do not see them.",
                verbose_name="terms of use",
            ),
        ),
        migrations.AddField(
            model_name="picture",
            name="wire_item",
            field=models.CharField(blank=True, editable=False, max_length=100, default=""),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(
                condition=models.Q(("wire_item", ""), _negated=True),
                fields=["wire_item"],
                name="desk_picture_of_wire",
            ),
        ),
    ]
