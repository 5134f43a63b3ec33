import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('desk', '0019_agency_material'),
        ('wire', '0003_connectors'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AutomaticService',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.CharField(help_text='Its short name in the inbox.', max_length=100, unique=True, verbose_name='agency')),
                ('licence', models.CharField(help_text='What allows us to publish its copy, as in “contract of 3 May 2026”.', max_length=200, verbose_name='agreement')),
                ('active', models.BooleanField(default=True, verbose_name='publishes by itself')),
                ('since', models.DateTimeField(editable=False)),
            ],
            options={
                'verbose_name': 'automatic service',
                'verbose_name_plural': 'automatic services',
                'ordering': ['service'],
            },
        ),
        migrations.CreateModel(
            name='RoutingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As editors read it at the item.', max_length=100, verbose_name='name')),
                ('order', models.PositiveIntegerField(default=100, help_text='Lower numbers come first.', verbose_name='order')),
                ('services', models.CharField(blank=True, help_text='Short names as in the inbox, with commas.', max_length=300, verbose_name='agencies')),
                ('subject', models.CharField(blank=True, help_text='With everything below it in the tree.', max_length=8, verbose_name='Media Topic')),
                ('category', models.CharField(blank=True, help_text='A category, desk or keyword as the agency writes it, or its code.', max_length=100, verbose_name="the agency's own word")),
                ('urgency', models.PositiveSmallIntegerField(blank=True, help_text='1 is the most urgent; 3 takes 1, 2 and 3.', null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(9)], verbose_name='urgency, at least')),
                ('words', models.CharField(blank=True, help_text='One of these stands in headline or text; with commas, * for any ending: Neustrand, Hafen*', max_length=300, verbose_name='words')),
                ('place', models.CharField(blank=True, help_text='In the dateline.', max_length=80, verbose_name='place')),
                ('language', models.CharField(blank=True, choices=[('de', 'German'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('days', models.CharField(blank=True, choices=[('01234', 'Monday to Friday'), ('56', 'Saturday and Sunday'), ('0', 'Monday'), ('1', 'Tuesday'), ('2', 'Wednesday'), ('3', 'Thursday'), ('4', 'Friday'), ('5', 'Saturday'), ('6', 'Sunday')], max_length=7, verbose_name='days')),
                ('from_hour', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='from hour')),
                ('until_hour', models.PositiveSmallIntegerField(blank=True, help_text='22 to 6 is the night: from 22:00, before 6:00.', null=True, validators=[django.core.validators.MaxValueValidator(23)], verbose_name='until hour')),
                ('priority', models.PositiveSmallIntegerField(choices=[(0, 'usual'), (1, 'raised'), (2, 'at once')], default=0, verbose_name='priority')),
                ('switched_on', models.CharField(blank=True, editable=False, max_length=64)),
                ('tried', models.CharField(blank=True, editable=False, max_length=64)),
                ('groups', models.ManyToManyField(blank=True, related_name='+', to='auth.group', verbose_name='tell these roles')),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.sectionpage', verbose_name='into the inbox of')),
                ('topics', models.ManyToManyField(blank=True, related_name='+', to='desk.topic', verbose_name='topics')),
                ('users', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='tell these people')),
            ],
            options={
                'verbose_name': 'routing rule',
                'verbose_name_plural': 'routing rules',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SubjectMapping',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('service', models.CharField(blank=True, help_text='Its short name in the inbox; empty for all.', max_length=100, verbose_name='agency')),
                ('subject', models.CharField(blank=True, help_text='With everything below it in the tree.', max_length=8, verbose_name='Media Topic')),
                ('category', models.CharField(blank=True, help_text='A category, desk or keyword as the agency writes it, or its code.', max_length=100, verbose_name="or the agency's own word")),
                ('section', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='desk.sectionpage', verbose_name='section')),
                ('topics', models.ManyToManyField(blank=True, related_name='+', to='desk.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'subject and section',
                'verbose_name_plural': 'subjects and sections',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Placement',
            fields=[
                ('item', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='placement', serialize=False, to='wire.item')),
                ('version', models.PositiveBigIntegerField()),
                ('at', models.DateTimeField()),
                ('priority', models.PositiveSmallIntegerField(default=0)),
                ('reasons', models.JSONField(default=list)),
                ('refusal', models.TextField(blank=True)),
                ('settled', models.BooleanField(default=False)),
                ('section', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='desk.sectionpage')),
                ('topics', models.ManyToManyField(related_name='+', to='desk.topic')),
            ],
            options={
                'indexes': [models.Index(fields=['section', '-priority'], name='desk_placed_in'), models.Index(condition=models.Q(('refusal', ''), _negated=True), fields=['at'], name='desk_not_automatic')],
            },
        ),
        migrations.CreateModel(
            name='WireNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=100)),
                ('at', models.DateTimeField()),
                ('seen', models.DateTimeField(null=True)),
                ('item', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wire.item')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['user', 'seen', '-at'], name='desk_wire_notice_open')],
                'constraints': [models.UniqueConstraint(fields=('user', 'item'), name='desk_wire_notice_once')],
            },
        ),
    ]
