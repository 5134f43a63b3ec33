"""What publishing, correcting and the schedule have in common: a revision goes live."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from wagtail.models import Revision

from broadsheet.desk.acts.actor import Actor, account_of, may_publish, name_of
from broadsheet.desk.acts.done import Done
from broadsheet.desk.acts.entering import asset_of, enter, last_published
from broadsheet.desk.acts.wagtail_release import WagtailRelease, refuse_older
from broadsheet.desk.checks import require_fit
from broadsheet.desk.comparing import amount, followed
from broadsheet.desk.compose.story import story_record
from broadsheet.desk.models import Correction, StoryPage
from broadsheet.desk.models.gateway import PublishOptions, acting
from broadsheet.kernel import clock
from broadsheet.ledger import records, state

Saying = Callable[[records.Story, records.Story], Correction]
"""What readers had, what they get now, and the word to them, not saved yet."""


def locked(story: StoryPage) -> StoryPage:
    """The story's row of this moment, nobody else's until the transaction ends."""
    row: StoryPage = StoryPage.objects.select_for_update(of=("self",)).get(pk=story.pk)
    return row


@transaction.atomic
def release(
    story: StoryPage,
    revision: Revision | None,
    *,
    by: Actor,
    act: str,
    why: str = "",
    substantial: bool | None = None,
    options: PublishOptions | None = None,
    saying: Saying | None = None,
    corrects: bool = False,
) -> Done:
    """Checks, publishes the revision, or else the newest, in Wagtail, and enters the story into the ledger.

    `saying` makes the correction that goes along from what readers had and what they get; `corrects`
    says that the act tells readers of a mistake in what they have.
    """
    row = locked(story)
    options = options or PublishOptions()
    if not options.skip_permission_checks:
        may_publish(by, row)
    going = WagtailRelease(_fresh(revision, row, by), row, account_of(by), options)
    refuse_older(going.revision, row)
    before = last_published(row)
    _settle(going.page, row, before, substantial)
    require_fit(going.page, clock.now(), corrects=corrects)
    with acting():
        live = going.go_live()
    if before is not None:
        _follow(live, before, saying)
    return enter(live, act=act, by=name_of(by), why=why)


def _fresh(revision: Revision | None, row: StoryPage, by: Actor) -> Revision:
    """As the database has it under the lock: a draft that is saved again may keep its revision's number."""
    if revision is not None:
        return Revision.objects.get(pk=revision.pk)
    return row.latest_revision or row.save_revision(user=account_of(by), clean=False)


def _settle(
    coming: StoryPage, row: StoryPage, before: records.Story | None, substantial: bool | None
) -> None:
    """What publishing decides: the address for good, the moment of the last substantial change
    (never for a first publication), whether the state that ends with it stays unseen."""
    if before is not None and is_substantial(coming, before, substantial):
        coming.updated_at = clock.now()
        if coming.withhold_previous:
            row.withheld_versions.get_or_create(version=state.version_of(asset_of(row)))
    coming.withhold_previous = False
    coming.minor_change = None
    coming.address_slug = coming.spoken_slug


def is_substantial(coming: StoryPage, before: records.Story, told: bool | None = None) -> bool:
    """What the act was told, else what the editor chose, else what the amount of change says."""
    if told is not None:
        return told
    if coming.minor_change is not None:
        return not coming.minor_change
    return not amount(before, story_record(coming)).is_small


def _follow(live: StoryPage, before: records.Story, saying: Saying | None) -> None:
    """Where corrections stand moves with the text."""
    corrections = list(live.corrections.all())
    if saying is None and not corrections:
        return
    now = story_record(live)
    for correction in corrections:
        passages = list(followed(correction.passages, before, now))
        if passages != correction.passages:
            correction.passages = passages
            correction.save(update_fields=["passages"])
    if saying is not None:
        saying(before, now).save()
