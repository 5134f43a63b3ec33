"""What publishing, correcting and the schedule have in common: a revision goes live."""

from __future__ import annotations

from django.db import transaction
from wagtail.models import Revision

from broadsheet.desk.acts.actor import Actor, account_of, may_publish, name_of
from broadsheet.desk.acts.done import Done
from broadsheet.desk.acts.entering import enter
from broadsheet.desk.acts.wagtail_release import WagtailRelease, refuse_older
from broadsheet.desk.checks import require_fit
from broadsheet.desk.models import StoryPage
from broadsheet.desk.models.gateway import PublishOptions, acting
from broadsheet.kernel import clock


def locked(story: StoryPage) -> StoryPage:
    """The story's row of this moment, nobody else's until the transaction ends."""
    row: StoryPage = StoryPage.objects.select_for_update(of=("self",)).get(pk=story.pk)
    return row


@transaction.atomic
def release(
    story: StoryPage,
    revision: Revision,
    *,
    by: Actor,
    act: str,
    why: str = "",
    substantial: bool | None = None,
    options: PublishOptions | None = None,
) -> Done:
    """Checks, publishes the revision in Wagtail, and enters the story into the ledger."""
    row = locked(story)
    options = options or PublishOptions()
    if not options.skip_permission_checks:
        may_publish(by, row)
    going = WagtailRelease(revision, account_of(by), options)
    refuse_older(going.revision, row)
    _settle(going.page, row, substantial)
    require_fit(going.page, clock.now())
    with acting():
        going.go_live()
    return enter(StoryPage.objects.get(pk=row.pk), act=act, by=name_of(by), why=why)


def _settle(coming: StoryPage, before: StoryPage, substantial: bool | None) -> None:
    """What publishing decides: the address for good, the moment of the last substantial change
    (never for a first publication)."""
    if before.first_published_at is not None and _is_substantial(coming, before, substantial):
        coming.updated_at = clock.now()
    coming.minor_change = False
    coming.address_slug = coming.spoken_slug


def _is_substantial(coming: StoryPage, before: StoryPage, told: bool | None) -> bool:
    if told is not None:
        return told
    return not coming.minor_change and _words(coming) != _words(before)


def _words(story: StoryPage) -> tuple[str, str, object]:
    return story.title, story.lead, story.body.get_prep_value()
