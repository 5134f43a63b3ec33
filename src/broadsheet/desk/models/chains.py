"""The blocks of a story's sources: who said it and through whom, and what refers to such a chain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    DateBlock,
    FieldBlock,
    ListBlock,
    StreamBlock,
    StructBlock,
    StructBlockValidationError,
    TextBlock,
    URLBlock,
)
from wagtail.snippets.blocks import SnippetChooserBlock

from broadsheet.desk.models.sources import CERTAINTIES, NATURES


class HopBlock(StructBlock):
    source = SnippetChooserBlock(
        "desk.Source", label=_("source of the house"), required=False, help_text=_("Or a name, below.")
    )
    name = CharBlock(label=_("name"), required=False)
    kind = ChoiceBlock(label=_("kind of source"), choices=NATURES, required=False)
    nature = CharBlock(
        label=_("in readers' words"),
        required=False,
        help_text=_("Instead of the kind, as in “state news agency”."),
    )
    on = DateBlock(label=_("on"), required=False, help_text=_("When it was said or published there."))
    url = URLBlock(label=_("address"), required=False, help_text=_("Of the very document, if there is one."))
    archive = CharBlock(
        label=_("archive"),
        required=False,
        help_text=_("Where it is kept: an address, or words."),
    )

    class Meta:
        label = _("station")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["source"] and not cleaned["name"].strip():
            message = _("Choose a source of the house or write a name.")
            raise StructBlockValidationError(block_errors={"name": ValidationError(message)})
        return cleaned


class SourceBlock(StructBlock):
    claim = TextBlock(label=_("claim"))
    certainty = ChoiceBlock(
        label=_("how sure we are"), choices=CERTAINTIES, required=False, default="attributed"
    )
    hops = ListBlock(HopBlock(), label=_("from whom, through whom"), min_num=1)

    class Meta:
        label = _("claim and its sources")
        icon = "link"


class SourcesBlock(StreamBlock):
    source = SourceBlock()


class ChainBlock(FieldBlock):
    """Which of the story's chains: its block's id. The editor's script offers those of the form."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        self.field = forms.CharField(required=required, widget=ChainInput())
        super().__init__(**kwargs)

    class Meta:
        label = _("rests on")
        icon = "link"
        help_text = _("One of the claims under “Sources”; readers then see a line that leads there.")


class ChainInput(forms.TextInput):
    """No list of choices: the editor's forms fill one rendering with each block's value, and a list that
    does not know the value yet would lose it."""

    def __init__(self) -> None:
        super().__init__(attrs={"data-desk-chain": ""})


SOURCES = SourcesBlock(required=False)
