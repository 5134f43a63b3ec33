"""A small paper with one of each, and what may happen to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.db import transaction
from msgspec.structs import replace

from broadsheet.desk.acts import (
    Correct,
    OpenHistory,
    PublishFront,
    PublishHousePage,
    PublishIdentity,
    PublishPerson,
    PublishSection,
    PublishTopic,
    Retract,
    SaveCampaign,
    SaveSource,
    StartCampaign,
    Unpublish,
    UpdatePicture,
)
from broadsheet.desk.models import Campaign, Front, HousePage, SectionPage, SiteIdentity, Source, Topic
from broadsheet.kernel import clock
from broadsheet.ledger import journal, state
from broadsheet.ledger.records import Notice, Ranking, Story
from broadsheet.press import traces
from broadsheet.press.models import Artifact, Cursor
from broadsheet.site import rendering
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.exactness import paper as papers
from tests.exactness.paper import Paper
from tests.newsroom import IMPRINT
from tests.press import listening

BEGIN = datetime(2026, 11, 14, 9, 0, tzinfo=UTC)
Act = Callable[[Paper], object]


# ---- the paper --------------------------------------------------------------------------


def compose(time: clock.ManualClock) -> None:
    """One of each, and every link from one kind to another."""
    PublishIdentity(SiteIdentity(name="Der Lotse", publisher="Lotse"), by=TESTER).execute()
    house_page("Impressum", role="imprint")
    politics, culture = newsroom.section("politik", order=1), newsroom.section("kultur", order=2)
    harbour, budget = newsroom.topic("Hafen"), newsroom.topic("Haushalt")
    ada, ben = newsroom.person("Ada"), newsroom.person("Ben")
    PublishTopic(newsroom.topic("Zoo"), by=TESTER).execute()
    PublishPerson(newsroom.person("Zoe"), by=TESTER).execute()
    made: dict[str, Any] = {}
    stories: dict[str, dict[str, Any]] = {
        "alt": {"section": culture, "authors": (ben,)},
        "fern": {"section": culture, "authors": (ben,), "topics": (budget,)},
        "bild": {"section": politics, "picture": newsroom.picture("Bild")},
        "meinung": {"section": politics, "genre": "comment", "authors": (ada,)},
        "reklame": {"section": politics, "genre": "advertorial", "advertiser": "Reederei"},
        "falsch": {"section": politics},
        "neu": {"section": politics, "topics": (harbour, budget), "authors": (ada,)},
    }
    for slug, fields in stories.items():
        time.advance(timedelta(hours=1))
        text = [("paragraph", f"<p>Text von {slug}.</p>")]
        made[slug] = newsroom.published(slug.title(), address_slug=slug, body=text, **fields)
    StartCampaign(newsroom.campaign(), by=TESTER).execute()
    link = f'<p><a linktype="page" id="{made["neu"].pk}">dort</a></p>'
    newsroom.publish(made["alt"], revision=newsroom.edited(made["alt"], body=[("paragraph", link)]))
    newsroom.published(
        "English", address_slug="english", section=politics, language="en", translation_of=made["alt"]
    )
    lead = "Kutter warten vor der Schleuse."
    newsroom.publish(
        made["neu"], revision=newsroom.edited(made["neu"], lead=lead, follows=made["alt"], minor_change=True)
    )
    Correct(made["fern"], "Es sind drei.", by=TESTER).execute()
    OpenHistory(made["fern"], by=TESTER).execute()
    Retract(made["falsch"], "Erfunden.", by=TESTER).execute()
    newsroom.publish(made["meinung"], revision=newsroom.edited(made["meinung"], address_slug="wort"))
    listening.episode(culture, "folge", series=listening.series())
    newsroom.publish(
        made["bild"],
        revision=newsroom.edited(made["bild"], sources=[chain_of("Karpress")], minor_change=True),
    )
    front(politics, layout="grid", genre="comment")
    front(culture, layout="opinion", genre="")


def chain_of(name: str) -> dict[str, Any]:
    """Of one source of the house, which is put on the list."""
    source = Source(name=name, nature="agency")
    SaveSource(source, by=TESTER).execute()
    value = {"claim": "Zehn Schiffe.", "hops": [{"source": source.pk, "name": ""}]}
    return {"type": "source", "id": "c1", "value": value}


def front(section: SectionPage | None, layout: str, genre: str, topic: Topic | None = None) -> None:
    rule = {"fill": "newest", "section": None, "topic": None, "genre": genre}
    container = {"layout": layout, "title": "Wort", "picks": [], "rule": rule, "count": 4, "text": ""}
    made = Front(section=section, topic=topic, containers=[("container", container)])
    PublishFront(made, by=TESTER).execute()


def house_page(title: str, role: str = "page") -> None:
    words = IMPRINT if role == "imprint" else "Wer wir sind."
    page = HousePage(title=title, role=role, body=[("paragraph", f"<p>{words}</p>")])
    PublishHousePage(page, by=TESTER).execute()


# ---- acts -------------------------------------------------------------------------------


def edit(slug: str, **fields: Any) -> Act:
    def act(paper: Paper) -> None:
        paper.time.advance(timedelta(hours=1))
        story = paper.story(slug)
        newsroom.publish(story, revision=newsroom.edited(story, **fields))

    return act


def write(**fields: Any) -> Act:
    """A new story; people and topics by their slugs."""

    def act(paper: Paper) -> None:
        found = {
            "section": paper.section(fields.get("section", "politik")),
            "topics": tuple(map(paper.topic, fields.get("topics", ()))),
            "authors": tuple(map(paper.person, fields.get("authors", ()))),
        }
        newsroom.published("Ganz neu", **{**fields, **found})

    return act


def change(kind: str, slug: str, /, **fields: Any) -> Act:
    """Of what has a slug: sections, topics, people, pages of the house."""
    acts: dict[str, Any] = {
        "section": PublishSection,
        "topic": PublishTopic,
        "person": PublishPerson,
        "page": PublishHousePage,
    }

    def act(paper: Paper) -> None:
        thing = HousePage.objects.get(slug=slug) if kind == "page" else getattr(paper, kind)(slug)
        for name, value in fields.items():
            setattr(thing, name, value)
        acts[kind](thing, by=TESTER).execute()

    return act


def rename_a_source(_paper: Paper) -> None:
    source = Source.objects.get()
    source.name = "Kar-Press"
    SaveSource(source, by=TESTER).execute()


def change_picture(paper: Paper) -> None:
    picture = paper.picture("Bild")
    picture.alt = "Ein anderer Kran."
    picture.save()
    UpdatePicture(picture, by=TESTER).execute()


def replace_picture(paper: Paper) -> None:
    picture = paper.picture("Bild")
    picture.file.save("neu.jpg", ImageFile(BytesIO(newsroom.image_bytes(shade=200)), name="neu.jpg"))
    UpdatePicture(picture, by=TESTER).execute()


def rename_the_paper(_paper: Paper) -> None:
    identity = SiteIdentity.objects.get()
    identity.name = "Der Kompass"
    PublishIdentity(identity, by=TESTER).execute()


def retitle_a_front(_paper: Paper) -> None:
    front = Front.objects.get(section__slug="politik")
    front.containers[0].value["title"] = "Widerwort"
    PublishFront(front, by=TESTER).execute()


def reword_a_notice(_paper: Paper) -> None:
    """No act of the desk does it today; the ledger's contract allows it."""
    (notice,) = state.all_of("notice")
    assert isinstance(notice, Notice)
    with transaction.atomic():
        journal.append(replace(notice, text="Ganz falsch."), act="publish", by="test")


def another_campaign(_paper: Paper) -> None:
    StartCampaign(newsroom.campaign("Reederei"), by=TESTER).execute()


def another_headline(_paper: Paper) -> None:
    campaign = Campaign.objects.get()
    campaign.headline = "Schiffe"
    SaveCampaign(campaign, by=TESTER).execute()


def rank(_paper: Paper) -> None:
    """Not the desk counts readings: whoever serves does."""
    (story,) = (each for each in state.all_of("story") if isinstance(each, Story) and each.headline == "Neu")
    with transaction.atomic():
        journal.append(Ranking(id="read", stories=(story.id,)), act="rank", by="test")


def unpublish(paper: Paper) -> None:
    Unpublish(paper.story("neu"), by=TESTER).execute()


def retract(paper: Paper) -> None:
    Retract(paper.story("neu"), "Falsch.", by=TESTER).execute()


def correct(paper: Paper) -> None:
    Correct(paper.story("alt"), "Es sind vier.", by=TESTER).execute()


def inherit(paper: Paper) -> None:
    """An address from which readers were led away gets somebody else."""
    change("topic", "hafen", slug="haefen")(paper)
    paper.press.bake_due()
    change("topic", "haushalt", slug="hafen")(paper)


def midnight(paper: Paper) -> None:
    paper.time.advance(timedelta(hours=24))


def a_month_later(paper: Paper) -> None:
    paper.time.advance(timedelta(days=31))
    paper.press.bake_due()
    write()(paper)


def midnight_and_back(paper: Paper) -> None:
    before = paper.time.now()
    midnight(paper)
    paper.press.bake_due()
    paper.time.jump(before)


def another_template(paper: Paper) -> None:
    archive = sorted(rendering._sources()).index("archive.html")
    paper.press = papers.press_in(folder_of(paper), theme=papers.Theme(template=archive, mark="<p>Neu</p>"))


def begin_anew(paper: Paper) -> None:
    for name in ("public", "answers"):
        shutil.rmtree(folder_of(paper) / name)
    Artifact.objects.all().delete()
    Cursor.objects.all().delete()
    paper.press = papers.press_in(folder_of(paper))


def die_and_think_again(paper: Paper) -> None:
    """A new story was written but not recorded, and is taken back before the next try."""
    story = newsroom.published("Doch nicht")
    with pytest.MonkeyPatch.context() as dying:
        dying.setattr(traces, "record", _die)
        with pytest.raises(RuntimeError):
            paper.press.bake_due()
    Unpublish(story, by=TESTER).execute()


def _die(*_arguments: object, **_named: object) -> None:
    raise RuntimeError


def folder_of(paper: Paper) -> Path:
    return paper.press.vault._folder.parent
