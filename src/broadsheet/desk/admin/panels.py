"""The story's editor, in the order in which an editor thinks."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    CommentPanel,
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)
from wagtail.admin.widgets import AdminAutoHeightTextInput

from broadsheet.desk.acts.entering import last_published
from broadsheet.desk.admin.outstanding import OutstandingPanel
from broadsheet.desk.admin.refused import RefusedPanel
from broadsheet.desk.admin.wire_panel import WirePanel
from broadsheet.desk.comparing import amount
from broadsheet.desk.compose.story import story_record


class ChangePanel(MultiFieldPanel):
    """For what readers have already: how much the saved draft changes, and what that is for readers."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "desk/panels/change.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and self.instance.live)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            before = last_published(self.instance)
            change = amount(before, story_record(self.instance)) if before else None
            return {**context, "change": change}


class WithholdPanel(FieldPanel):
    """Only where there is a version history."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(super().is_shown() and self.instance.history_open)


class CorrectionsPanel(Panel):
    """What readers were told; corrections are made by their own act, never here."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/panels/corrections.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            story = self.instance
            corrections = list(story.corrections.all()) if story.pk else []
            may = story.pk and story.live and story.permissions_for_user(self.request.user).can_publish()
            return {**context, "corrections": corrections, "story": story, "may_correct": may}


def _counted(limit: int, rows: int = 1) -> AdminAutoHeightTextInput:
    """A text field that says how long the text is; beyond `limit` it only warns."""
    return AdminAutoHeightTextInput(attrs={"data-desk-count": limit, "rows": rows})


TEXT: Final = [
    RefusedPanel(),
    OutstandingPanel(),
    WirePanel(),
    FieldPanel("kicker", help_text=_("A word or two above the headline, as in “Haushalt 2027”.")),
    FieldPanel(
        "title",
        classname="title",
        heading=_("Headline"),
        help_text=_("Says what happened. Up to 70 characters are shown everywhere in full."),
        widget=_counted(70),
    ),
    FieldPanel(
        "lead",
        heading=_("Lead"),
        help_text=_("Who, what, when, where, in two or three sentences."),
        widget=_counted(350, 3),
    ),
    FieldPanel("body", heading=_("Text")),
    MultiFieldPanel(
        [FieldPanel("place"), FieldPanel("agency")],
        heading=_("Dateline"),
        help_text=_("Stands before the first word: Berlin (dpa) –"),
    ),
    ChangePanel(
        [FieldPanel("minor_change", widget=forms.RadioSelect), WithholdPanel("withhold_previous")],
        heading=_("When it is published"),
    ),
]
PICTURE: Final = [
    FieldPanel(
        "picture",
        help_text=_("Without a credit and an alternative text it cannot be published."),
    ),
    FieldPanel("picture_caption", help_text=_("Empty: the picture's own caption.")),
]
TOPICS: Final = [
    InlinePanel("bylines", heading=_("Authors"), label=_("author"), help_text=_("In the byline's order.")),
    InlinePanel(
        "topic_links", heading=_("Topics"), label=_("topic"), help_text=_("The most important one first.")
    ),
    InlinePanel("related_links", heading=_("Related stories"), label=_("story")),
    FieldPanel("follows"),
]
SOURCES: Final = [
    FieldPanel(
        "sources",
        help_text=_("For a claim that others made first: who said it, and through whom it came to us."),
    ),
    FieldPanel("desk_note"),
]
TECHNICAL: Final = [
    MultiFieldPanel(
        [FieldPanel("genre"), FieldPanel("advertiser"), FieldPanel("breaking")],
        heading=_("Kind of story"),
    ),
    FieldPanel("abstract", heading=_("Teaser"), widget=_counted(200, 2)),
    FieldPanel("address_slug"),
    FieldPanel("language"),
    FieldPanel("translation_of"),
    FieldPanel("series"),
    PublishingPanel(),
    CommentPanel(),
]

STORY_EDITOR: Final = TabbedInterface(
    [
        ObjectList(TEXT, heading=_("Text")),
        ObjectList(PICTURE, heading=_("Picture")),
        ObjectList(TOPICS, heading=_("Topics and authors")),
        ObjectList(SOURCES, heading=_("Sources")),
        ObjectList([CorrectionsPanel()], heading=_("Corrections")),
        ObjectList(TECHNICAL, heading=_("More")),
    ]
)
