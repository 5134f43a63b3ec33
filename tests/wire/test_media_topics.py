from __future__ import annotations

from broadsheet.wire import media_topics
from broadsheet.wire.item import WireSubject


def resolved(code: str, scheme: str = "medtop") -> str:
    topic = media_topics.resolve(WireSubject(name="x", scheme=scheme, code=code))
    return topic.code if topic else ""


def test_subjects_are_resolved_as_far_as_the_table_goes() -> None:
    assert resolved("20001065") == resolved("15054000", "subj") == "20001065"
    assert resolved("15054001", "http://cv.iptc.org/newscodes/subjectcode") == "20001065"
    assert resolved("20001065", "http://cv.iptc.org/newscodes/mediatopic") == "20001065"
    assert resolved("medtop:20001065", "") == "20001065"
    assert resolved("04999999", "subj") == "04000000"
    for stranger in (("15054000", "noasubject"), ("29999999", "medtop"), ("1", "medtop"), ("", "")):
        assert resolved(*stranger) == ""


def test_a_topic_stands_in_the_tree_with_its_names() -> None:
    football, discipline, sport = media_topics.line("20001065")
    assert (football.label("de"), football.label("en")) == ("Fußball", "football")
    assert (discipline.above, sport.above) == ("15000000", "")
    retired = media_topics.get("20000030")
    assert retired is not None
    assert retired.retired == "2021-09-30"
    assert media_topics.current(retired).german == "Theater"
    unnamed = media_topics.get("20001386")
    assert unnamed is not None
    assert unnamed.label("de") == "communism"  # the IPTC has no German name
    assert sum(1 for _ in media_topics.in_use()) == 1387 - 302
