"""Lighthouse on a page, as a telephone on a slow network has it."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

from tests.journeys.fixtures import CHROMIUM
from tests.programs import node_module, program


class Judged(NamedTuple):
    scores: dict[str, int]
    """Of 100, by category: performance, accessibility, best-practices, seo."""
    lacking: list[str]
    """What costs points, to read."""
    largest_paint: float
    """Seconds until the largest thing of the first screen stood."""
    shift: float
    """How far the layout moved, cumulated."""


def judge(address: str, answer: Path, *, categories: str = "") -> Judged:
    """Runs Lighthouse's own throttled phone profile; some 15 seconds. The whole answer lies in `answer`."""
    command = [program("node", "nodejs"), str(node_module("lighthouse/cli/index.js")), address, "--quiet"]
    flags = " ".join(["--headless=new", *CHROMIUM])
    options = ["--output=json", f"--output-path={answer}", f"--chrome-flags={flags}"]
    only = [f"--only-categories={categories}"] if categories else []
    environment = {**os.environ, "CHROME_PATH": program("chromium", "chromium"), "CI": "1"}
    subprocess.run([*command, *options, *only], env=environment, check=True, timeout=180)
    return _judged(json.loads(answer.read_bytes()))


def _judged(found: dict[str, Any]) -> Judged:
    categories, audits = found["categories"], found["audits"]
    scores = {name: round(100 * category["score"]) for name, category in categories.items()}
    refs = [ref["id"] for category in categories.values() for ref in category["auditRefs"] if ref["weight"]]
    lacking = [f"{name}: {audits[name]['title']}" for name in refs if audits[name]["score"] not in (None, 1)]
    paint, shift = (audits.get(name, {}) for name in ("largest-contentful-paint", "cumulative-layout-shift"))
    return Judged(scores, lacking, paint.get("numericValue", 0) / 1000, shift.get("numericValue", 0))
