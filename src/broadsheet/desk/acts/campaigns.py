"""Campaigns are saved, started, paused and ended. By their dates they begin and end without an act."""

from __future__ import annotations

from typing import ClassVar

from django.db import transaction
from django.utils.translation import gettext as _

from broadsheet.desk.acts.actor import Actor, may_change, name_of
from broadsheet.desk.acts.done import Filed
from broadsheet.desk.acts.filing import file, require_valid, unfile
from broadsheet.desk.compose.campaign import campaign_record
from broadsheet.desk.errors import ChecksFailed, NotPublished, Problem
from broadsheet.desk.models import Campaign
from broadsheet.kernel import clock


class CampaignAct:
    """Raises NotAllowed, and what `_do` raises."""

    name: ClassVar[str]

    def __init__(self, campaign: Campaign, *, by: Actor, why: str = "") -> None:
        self.campaign = campaign
        self.by = by
        self.why = why

    @property
    def asset(self) -> str:
        return f"campaign:{self.campaign.campaign_id}"

    @transaction.atomic
    def execute(self) -> Filed:
        may_change(self.by, self.campaign, "change" if self.campaign.pk else "add")
        return self._do()

    def _do(self) -> Filed:
        raise NotImplementedError

    def _publish(self) -> Filed:
        campaign = self.campaign
        return file(
            campaign_record(campaign),
            act=self.name,
            by=name_of(self.by),
            why=self.why,
            pictures=campaign.pictures(),
        )

    def _take_back(self) -> Filed:
        return unfile(self.asset, act=self.name, by=name_of(self.by), why=self.why)


class SaveCampaign(CampaignAct):
    """Readers get a change of a running one at once. Raises ChecksFailed."""

    name = "change"

    def _do(self) -> Filed:
        require_valid(self.campaign)
        self.campaign.save()
        return self._publish() if self.campaign.is_published else Filed(self.asset, "", 0)


class StartCampaign(CampaignAct):
    """From now on its dates decide. Raises ChecksFailed for one that is ended or over, or not valid."""

    name = "start"

    def _do(self) -> Filed:
        require_valid(self.campaign)
        over = self.campaign.ends is not None and self.campaign.ends <= clock.now()
        if over or self.campaign.state == Campaign.State.ENDED:
            message = _("“%(title)s” is over. Book a new campaign.") % {"title": self.campaign.title}
            raise ChecksFailed([Problem("over", "ends", message)])
        self.campaign.state = Campaign.State.RUNNING
        self.campaign.save()
        return self._publish()


class PauseCampaign(CampaignAct):
    """Can be started again. Raises NotPublished."""

    name = "pause"

    def _do(self) -> Filed:
        filed = self._take_back()
        self.campaign.state = Campaign.State.PAUSED
        self.campaign.save()
        return filed


class EndCampaign(CampaignAct):
    """For good, before its time or after a pause. Raises NotPublished for a draft or one that is ended."""

    name = "end"

    def _do(self) -> Filed:
        if self.campaign.state in {Campaign.State.DRAFT, Campaign.State.ENDED}:
            raise NotPublished(_("“%(title)s” is not running.") % {"title": self.campaign.title})
        filed = self._take_back() if self.campaign.is_published else Filed(self.asset, "", 0)
        self.campaign.state = Campaign.State.ENDED
        self.campaign.save()
        return filed
