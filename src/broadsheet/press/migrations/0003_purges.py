from django.db import migrations, models

from broadsheet.ledger.fields import KeyField


class Migration(migrations.Migration):

    dependencies = [
        ('press', '0002_no_file_left_behind'),
    ]

    operations = [
        migrations.AddField(
            model_name='artifact',
            name='since',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='artifact',
            index=models.Index(condition=models.Q(('since__isnull', False)), fields=['since'], name='press_since'),
        ),
        migrations.AddField(
            model_name='removal',
            name='after',
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='removal',
            name='upto',
            field=models.BigIntegerField(default=0),
        ),
        migrations.CreateModel(
            name='Purge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', KeyField(max_length=400, unique=True)),
                ('after', models.BigIntegerField()),
                ('upto', models.BigIntegerField()),
                ('noted', models.DateTimeField()),
                ('times', models.IntegerField(default=1)),
                ('tries', models.IntegerField(default=0)),
                ('not_before', models.DateTimeField(null=True)),
                ('error', models.TextField(blank=True)),
            ],
        ),
    ]
