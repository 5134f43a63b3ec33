from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("wire", "0004_inbox")]

    operations = [
        migrations.AddIndex(
            model_name="item",
            index=models.Index(fields=["status"], name="wire_item_status"),
        ),
    ]
