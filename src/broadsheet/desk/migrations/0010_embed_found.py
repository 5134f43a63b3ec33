import wagtail.fields
from django.db import migrations

BODY = [
    ("paragraph", 0),
    ("subhead", 1),
    ("table", 2),
    ("pullquote", 6),
    ("quotation", 10),
    ("factbox", 13),
    ("picture", 16),
    ("gallery", 19),
    ("embed", 27),
    ("media", 29),
    ("infographic", 32),
]
BLOCKS = {
    0: (
        "wagtail.blocks.RichTextBlock",
        (),
        {"features": ["bold", "italic", "link", "ol", "ul"], "icon": "pilcrow", "label": "text"},
    ),
    1: ("wagtail.blocks.CharBlock", (), {"icon": "title", "label": "subhead", "max_length": 150}),
    2: ("wagtail.contrib.table_block.blocks.TableBlock", (), {"icon": "table", "label": "table"}),
    3: ("wagtail.blocks.TextBlock", (), {"label": "quotation"}),
    4: ("wagtail.blocks.CharBlock", (), {"label": "speaker", "required": False}),
    5: ("broadsheet.desk.models.chains.ChainBlock", (), {"required": False}),
    6: ("wagtail.blocks.StructBlock", [[("text", 3), ("speaker", 4), ("source", 5)]], {}),
    7: ("wagtail.blocks.TextBlock", (), {"label": "quotation or claim"}),
    8: (
        "wagtail.blocks.BooleanBlock",
        (),
        {
            "default": True,
            "help_text": "Else a claim in our words.",
            "label": "word for word",
            "required": False,
        },
    ),
    9: ("wagtail.blocks.CharBlock", (), {"help_text": "Who says so.", "label": "speaker", "required": False}),
    10: ("wagtail.blocks.StructBlock", [[("text", 7), ("literal", 8), ("speaker", 9), ("source", 5)]], {}),
    11: ("wagtail.blocks.CharBlock", (), {"label": "title"}),
    12: (
        "wagtail.blocks.RichTextBlock",
        (),
        {"features": ["bold", "italic", "link", "ol", "ul"], "label": "text"},
    ),
    13: ("wagtail.blocks.StructBlock", [[("title", 11), ("body", 12)]], {}),
    14: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "picture"}),
    15: (
        "wagtail.blocks.CharBlock",
        (),
        {"help_text": "Instead of the picture's own caption.", "label": "caption", "required": False},
    ),
    16: ("wagtail.blocks.StructBlock", [[("picture", 14), ("caption", 15)]], {}),
    17: ("wagtail.blocks.ListBlock", (16,), {"label": "pictures", "min_num": 2}),
    18: ("wagtail.blocks.CharBlock", (), {"label": "caption", "required": False}),
    19: ("wagtail.blocks.StructBlock", [[("pictures", 17), ("caption", 18)]], {}),
    20: ("wagtail.blocks.URLBlock", (), {"label": "address"}),
    21: (
        "wagtail.blocks.CharBlock",
        (),
        {"help_text": "What is to be seen there, in your words.", "label": "title"},
    ),
    22: ("wagtail.blocks.CharBlock", (), {"label": "author", "required": False}),
    23: (
        "wagtail.blocks.TextBlock",
        (),
        {"help_text": "Words of the post, to be read without it.", "label": "text", "required": False},
    ),
    24: ("wagtail.images.blocks.ImageChooserBlock", (), {"label": "still picture", "required": False}),
    25: (
        "wagtail.blocks.CharBlock",
        (),
        {"form_classname": "desk-unseen", "max_length": 200, "required": False},
    ),
    26: (
        "wagtail.blocks.CharBlock",
        (),
        {"form_classname": "desk-unseen", "max_length": 20, "required": False},
    ),
    27: (
        "wagtail.blocks.StructBlock",
        [
            [
                ("url", 20),
                ("title", 21),
                ("author", 22),
                ("text", 23),
                ("poster", 24),
                ("key", 25),
                ("size", 26),
            ]
        ],
        {},
    ),
    28: (
        "wagtail.snippets.blocks.SnippetChooserBlock",
        ("desk.MediaFile",),
        {"label": "video, recording or document"},
    ),
    29: ("wagtail.blocks.StructBlock", [[("file", 28), ("caption", 18)]], {}),
    30: (
        "wagtail.blocks.TextBlock",
        (),
        {
            "help_text": "All that the graphic shows, in words. Blank lines part paragraphs.",
            "label": "description",
        },
    ),
    31: ("wagtail.contrib.table_block.blocks.TableBlock", (), {"label": "figures", "required": False}),
    32: (
        "wagtail.blocks.StructBlock",
        [[("picture", 14), ("caption", 18), ("description", 30), ("data", 31)]],
        {},
    ),
}


class Migration(migrations.Migration):
    dependencies = [("desk", "0009_sources")]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="body",
            field=wagtail.fields.StreamField(BODY, blank=True, block_lookup=BLOCKS, verbose_name="text"),
        )
        for model in ("housepage", "storypage")
    ]
