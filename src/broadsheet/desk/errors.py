"""DeskError
├── ItemRecalled        the agency withholds the wire item, or has canceled it
├── NotConfigured       the process has not said where the vault is
├── NotAllowed          the actor may not do this
├── ChecksFailed        what is to be published is not fit for it; carries the problems
│   └── Embargoed       … because its supplier's embargo has not passed
├── OutsideAct          a page would go live or offline without the ledger knowing
├── NotPublished        there is nothing published to take back, correct or retract
├── NotLive             Wagtail did not make the page live; nothing was published
├── StaleRevision       an older state than the published one
├── NotInFuture         a schedule for a moment that has passed
├── NotTried            a routing rule that was not tried as it is worded now
├── StillInUse          published stories refer to it
├── UnfitFile           a video, recording or document that readers cannot be given
├── ItemTaken           somebody made a story of the agency's item already; carries that story
├── UnknownEditor       no account of this name
├── UnknownSection      no section of this name
└── UnknownStory        no story of this id
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils.functional import Promise

from broadsheet.kernel.errors import BroadsheetError


class Problem(NamedTuple):
    """One reason why something cannot be published."""

    code: str
    field: str
    """The model's field to look at, as Wagtail's forms name it."""
    message: str | Promise


class DeskError(BroadsheetError):
    code = "desk"


class ItemRecalled(DeskError):
    code = "desk-item-recalled"


class NotConfigured(DeskError):
    code = "desk-not-configured"


class NotAllowed(DeskError):
    code = "desk-not-allowed"


class ChecksFailed(DeskError):
    code = "desk-checks-failed"

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(" ".join(str(problem.message) for problem in problems))
        self.problems = tuple(problems)


class Embargoed(ChecksFailed):
    code = "desk-embargoed"
    retryable = True


class OutsideAct(DeskError):
    code = "desk-outside-act"


class NotPublished(DeskError):
    code = "desk-not-published"


class NotLive(DeskError):
    code = "desk-not-live"


class StaleRevision(DeskError):
    code = "desk-stale-revision"


class NotInFuture(DeskError):
    code = "desk-not-in-future"


class NotTried(DeskError):
    code = "desk-not-tried"


class StillInUse(DeskError):
    code = "desk-still-in-use"


class UnfitFile(DeskError):
    code = "desk-unfit-file"


class UnknownEditor(DeskError):
    code = "desk-unknown-editor"


class ItemTaken(DeskError):
    code = "desk-item-taken"

    def __init__(self, story: Any, by: str) -> None:
        """`story` is the StoryPage that there is, `by` who made it; empty if nobody is known."""
        super().__init__(f"There is a story of this item already, made by {by or 'somebody'}.")
        self.story = story
        self.by = by


class UnknownSection(DeskError):
    code = "desk-unknown-section"


class UnknownStory(DeskError):
    code = "desk-unknown-story"
