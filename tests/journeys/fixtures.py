"""Fixtures that journeys and pages share: the demo newsroom, made once for the whole run, and a browser."""

from __future__ import annotations

from tests.journeys.newsroom import SITE, Newsroom

__all__ = ["SITE", "Newsroom", "browser", "demo", "demo_folder", "made_once", "page", "visitor"]

MADE = "BROADSHEET_TEST_DEMO"
