"""What is asked of a story before readers get it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Final

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from broadsheet.desk import clips
from broadsheet.desk.compose.blocks import opened
from broadsheet.desk.compose.running_story import runs_in_a_circle
from broadsheet.desk.compose.story import media_of, pictures_of
from broadsheet.desk.derived import RECALLED, Taken, is_embargoed, is_recalled, lifted, taken_by, waits
from broadsheet.desk.errors import ChecksFailed, Embargoed, Problem, UnknownSection
from broadsheet.desk.models import MediaFile, Picture, StoryPage
from broadsheet.kernel.language import shorten
from broadsheet.ledger import state
from broadsheet.wire.models import Item

Check = Callable[[StoryPage, datetime], Iterator[Problem]]


def problems(story: StoryPage, at: datetime) -> list[Problem]:
    """Every reason why the story, as it stands in memory, may not go live at that moment."""
    return [problem for check in CHECKS for problem in check(story, at)]


def require_fit(story: StoryPage, at: datetime, *, corrects: bool = False) -> None:
    """Raises ChecksFailed with all problems; Embargoed if time alone would solve them.

    An agency that takes its item back is a reason to correct, not against it.
    """
    found = [each for each in problems(story, at) if not (corrects and each.code in RECALLED)]
    if found:
        waits = all(problem.code == "embargo" for problem in found)
        raise (Embargoed if waits else ChecksFailed)(found)


def _headline(story: StoryPage, _at: datetime) -> Iterator[Problem]:
    if not story.title.strip():
        yield Problem("headline", "title", _("The story has no headline."))


def _section(story: StoryPage, _at: datetime) -> Iterator[Problem]:
    try:
        _found = story.section
    except UnknownSection:
        yield Problem("section", "title", _("The story lies in no section."))


def _content(story: StoryPage, _at: datetime) -> Iterator[Problem]:
    if not story.lead.strip() and not len(story.body):
        yield Problem("content", "lead", _("The story has neither lead nor text."))


def _pictures(story: StoryPage, at: datetime) -> Iterator[Problem]:
    for picture in pictures_of(story):
        is_lead = story.picture is not None and picture.pk == story.picture.pk
        yield from _picture(picture, "picture" if is_lead else "body", at)


def _picture(picture: Picture, field: str, at: datetime) -> Iterator[Problem]:
    title = {"title": picture.title}
    if not picture.credit.strip():
        yield Problem("credit", field, _("The picture “%(title)s” has no credit.") % title)
    if not picture.alt.strip():
        yield Problem("alt", field, _("The picture “%(title)s” has no alternative text.") % title)
    if picture.is_machine_made and not picture.answerable.strip():
        yield unanswered(picture, field)
    if picture.rights_until is not None and picture.rights_until <= at:
        yield Problem("rights", field, _("The rights to the picture “%(title)s” have expired.") % title)


def unanswered(picture: Picture, field: str) -> Problem:
    message = _("AI made or changed the picture “%(title)s”: name the responsible editor at the picture.")
    return Problem("machine", field, message % {"title": picture.title})


def _machine(story: StoryPage, _at: datetime) -> Iterator[Problem]:
    for child in story.body:
        if child.block_type == "machine" and not (child.value.get("editor") or "").strip():
            yield Problem("machine", "body", _("A part made with AI names no responsible editor."))


def _media(story: StoryPage, at: datetime) -> Iterator[Problem]:
    for file in media_of(story):
        yield from _file(file, at)
        if file.poster is not None:
            yield from _picture(file.poster, "body", at)


def _file(file: MediaFile, at: datetime) -> Iterator[Problem]:
    title = {"title": file.title}
    if not file.credit.strip():
        yield Problem("credit", "body", _("“%(title)s” has no credit.") % title)
    if file.rights_until is not None and file.rights_until <= at:
        yield Problem("rights", "body", _("The rights to “%(title)s” have expired.") % title)


def _quotations(story: StoryPage, _at: datetime) -> Iterator[Problem]:
    for child in opened(story.body):
        if child.block_type in {"pullquote", "quotation"} and not (child.value.get("speaker") or "").strip():
            words = {"text": shorten(child.value["text"], 40)}
            yield Problem("speaker", "body", _("The quotation “%(text)s” names no speaker.") % words)


def _episode(story: StoryPage, _at: datetime) -> Iterator[Problem]:
    if story.series is None:
        return
    title = {"title": story.series.title}
    if not any(file.is_audio for file in media_of(story)):
        yield Problem(
            "episode", "series", _("An episode of “%(title)s” needs a sound file in its text.") % title
        )
    if story.genre == "advertorial":
        yield Problem("episode", "series", _("An advertorial is no episode of a podcast."))
    if state.get(f"series:{story.series.series_id}") is None:
        yield Problem("episode", "series", _("The podcast “%(title)s” is not published: save it.") % title)


def _advertising(story: StoryPage, _at: datetime) -> Iterator[Problem]:
    is_advertorial = story.genre == "advertorial"
    if is_advertorial and not story.advertiser.strip():
        yield Problem("advertiser", "advertiser", _("An advertorial must name who paid for it."))
    if is_advertorial and story.expire_at is None:
        yield Problem(
            "booked", "expire_at", _("An advertorial ends by itself: set until when it is booked (expiry).")
        )
    if not is_advertorial and story.advertiser.strip():
        yield Problem("advertiser", "advertiser", _("Only an advertorial may have an advertiser."))


def _running_story(story: StoryPage, _at: datetime) -> Iterator[Problem]:
    before = story.follows
    if before is None:
        return
    title = {"title": before.title}
    if runs_in_a_circle(story):
        yield Problem(
            "circle", "follows", _("“%(title)s” follows this story itself: choose an earlier one.") % title
        )
    if "advertorial" in {story.genre, before.genre}:
        yield Problem("running-advertorial", "follows", _("An advertorial is no part of a running story."))


def _wire(story: StoryPage, at: datetime) -> Iterator[Problem]:
    taken = taken_by(story)
    lifts = lifted([story.pk]) if any(is_embargoed(each.item, at) for each in taken) else ()
    for each in taken:
        field = "body" if each.picture else "title"
        if is_recalled(each.item):
            yield Problem(each.item.status, field, _recall_of(each))
        if waits(story, each, at, lifts):
            yield Problem("embargo", field, _embargo_of(each))


def require_free(pictures: Iterable[Picture], at: datetime) -> None:
    """For what is no story: raises ChecksFailed for a picture that its agency does not give free."""
    shown = {picture.wire_item: picture.title for picture in pictures if picture.wire_item}
    taken = [Taken(item, shown[key]) for key, item in Item.objects.in_bulk(list(shown)).items()]
    found = list[Problem]()
    for each in taken:
        if is_recalled(each.item):
            found.append(Problem(each.item.status, "picture", _recall_of(each)))
        if is_embargoed(each.item, at):
            found.append(Problem("embargo", "picture", _embargo_of(each)))
    if found:
        raise ChecksFailed(found)


def _recall_of(taken: Taken) -> str:
    about = {"title": taken.picture}
    if taken.item.is_canceled:
        if taken.picture:
            return _("The agency has canceled the picture “%(title)s”.") % about
        return _("The agency has canceled the item this story was made from.")
    if taken.picture:
        return _("The agency withholds the picture “%(title)s”.") % about
    return _("The agency withholds the item this story was made from.")


def _embargo_of(taken: Taken) -> str:
    said = {"until": date_format(localtime(taken.item.embargo), "DATETIME_FORMAT"), "title": taken.picture}
    if taken.picture:
        return _("The agency's embargo on the picture “%(title)s” lasts until %(until)s.") % said
    return _("The agency's embargo lasts until %(until)s.") % said


def _retracted(story: StoryPage, _at: datetime) -> Iterator[Problem]:
    if story.retracted_at is not None:
        yield Problem("retracted", "title", _("The story was retracted for good: write a new one."))


CHECKS: Final[tuple[Check, ...]] = (
    _headline,
    _section,
    _content,
    _pictures,
    _media,
    _quotations,
    _machine,
    _episode,
    _advertising,
    _running_story,
    _wire,
    _retracted,
    clips.problems,
)
