import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0006_section_language")]

    operations = [
        migrations.AddField(
            model_name="storypage",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                help_text="The story before it in a running story. Readers find all of them in a box.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="desk.storypage",
                verbose_name="follows",
            ),
        ),
    ]
