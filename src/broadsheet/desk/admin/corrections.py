"""Corrects what readers had already, and mends a correction that has a slip in it."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.models import Revision

from broadsheet.desk.acts import AmendCorrection, Correct
from broadsheet.desk.acts.entering import last_published
from broadsheet.desk.admin.editor import say_published
from broadsheet.desk.admin.forms import ActForm
from broadsheet.desk.admin.story_act import StoryActPage, agency_words
from broadsheet.desk.comparing import PassageChange, changed, followed, passages
from broadsheet.desk.compose.story import story_record
from broadsheet.desk.models import Correction, StoryPage
from broadsheet.desk.models.stories import NATURES
from broadsheet.ledger.records import Passage, Story

_AROUND: Final = 60
"""So many characters of what stayed are shown beside a change."""
_TAGS: Final = {"added": "ins", "removed": "del"}


class PassagesField(forms.MultipleChoiceField):
    """Where it stood: passages of the text that is to be published."""

    def offer(self, before: Story, after: Story) -> None:
        self.widget = forms.CheckboxSelectMultiple(attrs={"class": "desk-passages"})
        self.choices = [(str(each.passage), _label(each)) for each in passages(before, after)]

    def clean(self, value: Any) -> list[Passage]:
        return [int(each) if each.isdecimal() else each for each in super().clean(value)]


def _label(each: PassageChange) -> SafeString:
    names = {"headline": _now("Headline"), "lead": _now("Lead")}
    name = names.get(str(each.passage)) or str(int(each.passage) + 1)
    words = format_html_join("", "{}", ([_stretch(*stretch)] for stretch in each.stretches))
    return format_html("<strong>{}</strong> <span>{}</span>", name, words or _now("(no words)"))


def _stretch(change: str, text: str) -> SafeString:
    if tag := _TAGS.get(change):
        return format_html(f"<{tag}>{{}}</{tag}>", text)
    if len(text) > 2 * _AROUND:
        text = f"{text[:_AROUND]} … {text[-_AROUND:]}"
    return format_html("{}", text)


class CorrectForm(ActForm):
    text = forms.CharField(
        label=_("Text for readers"),
        help_text=_("Stands with the date at the end of the story: what was wrong, and what is right."),
        widget=AdminAutoHeightTextInput,
    )
    nature = forms.ChoiceField(
        label=_("What it is"),
        choices=NATURES,
        initial="correction",
        required=False,
        widget=forms.RadioSelect,
    )
    passages = PassagesField(
        label=_("Where it stood"),
        help_text=_("A small mark there leads readers to the correction. What was changed is ticked."),
        required=False,
    )
    with_draft = forms.BooleanField(
        label=_("Publish the newest draft with it"),
        help_text=_("If not, only the correction is added; the text stays as readers have it."),
        required=False,
        initial=True,
    )
    withhold = forms.BooleanField(
        label=_("Keep the previous state out of the version history"),
        help_text=_("For what should never have been published."),
        required=False,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, states: tuple[Story, Story] | None, is_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if states is not None:
            field: Any = self.fields["passages"]
            field.offer(*states)
            field.initial = [str(each) for each in changed(*states)]
        if not is_open:
            del self.fields["withhold"]


class CorrectView(StoryActPage):
    page_title = _("Correct")
    form_class = CorrectForm
    submit_label = _("Publish the correction")
    introduction = _("Change the text in the editor first, then say here what was wrong.")

    @cached_property
    def revision(self) -> Revision | None:
        """The draft that the form was made for, also if a newer one has come since."""
        told = self.request.POST.get("revision", "")
        shown = self.story.revisions.filter(pk=told).first() if told.isdecimal() else None
        return shown or self.story.latest_revision

    @cached_property
    def states(self) -> tuple[Story, Story] | None:
        """What readers have, and the draft; None if they have nothing."""
        before = last_published(self.story)
        if before is None:
            return None
        return before, story_record(self.revision.as_object()) if self.revision else before

    def get_initial(self) -> dict[str, Any]:
        told = {"text": agency_words(self.request, self.story)}
        return {**super().get_initial(), **told, "revision": self.revision.pk if self.revision else None}

    def get_form_kwargs(self) -> dict[str, Any]:
        shown = {"states": self.states, "is_open": self.story.history_open}
        return {**super().get_form_kwargs(), **shown}

    def act(self, form: forms.Form) -> HttpResponse:
        told = form.cleaned_data
        stood = told["passages"]
        if self.states is not None and not told["with_draft"]:
            before, after = self.states
            stood = followed(stood, after, before)
        Correct(
            self.story,
            told["text"],
            by=self.request.user,  # type: ignore[arg-type]
            revision=self.revision if told["with_draft"] else None,
            nature=told["nature"] or "correction",
            passages=stood,
            withhold=told.get("withhold", False),
        ).execute()
        say_published(self.request, StoryPage.objects.get(pk=self.story.pk))
        return redirect("wagtailadmin_pages:edit", self.story.pk)


class AmendForm(ActForm):
    text = forms.CharField(label=_("Text for readers"), widget=AdminAutoHeightTextInput)
    nature = forms.ChoiceField(label=_("What it is"), choices=NATURES, widget=forms.RadioSelect)
    passages = PassagesField(label=_("Where it stood"), required=False)

    def __init__(self, *args: Any, record: Story | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["passages"]
        if record is not None:
            field.offer(record, record)


class AmendView(StoryActPage):
    page_title = _("Mend a correction")
    form_class = AmendForm
    submit_label = _("Publish the correction")
    introduction = _("The date stays. If the correction itself was wrong, add another one instead.")

    @cached_property
    def correction(self) -> Correction:
        found: Correction = get_object_or_404(self.story.corrections, pk=self.kwargs["correction"])
        return found

    def get_initial(self) -> dict[str, Any]:
        correction = self.correction
        stood = [str(each) for each in correction.passages]
        return {"text": correction.text, "nature": correction.nature, "passages": stood}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "record": last_published(self.story)}

    def act(self, form: forms.Form) -> HttpResponse:
        told = form.cleaned_data
        AmendCorrection(
            self.correction,
            told["text"],
            by=self.request.user,  # type: ignore[arg-type]
            nature=told["nature"],
            passages=told["passages"],
        ).execute()
        say_published(self.request, StoryPage.objects.get(pk=self.story.pk))
        return redirect("wagtailadmin_pages:edit", self.story.pk)
