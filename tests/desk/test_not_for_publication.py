"""What an agency marks as not for publication reaches no story, on whatever way."""

from __future__ import annotations

import string
from collections.abc import Callable
from typing import Any, Final

import pytest
from django.core import serializers
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import PageLogEntry, Revision

from broadsheet.desk.acts import Publish, Retract, TakeOver, TakePicture
from broadsheet.desk.agency_update import update_of
from broadsheet.desk.config import active
from broadsheet.desk.derived import taken_by, wording
from broadsheet.desk.from_wire import draft_from
from broadsheet.desk.models import Picture, SectionPage, StoryPage
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.ledger import journal
from broadsheet.wire import inbox, intake
from broadsheet.wire.config import WireConfig
from broadsheet.wire.models import InternalNote, Item
from broadsheet.wire.pictures import offered_by
from tests.desk import newsroom
from tests.desk.newsroom import TESTER
from tests.wire import noa

pytestmark = pytest.mark.django_db

LATER: Final = noa.CREATED.replace("09:10", "09:40")
BODY: Final = noa.BODY.replace("drei Jahren", "vier Jahren") + "<p>Nun wird geklagt.</p>"


def _json(make: Callable[..., Any], note: dict[str, Any], **later: Any) -> tuple[bytes, bytes]:
    return noa.as_bytes(make(**note)), noa.as_bytes(make(**note, **later))


def _of_package(version: int, body: str = noa.BODY) -> bytes:
    box = f'<edNote role="noarole:x">{noa.CANARY}</edNote>'
    return noa.newsml_g2(version=version, body=body, meta=box).encode()


FORMATS: Final[dict[str, tuple[bytes, ...]]] = {
    "digitalwires": _json(
        noa.digitalwires,
        {"ednotes": [{"ednote": noa.CANARY}], "notepad": {"nonpublic_html": f"<p>{noa.CANARY}</p>"}},
        version=2,
        article_html=f'<section class="main">{BODY}</section>',
    ),
    "ninjs 1": _json(noa.ninjs1, {"ednote": noa.CANARY}, version="2", body_xhtml=BODY),
    "ninjs 3": _json(
        noa.ninjs3,
        {"edNote": noa.CANARY, "associations": [{"name": "b", "uri": "urn:x:1", "ednote": noa.CANARY}]},
        version="2",
        headlines=[{"role": "main", "value": "Neu"}],
    ),
    "NewsML-G2": (_of_package(1), _of_package(2, BODY)),
    "NewsML 1": (noa.newsml_1().encode(), noa.newsml_1(revision=2, body=BODY).encode()),
    "NITF": (
        noa.nitf().encode("iso-8859-1"),
        noa.nitf(body="<p>Nun wird geklagt.</p>").replace("T091000", "T094000").encode("iso-8859-1"),
    ),
    "IPTC 7901": (noa.iptc7901(),),
    "ANPA 1312": (noa.anpa1312(),),
    "iCalendar": (noa.ICS.encode(),),
    "mail": (noa.mail(),),
    "picture": (noa.picture(),),
}


def put(data: bytes, secret: str) -> list[Item]:
    data = data.replace(noa.CANARY.encode(), secret.encode())
    outcomes = intake.take_bytes(data, "eingang", WireConfig(), active().archive)
    return [inbox.get(each.item) for each in outcomes if each.item]


def quietly(act: Callable[[], object]) -> None:
    """A refusal publishes nothing either."""
    try:
        act()
    except BroadsheetError:
        assert True


def through_the_desk(section: SectionPage, versions: tuple[bytes, ...], secret: str) -> None:
    """Draft, picture, update paragraph by paragraph, publication, cancellation in the agency's words."""
    for item in put(versions[0], secret):
        quietly(lambda item=item: draft_from(item, section))  # type: ignore[misc]
        for offered in offered_by(item):
            quietly(TakePicture(offered, by=TESTER).execute)
    for data in versions[1:]:
        put(data, secret)
    for story in StoryPage.objects.all():
        update = update_of(story)
        if update is not None:
            keys = [change.key for change in update.open]
            assert keys, "the second version says something else"
            TakeOver(story, keys, token=update.token, by=TESTER).execute()
        quietly(Publish(story, by=TESTER).execute)
        if newsroom.reread(story).live:
            Item.objects.filter(pk=story.wire_item).update(status="canceled")
            Retract(story, wording(taken_by(newsroom.reread(story))[0]), by=TESTER).execute()


def written() -> str:
    """All that stories, pictures, their history and the ledger hold."""
    rows = [*StoryPage.objects.all(), *Revision.objects.all(), *Picture.objects.all()]
    stored: str = serializers.serialize("json", [*rows, *PageLogEntry.objects.all()])
    return stored + repr(list(journal.entries()))


EACH_TIME: Final = ("digitalwires", "NewsML-G2", "IPTC 7901", "picture")
"""The others do the same in the soak."""


@pytest.mark.parametrize(
    "format_",
    [name if name in EACH_TIME else pytest.param(name, marks=pytest.mark.deep) for name in FORMATS],
)
@settings(
    max_examples=1,
    phases=[Phase.generate],
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(secret=st.text(string.ascii_letters, min_size=len(noa.CANARY), max_size=len(noa.CANARY)))
def test_no_way_leads_into_a_story(desk_config: Any, format_: str, secret: str) -> None:
    with transaction.atomic():
        through_the_desk(newsroom.section(), FORMATS[format_], secret)
        assert InternalNote.objects.filter(text__contains=secret).exists(), "the agency said it"
        assert StoryPage.objects.exists(), "and there is a story"
        assert secret not in written()
        transaction.set_rollback(True)
