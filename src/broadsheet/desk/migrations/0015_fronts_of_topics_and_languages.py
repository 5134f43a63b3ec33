import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0014_machine_made")]

    operations = [
        migrations.AddField(
            model_name="front",
            name="topic",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="front",
                to="desk.topic",
                verbose_name="topic",
            ),
        ),
        migrations.AddField(
            model_name="front",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("de", "German"), ("en", "English")],
                max_length=2,
                verbose_name="language",
            ),
        ),
    ]
