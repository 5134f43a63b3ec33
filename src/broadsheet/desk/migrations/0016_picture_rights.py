from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0015_fronts_of_topics_and_languages")]

    operations = [
        migrations.AddIndex(
            model_name="picture",
            index=models.Index(
                condition=models.Q(("rights_until__isnull", False)),
                fields=["rights_until"],
                name="desk_picture_rights",
            ),
        ),
    ]
