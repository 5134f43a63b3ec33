import django.db.models.deletion
import modelsearch.index
import wagtail.fields
from django.db import migrations, models

import broadsheet.desk.config
import broadsheet.kernel.ids


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0004_translation_of"),
    ]

    operations = [
        migrations.AlterField(
            model_name="housepage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("paragraph", 0),
                    ("subhead", 1),
                    ("table", 2),
                    ("pullquote", 5),
                    ("factbox", 8),
                    ("picture", 11),
                    ("gallery", 14),
                    ("embed", 20),
                    ("media", 22),
                    ("infographic", 25),
                ],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "italic", "link", "ol", "ul"],
                            "icon": "pilcrow",
                            "label": "text",
                        },
                    ),
                    1: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"icon": "title", "label": "subhead", "max_length": 150},
                    ),
                    2: (
                        "wagtail.contrib.table_block.blocks.TableBlock",
                        (),
                        {"icon": "table", "label": "table"},
                    ),
                    3: ("wagtail.blocks.TextBlock", (), {"label": "quotation"}),
                    4: ("wagtail.blocks.CharBlock", (), {"label": "speaker", "required": False}),
                    5: ("wagtail.blocks.StructBlock", [[("text", 3), ("speaker", 4)]], {}),
                    6: ("wagtail.blocks.CharBlock", (), {"label": "title"}),
                    7: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "text"},
                    ),
                    8: ("wagtail.blocks.StructBlock", [[("title", 6), ("body", 7)]], {}),
                    9: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "picture"}),
                    10: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Instead of the picture's own caption.",
                            "label": "caption",
                            "required": False,
                        },
                    ),
                    11: ("wagtail.blocks.StructBlock", [[("picture", 9), ("caption", 10)]], {}),
                    12: ("wagtail.blocks.ListBlock", (11,), {"label": "pictures", "min_num": 2}),
                    13: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                    14: ("wagtail.blocks.StructBlock", [[("pictures", 12), ("caption", 13)]], {}),
                    15: ("wagtail.blocks.URLBlock", (), {"label": "address"}),
                    16: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What is to be seen there, in your words.", "label": "title"},
                    ),
                    17: ("wagtail.blocks.CharBlock", (), {"label": "author", "required": False}),
                    18: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "Words of the post, to be read without it.",
                            "label": "text",
                            "required": False,
                        },
                    ),
                    19: (
                        "wagtail.images.blocks.ImageChooserBlock",
                        (),
                        {"label": "still picture", "required": False},
                    ),
                    20: (
                        "wagtail.blocks.StructBlock",
                        [[("url", 15), ("title", 16), ("author", 17), ("text", 18), ("poster", 19)]],
                        {},
                    ),
                    21: (
                        "wagtail.snippets.blocks.SnippetChooserBlock",
                        ("desk.MediaFile",),
                        {"label": "video, recording or document"},
                    ),
                    22: ("wagtail.blocks.StructBlock", [[("file", 21), ("caption", 13)]], {}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "All that the graphic shows, in words. Blank lines part paragraphs.",
                            "label": "description",
                        },
                    ),
                    24: (
                        "wagtail.contrib.table_block.blocks.TableBlock",
                        (),
                        {"label": "figures", "required": False},
                    ),
                    25: (
                        "wagtail.blocks.StructBlock",
                        [[("picture", 9), ("caption", 13), ("description", 23), ("data", 24)]],
                        {},
                    ),
                },
                verbose_name="text",
            ),
        ),
        migrations.AlterField(
            model_name="storypage",
            name="body",
            field=wagtail.fields.StreamField(
                [
                    ("paragraph", 0),
                    ("subhead", 1),
                    ("table", 2),
                    ("pullquote", 5),
                    ("factbox", 8),
                    ("picture", 11),
                    ("gallery", 14),
                    ("embed", 20),
                    ("media", 22),
                    ("infographic", 25),
                ],
                blank=True,
                block_lookup={
                    0: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {
                            "features": ["bold", "italic", "link", "ol", "ul"],
                            "icon": "pilcrow",
                            "label": "text",
                        },
                    ),
                    1: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"icon": "title", "label": "subhead", "max_length": 150},
                    ),
                    2: (
                        "wagtail.contrib.table_block.blocks.TableBlock",
                        (),
                        {"icon": "table", "label": "table"},
                    ),
                    3: ("wagtail.blocks.TextBlock", (), {"label": "quotation"}),
                    4: ("wagtail.blocks.CharBlock", (), {"label": "speaker", "required": False}),
                    5: ("wagtail.blocks.StructBlock", [[("text", 3), ("speaker", 4)]], {}),
                    6: ("wagtail.blocks.CharBlock", (), {"label": "title"}),
                    7: (
                        "wagtail.blocks.RichTextBlock",
                        (),
                        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "text"},
                    ),
                    8: ("wagtail.blocks.StructBlock", [[("title", 6), ("body", 7)]], {}),
                    9: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "picture"}),
                    10: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {
                            "help_text": "Instead of the picture's own caption.",
                            "label": "caption",
                            "required": False,
                        },
                    ),
                    11: ("wagtail.blocks.StructBlock", [[("picture", 9), ("caption", 10)]], {}),
                    12: ("wagtail.blocks.ListBlock", (11,), {"label": "pictures", "min_num": 2}),
                    13: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
                    14: ("wagtail.blocks.StructBlock", [[("pictures", 12), ("caption", 13)]], {}),
                    15: ("wagtail.blocks.URLBlock", (), {"label": "address"}),
                    16: (
                        "wagtail.blocks.CharBlock",
                        (),
                        {"help_text": "What is to be seen there, in your words.", "label": "title"},
                    ),
                    17: ("wagtail.blocks.CharBlock", (), {"label": "author", "required": False}),
                    18: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "Words of the post, to be read without it.",
                            "label": "text",
                            "required": False,
                        },
                    ),
                    19: (
                        "wagtail.images.blocks.ImageChooserBlock",
                        (),
                        {"label": "still picture", "required": False},
                    ),
                    20: (
                        "wagtail.blocks.StructBlock",
                        [[("url", 15), ("title", 16), ("author", 17), ("text", 18), ("poster", 19)]],
                        {},
                    ),
                    21: (
                        "wagtail.snippets.blocks.SnippetChooserBlock",
                        ("desk.MediaFile",),
                        {"label": "video, recording or document"},
                    ),
                    22: ("wagtail.blocks.StructBlock", [[("file", 21), ("caption", 13)]], {}),
                    23: (
                        "wagtail.blocks.TextBlock",
                        (),
                        {
                            "help_text": "All that the graphic shows, in words. Blank lines part paragraphs.",
                            "label": "description",
                        },
                    ),
                    24: (
                        "wagtail.contrib.table_block.blocks.TableBlock",
                        (),
                        {"label": "figures", "required": False},
                    ),
                    25: (
                        "wagtail.blocks.StructBlock",
                        [[("picture", 9), ("caption", 13), ("description", 23), ("data", 24)]],
                        {},
                    ),
                },
                verbose_name="text",
            ),
        ),
        migrations.CreateModel(
            name="MediaFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "media_id",
                    models.CharField(
                        default=broadsheet.kernel.ids.new_id, editable=False, max_length=10, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                (
                    "file",
                    models.FileField(
                        help_text="Video: MP4 or WebM. Sound: MP3, M4A, Ogg. Text: PDF.",
                        upload_to="files",
                        verbose_name="file",
                    ),
                ),
                (
                    "credit",
                    models.CharField(
                        help_text="Who made it and who it is from. Shown with every use.",
                        max_length=200,
                        verbose_name="credit",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English")],
                        default=broadsheet.desk.config.site_language,
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "captions",
                    models.FileField(
                        blank=True,
                        help_text="For videos: WebVTT, with what is said and which sounds matter.",
                        upload_to="files",
                        verbose_name="captions",
                    ),
                ),
                (
                    "transcript",
                    models.TextField(
                        blank=True,
                        help_text="All that is said, for those who cannot or may not listen.",
                        verbose_name="transcript",
                    ),
                ),
                (
                    "untranscribed",
                    models.CharField(
                        blank=True,
                        help_text="Readers see it. As in “Music without words”.",
                        max_length=200,
                        verbose_name="why there is no transcript",
                    ),
                ),
                (
                    "rights_until",
                    models.DateTimeField(
                        blank=True,
                        help_text="From then on nobody is given it.",
                        null=True,
                        verbose_name="rights until",
                    ),
                ),
                (
                    "media_type",
                    models.CharField(
                        choices=[
                            ("video/mp4", "video/mp4"),
                            ("video/webm", "video/webm"),
                            ("audio/mpeg", "audio/mpeg"),
                            ("audio/mp4", "audio/mp4"),
                            ("audio/ogg", "audio/ogg"),
                            ("application/pdf", "application/pdf"),
                        ],
                        editable=False,
                        max_length=20,
                        verbose_name="type",
                    ),
                ),
                ("size", models.PositiveBigIntegerField(default=0, editable=False, verbose_name="size")),
                ("seconds", models.PositiveIntegerField(default=0, editable=False)),
                ("width", models.PositiveIntegerField(default=0, editable=False)),
                ("height", models.PositiveIntegerField(default=0, editable=False)),
                ("pages", models.PositiveIntegerField(default=0, editable=False)),
                (
                    "poster",
                    models.ForeignKey(
                        blank=True,
                        help_text="A video shows it until it is started.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desk.picture",
                        verbose_name="still picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "video, recording or document",
                "verbose_name_plural": "videos, recordings, documents",
                "ordering": ["-pk"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="MediaUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asset", models.CharField(max_length=80)),
                ("media", models.CharField(max_length=10)),
            ],
            options={
                "indexes": [models.Index(fields=["asset"], name="desk_media_of")],
                "constraints": [models.UniqueConstraint(fields=("media", "asset"), name="desk_media_use")],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(blank=True, max_length=80, unique=True, verbose_name="slug")),
                (
                    "series_id",
                    models.CharField(
                        default=broadsheet.kernel.ids.new_id, editable=False, max_length=10, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "description",
                    models.TextField(
                        help_text="What it is about, for page and directories.", verbose_name="description"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("de", "German"), ("en", "English")],
                        default=broadsheet.desk.config.site_language,
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                (
                    "author",
                    models.CharField(
                        help_text="People or newsroom, as listeners know them.",
                        max_length=120,
                        verbose_name="author",
                    ),
                ),
                (
                    "category",
                    models.CharField(
                        choices=[
                            ("News", "News"),
                            ("Arts", "Arts"),
                            ("Business", "Business"),
                            ("Comedy", "Comedy"),
                            ("Education", "Education"),
                            ("Fiction", "Fiction"),
                            ("Government", "Government"),
                            ("Health & Fitness", "Health and fitness"),
                            ("History", "History"),
                            ("Kids & Family", "Children and family"),
                            ("Leisure", "Leisure"),
                            ("Music", "Music"),
                            ("Religion & Spirituality", "Religion and spirituality"),
                            ("Science", "Science"),
                            ("Society & Culture", "Society and culture"),
                            ("Sports", "Sports"),
                            ("TV & Film", "Television and film"),
                            ("Technology", "Technology"),
                            ("True Crime", "True crime"),
                        ],
                        default="News",
                        max_length=40,
                        verbose_name="category",
                    ),
                ),
                (
                    "explicit",
                    models.BooleanField(
                        default=False, help_text="Not fit for children.", verbose_name="explicit"
                    ),
                ),
                (
                    "email",
                    models.EmailField(
                        blank=True,
                        help_text="Some directories write to it to learn whose the podcast is. It stands in the feed.",
                        max_length=254,
                        verbose_name="e-mail address",
                    ),
                ),
                (
                    "cover",
                    models.ForeignKey(
                        help_text="Square, at least 1400 × 1400 pixels.",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="desk.picture",
                        verbose_name="cover picture",
                    ),
                ),
            ],
            options={
                "verbose_name": "podcast",
                "verbose_name_plural": "podcasts",
                "ordering": ["title"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.AddField(
            model_name="storypage",
            name="series",
            field=models.ForeignKey(
                blank=True,
                help_text="The story is an episode of it; the first sound file in the text is what is heard.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="desk.series",
                verbose_name="podcast",
            ),
        ),
    ]
