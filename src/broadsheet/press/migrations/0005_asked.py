from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('press', '0004_drift'),
    ]

    operations = [
        migrations.AddField(
            model_name='artifact',
            name='asked',
            field=models.BigIntegerField(default=0),
        ),
    ]
