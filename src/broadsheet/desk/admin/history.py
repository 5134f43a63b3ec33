"""Opens the earlier versions of a story to readers, or some of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from broadsheet.desk.acts import OpenHistory
from broadsheet.desk.acts.entering import last_published
from broadsheet.desk.admin.forms import ActForm
from broadsheet.desk.admin.states import moment_text
from broadsheet.desk.admin.story_act import StoryActPage
from broadsheet.desk.comparing import amount
from broadsheet.desk.compose.versions import EarlierState, earlier_states
from broadsheet.ledger.records import Story


class HistoryForm(ActForm):
    is_open = forms.BooleanField(
        label=_("Readers can compare the versions of this story"),
        help_text=_("On a page of its own, which the story links to and search engines leave out."),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        states: list[EarlierState],
        newest: Story | None,
        withheld: dict[int, str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.versions = [state.version for state in states]
        afterwards = [*(state.story for state in states[1:]), *([newest] if newest else [])]
        for state, after in zip(states, afterwards, strict=True):
            self._offer(state, after, withheld)

    def _offer(self, state: EarlierState, after: Story, withheld: dict[int, str]) -> None:
        words = amount(state.story, after).words
        self.fields[f"shown_{state.version}"] = forms.BooleanField(
            label=_now("Show the version of %(moment)s") % {"moment": moment_text(state.at)},
            help_text=_now("“%(headline)s” · words changed afterwards: %(words)s")
            % {"headline": state.story.headline, "words": words},
            required=False,
            initial=state.version not in withheld,
        )
        self.fields[f"reason_{state.version}"] = forms.CharField(
            label=_now("If not: reason for readers"),
            help_text=_now("May be empty. That there was a version is said in any case."),
            max_length=200,
            required=False,
            initial=withheld.get(state.version, ""),
        )

    def withheld(self) -> dict[int, str]:
        told = self.cleaned_data
        return {each: told[f"reason_{each}"] for each in self.versions if not told[f"shown_{each}"]}


class HistoryView(StoryActPage):
    page_title = _("Versions for readers")
    form_class = HistoryForm
    submit_label = _("Save and publish")
    introduction = _(
        "A version is what readers had until a substantial change. Small changes make none. "
        "What was published before the story was taken offline is never shown."
    )

    def get_initial(self) -> dict[str, Any]:
        return {"is_open": self.story.history_open}

    def get_form_kwargs(self) -> dict[str, Any]:
        newest = last_published(self.story)
        return {
            **super().get_form_kwargs(),
            "states": earlier_states(self.story.story_id, newest.updated) if newest else [],
            "newest": newest,
            "withheld": dict(self.story.withheld_versions.values_list("version", "reason")),
        }

    def act(self, form: Any) -> HttpResponse:
        OpenHistory(
            self.story,
            by=self.request.user,  # type: ignore[arg-type]
            is_open=form.cleaned_data["is_open"],
            withheld=form.withheld(),
        ).execute()
        messages.success(self.request, _now("Readers have it in a few seconds."))
        return redirect("wagtailadmin_pages:edit", self.story.pk)
