"""Fills a front: all picks first, then the rules from top to bottom, and no story twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice

import msgspec

from broadsheet.ledger import lists
from broadsheet.ledger.records import OPINION_KINDS, Container, Layout, Rule
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

    layout: Layout
    title: str
    path: str
    """Where the title leads, or empty."""
    shown: tuple[Shown, ...] = ()
    pieces: tuple[Piece, ...] = ()
    text: str = ""
    """A topic's own words."""
    paired: bool = False
    """Lead and comments that share the first row where there is room. Said by the page, not found by a style
    that looks ahead: what is painted before the rest of a page arrives must not move when it does."""


def front(
    newsroom: Newsroom, front_id: str, automatic: Callable[[], Sequence[Container]], here: str = ""
) -> list[Strip]:
    """The front as editors put it together or, if they did not, the automatic one.

    `here` is the path of the section or topic whose front it is.
    """
    record = newsroom.reader.read(FRONT, f"front:{front_id}")
    return fill(newsroom, automatic() if record is None else record.containers, here)


def fill(newsroom: Newsroom, containers: Sequence[Container], here: str = "") -> list[Strip]:
    """Containers in which there is nothing to show are left out.

    A story that is picked anywhere is taken by no rule. A story picked twice stays where it
    comes first.
    """
    seen: set[str] = set()
    stories = [_picks(newsroom, container, seen) for container in containers]
    for number, taken in enumerate(stories):
        taken.extend(_fill_up(newsroom, containers[number:], len(taken), seen))
    strips = [
        _strip(newsroom, container, taken, here) for container, taken in zip(containers, stories, strict=True)
    ]
    return _paired([strip for strip in strips if strip.shown or strip.pieces])


def _paired(strips: list[Strip]) -> list[Strip]:
    """A leading container, and the first with comments among the two that follow it."""
    comments = [strip for strip in strips[1:3] if strip.layout == "opinion"]
    if not comments or strips[0].layout != "lead":
        return strips
    pair = (strips[0], comments[0])
    return [msgspec.structs.replace(strip, paired=True) if strip in pair else strip for strip in strips]


# ---- fronts that nobody put together ----------------------------------------------------


def automatic_home(newsroom: Newsroom) -> list[Container]:
    """Lead, news, opinion, a topic and briefs; then every section, with advertorials among them."""
    layouts = cycle(_SECTION_STRIPS)
    strips = [
        Container(layout=layout, rule=Rule(section=section_id), count=count)
        for (section_id, _), (layout, count) in zip(newsroom.sections(), layouts, strict=False)
    ]
    return [
        Container(layout="lead", rule=Rule(), count=1),
        Container(layout="grid", rule=Rule(), count=4),
        Container(layout="opinion", rule=Rule(), count=3),
        Container(layout="grid", rule=Rule(), count=4),
        *_topic_of_the_day(newsroom, lists.NEWS),
        *_briefs(newsroom),
        *strips[:_STRIPS_ABOVE],
        Container(layout="advertorial", rule=_PAID, count=3),
        *strips[_STRIPS_ABOVE:],
    ]


def automatic_section(newsroom: Newsroom, section_id: str) -> list[Container]:
    """Lead, a row of cards, opinion and a topic of the section, then its newest as a list."""
    rule = Rule(section=section_id)
    return [
        Container(layout="lead", rule=rule, count=1),
        Container(layout="grid", rule=rule, count=4),
        Container(layout="opinion", rule=rule, count=3),
        *_topic_of_the_day(newsroom, lists.section(section_id), section_id),
        Container(layout="list", rule=rule, title=newsroom.house.catalogue.text("section.latest"), count=20),
        Container(layout="advertorial", rule=Rule(section=section_id, genre="advertorial"), count=3),
    ]


def automatic_topic(newsroom: Newsroom, topic_id: str) -> list[Container]:
    """A lead with its words beside the picture, opinion on the topic, then the newest as a list."""
    rule = Rule(topic=topic_id)
    return [
        Container(layout="lead-beside", rule=rule, count=1),
        Container(layout="grid-three", rule=rule, count=3),
        Container(layout="opinion", rule=rule, count=3),
        Container(layout="list", rule=rule, title=newsroom.house.catalogue.text("section.latest"), count=36),
    ]


_PAID = Rule(genre="advertorial")
_SECTION_STRIPS: tuple[tuple[Layout, int], ...] = (("list", 4), ("grid-three", 3), ("lead-two", 3))
"""The layouts that the sections of a home front take in turn."""
_FEW_BRIEFS = 3
"""With fewer there is no column of briefs."""


def _topic_of_the_day(newsroom: Newsroom, name: str, section_id: str = "") -> list[Container]:
    """The topic that most of the newest stories of a list share; two at least."""
    newest = islice(newsroom.newest(name, step=_TOPIC_CHOICE), _TOPIC_CHOICE)
    counted = Counter(topic for teaser in newest for topic in teaser.topics[:1]).most_common(1)
    return [
        Container(layout="topic", rule=Rule(section=section_id, topic=topic), count=4)
        for topic, number in counted
        if number > 1
    ]


def _briefs(newsroom: Newsroom) -> list[Container]:
    newest = islice(newsroom.newest(lists.genre("brief"), step=_FEW_BRIEFS), _FEW_BRIEFS)
    if len(list(newest)) < _FEW_BRIEFS:
        return []
    title = newsroom.house.catalogue.text("front.briefs")
    return [Container(layout="headlines", title=title, rule=Rule(genre="brief"), count=6)]


# ---- one container ----------------------------------------------------------------------


def _strip(newsroom: Newsroom, container: Container, teasers: Sequence[Teaser], here: str) -> Strip:
    title, path, text = _heading(newsroom, container, here)
    here = here or path
    level = 3 if title else 2
    layout = _fitting(container.layout, teasers)
    return Strip(
        layout=layout,
        title=title,
        path=path,
        shown=tuple(
            show(newsroom, teaser, _variant(layout, teaser, position, len(teasers)), level, here)
            for position, teaser in enumerate(teasers)
        ),
        pieces=Prose(newsroom).pieces(container.text) if container.layout == "text" else (),
        text=text,
    )


def _fitting(layout: Layout, teasers: Sequence[Teaser]) -> Layout:
    """The layout, or the plainer one that so few stories, or stories without pictures, can fill."""
    pictures = sum(1 for teaser in teasers if teaser.picture)
    match layout:
        case "grid" | "grid-three" if len(teasers) == 1:
            return "list"
        case "grid" | "grid-three" if not pictures:
            return "headlines"
        case "lead-two" if len(teasers) == 1:
            return "list"
        case "lead-beside" if not teasers or not teasers[0].picture:
            return "lead"
        case _:
            return layout


_VARIANTS: dict[Layout, tuple[Variant, Variant]] = {
    "lead": ("lead", "card"),
    "lead-beside": ("lead", "card"),
    "lead-two": ("feature", "card"),
    "list": ("row", "row"),
    "headlines": ("brief", "brief"),
    "ranked": ("brief", "brief"),
    "opinion": ("opinion", "opinion"),
    "topic": ("feature", "brief"),
    "advertorial": ("advertorial", "advertorial"),
}
"""Of the first story and of the others; cards where nothing is said."""


def _variant(layout: Layout, teaser: Teaser, position: int, number: int) -> Variant:
    if layout == "list" and position == 0 and number <= _SHORT_LIST and teaser.picture:
        return "feature"
    return _VARIANTS.get(layout, ("card", "card"))[min(position, 1)]


def _heading(newsroom: Newsroom, container: Container, here: str) -> tuple[str, str, str]:
    """Title, where it leads, and a topic's words. A title given by hand wins."""
    rule = container.rule or Rule()
    text = ""
    label: Label | None = None
    if container.layout == "topic" and rule.topic:
        topic = newsroom.reader.read(TOPIC_PAGE, f"topic:{rule.topic}")
        label, text = (Label(topic.path, topic.title), topic.text) if topic else (None, "")
    elif container.layout in _NAMED and not container.title:
        found = newsroom.topic(rule.topic) if rule.topic else newsroom.section(rule.section)
        label = found if found and found.path != here else None
    fallback = _FALLBACK_TITLES.get(container.layout)
    written = container.title or (label.title if label else "")
    title = written or (newsroom.house.catalogue.text(fallback) if fallback else "")
    return title, label.path if label else "", text


_NAMED = frozenset[Layout]({"list", "grid", "grid-three", "lead-two", "headlines", "ranked"})
"""Layouts that take their title from their rule."""
_FALLBACK_TITLES = {"opinion": "front.opinion", "advertorial": "advertorial.strip"}


def _picks(newsroom: Newsroom, container: Container, seen: set[str]) -> list[Teaser]:
    """Those that are published; a withdrawn story leaves no gap."""
    picks = (newsroom.teaser(f"story:{each}") for each in container.picks)
    return newsroom.take((teaser for teaser in picks if teaser is not None), container.count, seen)


def _fill_up(
    newsroom: Newsroom, containers: Sequence[Container], picked: int, seen: set[str]
) -> list[Teaser]:
    """What the first container's rule adds; opinion is left to an opinion strip that stands below it."""
    container, *below = containers
    if container.rule is None or picked == container.count:
        return []
    ruled = _ruled(newsroom, container, container.rule)
    if container.rule.genre is None and any(each.layout == "opinion" and each.rule for each in below):
        ruled = (teaser for teaser in ruled if teaser.genre not in OPINION_KINDS)
    if container.layout in _LEADING and not picked:
        ruled = _leading_first(ruled, seen)
    return newsroom.take(ruled, container.count - picked, seen)


_LEADING = frozenset[Layout]({"lead", "lead-beside"})


def _ruled(newsroom: Newsroom, container: Container, rule: Rule) -> Iterator[Teaser]:
    stories = newsroom.newest(_list_of(container.layout, rule))
    return (teaser for teaser in islice(stories, _SEARCHED) if _fits(teaser, rule, container.layout))


def _list_of(layout: Layout, rule: Rule) -> str:
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


def _fits(teaser: Teaser, rule: Rule, layout: Layout) -> bool:
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
