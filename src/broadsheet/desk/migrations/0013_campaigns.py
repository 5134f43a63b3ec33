
import broadsheet.desk.models.campaigns
import broadsheet.kernel.clock
import broadsheet.kernel.ids
import django.core.validators
import django.db.models.deletion
import modelcluster.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('desk', '0012_section_counterpart'),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('campaign_id', models.CharField(default=broadsheet.kernel.ids.new_id, editable=False, max_length=10, unique=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('running', 'started'), ('paused', 'paused'), ('ended', 'ended')], default='draft', editable=False, max_length=8, verbose_name='state')),
                ('title', models.CharField(help_text='For the desk and the report.', max_length=120, verbose_name='title')),
                ('advertiser', models.CharField(help_text='Who pays. Readers see it.', max_length=120, verbose_name='advertiser')),
                ('is_house', models.BooleanField(default=False, help_text='Shown where no other advertisement fits.', verbose_name='our own')),
                ('starts', models.DateTimeField(default=broadsheet.kernel.clock.now, verbose_name='begins')),
                ('ends', models.DateTimeField(blank=True, help_text='Only one of our own may have no end.', null=True, verbose_name='ends')),
                ('weight', models.PositiveSmallIntegerField(default=1, help_text='Twice the weight of another one: shown twice as often.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)], verbose_name='weight')),
                ('places', broadsheet.desk.models.campaigns.Several(choices=[('top', 'top of the page'), ('text', 'within the text'), ('rail', 'beside the story'), ('end', 'below the text'), ('front', 'between containers of a front')], default='rail', max_length=60, verbose_name='places')),
                ('kinds', broadsheet.desk.models.campaigns.Several(blank=True, choices=[('home', 'home page'), ('section', 'section fronts'), ('topic', 'topic pages'), ('story', 'stories')], help_text='None: all of them.', max_length=60, verbose_name='kinds of pages')),
                ('form', models.CharField(choices=[('picture', 'picture'), ('text', 'headline and text'), ('markup', 'HTML without scripts'), ('tag', 'address of an ad server')], default='picture', max_length=8, verbose_name='form')),
                ('href', models.CharField(blank=True, help_text='The whole address, or a path of our own site such as /abo/.', max_length=500, verbose_name='leads to')),
                ('headline', models.CharField(blank=True, max_length=80, verbose_name='headline')),
                ('text', models.CharField(blank=True, max_length=200, verbose_name='text')),
                ('markup', models.TextField(blank=True, help_text='With its styles, pictures as data: addresses. Scripts do not run, nothing is fetched.', verbose_name='HTML')),
                ('tag', models.URLField(blank=True, help_text='Loaded into a frame, after the reader has said yes to this host.', max_length=500, verbose_name='address of the ad server')),
                ('tag_name', models.CharField(blank=True, help_text='As readers know it.', max_length=60, verbose_name='name of the ad server')),
                ('alternative', models.CharField(blank=True, help_text='For those who cannot see it.', max_length=200, verbose_name='what is to be seen')),
                ('is_political', models.BooleanField(default=False, help_text='In the sense of Regulation (EU) 2024/900.', verbose_name='political')),
                ('sponsor', models.CharField(blank=True, max_length=200, verbose_name='sponsor')),
                ('controlled_by', models.CharField(blank=True, help_text='Whoever controls the sponsor.', max_length=200, verbose_name='controlled by')),
                ('vote', models.CharField(blank=True, max_length=200, verbose_name='election, referendum or legislation')),
                ('amount', models.CharField(blank=True, help_text='What was paid or given.', max_length=120, verbose_name='amount')),
                ('notice', models.URLField(blank=True, max_length=500, verbose_name='transparency notice')),
                ('narrow', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='desk.picture', verbose_name='picture for telephones')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='desk.picture', verbose_name='picture')),
                ('sections', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='None: all of them.', related_name='+', to='desk.sectionpage', verbose_name='sections')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='None: all of them.', related_name='+', to='desk.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'campaign',
                'verbose_name_plural': 'campaigns',
                'ordering': ['-pk'],
            },
        ),
    ]
