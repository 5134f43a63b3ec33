"""Fixtures of the pages: those of the journeys."""

from tests.journeys.fixtures import *  # noqa: F403  # pytest looks for fixtures here
