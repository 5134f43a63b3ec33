"""Public addresses: paths on the readers' site, from the words they are made of.

The desk writes them into records, the site makes the pages that no record owns
(archives, feeds); both must agree, so the rules stand here.
"""

from __future__ import annotations

from typing import Final

from broadsheet.kernel.language import LANGUAGES, Language

TOPIC: Final[dict[Language, str]] = {"de": "thema", "en": "topic"}
PERSON: Final[dict[Language, str]] = {"de": "autor", "en": "author"}
ARCHIVE: Final[dict[Language, str]] = {"de": "archiv", "en": "archive"}
NOTICES: Final[dict[Language, str]] = {"de": "hinweise", "en": "notices"}
HISTORY: Final[dict[Language, str]] = {"de": "fassungen", "en": "versions"}
"""Below a story's own address."""
PODCASTS: Final = "podcasts"
"""In every language; directories keep a feed's address for good."""

# First path segments that no section and no page may take, in any language.
RESERVED: Final = frozenset(
    {*LANGUAGES, *TOPIC.values(), *PERSON.values(), *ARCHIVE.values(), *NOTICES.values()}
    | {
        "assets",
        "fragments",
        "media",
        PODCASTS,
        "feeds",
        "api",
        "desk",
        "admin",
        "search",
        "suche",
        "static",
        "documents",
    }
)


ENCODED_SUFFIXES: Final = (".gz", ".br")
WELL_KNOWN: Final = ".well-known"
_LONGEST_SEGMENT: Final = 255  # bytes; no common file system allows more


def is_safe(path: str) -> bool:
    """Whether a file may stand for this path; elsewhere readers get a plain miss.

    Refused: control characters, backslashes, empty segments, `.` and `..`, every
    dotfile but `/.well-known/`, and the compressed neighbours of a file.
    """
    if not path.startswith("/") or path.endswith(ENCODED_SUFFIXES) or not path.isprintable():
        return False
    first, *rest = path[1:].removesuffix("/").split("/")
    if not rest and not first:
        return path == "/"
    return (first == WELL_KNOWN or _is_name(first)) and all(map(_is_name, rest))


def _is_name(segment: str) -> bool:
    if not segment or segment.startswith(".") or "\\" in segment:
        return False
    try:
        return len(segment.encode()) <= _LONGEST_SEGMENT
    except UnicodeEncodeError:
        return False


def home_path(language: Language) -> str:
    """Of a language that is not the site's main one."""
    return f"/{language}/"


def section_path(slug: str) -> str:
    return f"/{slug}/"


def page_path(slug: str) -> str:
    return f"/{slug}/"


def story_path(section_slug: str, slug: str, story_id: str) -> str:
    """The id stays for ever; section and slug are for people."""
    return f"/{section_slug}/{slug}-{story_id}/"


def history_path(story: str, language: Language) -> str:
    """Of the story at the path `story`."""
    return f"{story}{HISTORY[language]}/"


def topic_path(slug: str, language: Language) -> str:
    return f"/{TOPIC[language]}/{slug}/"


def person_path(slug: str, language: Language) -> str:
    return f"/{PERSON[language]}/{slug}/"


def series_path(slug: str) -> str:
    return f"/{PODCASTS}/{slug}/"


def archive_path(language: Language, year: int | None = None, month: int | None = None) -> str:
    base = f"/{ARCHIVE[language]}/"
    return base if year is None or month is None else f"{base}{year:04}-{month:02}/"


def notices_path(language: Language, year: int | None = None, month: int | None = None) -> str:
    base = f"/{NOTICES[language]}/"
    return base if year is None or month is None else f"{base}{year:04}-{month:02}/"
