"""Who may do what: three roles as groups, kept up to date by calling these again."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from broadsheet.desk.config import site_language
from broadsheet.desk.models import (
    Campaign,
    EmbargoLift,
    Front,
    HousePage,
    MediaFile,
    Person,
    RoutingRule,
    SectionPage,
    Series,
    SiteIdentity,
    Source,
    SubjectMapping,
    Topic,
)

CHIEF = "editor-in-chief"
ADVERTISING = "advertising"
"""Books advertisements and writes nothing."""
REPORTER = "reporter"
SECTION_EDITOR = "section-editor"
"""The beginning of such a group's name; the section's first slug follows."""

_WRITING = ("add",)
_BOOKING = ("add", "change", "view")
_EDITING = ("add", "change", "publish", "lock", "unlock", "bulk_delete")
_OWN_PICTURES = ("add_image", "choose_image")
_ALL_PICTURES = (*_OWN_PICTURES, "change_image")


@transaction.atomic
def ensure_roles() -> None:
    """Editor-in-chief: everything, and nobody else lifts embargoes. Reporter: writes anywhere and
    submits, publishes nothing. Advertising: campaigns and their pictures, no story.

    Also one section editors' group for each section that there is, and their review.
    """
    root = Page.get_first_root_node()
    chief = _group(CHIEF, [Topic, Person, MediaFile, Series, Source, HousePage, SiteIdentity, Front])
    _group(CHIEF, [RoutingRule, SubjectMapping])
    _group(CHIEF, [Campaign], _BOOKING)
    _group(CHIEF, [EmbargoLift], _WRITING)
    _allow_pictures(_group(ADVERTISING, [Campaign], _BOOKING), _OWN_PICTURES)
    _allow_pages(chief, root, _EDITING)
    _allow_pictures(chief, _ALL_PICTURES)
    reporter = _group(REPORTER, [MediaFile], ("add", "view"))
    _allow_pages(reporter, root, _WRITING)
    _allow_pictures(reporter, _OWN_PICTURES)
    _ensure_review(_review(), [chief], root)
    for section in SectionPage.objects.all():
        ensure_section_editor_group(section)


@transaction.atomic
def ensure_section_editor_group(section: SectionPage) -> Group:
    """The group that publishes in this section alone, and reviews what is written for it.

    Topics, people, podcasts and files belong to the whole house: section editors may make and change
    them, only the editor-in-chief may take them away.
    """
    known = Group.objects.filter(
        page_permissions__page_id=section.pk, page_permissions__permission__codename="publish_page"
    ).first()
    name = known.name if known else f"{SECTION_EDITOR} {section.slug}"
    kinds = [Topic, Person, MediaFile, Series, Source, SubjectMapping]
    group = _group(name, kinds, ("add", "change", "view"))
    _allow_pages(group, section, _EDITING)
    _allow_pages(group, Page.get_first_root_node(), _WRITING)
    _allow_pictures(group, _ALL_PICTURES)
    chief = Group.objects.filter(name=CHIEF)
    _ensure_review(f"{_review()}: {section.title}", [group, *chief], section)
    return group


def _review() -> str:
    """Editors read it in menus; it is kept in the database, so in the site's own language."""
    with override(site_language()):
        return _("Desk review")


def _group(
    name: str,
    kinds: Iterable[type[models.Model]],
    actions: Iterable[str] = ("add", "change", "delete", "view"),
) -> Group:
    group, _new = Group.objects.get_or_create(name=name)
    codenames = [f"{action}_{kind.__name__.lower()}" for kind in kinds for action in actions]
    ours = models.Q(content_type__app_label="desk", codename__in=codenames)
    admin = models.Q(content_type__app_label="wagtailadmin", codename="access_admin")
    group.permissions.add(*Permission.objects.filter(ours | admin))
    return group


def _allow_pages(group: Group, page: Page, actions: Iterable[str]) -> None:
    for action in actions:
        permission = Permission.objects.get(content_type__app_label="wagtailcore", codename=f"{action}_page")
        GroupPagePermission.objects.get_or_create(
            group=group, page=Page.objects.get(pk=page.pk), permission=permission
        )


def _allow_pictures(group: Group, codenames: Iterable[str]) -> None:
    """Wagtail asks for the permissions of its own image model, whatever model is used."""
    root = Collection.get_first_root_node()
    for permission in Permission.objects.filter(
        content_type__app_label="wagtailimages", codename__in=list(codenames)
    ):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _ensure_review(name: str, groups: Iterable[Group], page: Page) -> None:
    """A workflow of one step for everything below `page`: somebody of the groups approves."""
    assigned = WorkflowPage.objects.filter(page_id=page.pk).select_related("workflow").first()
    workflow = assigned.workflow if assigned else Workflow.objects.create(name=name)
    WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": workflow})
    step = workflow.workflow_tasks.first()
    if step is None:
        task = GroupApprovalTask.objects.create(name=name)
        step = WorkflowTask.objects.create(workflow=workflow, task=task)
    step.task.specific.groups.set(groups)
