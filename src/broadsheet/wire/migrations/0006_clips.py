import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wire', '0005_status'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClippedRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hash', models.BigIntegerField()),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clipped_runs', to='wire.item')),
            ],
            options={
                'indexes': [models.Index(fields=['hash', 'item'], name='wire_clipped_hash')],
            },
        ),
    ]
