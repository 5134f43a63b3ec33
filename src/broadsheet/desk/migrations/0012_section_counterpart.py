import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0011_corrections_and_versions")]

    operations = [
        migrations.AddField(
            model_name="sectionpage",
            name="counterpart",
            field=models.ForeignKey(
                blank=True,
                help_text=(
                    "Readers and search engines are then led from each of the two to the other;"
                    " it is enough to say so at one of them."
                ),
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="desk.sectionpage",
                verbose_name="the same in another language",
            ),
        ),
    ]
