from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('press', '0010_several_workers'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='intervaldependency',
            name='press_interval',
        ),
        migrations.AddIndex(
            model_name='intervaldependency',
            index=models.Index(fields=['list', 'high', 'low', 'artifact'], name='press_intervals_to'),
        ),
    ]
