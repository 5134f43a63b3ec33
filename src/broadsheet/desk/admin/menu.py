"""The desk's own menu, and what of Wagtail's is kept out of the editors' way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem
from wagtail.admin.search import SearchArea

from broadsheet.desk.admin.access import is_chief, is_writer
from broadsheet.desk.admin.alarms import AlarmsItem
from broadsheet.desk.admin.front_list import launches_fronts
from broadsheet.desk.admin.menu_item import COUNTED, DeskItem
from broadsheet.wire.models import Item, Quarantine

HIDDEN: Final = frozenset(
    {"explorer", "images", "documents", "reports", "snippets", "help", "redirects", "forms"}
)
HIDDEN_SETTINGS: Final = frozenset({"sites", "redirects", "locales", "collections"})


def new_items() -> int:
    return len(Item.objects.filter(state=Item.State.NEW).values_list("pk")[:COUNTED])


def open_cases() -> int:
    return len(Quarantine.objects.filter(resolved=None).values_list("pk")[:COUNTED])


def may(permission: str) -> Callable[[Any], bool]:
    def has(user: Any) -> bool:
        return bool(user.has_perm(permission))

    return has


def main_items() -> list[MenuItem]:
    return [*_work(), *_material(), *_publication()]


def _work() -> list[MenuItem]:
    """What an editor comes for."""
    url = reverse_lazy
    return [
        AlarmsItem(_("Alarms"), url("desk:home"), name="desk-alarms", icon="warning", order=5),
        DeskItem(
            _("Inbox"), url("desk_inbox:index"), name="desk-inbox", icon="mail", order=10, waiting=new_items
        ),
        DeskItem(_("New clip"), url("desk_clips:new"), name="desk-clip", icon="cut", order=15),
        DeskItem(_("Stories"), url("desk_stories:index"), name="desk-stories", icon="doc-full", order=20),
    ]


def _material() -> list[MenuItem]:
    """What stories are made with."""
    url = reverse_lazy
    return [
        DeskItem(
            _("Topics"),
            url("wagtailsnippets_desk_topic:list"),
            name="desk-topics",
            icon="tag",
            order=30,
            shown_to=may("desk.change_topic"),
        ),
        DeskItem(
            _("People"),
            url("wagtailsnippets_desk_person:list"),
            name="desk-people",
            icon="user",
            order=40,
            shown_to=may("desk.change_person"),
        ),
        DeskItem(
            _("Sources"),
            url("wagtailsnippets_desk_source:list"),
            name="desk-sources",
            icon="link",
            order=45,
            shown_to=may("desk.change_source"),
        ),
        DeskItem(_("Pictures"), url("wagtailimages:index"), name="desk-pictures", icon="image", order=50),
        DeskItem(
            _("Video, sound, documents"),
            url("wagtailsnippets_desk_mediafile:list"),
            name="desk-media",
            icon="media",
            order=52,
            shown_to=may("desk.add_mediafile"),
        ),
        DeskItem(
            _("Podcasts"),
            url("wagtailsnippets_desk_series:list"),
            name="desk-podcasts",
            icon="openquote",
            order=54,
            shown_to=may("desk.change_series"),
        ),
    ]


def _publication() -> list[MenuItem]:
    """How it all reaches readers."""
    url = reverse_lazy
    return [
        DeskItem(
            _("Sections"),
            url("desk_sections:index"),
            name="desk-sections",
            icon="list-ul",
            order=60,
            shown_to=is_chief,
        ),
        DeskItem(
            _("Fronts"),
            url("desk_fronts:index"),
            name="desk-fronts",
            icon="placeholder",
            order=70,
            shown_to=launches_fronts,
        ),
        DeskItem(
            _("Advertisements"),
            url("wagtailsnippets_desk_campaign:list"),
            name="desk-campaigns",
            icon="pick",
            order=72,
            shown_to=may("desk.change_campaign"),
        ),
        DeskItem(
            _("Outstanding"),
            url("desk_outstanding:index"),
            name="desk-outstanding",
            icon="time",
            order=75,
        ),
        DeskItem(
            _("Style guide"),
            url("desk_style_guide:index"),
            name="desk-style-guide",
            icon="view",
            order=85,
            shown_to=is_writer,
        ),
        SubmenuMenuItem(_("House"), Menu(items=house_items()), name="desk-house", icon_name="home", order=80),
        DeskItem(
            _("Quarantine"),
            url("desk_quarantine:index"),
            name="desk-quarantine",
            icon="warning",
            order=90,
            shown_to=is_chief,
            waiting=open_cases,
        ),
    ]


def house_items() -> list[MenuItem]:
    return [
        DeskItem(
            _("Site identity"),
            reverse_lazy("desk_identity"),
            name="desk-identity",
            icon="site",
            order=10,
            shown_to=is_chief,
        ),
        DeskItem(
            _("Imprint, privacy, pages"),
            reverse_lazy("desk_house_pages:index"),
            name="desk-house-pages",
            icon="doc-empty",
            order=20,
            shown_to=may("desk.change_housepage"),
        ),
        *_rules(),
    ]


def _rules() -> list[MenuItem]:
    """For what comes over the wire."""
    url = reverse_lazy
    return [
        DeskItem(
            _("Routing"),
            url("wagtailsnippets_desk_routingrule:list"),
            name="desk-routing",
            icon="resubmit",
            order=30,
            shown_to=may("desk.change_routingrule"),
        ),
        DeskItem(
            _("Subjects and sections"),
            url("wagtailsnippets_desk_subjectmapping:list"),
            name="desk-subjects",
            icon="tag",
            order=40,
            shown_to=may("desk.change_subjectmapping"),
        ),
        DeskItem(
            _("Automatic publishing"),
            url("wagtailsnippets_desk_automaticservice:list"),
            name="desk-automatic",
            icon="warning",
            order=50,
            shown_to=may("desk.change_automaticservice"),
        ),
    ]


def keep_ours(_request: Any, items: list[MenuItem]) -> None:
    """For Wagtail's hook: the tree of month folders and the like are no editor's business."""
    items[:] = [item for item in items if item.name not in HIDDEN]


def keep_useful_settings(_request: Any, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in HIDDEN_SETTINGS]


def story_search() -> SearchArea:
    """The search box of the menu looks for stories."""
    return SearchArea(_now("Stories"), reverse("desk_stories:index"), name="desk-stories", order=1)
