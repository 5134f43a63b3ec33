"""Sections go to the readers, change their address, are taken back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import msgspec
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, Revision

from broadsheet.desk.acts.actor import Actor, System, account_of, may_publish, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.filing import file, unfile
from broadsheet.desk.acts.wagtail_release import WagtailRelease, problems_of, refuse_older
from broadsheet.desk.compose.section import section_record
from broadsheet.desk.errors import ChecksFailed, NotAllowed
from broadsheet.desk.models import SectionPage, StoryPage
from broadsheet.desk.models.gateway import PublishOptions, UnpublishOptions, acting
from broadsheet.desk.models.sections import require_no_live_stories
from broadsheet.kernel.addresses import story_path
from broadsheet.ledger import journal, records, state
from broadsheet.ledger.entries import Append


class PublishSection:
    """Publishes a revision of the section; without one, the section as it is in memory.

    A section that was never saved is put under the root first. After a change of its slug
    its published stories are published again at their new addresses.
    Raises NotAllowed, ChecksFailed, StaleRevision, and what the ledger raises.
    """

    name: ClassVar = "publish"

    def __init__(
        self,
        section: SectionPage,
        *,
        by: Actor,
        revision: Revision | None = None,
        why: str = "",
        options: PublishOptions | None = None,
    ) -> None:
        self.section = section
        self.by = by
        self.revision = revision
        self.why = why
        self.options = options or PublishOptions()

    @transaction.atomic
    def execute(self) -> Filed:
        if self.section.pk is None:
            _put_under_root(self.section, self.by)
        row = locked_section(self.section)
        if not self.options.skip_permission_checks:
            may_publish(self.by, row)
        revision = self.revision or _state_in_memory(self.section, self.by)
        fresh = Revision.objects.get(pk=revision.pk)
        going = WagtailRelease(fresh, row, account_of(self.by), self.options)
        refuse_older(going.revision, row)
        with acting():
            live = going.go_live()
        before = state.get(f"section:{live.section_id}")
        filed = file(section_record(live), act=self.name, by=name_of(self.by), why=self.why)
        if before is not None and records.path_of(before) != filed.url:
            journal.append_all(self._readdressed(live))
        return filed

    def _readdressed(self, section: SectionPage) -> Iterator[Append]:
        """The section's published stories, changed in nothing but their address."""
        stories = StoryPage.objects.descendant_of(section).filter(live=True).order_by("story_id")
        for story_id, slug in stories.values_list("story_id", "address_slug"):
            record = state.get(f"story:{story_id}")
            if isinstance(record, records.Story):
                path = story_path(section.slug, slug, story_id)
                yield Append(
                    asset=f"story:{story_id}",
                    record=msgspec.structs.replace(record, path=path),
                    act="move",
                    by=name_of(self.by),
                    why=self.why,
                )


class WithdrawSection:
    """Takes a section without published stories back. Raises NotAllowed, StillInUse, NotPublished."""

    name: ClassVar = "withdraw"

    def __init__(
        self, section: SectionPage, *, by: Actor, why: str = "", options: UnpublishOptions | None = None
    ) -> None:
        self.section = section
        self.by = by
        self.why = why
        self.options = options or UnpublishOptions()

    @transaction.atomic
    def execute(self) -> Filed:
        row = locked_section(self.section)
        may_publish(self.by, row)
        require_no_live_stories(row)
        with acting():
            UnpublishPageAction(
                row,
                set_expired=self.options.set_expired,
                user=account_of(self.by),
                log_action=self.options.log_action,
            ).execute(skip_permission_checks=True)
        if state.get(f"front:{row.section_id}") is not None:
            unfile(f"front:{row.section_id}", act=self.name, by=name_of(self.by), why=self.why)
        return unfile(f"section:{row.section_id}", act=self.name, by=name_of(self.by), why=self.why)


def locked_section(section: SectionPage) -> SectionPage:
    row: SectionPage = SectionPage.objects.select_for_update(of=("self",)).get(pk=section.pk)
    return row


def _put_under_root(section: SectionPage, by: Actor) -> None:
    root = Page.get_first_root_node()
    if not isinstance(by, System) and not root.permissions_for_user(by).can_add_subpage():
        raise NotAllowed(_("%(who)s may not make sections.") % {"who": name_of(by)})
    section.live = False
    try:
        root.add_child(instance=section)
    except ValidationError as error:
        raise ChecksFailed(problems_of(error)) from error


def _state_in_memory(section: SectionPage, by: Actor) -> Revision:
    try:
        return section.save_revision(user=account_of(by))
    except ValidationError as error:
        raise ChecksFailed(problems_of(error)) from error
