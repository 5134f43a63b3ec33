"""Run as a program on a new site: a section, a published story, and drafts that are fit and unfit."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def main(site: Path) -> None:
    os.environ["BROADSHEET_SITE"] = str(site)
    os.environ["DJANGO_SETTINGS_MODULE"] = "broadsheet.project.settings"
    import django

    django.setup()
    (site / "stories.json").write_text(json.dumps(_stories()), encoding="utf-8")


def _stories() -> dict[str, str]:
    from tests.desk import newsroom

    newsroom.section("politik")
    bare = newsroom.picture("Kran", credit="", alt="")
    made = {
        "published": newsroom.published("Der Hafen wächst"),
        "ready": newsroom.draft("Die Brücke hält", address_slug="die-bruecke"),
        "namesake": newsroom.draft("Die Brücke hält wieder", address_slug="die-bruecke"),
        "unfit": newsroom.draft("Das Amt schweigt", lead="", picture=bare, advertiser="Kranbau AG"),
    }
    return {name: story.story_id for name, story in made.items()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
