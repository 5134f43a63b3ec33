"""What readers see of corrections: marks in the text, pages by month, feeds, earlier versions."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.db import transaction
from msgspec.structs import replace

from broadsheet.ledger import journal
from broadsheet.ledger.records import Correction, EarlierState, Notice, Paragraph, Run, Story
from broadsheet.press.recipe import Edition
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import edition
from tests.site.proof import ADDRESS, BASE, NOW, output, proof, publish, story

pytestmark = pytest.mark.django_db

OCTOBER = NOW - timedelta(days=30)


def text(words: str) -> Paragraph:
    return Paragraph(text=(Run(text=words),))


CORRECTED = story(
    1,
    path="/politik/werft-a1/",
    lead="Die Werft.",
    body=(text("Eins."), text("Drei Schiffe."), text("Vier.")),
    corrections=(
        Correction(OCTOBER, "Es sind drei.", passages=("headline", "lead", 1, 7)),
        Correction(NOW - timedelta(hours=2), "Sie kommen.", nature="update", passages=(2,)),
        Correction(NOW - timedelta(hours=1), "Es sind doch drei.", passages=(1,)),
    ),
)


@pytest.fixture
def site() -> Edition:
    publish(*BASE, CORRECTED)
    publish(Notice(id="x", about="story:x", at=NOW, headline="Weg", text="Erfunden."))
    return edition(SiteConfig(address=ADDRESS))


def page(site: Edition, recipe: str, target: str) -> str:
    return output(site.recipes[recipe], target).body.decode()


def test_marks_and_corrections_lead_to_each_other(site: Edition) -> None:
    html = page(site, "story", "story:a1")
    assert 'Die Werft. <a class="correction-mark" id="corrected-1-lead" href="#correction-1"' in html
    paragraph = html[html.index("<p>Drei Schiffe.") :].partition("</p>")[0]
    assert [paragraph.index(f'href="#correction-{number}"') for number in (1, 3)]
    assert ">ergänzt</a>" in html[html.index("<p>Vier.") :]
    box = html[html.index('id="corrections"') :].partition("</section>")[0]
    assert box.index("Es sind doch drei.") < box.index("Sie kommen.") < box.index("Es sind drei.")
    assert 'Überschrift, <a href="#corrected-1-lead">Vorspann</a>, <a href="#corrected-1-2">' in box
    assert "corrected-1-8" not in html
    assert 'href="#correction-3">Was falsch war</a>' in html
    (article, *_) = json.loads(html.partition('ld+json">')[2].partition("</script>")[0])["@graph"]
    assert [each["text"] for each in article["correction"]] == ["Es sind drei.", "Es sind doch drei."]


def test_each_correction_stands_in_its_month_for_good(site: Edition) -> None:
    newest = page(site, "notices", "all")
    assert newest.index("Erfunden.") < newest.index("Es sind doch drei.") < newest.index("Es sind drei.")
    assert "Sie kommen." not in newest
    october = page(site, "notices_month", f"{OCTOBER:%Y-%m}")
    assert "Es sind drei." in october
    assert "Es sind doch drei." not in october
    assert proof(site.recipes["notices_month"], "2020-01").output is None
    for path in (f"/hinweise/{OCTOBER:%Y-%m}/", f"/hinweise/{NOW:%Y-%m}/"):
        assert path in newest
    items = json.loads(page(site, "notices_feed", "feed.json"))["items"]
    assert [item["title"].partition(":")[0] for item in items] == ["Rücknahme", "Korrektur", "Korrektur"]
    assert items[0]["url"].startswith(f"{ADDRESS}/hinweise/{NOW:%Y-%m}/#retraction-")


def test_earlier_versions_show_what_the_record_names_and_nothing_else(site: Edition) -> None:
    for words in ("Zwei Schiffe.", "Geheimnis.", "Drei Schiffe."):
        with transaction.atomic():
            journal.append(replace(CORRECTED, body=(text("Eins."), text(words))), act="publish", by="test")
    assert proof(site.recipes["history"], "story:a1").output is None
    earlier = (
        EarlierState(at=NOW - timedelta(hours=5), version=2),
        EarlierState(at=NOW - timedelta(hours=4), version=3, withheld=True, reason="Zum Schutz."),
    )
    newest: Story = replace(CORRECTED, body=(text("Eins."), text("Drei Schiffe.")), earlier=earlier)
    publish(newest)
    made = output(site.recipes["history"], "story:a1")
    html = made.body.decode()
    assert made.path == "/politik/werft-a1/fassungen/"
    assert 'name="robots" content="noindex"' in html
    assert "<del>Zwei </del><ins>Drei </ins>Schiffe." in html
    assert "Diese Fassung zeigen wir nicht. Zum Schutz." in html
    assert "Geheimnis" not in html
    assert 'href="/politik/werft-a1/fassungen/" rel="nofollow"' in page(site, "story", "story:a1")
