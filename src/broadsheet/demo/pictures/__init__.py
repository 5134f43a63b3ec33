"""Draws the demo newsroom's pictures, the same bytes for the same motif, seed and size."""

from __future__ import annotations

from collections.abc import Callable

from broadsheet.demo.pictures import land, sea, still, town, ways
from broadsheet.demo.pictures.canvas import Canvas

MOTIFS: dict[str, Callable[[Canvas, int], None]] = {
    "bars": still.bars,
    "board": still.board,
    "bridge": ways.bridge,
    "cafe": still.cafe,
    "curves": still.curves,
    "dome": town.dome,
    "facade": town.facade,
    "ferry": sea.ferry,
    "fields": land.fields,
    "gables": town.gables,
    "harbour": sea.harbour,
    "hills": land.hills,
    "lighthouse": sea.lighthouse,
    "rails": ways.rails,
    "skyline": town.skyline,
    "storm": sea.storm,
    "turbines": land.turbines,
    "vessel": sea.vessel,
}


def draw(motif: str, seed: int, width: int, height: int) -> bytes:
    canvas = Canvas(width, height, seed)
    MOTIFS[motif](canvas, seed % 2)
    return canvas.jpeg()
