import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_clock_reading")]

    operations = [
        migrations.AddField(
            model_name="storypage",
            name="translation_of",
            field=models.ForeignKey(
                blank=True,
                help_text="The story in the other language; each of the two pages then links to the other.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="desk.storypage",
                verbose_name="translation of",
            ),
        ),
    ]
