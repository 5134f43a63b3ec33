"""The wheel, and the demo that it made: shared with the journeys."""

from tests.journeys.fixtures import *  # noqa: F403  # pytest looks for fixtures here
