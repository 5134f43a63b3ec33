from django.db import migrations, models

from broadsheet.ledger.fields import KeyField


class Migration(migrations.Migration):

    dependencies = [
        ('press', '0011_intervals_by_their_end'),
    ]

    operations = [
        migrations.CreateModel(
            name='Code',
            fields=[
                ('recipe', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('code', models.CharField(blank=True, max_length=64)),
                ('tier', models.SmallIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('edition', models.CharField(max_length=64)),
                ('asset', KeyField(blank=True, max_length=80)),
                ('path', KeyField(blank=True, max_length=400)),
            ],
        ),
    ]
