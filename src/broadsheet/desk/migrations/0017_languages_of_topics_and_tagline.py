from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0016_picture_rights")]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="language",
            field=models.CharField(
                blank=True,
                choices=[("de", "German"), ("en", "English")],
                help_text=(
                    "Of its page and of the stories there, on a site in several languages;"
                    " empty for the main one."
                ),
                max_length=2,
                verbose_name="language",
            ),
        ),
        migrations.AddField(
            model_name="siteidentity",
            name="further_tagline",
            field=models.CharField(
                blank=True,
                help_text="Stands on the home in that language; a site in one language needs none.",
                max_length=200,
                verbose_name="tagline in the second language",
            ),
        ),
    ]
