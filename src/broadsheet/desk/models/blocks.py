"""The blocks that a story's body and a front are made of."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    ListBlock,
    PageChooserBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
    URLBlock,
)
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from broadsheet.desk.models.chains import ChainBlock
from broadsheet.desk.models.providers import provider_of

FEATURES = ["bold", "italic", "link", "ol", "ul"]

GENRES = [
    ("news", _("news")),
    ("brief", _("brief")),
    ("analysis", _("analysis")),
    ("comment", _("comment")),
    ("interview", _("interview")),
    ("reportage", _("reportage")),
    ("column", _("column")),
    ("advertorial", _("advertorial")),
]
LAYOUTS = [
    ("lead", _("lead story, words below")),
    ("lead-beside", _("lead story, words beside")),
    ("lead-two", _("lead story and two more")),
    ("grid", _("grid of four")),
    ("grid-three", _("grid of three")),
    ("list", _("list with pictures")),
    ("headlines", _("headlines in columns")),
    ("ranked", _("ranked list")),
    ("opinion", _("opinion strip")),
    ("topic", _("topic strip")),
    ("advertorial", _("advertorial strip")),
    ("text", _("text box")),
]


class PullQuoteBlock(StructBlock):
    text = TextBlock(label=_("quotation"))
    speaker = CharBlock(label=_("speaker"), required=False)
    source = ChainBlock(required=False)

    class Meta:
        label = _("pull quote")
        icon = "openquote"


class QuotationBlock(StructBlock):
    text = TextBlock(label=_("quotation or claim"))
    literal = BooleanBlock(
        label=_("word for word"),
        required=False,
        default=True,
        help_text=_("Else a claim in our words."),
    )
    speaker = CharBlock(label=_("speaker"), required=False, help_text=_("Who says so."))
    source = ChainBlock(required=False)

    class Meta:
        label = _("quotation, claim")
        icon = "openquote"


class FactBoxBlock(StructBlock):
    title = CharBlock(label=_("title"))
    body = RichTextBlock(label=_("text"), features=FEATURES)

    class Meta:
        label = _("fact box")
        icon = "info-circle"


class PictureBlock(StructBlock):
    picture = ImageChooserBlock(label=_("picture"))
    caption = CharBlock(
        label=_("caption"), required=False, help_text=_("Instead of the picture's own caption.")
    )

    class Meta:
        label = _("picture")
        icon = "image"


class GalleryBlock(StructBlock):
    pictures = ListBlock(PictureBlock(), label=_("pictures"), min_num=2)
    caption = CharBlock(label=_("caption"), required=False)

    class Meta:
        label = _("gallery")
        icon = "pick"


class EmbedBlock(StructBlock):
    url = URLBlock(label=_("address"))
    title = CharBlock(label=_("title"), help_text=_("What is to be seen there, in your words."))
    author = CharBlock(label=_("author"), required=False)
    text = TextBlock(
        label=_("text"), required=False, help_text=_("Words of the post, to be read without it.")
    )
    poster = ImageChooserBlock(label=_("still picture"), required=False)
    key = CharBlock(required=False, max_length=200, form_classname="desk-unseen")
    size = CharBlock(required=False, max_length=20, form_classname="desk-unseen")
    """Both are found by the desk when the address is given: see `desk.external`."""

    class Meta:
        label = _("external content")
        icon = "media"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not provider_of(cleaned["url"]):
            message = _("This address belongs to no known provider. Link to it in the text instead.")
            raise StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned


class MediaBlock(StructBlock):
    """The file itself says what it is: so there is one block for what is seen, heard or read."""

    file = SnippetChooserBlock("desk.MediaFile", label=_("video, recording or document"))
    caption = CharBlock(label=_("caption"), required=False)

    class Meta:
        label = _("video, sound, document")
        icon = "media"


class InfographicBlock(StructBlock):
    picture = ImageChooserBlock(label=_("picture"))
    caption = CharBlock(label=_("caption"), required=False)
    description = TextBlock(
        label=_("description"),
        help_text=_("All that the graphic shows, in words. Blank lines part paragraphs."),
    )
    data = TableBlock(label=_("figures"), required=False)

    class Meta:
        label = _("infographic")
        icon = "table"


MACHINE_WORKS = [
    ("written", _("written by AI")),
    ("translated", _("translated by AI")),
    ("illustrated", _("illustrated by AI")),
    ("spoken", _("spoken by AI")),
]


class MachinePartsBlock(StreamBlock):
    """What a machine may have made; a picture says so itself."""

    paragraph = RichTextBlock(label=_("text"), features=FEATURES, icon="pilcrow")
    subhead = CharBlock(label=_("subhead"), max_length=150, icon="title")
    table = TableBlock(label=_("table"), icon="table")
    quotation = QuotationBlock()
    factbox = FactBoxBlock()
    media = MediaBlock()
    infographic = InfographicBlock()


class MachineBlock(StructBlock):
    how = ChoiceBlock(label=_("how it was made"), choices=MACHINE_WORKS, default="written")
    editor = CharBlock(
        label=_("responsible editor"),
        required=False,
        max_length=120,
        help_text=_("Who has checked it and answers for it. Readers see the name."),
    )
    parts = MachinePartsBlock(label=_("parts"))

    class Meta:
        label = _("made with AI")
        icon = "cogs"


class BodyBlock(StreamBlock):
    paragraph = RichTextBlock(label=_("text"), features=FEATURES, icon="pilcrow")
    subhead = CharBlock(label=_("subhead"), max_length=150, icon="title")
    table = TableBlock(label=_("table"), icon="table")
    pullquote = PullQuoteBlock()
    quotation = QuotationBlock()
    factbox = FactBoxBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    embed = EmbedBlock()
    media = MediaBlock()
    infographic = InfographicBlock()
    machine = MachineBlock()


class RuleBlock(StructBlock):
    """The newest of one section, one topic or one genre; of all, if none is chosen."""

    fill = ChoiceBlock(
        label=_("fill up with"),
        choices=[("", _("nothing")), ("newest", _("the newest stories"))],
        required=False,
    )
    section = PageChooserBlock(label=_("of the section"), page_type="desk.SectionPage", required=False)
    topic = SnippetChooserBlock("desk.Topic", label=_("of the topic"), required=False)
    genre = ChoiceBlock(label=_("of the kind"), choices=GENRES, required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        chosen = [name for name in ("section", "topic", "genre") if cleaned[name]]
        if len(chosen) > 1:
            message = _("Choose a section, a topic or a kind, not several of them.")
            raise StructBlockValidationError(block_errors={chosen[1]: ValidationError(message)})
        return cleaned


class ContainerBlock(StructBlock):
    layout = ChoiceBlock(label=_("layout"), choices=LAYOUTS, default="grid")
    title = CharBlock(label=_("title"), required=False, max_length=120)
    picks = ListBlock(
        PageChooserBlock(label=_("story"), page_type="desk.StoryPage"),
        label=_("stories by hand"),
        default=[],
    )
    rule = RuleBlock(label=_("by itself"))
    count = IntegerBlock(label=_("number of stories"), default=4, min_value=1, max_value=40)
    text = RichTextBlock(label=_("text"), features=["bold", "italic", "link"], required=False)

    class Meta:
        label = _("container")
        icon = "placeholder"


class ContainersBlock(StreamBlock):
    container = ContainerBlock()


BODY = BodyBlock(required=False)
CONTAINERS = ContainersBlock(required=False)
