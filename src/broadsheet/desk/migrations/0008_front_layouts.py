import wagtail.fields
from django.db import migrations

LAYOUTS = [
    ("lead", "lead story, words below"),
    ("lead-beside", "lead story, words beside"),
    ("lead-two", "lead story and two more"),
    ("grid", "grid of four"),
    ("grid-three", "grid of three"),
    ("list", "list with pictures"),
    ("headlines", "headlines in columns"),
    ("ranked", "ranked list"),
    ("opinion", "opinion strip"),
    ("topic", "topic strip"),
    ("advertorial", "advertorial strip"),
    ("text", "text box"),
]
GENRES = [
    ("news", "news"),
    ("brief", "brief"),
    ("analysis", "analysis"),
    ("comment", "comment"),
    ("interview", "interview"),
    ("reportage", "reportage"),
    ("column", "column"),
    ("advertorial", "advertorial"),
]
FILL = [("", "nothing"), ("newest", "the newest stories")]
BLOCKS = {
    0: ("wagtail.blocks.ChoiceBlock", [], {"choices": LAYOUTS, "label": "layout"}),
    1: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 120, "required": False}),
    2: ("wagtail.blocks.PageChooserBlock", (), {"label": "story", "page_type": ["desk.StoryPage"]}),
    3: ("wagtail.blocks.ListBlock", (2,), {"default": [], "label": "stories by hand"}),
    4: ("wagtail.blocks.ChoiceBlock", [], {"choices": FILL, "label": "fill up with", "required": False}),
    5: (
        "wagtail.blocks.PageChooserBlock",
        (),
        {"label": "of the section", "page_type": ["desk.SectionPage"], "required": False},
    ),
    6: (
        "wagtail.snippets.blocks.SnippetChooserBlock",
        ("desk.Topic",),
        {"label": "of the topic", "required": False},
    ),
    7: ("wagtail.blocks.ChoiceBlock", [], {"choices": GENRES, "label": "of the kind", "required": False}),
    8: (
        "wagtail.blocks.StructBlock",
        [[("fill", 4), ("section", 5), ("topic", 6), ("genre", 7)]],
        {"label": "by itself"},
    ),
    9: (
        "wagtail.blocks.IntegerBlock",
        (),
        {"default": 4, "label": "number of stories", "max_value": 40, "min_value": 1},
    ),
    10: (
        "wagtail.blocks.RichTextBlock",
        (),
        {"features": ["bold", "italic", "link"], "label": "text", "required": False},
    ),
    11: (
        "wagtail.blocks.StructBlock",
        [[("layout", 0), ("title", 1), ("picks", 3), ("rule", 8), ("count", 9), ("text", 10)]],
        {},
    ),
}


class Migration(migrations.Migration):
    dependencies = [("desk", "0007_follows")]

    operations = [
        migrations.AlterField(
            model_name="front",
            name="containers",
            field=wagtail.fields.StreamField(
                [("container", 11)], blank=True, block_lookup=BLOCKS, verbose_name="containers"
            ),
        ),
    ]
