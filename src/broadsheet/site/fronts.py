"""Fills a front: each container's picks first, then its rule, and no story twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from broadsheet.ledger import lists
from broadsheet.ledger.records import OPINION_KINDS, Container, Rule
from broadsheet.site.facets import FRONT, TOPIC_PAGE, Label
from broadsheet.site.newsroom import Newsroom, Teaser
from broadsheet.site.prose import Piece, Prose
from broadsheet.site.teasers import Shown, Variant, show

_LEAD_CHOICE = 5
"""Among so many of the newest the leading one is chosen."""
_SEARCHED = 200
"""How far down a list a rule with two conditions looks."""
_TOPIC_CHOICE = 20
_SHORT_LIST = 5
"""A list of no more stories opens with a feature, if there is a picture for it."""
_STRIPS_ABOVE = 3
"""Section strips that stand above the advertorials on an automatic front."""


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """A filled container."""

    layout: str
    title: str
    path: str
    """Where the title leads, or empty."""
    shown: tuple[Shown, ...] = ()
    pieces: tuple[Piece, ...] = ()
    text: str = ""
    """A topic's own words."""


def front(newsroom: Newsroom, front_id: str, automatic: Sequence[Container], here: str = "") -> list[Strip]:
    """The front as editors put it together or, if they did not, the automatic one.

    `here` is the path of the section whose front it is.
    """
    record = newsroom.reader.read(FRONT, f"front:{front_id}")
    return fill(newsroom, automatic if record is None else record.containers, here)


def fill(newsroom: Newsroom, containers: Iterable[Container], here: str = "") -> list[Strip]:
    """Containers in which there is nothing to show are left out."""
    seen: set[str] = set()
    strips = [_strip(newsroom, container, seen, here) for container in containers]
    return [strip for strip in strips if strip.shown or strip.pieces]


def automatic_home(newsroom: Newsroom) -> list[Container]:
    """Lead, grid, opinion and a topic; then every section, with advertorials among them."""
    strips = [
        Container(layout="list", rule=Rule(section=section_id), count=4)
        for section_id, _ in newsroom.sections()
    ]
    return [
        Container(layout="lead", rule=Rule(), count=1),
        Container(layout="grid", rule=Rule(), count=8),
        Container(layout="opinion", rule=Rule(), count=3),
        *_topic_of_the_day(newsroom),
        *strips[:_STRIPS_ABOVE],
        Container(layout="advertorial", rule=_PAID, count=3),
        *strips[_STRIPS_ABOVE:],
    ]


def automatic_section(section_id: str, title: str) -> list[Container]:
    """Lead, a row of cards, then the newest as a list."""
    rule = Rule(section=section_id)
    return [
        Container(layout="lead", rule=rule, count=1),
        Container(layout="grid", rule=rule, count=4),
        Container(layout="list", rule=rule, title=title, count=20),
    ]


_PAID = Rule(genre="advertorial")


def _topic_of_the_day(newsroom: Newsroom) -> list[Container]:
    """The topic that most of the newest stories share; two at least."""
    newest = islice(newsroom.newest(lists.NEWS, step=_TOPIC_CHOICE), _TOPIC_CHOICE)
    counted = Counter(topic for teaser in newest for topic in teaser.topics[:1]).most_common(1)
    return [
        Container(layout="topic", rule=Rule(topic=topic), count=4) for topic, number in counted if number > 1
    ]


# ---- one container ----------------------------------------------------------------------


def _strip(newsroom: Newsroom, container: Container, seen: set[str], here: str) -> Strip:
    title, path, text = _heading(newsroom, container, here)
    here = here or path
    teasers = _stories(newsroom, container, seen)
    level = 3 if title else 2
    return Strip(
        layout=container.layout,
        title=title,
        path=path,
        shown=tuple(
            show(newsroom, teaser, _variant(container.layout, teaser, position, len(teasers)), level, here)
            for position, teaser in enumerate(teasers)
        ),
        pieces=Prose(newsroom).pieces(container.text) if container.layout == "text" else (),
        text=text,
    )


def _variant(layout: str, teaser: Teaser, position: int, number: int) -> Variant:
    match layout:
        case "lead":
            return "lead" if position == 0 else "card"
        case "list" if position == 0 and number <= _SHORT_LIST and teaser.picture:
            return "feature"
        case "opinion":
            return "opinion"
        case "advertorial":
            return "advertorial"
        case "list":
            return "row"
        case "topic":
            return "feature" if position == 0 else "brief"
        case _:
            return "card"


def _heading(newsroom: Newsroom, container: Container, here: str) -> tuple[str, str, str]:
    """Title, where it leads, and a topic's words. A title given by hand wins."""
    rule = container.rule or Rule()
    text = ""
    label: Label | None = None
    if container.layout == "topic" and rule.topic:
        topic = newsroom.reader.read(TOPIC_PAGE, f"topic:{rule.topic}")
        label, text = (Label(topic.path, topic.title), topic.text) if topic else (None, "")
    elif container.layout in {"list", "grid"} and rule.section and not container.title:
        section = newsroom.section(rule.section)
        label = section if section and section.path != here else None
    fallback = _FALLBACK_TITLES.get(container.layout)
    written = container.title or (label.title if label else "")
    title = written or (newsroom.house.catalogue.text(fallback) if fallback else "")
    return title, label.path if label else "", text


_FALLBACK_TITLES = {"opinion": "front.opinion", "advertorial": "advertorial.strip"}


def _stories(newsroom: Newsroom, container: Container, seen: set[str]) -> list[Teaser]:
    picks = (newsroom.teaser(f"story:{each}") for each in container.picks)
    taken = newsroom.take((teaser for teaser in picks if teaser is not None), container.count, seen)
    if container.rule is None or len(taken) == container.count:
        return taken
    ruled = _ruled(newsroom, container)
    if container.layout == "lead" and not taken:
        ruled = _leading_first(ruled, seen)
    return taken + newsroom.take(ruled, container.count - len(taken), seen)


def _ruled(newsroom: Newsroom, container: Container) -> Iterator[Teaser]:
    rule = container.rule or Rule()
    stories = newsroom.newest(_list_of(container.layout, rule))
    return (teaser for teaser in islice(stories, _SEARCHED) if _fits(teaser, rule, container.layout))


def _list_of(layout: str, rule: Rule) -> str:
    """The narrowest list that holds all that the rule means."""
    if rule.genre == "advertorial" or (layout == "advertorial" and rule == Rule()):
        return lists.ADVERTORIALS
    if rule.topic:
        return lists.topic(rule.topic)
    if rule.genre:
        return lists.genre(rule.genre)
    if layout == "opinion":
        return lists.OPINION
    return lists.section(rule.section) if rule.section else lists.NEWS


def _fits(teaser: Teaser, rule: Rule, layout: str) -> bool:
    if layout == "opinion" and not rule.genre and teaser.genre not in OPINION_KINDS:
        return False
    return (
        (not rule.section or teaser.section_id == rule.section)
        and (not rule.topic or rule.topic in teaser.topics)
        and (not rule.genre or teaser.genre == rule.genre)
    )


def _leading_first(stories: Iterator[Teaser], seen: set[str]) -> Iterator[Teaser]:
    """Among the newest few, breaking news leads; if there is none, the first report with a picture."""
    candidates = list(islice((each for each in stories if each.asset not in seen), _LEAD_CHOICE))
    yield from sorted(candidates, key=_lead_rank)
    yield from stories


def _lead_rank(teaser: Teaser) -> int:
    if teaser.breaking:
        return 0
    return 1 if teaser.picture and teaser.genre not in OPINION_KINDS else 2
