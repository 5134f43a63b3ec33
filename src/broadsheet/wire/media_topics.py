"""The IPTC's Media Topics: what news are about, as a tree with German and English names.

The table is the IPTC's (https://iptc.org/standards/media-topics/, CC BY 4.0), written by
scripts/media_topics.py, read when it is first asked for. It says which topics are retired, not what
stands for them now: the topic above does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from broadsheet.kernel.language import Language
from broadsheet.wire.item import WireSubject

TABLE: Final = Path(__file__).with_suffix(".tsv")

_SCHEME: Final = re.compile(r"^(?:medtop|mediatopics?|subj|subjectcodes?|iptc)$|newscodes", re.IGNORECASE)
"""As the formats write the vocabulary, or its address."""
_CODE: Final = re.compile(r"(?<!\d)\d{8}$")


class MediaTopic(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    """Eight digits."""
    above: str
    """The code of the topic that holds it; empty for one of the seventeen."""
    retired: str
    """Since which day, ISO 8601; empty for one that is in use."""
    german: str
    english: str

    def label(self, language: Language) -> str:
        """In the other language where the IPTC has no name in this one."""
        names = (self.german, self.english) if language == "de" else (self.english, self.german)
        return next(filter(None, names), self.code)


class _Tables(msgspec.Struct, frozen=True):
    topics: dict[str, MediaTopic]
    by_subject_code: dict[str, str]


def get(code: str) -> MediaTopic | None:
    return _tables().topics.get(code)


def resolve(subject: WireSubject) -> MediaTopic | None:
    """The topic that an agency's subject names: by Media Topic or by the older subject code.

    Of subject codes that the table does not know, the more general one counts. None for an agency's own.
    """
    given = _CODE.search(subject.code)
    if given is None or not (subject.scheme == "" or _SCHEME.search(subject.scheme)):
        return None
    tables = _tables()
    codes = (tables.by_subject_code.get(each, each) for each in _more_general(given[0]))
    return next((tables.topics[code] for code in codes if code in tables.topics), None)


def _more_general(code: str) -> Iterator[str]:
    """15054001, 15054000, 15000000: a subject code's digits are two, three and three."""
    yield code
    if not code.startswith("2"):
        yield f"{code[:5]}000"
        yield f"{code[:2]}000000"


def line(code: str) -> Iterator[MediaTopic]:
    """The topic and all that hold it, from the exact to the general."""
    topic = get(code)
    while topic is not None:
        yield topic
        topic = get(topic.above)


def current(topic: MediaTopic) -> MediaTopic:
    """What stands for a retired topic: the nearest above that is in use."""
    return next((each for each in line(topic.code) if not each.retired), topic)


def codes_of(subjects: Iterable[WireSubject]) -> frozenset[str]:
    """Of all topics that the subjects name and of all that hold these: what a condition may ask for."""
    named = filter(None, map(resolve, subjects))
    return frozenset(above.code for topic in named for above in line(topic.code))


def in_use() -> Iterator[MediaTopic]:
    """In the tree's order, each after what holds it."""
    return (topic for topic in _tables().topics.values() if not topic.retired)


def depth(topic: MediaTopic) -> int:
    return sum(1 for _ in line(topic.code)) - 1


@cache
def _tables() -> _Tables:
    rows = [
        line.split("\t")
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    topics = {
        code: MediaTopic(code=code, above=above, retired=retired, german=german, english=english)
        for code, above, retired, _subject_code, german, english in rows
    }
    # Where two topics came of one subject, the one that is in use counts, which is read last.
    last = sorted(rows, key=lambda row: not row[2])
    by_subject = {subject: code for code, _above, _retired, subject, *_names in last if subject}
    return _Tables(topics, by_subject)
