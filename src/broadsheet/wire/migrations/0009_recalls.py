import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('wire', '0008_words_alone'),
    ]

    operations = [
        migrations.CreateModel(
            name='Recall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('supplier', models.CharField(max_length=100)),
                ('supplier_id', models.CharField(max_length=500)),
                ('status', models.CharField(choices=[('usable', 'Usable'), ('withheld', 'Withheld'), ('canceled', 'Canceled')], max_length=10)),
                ('at', models.DateTimeField()),
                ('notice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='recalls', to='wire.item')),
            ],
            options={
                'indexes': [models.Index(fields=['supplier_id'], name='wire_recall_of')],
            },
        ),
    ]
