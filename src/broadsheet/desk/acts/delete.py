"""What the desk throws away is taken back from the readers first."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction

from broadsheet.desk.acts.actor import Actor, System, account_of, may_change, name_of
from broadsheet.desk.acts.house import WithdrawHousePage
from broadsheet.desk.acts.people import WithdrawPerson
from broadsheet.desk.acts.sections import WithdrawSection
from broadsheet.desk.acts.series import WithdrawSeries
from broadsheet.desk.acts.topics import WithdrawTopic
from broadsheet.desk.acts.unpublish import Unpublish
from broadsheet.desk.errors import NotAllowed, StillInUse
from broadsheet.desk.models import HousePage, Person, SectionPage, Series, StoryPage, Topic
from broadsheet.desk.models.gateway import acting
from broadsheet.desk.models.guard import GuardedPage
from broadsheet.desk.models.people import Named
from broadsheet.desk.models.sections import require_no_live_stories
from broadsheet.ledger import state


class DeletePage:
    """A story or a section. Raises NotAllowed, StillInUse."""

    def __init__(self, page: GuardedPage, *, by: Actor) -> None:
        self.page = page
        self.by = by

    @transaction.atomic
    def execute(self) -> Any:
        """What Django's `delete` answers."""
        page = type(self.page).objects.get(pk=self.page.pk)
        if not isinstance(self.by, System) and not page.permissions_for_user(self.by).can_delete():
            raise NotAllowed(
                _("%(who)s may not delete “%(what)s”.") % {"who": name_of(self.by), "what": page.title}
            )
        require_no_live_stories(page)
        self._take_back(page)
        with acting():
            fresh = type(page).objects.get(pk=page.pk)
            return DeletePageAction(fresh, user=account_of(self.by)).execute(skip_permission_checks=True)

    def _take_back(self, page: GuardedPage) -> None:
        why = _("Deleted at the desk.")
        if isinstance(page, StoryPage) and state.get(f"story:{page.story_id}") is not None:
            Unpublish(page, by=self.by, why=why).execute()
        elif isinstance(page, SectionPage) and state.get(f"section:{page.section_id}") is not None:
            WithdrawSection(page, by=self.by, why=why).execute()


class DeleteNamed:
    """A topic, a person, a podcast, a page of the house. Raises NotAllowed, StillInUse."""

    def __init__(self, thing: Named, *, by: Actor) -> None:
        self.thing = thing
        self.by = by

    @transaction.atomic
    def execute(self) -> Any:
        may_change(self.by, self.thing, "delete")
        self._take_back(self.thing, _("Deleted at the desk."))
        try:
            return self.thing.erase()
        except ProtectedError as error:
            raise StillInUse(
                _("Drafts refer to “%(what)s”. Change them first.") % {"what": str(self.thing)}
            ) from error

    def _take_back(self, thing: Named, why: str) -> None:
        if isinstance(thing, Topic) and state.get(f"topic:{thing.topic_id}") is not None:
            WithdrawTopic(thing, by=self.by, why=why).execute()
        elif isinstance(thing, Person) and state.get(f"person:{thing.person_id}") is not None:
            WithdrawPerson(thing, by=self.by, why=why).execute()
        elif isinstance(thing, Series) and state.get(f"series:{thing.series_id}") is not None:
            WithdrawSeries(thing, by=self.by, why=why).execute()
        elif isinstance(thing, HousePage) and state.get(f"page:{thing.page_id}") is not None:
            WithdrawHousePage(thing, by=self.by, why=why).execute()
