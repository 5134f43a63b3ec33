"""What one act bakes and writes: exactly this. `Paper.bake` compares with a clean bake after each."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.images import ImageFile
from django.db import transaction

from broadsheet.desk.acts import (
    Correct,
    DeletePage,
    LiftNote,
    MoveSection,
    NoteSource,
    PublishFront,
    PublishIdentity,
    PublishPerson,
    PublishSection,
    PublishTopic,
    Retract,
    SaveSource,
    UndoFront,
    Unpublish,
    UpdatePicture,
)
from broadsheet.desk.models import Front, SiteIdentity, Source
from broadsheet.ledger import journal
from broadsheet.ledger.records import Ranking
from broadsheet.press.models import Artifact
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.exactness.paper import Paper

pytestmark = pytest.mark.django_db

HOUSE = {"home:/", "latest:/fragments/latest.html"}
FEEDS = ("feed.xml", "feed.atom", "feed.json")
RENDITIONS = {f"{kind}{width}" for kind in ("avif", "webp") for width in (400, 800, 1200, 1600)} | {
    "jpeg",
    "card",
}
FEED_LISTS = {"opml:/feeds.opml", "feeds:/feeds/"}


def feeds(*names: str) -> set[str]:
    return {f"feed:{name}/{kind}" for name in names for kind in FEEDS}


def stories(*numbers: int) -> set[str]:
    return {f"story:story:m{number}" for number in numbers}


def renditions(picture: str) -> set[str]:
    return {f"rendition:{picture}/{spec}" for spec in RENDITIONS}


def edit(paper: Paper, slug: str, **fields: object) -> None:
    story = paper.story(slug)
    newsroom.publish(story, revision=newsroom.edited(story, **fields))


def test_publishing_bakes_the_story_and_what_lists_it(paper: Paper) -> None:
    newsroom.published(
        "M31",
        section=paper.section("politik"),
        topics=(paper.topic("hafen"),),
        authors=(paper.person("ada"),),
        picture=newsroom.picture("Bild31"),
    )
    bake = paper.bake()
    places = {"section:politik", "topic:hafen", "person:ada"}
    assert bake.baked == HOUSE | feeds("news", *places) | renditions("Bild31") | {
        "story:story:m31",
        "section:section:politik",
        "topic:topic:hafen",
        "person:person:ada",
        "month:2026-11",
        "sitemap_month:2026-11",
        "sitemap_news:/sitemap-news.xml",
    }
    assert bake.written == {
        "/",
        "/fragments/latest.html",
        "/politik/m31-ID/",
        "/media/Bild31",
        "/archiv/2026-11/",
        "/sitemap-2026-11.xml",
        "/sitemap-news.xml",
        *(f"{path}{file}" for path in ("/politik/", "/thema/hafen/", "/autor/ada/") for file in ("", *FEEDS)),
        *(f"/{file}" for file in FEEDS),
    }
    assert bake.gone == set()


def test_readers_have_first_what_they_wait_for(paper: Paper) -> None:
    newsroom.published("M32", section=paper.section("politik"))
    paper.press.cycle()
    waiting = {
        paper.named(name) for name in Artifact.objects.filter(stale=True).values_list("name", flat=True)
    }
    later = feeds("news", "section:politik") - {"feed:news/feed.xml"}
    assert later < waiting
    assert not waiting & {"story:story:m32", "home:/", "section:section:politik", "feed:news/feed.xml"}
    assert paper.bake().written >= {"/feed.atom", "/fragments/latest.html"}


def test_the_first_story_of_a_month_brings_its_archive_and_its_sitemap(paper: Paper) -> None:
    paper.time.advance(timedelta(days=30))
    paper.bake()
    newsroom.published("M31", section=paper.section("politik"))
    bake = paper.bake()
    assert {"/archiv/", "/archiv/2026-12/", "/sitemap.xml", "/sitemap-2026-12.xml"} <= bake.written
    assert not {"/archiv/2026-11/", "/sitemap-2026-11.xml"} & bake.written


def test_what_comes_to_be_like_a_later_story_reaches_its_page(paper: Paper) -> None:
    edit(paper, "m30", body=[("paragraph", "<p>Kutter warten an der Schleuse.</p>")], minor_change=True)
    paper.bake()
    edit(paper, "m1", body=[("paragraph", "<p>Schleuse für Kutter.</p>")], minor_change=True)
    assert paper.bake().written == {"/wirtschaft/m1-ID/"}
    edit(paper, "m30", topic_links=[], minor_change=True)
    paper.bake()
    edit(paper, "m1", body=[("paragraph", "<p>Ohne beides.</p>")], minor_change=True)
    assert paper.bake().written == {"/wirtschaft/m1-ID/", "/politik/m30-ID/"}


def test_a_new_story_in_a_running_one_reaches_no_earlier_page(paper: Paper) -> None:
    newsroom.published("M31", section=paper.section("politik"), follows=paper.story("m2"), address_slug="m31")
    assert not stories(*range(1, 31)) & paper.bake().baked
    edit(paper, "m2", title="Anders", address_slug="m2", minor_change=True)
    assert "/politik/m31-ID/" in paper.bake().written
    Retract(paper.story("m2"), "Falsch.", by=TESTER).execute()
    assert "/politik/m31-ID/" in paper.bake().written


def test_a_ranking_reaches_its_box_alone(paper: Paper) -> None:
    record = newsroom.record_of(paper.story("m30"))
    with transaction.atomic():
        journal.append(Ranking(id="read", stories=(record.id,)), act="rank", by="test")
    bake = paper.bake()
    assert bake.baked == {"most_read:/fragments/most-read.html"}
    assert bake.written == {"/fragments/most-read.html"}


def test_a_small_change_of_a_body_writes_one_page(paper: Paper) -> None:
    edit(paper, "m30", body=[("paragraph", "<p>Ein Tippfehler weniger.</p>")], minor_change=True)
    bake = paper.bake()
    assert (bake.report.baked, bake.report.written, bake.report.deleted) == (1, 1, 0)
    assert bake.baked == stories(30)
    assert bake.written == {"/politik/m30-ID/"}


def test_a_new_state_of_a_body_is_told_to_machines_too(paper: Paper) -> None:
    edit(paper, "m29", body=[("paragraph", "<p>Ein neuer Stand.</p>")])
    bake = paper.bake()
    places = feeds("news", "section:kultur", "topic:theater", "person:cem")
    assert bake.baked == stories(29) | places | {"sitemap_month:2026-11"}
    assert bake.report.written == len(bake.baked)


def test_a_headline_of_an_old_story_does_not_reach_the_home_page(paper: Paper) -> None:
    edit(paper, "m1", title="Anders", address_slug="m1", minor_change=True)
    bake = paper.bake()
    later = stories(4, 7, 10, 13, 16, 19, 22, 25, 28)
    assert bake.baked == stories(1) | later | feeds(
        "news", "section:wirtschaft", "topic:haushalt", "person:ben"
    ) | {"section:section:wirtschaft", "topic:topic:haushalt", "person:person:ben", "month:2026-10"}
    assert bake.report.written == len(bake.baked)


def test_a_correction_reaches_the_page_the_notices_and_the_machines(paper: Paper) -> None:
    Correct(paper.story("m5"), "Es sind drei, nicht zwei.", by=TESTER).execute()
    bake = paper.bake()
    places = feeds("news", "section:kultur", "topic:theater", "person:cem")
    month = f"notices_month:{paper.time.now():%Y-%m}"
    assert bake.baked == stories(5) | places | {"notices:all", month, "sitemap_month:2026-10-4"} | {
        f"notices_feed:{file}" for file in FEEDS
    }
    assert bake.report.written == len(bake.baked)


def test_a_retraction_leaves_a_word_and_no_page(paper: Paper) -> None:
    Retract(paper.story("m2"), "Die Quelle war falsch.", by=TESTER).execute()
    bake = paper.bake()
    later = stories(5, 8, 11, 14, 17, 20, 23, 26, 29)
    assert bake.baked == stories(2) | later | feeds(
        "news", "section:kultur", "topic:theater", "person:cem"
    ) | {
        "section:section:kultur",
        "topic:topic:theater",
        "person:person:cem",
        "month:2026-10",
        "notices:all",
        f"notices_month:{paper.time.now():%Y-%m}",
        *(f"notices_feed:{file}" for file in FEEDS),
        "sitemap_month:2026-10-4",
        "redirect:/kultur/m2-ID/",
        "redirect:/kultur/m2-ID/fassungen/",
        "redirect:/kultur/m2-ID/versions/",
        "home:/",
        # So small a paper is read to its first story: this might have shown it.
        "sitemap_news:/sitemap-news.xml",
    }
    assert "/" in bake.written
    assert "/sitemap-news.xml" not in bake.written
    assert bake.gone == {"/kultur/m2-ID/"}
    assert "answers/kultur/m2-ID/index.json" in bake.written


def test_what_is_unpublished_and_published_again_leaves_the_files_as_they_were(paper: Paper) -> None:
    before = {name: file.read_bytes() for name, file in paper.press.store.files()}
    story = paper.story("m20")
    Unpublish(story, by=TESTER).execute()
    gone = paper.bake().gone
    assert {"/kultur/m20-ID/", "/media/Bild20"} <= gone
    newsroom.publish(story)
    assert paper.bake().gone == {"answers/kultur/m20-ID/index.json"}
    assert {name: file.read_bytes() for name, file in paper.press.store.files()} == before


def test_taking_back_and_publishing_between_two_bakes_bakes_and_writes_nothing_else(paper: Paper) -> None:
    story = paper.story("m20")
    Unpublish(story, by=TESTER).execute()
    newsroom.publish(story)
    bake = paper.bake()
    assert bake.written == set()
    assert bake.gone == set()


def test_a_move_leads_from_the_old_address(paper: Paper) -> None:
    MoveSection(paper.story("m3"), paper.section("kultur"), by=TESTER).execute()
    bake = paper.bake()
    assert {"/kultur/m3-ID/", "answers/politik/m3-ID/index.json", "/kultur/", "/politik/"} <= bake.written
    assert bake.gone == {"/politik/m3-ID/"}
    assert "latest:/fragments/latest.html" not in bake.baked


def test_a_slug_that_changes_and_comes_back_leaves_the_other_address_behind(paper: Paper) -> None:
    before = {name: file.read_bytes() for name, file in paper.press.store.files()}
    edit(paper, "m1", address_slug="eins", minor_change=True)
    bake = paper.bake()
    assert bake.gone == {"/wirtschaft/m1-ID/"}
    assert {"/wirtschaft/eins-ID/", "answers/wirtschaft/m1-ID/index.json"} <= bake.written
    assert not HOUSE & bake.baked
    edit(paper, "eins", address_slug="m1", minor_change=True)
    bake = paper.bake()
    assert bake.gone == {"/wirtschaft/eins-ID/", "answers/wirtschaft/m1-ID/index.json"}
    after = {name: file.read_bytes() for name, file in paper.press.store.files()}
    (left,) = after.keys() - before.keys()
    assert left.startswith("answers/wirtschaft/eins-")
    assert {name: after[name] for name in before} == before


def test_another_name_for_a_topic_reaches_what_names_it(paper: Paper) -> None:
    topic = paper.topic("hafen")
    topic.title = "Hafenausbau"
    PublishTopic(topic, by=TESTER).execute()
    bake = paper.bake()
    named = stories(*range(3, 31, 3))
    # The pages of all whose topic it is, feeds that hold one of them, the lists that are ordered by names,
    # and the front that has a strip of the topic.
    assert bake.baked == named | FEED_LISTS | feeds(
        "news", "section:politik", "topic:hafen", "person:ada", "advertorials"
    ) | {
        "topic:topic:hafen",
        "section:section:politik",
        "sitemap_pages:/sitemap-pages.xml",
    }


def test_another_address_for_a_topic_leads_its_readers_and_subscribers_along(paper: Paper) -> None:
    topic = paper.topic("hafen")
    topic.slug = "hafenausbau"
    PublishTopic(topic, by=TESTER).execute()
    bake = paper.bake()
    assert bake.gone == {f"/thema/hafen/{file}" for file in ("", *FEEDS)}
    answers = {"index.json", *(f"{file}.json" for file in FEEDS)}
    assert {f"answers/thema/hafen/{file}" for file in answers} <= bake.written
    assert {f"/thema/hafenausbau/{file}" for file in ("", *FEEDS)} <= bake.written


def test_a_topics_front_reaches_the_topics_page_alone_and_no_rule_means_no_more_baking(paper: Paper) -> None:
    pick = [paper.story("m3")]
    rule = {"fill": "", "section": None, "topic": None, "genre": ""}
    value = {"layout": "list", "title": "", "picks": pick, "rule": rule, "count": 1, "text": ""}
    front = Front(topic=paper.topic("hafen"), containers=[("container", value)])
    PublishFront(front, by=TESTER).execute()
    assert paper.bake().baked == {"topic:topic:hafen"}
    newsroom.published("M31", section=paper.section("kultur"), topics=(paper.topic("hafen"),))
    assert "topic:topic:hafen" not in paper.bake().baked
    UndoFront(front, by=TESTER).execute()
    assert paper.bake().baked == {"topic:topic:hafen"}


def test_a_persons_biography_reaches_the_persons_page_and_feeds_alone(paper: Paper) -> None:
    person = paper.person("ada")
    person.bio = "Seit 2019 dabei."
    PublishPerson(person, by=TESTER).execute()
    bake = paper.bake()
    assert bake.baked == {"person:person:ada"} | feeds("person:ada")
    assert bake.report.written == len(bake.baked)


def test_another_picture_file_gets_other_addresses(paper: Paper) -> None:
    picture = paper.picture("Bild10")
    other = BytesIO(newsroom.image_bytes(shade=222))
    picture.file.save("neu.jpg", ImageFile(other, name="neu.jpg"))
    UpdatePicture(picture, by=TESTER).execute()
    bake = paper.bake()
    assert renditions("Bild10") <= bake.baked
    assert bake.gone == {"/media/Bild10"}
    assert {"/wirtschaft/m10-ID/", "/media/Bild10"} <= bake.written
    assert not {"latest:/fragments/latest.html", "section:section:politik"} & bake.baked


def test_a_source_reaches_the_pages_of_the_stories_that_name_it_and_so_does_one_note(paper: Paper) -> None:
    source = Source(name="Karpress", nature="state-agency")
    SaveSource(source, by=TESTER).execute()
    value = {"claim": "Zehn.", "hops": [{"source": source.pk, "name": ""}]}
    chain = {"type": "source", "id": "c1", "value": value}
    for slug in ("m4", "m9"):
        edit(paper, slug, sources=[chain], minor_change=True)
    assert paper.bake().baked == stories(4, 9)
    before = {name: file.read_bytes() for name, file in paper.press.store.files()}
    source.name = "Kar-Press"
    SaveSource(source, by=TESTER).execute()
    assert paper.bake().baked == stories(4, 9)
    source.name = "Karpress"
    SaveSource(source, by=TESTER).execute()
    note = NoteSource(source, "Die Zahl ist erfunden.", by=TESTER).execute()
    bake = paper.bake()
    assert bake.baked == stories(4, 9)
    assert bake.written == {"/wirtschaft/m4-ID/", "/politik/m9-ID/"}
    LiftNote(note, by=TESTER).execute()
    assert paper.bake().written == bake.written
    assert {name: file.read_bytes() for name, file in paper.press.store.files()} == before


def test_the_name_of_the_paper_stands_on_every_page(paper: Paper) -> None:
    identity = SiteIdentity.objects.get()
    identity.name = "Der Kompass"
    PublishIdentity(identity, by=TESTER).execute()
    bake = paper.bake()
    pages = {name for name, _ in paper.press.store.files() if name.endswith(".html")}
    assert len({name for name in bake.written if name.endswith("/")}) == len(pages) - 4
    boxes = ("latest:", "most_read:", "ads:")
    assert not {name for name in bake.baked if name.startswith(("rendition:", "sitemap_month:", *boxes))}


def test_another_address_of_a_section_moves_its_stories(paper: Paper) -> None:
    section = paper.section("kultur")
    section.slug = "feuilleton"
    PublishSection(section, by=TESTER).execute()
    bake = paper.bake()
    moved = {f"m{number}-ID/" for number in range(2, 31, 3)}
    assert {f"/kultur/{story}" for story in moved} <= bake.gone
    assert {f"/feuilleton/{story}" for story in moved} <= bake.written
    assert {f"answers/kultur/{story}index.json" for story in moved} <= bake.written
    assert {"answers/kultur/index.json", "answers/kultur/feed.xml.json"} <= bake.written


def test_a_section_that_takes_the_address_of_another_shows_itself_there(paper: Paper) -> None:
    first, second = paper.section("kultur"), paper.section("politik")
    first.slug = "feuilleton"
    PublishSection(first, by=TESTER).execute()
    second.slug = "kultur"
    PublishSection(second, by=TESTER).execute()
    bake = paper.bake()
    assert "/kultur/" in bake.written
    assert {"/politik/", "/politik/feed.xml"} <= bake.gone


def test_a_deleted_section_is_gone(paper: Paper) -> None:
    for story in (paper.story(f"m{number}") for number in range(2, 31, 3)):
        MoveSection(story, paper.section("politik"), by=TESTER).execute()
    paper.bake()
    DeletePage(paper.section("kultur"), by=TESTER).execute()
    bake = paper.bake()
    assert bake.gone == {f"/kultur/{file}" for file in ("", *FEEDS)}
    assert {"answers/kultur/index.json", "/", "/politik/m30-ID/", "/sitemap-pages.xml"} <= bake.written


def test_a_picture_whose_rights_end_goes_from_page_and_disk(paper: Paper) -> None:
    picture = paper.picture("Bild20")
    picture.rights_until = paper.time.now() + timedelta(hours=2)
    picture.save()
    UpdatePicture(picture, by=TESTER).execute()
    assert paper.bake().written == set()
    paper.time.advance(timedelta(hours=2))
    bake = paper.bake()
    assert renditions("Bild20") <= bake.baked
    assert "/kultur/m20-ID/" in bake.written
    assert bake.gone == {"/media/Bild20"}


def test_midnight_bakes_the_home_page_alone(paper: Paper) -> None:
    paper.time.advance(timedelta(hours=2))
    paper.bake()
    paper.time.jump(paper.time.now().replace(hour=22, minute=59, second=50))
    assert paper.bake().baked <= {"sitemap_news:/sitemap-news.xml"}
    paper.time.advance(timedelta(seconds=8))
    bake = paper.bake()
    assert bake.baked == {"home:/"}
    assert bake.written == {"/"}


def test_a_story_leaves_the_news_sitemap_after_two_days(paper: Paper) -> None:
    news = dict(paper.press.store.files())["public/sitemap-news.xml"]
    assert news.read_bytes().count(b"<loc>") == 6
    until = Artifact.objects.get(recipe="sitemap_news").until
    assert until is not None
    paper.time.jump(until - timedelta(seconds=1))
    bake = paper.bake()
    assert bake.baked - {"home:/"} == {"sitemap_news:/sitemap-news.xml"}
    assert news.read_bytes().count(b"<loc>") == 5
