from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0005_media")]

    operations = [
        migrations.AddField(
            model_name="sectionpage",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("de", "German"), ("en", "English")],
                default="",
                help_text=(
                    "In whose menu it stands, on a site in several languages; empty for the main one."
                ),
                max_length=2,
                verbose_name="language",
            ),
            preserve_default=False,
        ),
    ]
