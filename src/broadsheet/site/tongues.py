"""Stories and sections in other languages: which are published, and where.

A translation names its original, never the other way round: both pages, and those of
further translations, find each other through the original's list, and are made again
when one of them appears, moves or goes. Of two sections either may name the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from broadsheet.kernel.language import Language
from broadsheet.ledger import lists
from broadsheet.ledger.records import Section, Story, asset_of
from broadsheet.press.reader import Reader
from broadsheet.site.facets import SECTION_TONGUE, STORY_TONGUE, SectionTongue, StoryTongue
from broadsheet.site.house import House


class Switch(msgspec.Struct, frozen=True):
    """One link of the masthead's choice of languages."""

    language: Language
    name: str
    """The language's own."""
    path: str


def switches(house: House, paths: Mapping[Language, str]) -> list[Switch]:
    """To this page in the site's other languages, where it is among `paths`, else to their homes."""
    others = (each for each in house.homes() if each.language != house.language)
    return [
        Switch(each.language, each.catalogue.text("chrome.language"), paths.get(each.language, each.home))
        for each in others
    ]


def tongues(reader: Reader, story: Story) -> dict[Language, str]:
    """Paths by language, the original's first, this story's own among them; empty if it stands alone.

    Where two stories claim one language, this story's own counts, then the original, then
    the one that was published first.
    """
    found: dict[Language, str] = {}
    for each in _told(reader, story):
        found.setdefault(each.language, each.path)
    found[story.language] = story.path
    return found if len(found) > 1 else {}


def _told(reader: Reader, story: Story) -> Iterator[StoryTongue]:
    original = story.translation_of or story.id
    assets = [f"story:{original}", *(place.asset for place in reader.between(lists.translations(original)))]
    for asset in assets:
        tongue = _own(story) if asset == asset_of(story) else reader.read(STORY_TONGUE, asset)
        if tongue is not None:
            yield tongue


def _own(story: Story) -> StoryTongue:
    return StoryTongue(story.path, story.language)


# ---- sections ---------------------------------------------------------------------------


def section_tongues(reader: Reader, house: House, section: Section) -> dict[Language, str]:
    """Paths by language, the main one first, of a section and its counterpart; empty if it has none.

    Search engines believe only what both pages say, so that each looks as the other does: a section
    that is named by several belongs to the first of them, unless it names one itself.
    """
    if not house.has_several_languages:
        return {}
    other = _named(reader, section) if section.counterpart else _naming(reader, section)
    own = house.around(section.language).language
    if other is None or house.around(other.language).language == own:
        return {}
    found = {own: section.path, house.around(other.language).language: other.path}
    return {language: found[language] for language in house.languages if language in found}


def _named(reader: Reader, section: Section) -> SectionTongue | None:
    """The one that the section names, if that one means it too."""
    other = reader.read(SECTION_TONGUE, f"section:{section.counterpart}")
    if other is None or other.counterpart == section.id:
        return other
    is_first = _first_naming(reader, section.counterpart) == asset_of(section)
    return other if is_first and not other.counterpart else None


def _naming(reader: Reader, section: Section) -> SectionTongue | None:
    first = _first_naming(reader, section.id)
    return reader.read(SECTION_TONGUE, first) if first else None


def _first_naming(reader: Reader, section_id: str) -> str:
    return next((place.asset for place in reader.between(lists.counterparts(section_id))), "")
