from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('press', '0006_pings'),
    ]

    operations = [
        migrations.AddField(
            model_name='artifact',
            name='advice',
            field=models.TextField(blank=True, default=''),
            preserve_default=False,
        ),
    ]
