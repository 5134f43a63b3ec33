"""broadsheet desk: editorial acts, for scripts."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from broadsheet.project.cli.options import choose, json_option, open_desk, say_json, site_option
from broadsheet.project.cli.waiting import reached, wait_option
from broadsheet.project.configuration import Configuration
from broadsheet.project.errors import BadMoment, ItemTaken

if TYPE_CHECKING:
    from broadsheet.desk.acts.done import Done
    from broadsheet.desk.models import StoryPage


@click.group()
def desk() -> None:
    """Editorial acts: publish, schedule, correct, retract, unpublish, lift-embargo, confirm-clock."""


@desk.command()
@click.option("--item", metavar="ID", help="Publish this wire item as a story.")
@click.option("--story", metavar="ID", help="Publish this story's newest draft.")
@click.option(
    "--section",
    metavar="SLUG",
    help="The section; for an item by default the one that rules and subjects give it.",
)
@site_option
@json_option
def publish(
    item: str | None, story: str | None, section: str | None, site: Path | None, as_json: bool
) -> None:
    """Publishes a wire item as a new story, or a story's newest draft."""
    if (item is None) == (story is None):
        raise click.UsageError("Name either --item or --story.")
    open_desk(site)
    from django.db import transaction

    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.publish import Publish
    from broadsheet.desk.drafts import story_of

    with transaction.atomic():  # what may not be published leaves no draft behind
        if story is not None:
            page = story_of(story)
            _move(page, section)
        else:
            page = _draft_from_item(str(item), section)
        done = Publish(page, by=COMMAND_LINE).execute()
    _answer(done, as_json)


def _draft_from_item(item_id: str, slug: str | None) -> StoryPage:
    from broadsheet.desk import placements
    from broadsheet.desk.drafts import section_of
    from broadsheet.desk.from_wire import draft_from
    from broadsheet.wire import inbox

    item = inbox.get(item_id)
    if item.story:
        raise ItemTaken(
            f"The story {item.story} was made from the item {item_id} already: "
            f"publish that with 'broadsheet desk publish --story {item.story}'."
        )
    section = section_of(slug) if slug else placements.proposal(item).section
    if section is None:
        raise click.UsageError("Nothing says which section the item belongs to: name one with --section.")
    return draft_from(item, section, None)


def _move(story: StoryPage, section: str | None) -> None:
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.move_section import MoveSection
    from broadsheet.desk.drafts import section_of

    if section is not None and story.section.slug != section:
        MoveSection(story, section_of(section), by=COMMAND_LINE).execute()


@desk.command()
@click.option("--story", metavar="ID", required=True, help="The id that ends the story's address.")
@click.option("--at", metavar="TIME", required=True, help="Such as 2026-11-24T06:00 (the site's time zone).")
@site_option
@json_option
def schedule(story: str, at: str, site: Path | None, as_json: bool) -> None:
    """Publishes a story's newest draft at a moment to come."""
    configuration = open_desk(site)
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.schedule import Schedule
    from broadsheet.desk.drafts import story_of

    scheduled = Schedule(story_of(story), _moment(at, configuration), by=COMMAND_LINE).execute()
    if as_json:
        say_json(scheduled)
    else:
        click.echo(f"{scheduled.story} will be published at {scheduled.at.isoformat()}.")


def _moment(text: str, configuration: Configuration) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadMoment(
            f"{text!r} is no moment. Write it as 2026-11-24T06:00 or 2026-11-24T06:00+01:00."
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(configuration.site.time_zone))


@desk.command()
@click.option("--story", metavar="ID", required=True, help="The id that ends the story's address.")
@click.option("--text", required=True, help="What was wrong and what is right, for readers.")
@wait_option
@site_option
@json_option
def correct(story: str, text: str, wait: float | None, site: Path | None, as_json: bool) -> None:
    """Adds a dated correction that readers see."""
    open_desk(site)
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.correct import Correct
    from broadsheet.desk.drafts import story_of

    reached(Correct(story_of(story), text, by=COMMAND_LINE).execute, wait, _answer, as_json)


@desk.command()
@click.option("--story", metavar="ID", required=True, help="The id that ends the story's address.")
@click.option("--reason", required=True, help="Why, for readers; it stands at the story's address.")
@click.option("--heading", default="", help="Heading of the notice. Default: the story's headline.")
@wait_option
@site_option
@json_option
def retract(
    story: str, reason: str, heading: str, wait: float | None, site: Path | None, as_json: bool
) -> None:
    """Takes a story back for good, with a public reason."""
    open_desk(site)
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.retract import Retract
    from broadsheet.desk.drafts import story_of

    act = Retract(story_of(story), reason, by=COMMAND_LINE, heading=heading)
    reached(act.execute, wait, _answer, as_json)


@desk.command()
@click.option("--story", metavar="ID", required=True, help="The id that ends the story's address.")
@site_option
@json_option
def unpublish(story: str, site: Path | None, as_json: bool) -> None:
    """Takes a story offline; it can be published again."""
    open_desk(site)
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.unpublish import Unpublish
    from broadsheet.desk.drafts import story_of

    _answer(Unpublish(story_of(story), by=COMMAND_LINE).execute(), as_json)


@desk.command("lift-embargo")
@click.option("--story", metavar="ID", required=True, help="The id that ends the story's address.")
@click.option("--reason", required=True, help="Why; it stays in the story's history.")
@click.option("--by", metavar="NAME", required=True, help="The account of the editor who answers for it.")
@site_option
@json_option
def lift_embargo(story: str, reason: str, by: str, site: Path | None, as_json: bool) -> None:
    """Lets a story be published before its supplier's time; publishes nothing."""
    open_desk(site)
    from broadsheet.desk.acts.lift_embargo import LiftEmbargo
    from broadsheet.desk.drafts import editor_of, story_of

    lifted = LiftEmbargo(story_of(story), reason, by=editor_of(by)).execute()
    if as_json:
        say_json(lifted)
    else:
        click.echo(f"{lifted.story} may be published: the embargo is lifted by {by}.")


@desk.command("confirm-clock")
@site_option
@json_option
def confirm_clock(site: Path | None, as_json: bool) -> None:
    """Says that the machine's clock is right: releases that were held go on."""
    open_desk(site)
    from broadsheet.desk import clock_watch
    from broadsheet.desk.acts.actor import COMMAND_LINE
    from broadsheet.desk.acts.confirm_clock import ConfirmClock

    ConfirmClock(by=COMMAND_LINE).execute()
    held = clock_watch.held() is not None
    if as_json:
        say_json({"held": held})
    else:
        click.echo(
            "Still held: the database's clock says another time." if held else "The clock is confirmed."
        )
    raise SystemExit(1 if held else 0)


@desk.command("serve")
@site_option
def serve_command(site: Path | None) -> None:
    """Starts the desk's server alone."""
    choose(site)
    from broadsheet.project import desk_server

    desk_server.run()


def _answer(done: Done, as_json: bool) -> None:
    if as_json:
        say_json(done)
    else:
        click.echo(f"{done.story}  {done.url}  ledger entry {done.seq}")
