"""Editorial acts, one class each: check, do, append to the ledger, all in one transaction."""

from __future__ import annotations

from broadsheet.desk.acts.actor import COMMAND_LINE, SCHEDULE, Actor, System
from broadsheet.desk.acts.campaigns import EndCampaign, PauseCampaign, SaveCampaign, StartCampaign
from broadsheet.desk.acts.confirm_clock import ConfirmClock
from broadsheet.desk.acts.correct import AmendCorrection, Correct
from broadsheet.desk.acts.delete import DeleteNamed, DeletePage
from broadsheet.desk.acts.done import Done, Filed, Scheduled
from broadsheet.desk.acts.fronts import PublishFront, UndoFront, WithdrawFront
from broadsheet.desk.acts.house import PublishHousePage, PublishIdentity, WithdrawHousePage
from broadsheet.desk.acts.lift_embargo import Lifted, LiftEmbargo
from broadsheet.desk.acts.merge_topics import MergeTopics
from broadsheet.desk.acts.move_section import MoveSection
from broadsheet.desk.acts.open_history import OpenHistory
from broadsheet.desk.acts.people import PublishPerson, WithdrawPerson
from broadsheet.desk.acts.publish import Publish
from broadsheet.desk.acts.retract import Retract
from broadsheet.desk.acts.save_media_file import SaveMediaFile
from broadsheet.desk.acts.schedule import Schedule
from broadsheet.desk.acts.sections import PublishSection, WithdrawSection
from broadsheet.desk.acts.series import PublishSeries, WithdrawSeries
from broadsheet.desk.acts.sources import LiftNote, NoteSource, SaveSource
from broadsheet.desk.acts.take_over import KeepOurs, TakeOver
from broadsheet.desk.acts.take_picture import TakePicture
from broadsheet.desk.acts.topics import PublishTopic, WithdrawTopic
from broadsheet.desk.acts.unpublish import Unpublish
from broadsheet.desk.acts.update_picture import UpdatePicture

__all__ = [
    "COMMAND_LINE",
    "SCHEDULE",
    "Actor",
    "AmendCorrection",
    "ConfirmClock",
    "Correct",
    "DeleteNamed",
    "DeletePage",
    "Done",
    "EndCampaign",
    "Filed",
    "KeepOurs",
    "LiftEmbargo",
    "LiftNote",
    "Lifted",
    "MergeTopics",
    "MoveSection",
    "NoteSource",
    "OpenHistory",
    "PauseCampaign",
    "Publish",
    "PublishFront",
    "PublishHousePage",
    "PublishIdentity",
    "PublishPerson",
    "PublishSection",
    "PublishSeries",
    "PublishTopic",
    "Retract",
    "SaveCampaign",
    "SaveMediaFile",
    "SaveSource",
    "Schedule",
    "Scheduled",
    "StartCampaign",
    "System",
    "TakeOver",
    "TakePicture",
    "UndoFront",
    "Unpublish",
    "UpdatePicture",
    "WithdrawFront",
    "WithdrawHousePage",
    "WithdrawPerson",
    "WithdrawSection",
    "WithdrawSeries",
    "WithdrawTopic",
]
