"""The desk's place in Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from broadsheet.desk import preview
from broadsheet.desk.acts import ConfirmClock, KeepOurs, LiftEmbargo
from broadsheet.desk.admin import acts, editor, house, menu
from broadsheet.desk.admin.agency_pictures import AgencyPicturesViewSet
from broadsheet.desk.admin.campaigns import CampaignViewSet
from broadsheet.desk.admin.clips import ClipsViewSet
from broadsheet.desk.admin.fronts import FrontsViewSet
from broadsheet.desk.admin.inbox import InboxViewSet
from broadsheet.desk.admin.outstanding import OutstandingViewSet
from broadsheet.desk.admin.panels import STORY_EDITOR
from broadsheet.desk.admin.people import PersonViewSet, TopicViewSet
from broadsheet.desk.admin.quarantine import QuarantineViewSet
from broadsheet.desk.admin.recordings import MediaFileViewSet, SeriesViewSet
from broadsheet.desk.admin.routing import (
    AutomaticServiceViewSet,
    RoutingRuleViewSet,
    SubjectMappingViewSet,
)
from broadsheet.desk.admin.sections import SectionsViewSet
from broadsheet.desk.admin.sources import SourceViewSet
from broadsheet.desk.admin.stories import StoriesViewSet
from broadsheet.desk.admin.style_guide import StyleGuideViewSet
from broadsheet.desk.models import StoryPage

# The model says what a story is; how editors see it is said here.
StoryPage.edit_handler = STORY_EDITOR
StoryPage.serve_preview = lambda story, *_request: preview.serve(story)

register_snippet(TopicViewSet)
register_snippet(PersonViewSet)
register_snippet(MediaFileViewSet)
register_snippet(SeriesViewSet)
register_snippet(SourceViewSet)
register_snippet(CampaignViewSet)
register_snippet(SubjectMappingViewSet)
register_snippet(RoutingRuleViewSet)
register_snippet(AutomaticServiceViewSet)


def viewsets() -> list[Any]:
    return [
        editor.StoryPagesViewSet(),
        StoriesViewSet(),
        acts.ActsViewSet(),
        InboxViewSet(),
        AgencyPicturesViewSet(),
        ClipsViewSet(),
        QuarantineViewSet(),
        OutstandingViewSet(),
        SectionsViewSet(),
        FrontsViewSet(),
        house.HousePagesViewSet(),
        StyleGuideViewSet(),
    ]


def urls() -> list[URLPattern]:
    return [path("house/identity/", house.IdentityView.as_view(), name="desk_identity")]


for _item in menu.main_items():
    hooks.register("register_admin_menu_item", lambda item=_item: item)
for _act in acts.MENU_ITEMS:
    hooks.register("register_page_action_menu_item", lambda item=_act: item)

hooks.register("construct_main_menu", menu.keep_ours)
hooks.register("construct_settings_menu", menu.keep_useful_settings)
hooks.register("register_admin_search_area", menu.story_search)
hooks.register("after_publish_page", editor.after_publish)


def styles() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


def scripts() -> str:
    return format_html(
        '<script src="{}" type="module" data-alerts-url="{}"></script>',
        static("desk/inbox/alerts.js"),
        reverse("desk_inbox:alerts"),
    )


def editor_scripts() -> str:
    external = format_html(
        '<script src="{}" data-address="{}" data-fetch="{}" data-wait="{}" data-failed="{}"></script>',
        static("desk/external.js"),
        reverse("desk:external"),
        _("Fetch"),
        _("Asking what is to be seen there …"),
        _("The desk cannot be reached. Please fill in title and text yourself."),
    )
    return format_html('<script src="{}" defer></script>{}', static("desk/editor.js"), external)


def log_actions(registry: Any) -> None:
    registry.register_action(
        ConfirmClock.name, _("Confirm the clock"), _("The machine's clock was confirmed")
    )
    registry.register_action(
        KeepOurs.name, _("Keep ours"), _("Our words were kept against a newer agency version")
    )
    registry.register_action(LiftEmbargo.name)(EmbargoFormatter)


class EmbargoFormatter(LogFormatter):
    """A line in the story's history."""

    label = _("Lift the embargo")

    def format_message(self, log_entry: Any) -> str:
        return _now("The embargo was lifted: %(reason)s") % {"reason": log_entry.data["reason"]}


def permissions() -> Any:
    """What an administrator may give to groups beside Wagtail's own."""
    return Permission.objects.filter(content_type__app_label="desk", codename="add_embargolift")


hooks.register("register_log_actions", log_actions)
hooks.register("register_permissions", permissions)
hooks.register("register_admin_viewset", viewsets)
hooks.register("register_admin_urls", urls)
hooks.register("insert_global_admin_css", styles)
hooks.register("insert_global_admin_js", scripts)
hooks.register("insert_editor_js", editor_scripts)
