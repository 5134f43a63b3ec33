import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def leave_it_to_the_amount(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """What was no small change by an editor's word was never said to be a new state either."""
    apps.get_model("desk", "StoryPage").objects.filter(minor_change=False).update(minor_change=None)


class Migration(migrations.Migration):
    dependencies = [("desk", "0010_embed_found")]

    operations = [
        migrations.AddField(
            model_name="correction",
            name="nature",
            field=models.CharField(
                choices=[
                    ("correction", "a correction: something was wrong"),
                    ("update", "an update: something has come to be known"),
                ],
                default="correction",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="correction", name="passages", field=models.JSONField(default=list)
        ),
        migrations.AlterField(
            model_name="storypage",
            name="minor_change",
            field=models.BooleanField(
                blank=True,
                choices=[
                    (None, "what the amount of change says"),
                    (True, "a small change"),
                    (False, "a new state"),
                ],
                help_text=(
                    "A new state gets “Updated” with the time, and feeds, search engines and sitemap are told. "
                    "A small change, such as a mended slip of the pen, is not announced."
                ),
                null=True,
                verbose_name="for readers this is",
            ),
        ),
        migrations.RunPython(leave_it_to_the_amount, migrations.RunPython.noop),
        migrations.AddField(
            model_name="storypage",
            name="withhold_previous",
            field=models.BooleanField(
                default=False,
                help_text="For what should never have been published. Only if the story's versions are open.",
                verbose_name="keep the previous state out of the version history",
            ),
        ),
        migrations.AddField(
            model_name="storypage",
            name="history_open",
            field=models.BooleanField(
                default=False, editable=False, verbose_name="versions open to readers"
            ),
        ),
        migrations.CreateModel(
            name="WithheldVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.BigIntegerField()),
                ("reason", models.CharField(blank=True, max_length=200)),
                (
                    "story",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withheld_versions",
                        to="desk.storypage",
                    ),
                ),
            ],
            options={
                "verbose_name": "withheld version",
                "verbose_name_plural": "withheld versions",
                "constraints": [
                    models.UniqueConstraint(fields=("story", "version"), name="desk_withheld_once")
                ],
            },
        ),
    ]
