from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.kernel import addresses
from broadsheet.kernel.language import LANGUAGES, Language

SLUGS = st.from_regex(r"[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,3}", fullmatch=True)
IDS = st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=10, max_size=10)


@given(SLUGS, SLUGS, IDS)
def test_a_story_ends_with_its_id(section: str, slug: str, story_id: str) -> None:
    path = addresses.story_path(section, slug, story_id)
    assert path.startswith(f"/{section}/")
    assert path.rstrip("/").endswith(f"-{story_id}")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_generated_address_begins_with_a_reserved_word(language: Language) -> None:
    made = [
        addresses.topic_path("klima", language),
        addresses.person_path("ada-lund", language),
        addresses.archive_path(language),
        addresses.archive_path(language, 2026, 3),
        addresses.notices_path(language),
    ]
    assert all(path.startswith("/") and path.endswith("/") for path in made)
    assert {path.split("/")[1] for path in made} <= addresses.RESERVED


def test_months_of_the_archive_sort_as_text() -> None:
    assert addresses.archive_path("de", 2026, 3) == "/archiv/2026-03/"
    assert addresses.archive_path("en", 2026, 11) == "/archive/2026-11/"


def test_an_archive_address_needs_year_and_month() -> None:
    assert addresses.archive_path("de", 2026) == "/archiv/"
