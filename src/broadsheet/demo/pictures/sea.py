"""Harbour, coast and open water."""

from __future__ import annotations

import math
from dataclasses import dataclass

from broadsheet.demo.pictures.canvas import Canvas, Colour, Point, mix, palette, rgb

BOXES = palette("a8432f c9803a 2f5d6b 55707a d1b375 7a2f2f 3e6f63 8c8f86")


@dataclass(frozen=True)
class Light:
    sky: list[Colour]
    haze: Colour
    sun: Colour
    water: list[Colour]
    steel: Colour


MORNING = Light(
    palette("8fb3bf b9ced0 dfe0d3 f3e3c8 f2cfa9"),
    rgb("dfd9cb"),
    rgb("fff4dc"),
    palette("d9c8ad 93aeb1 4d7480"),
    rgb("1f3f4d"),
)
EVENING = Light(
    palette("2b3352 5a4a6b a65c63 dc8357 f3b46a"),
    rgb("c9766a"),
    rgb("ffe0a0"),
    palette("d98a5f 7d5463 2a2f47"),
    rgb("191c30"),
)


def harbour(c: Canvas, mood: int) -> None:
    light = MORNING if mood else EVENING
    quay = 700.0
    c.fade(0, quay, *light.sky)
    sun = (c.w * (0.7 if mood else 0.42), 560 if mood else 585)
    c.glow(*sun, 560, light.sun, 0.75)
    c.disc(*sun, 62, mix(light.sun, (255, 255, 255), 0.35))
    c.clouds(60, 460, mix(light.sky[4], light.sun, 0.4), 128, 0.6, (4, 5))
    _shore(c, quay, light)
    for n, (x, size) in enumerate(((0.1, 250), (0.23, 270), (0.9, 260), (0.8, 230))):
        _crane(
            c, (c.w * x, quay - 18), size, mix(light.haze, light.steel, 0.38 + 0.05 * n), 1 if x < 0.5 else -1
        )
    c.mist(quay - 60, 110, light.haze, 0.4)
    _ship(c, quay, light)
    for x, size in ((0.33, 470), (0.56, 520), (0.79, 560)):
        _crane(c, (c.w * x, quay), size, mix(light.steel, light.haze, 0.08), -1)
    _stacks(c, quay, light)
    c.reflect(quay + 14, 286, light.water[2], 0.42)
    c.veil(quay + 14, 1000, light.water[2], 0.1, 0.75)
    c.ripples(quay + 22, 1000, [mix(w, light.haze, 0.25) for w in light.water], 520)
    c.rect(0, quay, c.w, quay + 14, mix(light.steel, (0, 0, 0), 0.25))


def _shore(c: Canvas, quay: float, light: Light) -> None:
    c.ridge(quay - 60, 26, mix(light.haze, light.steel, 0.2), 0.5, 1.3)
    x = 0.0
    while x < c.w:
        wide, tall = c.rng.uniform(30, 90), c.rng.uniform(18, 74)
        c.rect(x, quay - 20 - tall, x + wide, quay, mix(light.haze, light.steel, 0.3))
        x += wide + c.rng.uniform(-6, 24)


def _crane(c: Canvas, foot: Point, size: float, colour: Colour, facing: int) -> None:
    x, y = foot
    s, f = size, facing
    beam, thick = y - s * 0.62, s * 0.022
    for leg in (-0.13, 0.13):
        c.line([(x + leg * s, y), (x + leg * s * 0.86, beam)], colour, thick)
    c.line([(x - 0.12 * s, y - s * 0.26), (x + 0.12 * s, y - s * 0.26)], colour, thick * 0.9)
    c.line([(x - 0.12 * s, y - s * 0.26), (x + 0.1 * s, beam)], colour, thick * 0.5)
    c.line([(x - f * 0.34 * s, beam), (x + f * 0.72 * s, beam)], colour, thick * 1.25)
    apex = (x + f * 0.08 * s, y - s * 0.93)
    c.line([(x - f * 0.09 * s, beam), apex, (x + f * 0.11 * s, beam)], colour, thick * 0.8)
    for end in (-0.32, 0.38, 0.69):
        c.line([apex, (x + f * end * s, beam)], colour, thick * 0.3)
    c.rect(x - f * 0.3 * s, beam - s * 0.07, x - f * 0.14 * s, beam, colour)
    trolley = x + f * c.rng.uniform(0.3, 0.6) * s
    c.rect(trolley - s * 0.025, beam, trolley + s * 0.025, beam + s * 0.035, colour)
    drop = beam + s * c.rng.uniform(0.12, 0.3)
    c.line([(trolley - 2, beam), (trolley - 2, drop)], colour, thick * 0.18)
    c.line([(trolley + 2, beam), (trolley + 2, drop)], colour, thick * 0.18)
    c.rect(
        trolley - s * 0.05, drop, trolley + s * 0.05, drop + s * 0.04, mix(colour, c.rng.choice(BOXES), 0.55)
    )
    for leg in (-0.13, 0.13):
        c.rect(x + leg * s - s * 0.035, y - s * 0.02, x + leg * s + s * 0.035, y, colour)


def _ship(c: Canvas, quay: float, light: Light) -> None:
    left, right, deck = c.w * 0.02, c.w * 0.47, quay - 92
    for col in range(17):
        for row in range(3 + (col * 7) % 4):
            x = left + 96 + col * 31
            tone = mix(c.rng.choice(BOXES), light.haze, 0.3)
            c.rect(x, deck - 19 * (row + 1), x + 29, deck - 19 * row - 1.5, mix(tone, light.steel, 0.25))
    bridge = right - 92
    c.rect(bridge, deck - 150, bridge + 46, deck, mix(light.haze, light.steel, 0.3))
    for floor in range(5):
        c.rect(
            bridge + 5,
            deck - 138 + 26 * floor,
            bridge + 41,
            deck - 130 + 26 * floor,
            mix(light.steel, light.haze, 0.2),
        )
    c.rect(bridge + 14, deck - 196, bridge + 34, deck - 150, mix(BOXES[0], light.steel, 0.25))
    c.poly(
        [
            (left - 6, deck - 8),
            (left + 70, deck),
            (right, deck),
            (right - 14, quay + 8),
            (left + 46, quay + 8),
        ],
        mix(light.steel, rgb("7a2f2f"), 0.35),
    )
    c.poly(
        [(left + 38, quay - 18), (right - 9, quay - 18), (right - 14, quay + 8), (left + 46, quay + 8)],
        mix(light.steel, rgb("a8432f"), 0.6),
    )


def _stacks(c: Canvas, quay: float, light: Light) -> None:
    x = c.w * 0.5
    while x < c.w + 40:
        for row in range(c.rng.choice([1, 2, 3, 3, 4, 2])):
            tone = mix(c.rng.choice(BOXES), light.steel, 0.18 if light is MORNING else 0.45)
            y = quay - 27 * (row + 1)
            c.rect(x, y, x + 66, y + 25.5, tone)
            for rib in range(1, 9):
                c.line([(x + rib * 7.3, y + 3), (x + rib * 7.3, y + 22)], mix(tone, (0, 0, 0), 0.14), 0.8)
            c.rect(x, y, x + 66, y + 2.5, mix(tone, light.sun, 0.3))
        x += 70 if c.rng.random() < 0.85 else 104


# ---------------------------------------------------------------- storm


def storm(c: Canvas, _mood: int) -> None:
    sea = 690.0
    c.fade(0, sea, *palette("27333c 37464f 50606a 8b9793 e4d6ae f1dfb4"))
    c.clouds(-160, 470, rgb("1a242c"), 70, 0.92, (3, 2))
    c.clouds(-60, 560, rgb("55656f"), 132, 0.7, (4, 3))
    c.clouds(120, 520, rgb("8d9894"), 165, 0.55, (5, 4))
    c.clouds(-120, 330, rgb("10181f"), 110, 0.85, (3, 3))
    c.soft(
        [(c.w * 0.08, 250), (c.w * 0.66, 250), (c.w * 0.52, sea + 6), (-c.w * 0.08, sea + 6)],
        rgb("3a4851"),
        0.8,
        60,
    )
    _rain(c, sea)
    c.fade(sea, 1000, *palette("b4ae93 5f706f 33474d 1c2c33 131f26"))
    c.glow(c.w * 0.75, sea, 300, rgb("f6e7bd"), 0.5)
    c.ripples(sea + 4, 1000, palette("7d8a83 42565a 24363c 182730 a9aa95"), 1100)
    _crests(c, sea)
    c.veil(0, 400, rgb("10181f"), 0.45, 0)


def _rain(c: Canvas, sea: float) -> None:
    for _ in range(26):
        x, wide = c.w * c.rng.uniform(-0.05, 0.5), c.rng.uniform(8, 40)
        tone = mix(rgb("2c3a43"), rgb("8a979a"), c.rng.random() ** 2)
        top = c.rng.uniform(240, 420)
        slant = (sea - top) * 0.3
        c.soft(
            [(x + slant, top), (x + slant + wide, top), (x + wide, sea + 4), (x, sea + 4)],
            tone,
            c.rng.uniform(0.15, 0.4),
            9,
        )
    for _ in range(420):
        x, y = c.w * c.rng.uniform(-0.05, 0.56), c.rng.uniform(360, sea - 20)
        long = c.rng.uniform(14, 46)
        c.line(
            [(x + (sea - y) * 0.3, y), (x + (sea - y - long) * 0.3, y + long)],
            mix(rgb("4b5a62"), rgb("aab4b2"), c.rng.random()),
            0.7,
        )


def _crests(c: Canvas, sea: float) -> None:
    for _ in range(70):
        t = c.rng.random()
        x, y = c.rng.uniform(0, c.w), sea + 60 + 240 * t
        half = 8 + 34 * t
        c.line(
            [
                (x - half, y + 3 * t),
                (x - half * 0.3, y - 4 * t),
                (x + half * 0.4, y - 2 * t),
                (x + half, y + 4 * t),
            ],
            mix(rgb("6f7f7e"), rgb("d8dacb"), t * c.rng.random()),
            1 + 2.2 * t,
        )


# ---------------------------------------------------------------- lighthouse


def lighthouse(c: Canvas, _mood: int) -> None:
    c.fade(0, 700, *palette("5f8ea6 8db2bf bfd3d0 ecdfc4"))
    c.clouds(30, 380, rgb("fbf5e8"), 112, 0.9, (3, 4))
    c.clouds(260, 620, rgb("f7e6cc"), 135, 0.6, (4, 6))
    c.fade(640, 830, *palette("c3ccc0 7fa3a8 4d7f8c"))
    c.ripples(650, 820, palette("dfe0d0 6b97a1 3f7382"), 420)
    for base, tone in ((790, "8aa35c"), (850, "6d8c4b"), (915, "4c6b3a")):
        crest = c.ridge(base, 16, rgb(tone), 0.25, 0.5)
        for _ in range(260):
            x, y = c.rng.choice(crest)
            drop = c.rng.uniform(4, 70)
            c.line(
                [(x, y + drop), (x + c.rng.uniform(2, 6), y + drop - c.rng.uniform(7, 15))],
                mix(rgb(tone), rgb("c3c07a"), c.rng.uniform(0, 0.5)),
                1.1,
            )
    _tower(c, c.w * 0.6, 812, 560)
    _keeper(c, c.w * 0.6 + 44, 815)
    for x, y in ((0.13, 862), (0.22, 878), (0.31, 858), (0.18, 905), (0.85, 890)):
        _sheep(c, c.w * x, y)
    for x, y in ((0.2, 250), (0.27, 225), (0.34, 268)):
        _gull(c, c.w * x, y, 16)


def _tower(c: Canvas, x: float, foot: float, tall: float) -> None:
    def half(y: float) -> float:
        return 34 + 24 * (y - (foot - tall)) / tall

    bands = 7
    for i in range(bands):
        y0, y1 = foot - tall + tall * i / bands, foot - tall + tall * (i + 1) / bands
        tone = rgb("b5392c") if i % 2 == 0 else rgb("f6efe2")
        a, b = half(y0), half(y1)
        c.poly([(x - a, y0), (x + a, y0), (x + b, y1), (x - b, y1)], tone)
        c.poly(
            [(x + a * 0.25, y0), (x + a, y0), (x + b, y1), (x + b * 0.25, y1)], mix(tone, rgb("3a3648"), 0.18)
        )
        c.poly(
            [(x + a * 0.68, y0), (x + a, y0), (x + b, y1), (x + b * 0.68, y1)], mix(tone, rgb("3a3648"), 0.32)
        )
    top = foot - tall
    for i in (1, 3, 5):
        c.round_rect(
            x - 14, top + tall * (i + 0.3) / bands, x - 2, top + tall * (i + 0.62) / bands, 5, rgb("31404c")
        )
    c.rect(x - 50, top - 10, x + 50, top + 2, rgb("31404c"))
    for i in range(9):
        c.line([(x - 48 + 12 * i, top - 32), (x - 48 + 12 * i, top - 8)], rgb("31404c"), 1.6)
    c.line([(x - 49, top - 32), (x + 49, top - 32)], rgb("31404c"), 2.4)
    c.rect(x - 25, top - 66, x + 25, top - 10, rgb("f4dfa0"))
    for i in range(4):
        c.line([(x - 25 + i * 50 / 3, top - 66), (x - 25 + i * 50 / 3, top - 10)], rgb("31404c"), 2.4)
    c.poly([(x - 33, top - 66), (x + 33, top - 66), (x + 8, top - 98), (x - 8, top - 98)], rgb("8e2a22"))
    c.disc(x, top - 102, 7, rgb("31404c"))
    c.line([(x, top - 102), (x, top - 128)], rgb("31404c"), 2)


def _keeper(c: Canvas, x: float, y: float) -> None:
    c.rect(x, y - 60, x + 112, y, rgb("efe6d4"))
    c.rect(x + 70, y - 60, x + 112, y, rgb("d9cdb8"))
    c.poly([(x - 9, y - 58), (x + 20, y - 98), (x + 96, y - 98), (x + 121, y - 58)], rgb("7f3a31"))
    c.rect(x + 16, y - 42, x + 34, y - 20, rgb("3b5563"))
    c.rect(x + 46, y - 44, x + 62, y, rgb("4d6b57"))
    c.rect(x + 82, y - 42, x + 100, y - 20, rgb("3b5563"))
    c.rect(x + 74, y - 118, x + 86, y - 92, rgb("6d3029"))


def _sheep(c: Canvas, x: float, y: float) -> None:
    for dx in (-7, 6):
        c.line([(x + dx, y), (x + dx, y + 11)], rgb("3c372f"), 2.4)
    c.disc(x, y - 3, 15, rgb("f3ecdc"), ry=10)
    c.disc(x + 3, y - 1, 11, rgb("e0d6c2"), ry=7)
    c.disc(x - 15, y - 6, 5, rgb("3c372f"), ry=4.4)


def _gull(c: Canvas, x: float, y: float, size: float) -> None:
    left = [(x - size + size * i / 6, y - size * 0.45 * math.sin(math.pi * i / 6)) for i in range(7)]
    c.line(left, rgb("f9f6ee"), 2.6)
    c.line([(2 * x - px, py) for px, py in left], rgb("f9f6ee"), 2.6)


# ---------------------------------------------------------------- a jack-up vessel


def vessel(c: Canvas, _mood: int) -> None:
    sea = 720.0
    c.fade(0, sea, *palette("7696a3 9fb6b9 c9cfc4 eadfc9 f0d2b0"))
    c.clouds(60, 520, rgb("f8eee0"), 122, 0.6, (4, 4))
    c.glow(c.w * 0.2, 640, 480, rgb("fff2d8"), 0.65)
    c.ridge(sea - 34, 18, rgb("b7b9ad"), 0.5, 1.2)
    c.ridge(sea - 12, 14, rgb("98a5a2"), 0.5, 1.6)
    c.mist(sea - 20, 60, rgb("ead9c2"), 0.45)
    left = c.w * 0.2
    for x, far in ((left + 120, True), (left + 620, True), (left + 60, False), (left + 680, False)):
        _leg(c, x, sea, far)
    _hull(c, left, sea)
    _boom(c, left + 560, sea - 120)
    c.reflect(sea, 280, rgb("3d6470"), 0.45)
    c.veil(sea, 1000, rgb("28505e"), 0.05, 0.8)
    c.ripples(sea + 6, 1000, palette("c9c7b5 7f9ba0 4a7280 335a68"), 620)


def _leg(c: Canvas, x: float, sea: float, far: bool) -> None:
    tone = rgb("6c7f86") if far else rgb("27424f")
    top, half = (sea - 560, 15.0) if far else (sea - 600, 19.0)
    for side in (-half, half):
        c.line([(x + side, top), (x + side, sea)], tone, 5 if not far else 4)
    y, flip = top, 1
    while y < sea - 20:
        c.line([(x - half * flip, y), (x + half * flip, y + 34)], tone, 2.6)
        c.line([(x - half, y), (x + half, y)], tone, 2.2)
        y, flip = y + 34, -flip


def _hull(c: Canvas, left: float, sea: float) -> None:
    right, deck = left + 770, sea - 104
    c.poly([(left - 40, deck), (right, deck), (right - 10, sea - 4), (left + 6, sea - 4)], rgb("1f3b4d"))
    c.poly(
        [(left - 12, sea - 40), (right - 6, sea - 40), (right - 10, sea - 4), (left + 6, sea - 4)],
        rgb("a03c2c"),
    )
    c.rect(left - 26, deck + 10, right - 8, deck + 18, rgb("e9e2d3"))
    for i, (wide, tall) in enumerate(((170, 52), (150, 44), (118, 40), (86, 34))):
        base = deck - sum((52, 44, 40, 34)[:i])
        c.rect(left + 96, base - tall, left + 96 + wide, base - 2, mix(rgb("f6f1e6"), rgb("b9b8b0"), i / 4))
        for n in range(int(wide / 20)):
            c.rect(
                left + 104 + 20 * n,
                base - tall * 0.66,
                left + 116 + 20 * n,
                base - tall * 0.34,
                rgb("33505f"),
            )
    c.poly(
        [(left - 66, deck - 66), (left + 90, deck - 66), (left + 66, deck - 56), (left - 50, deck - 56)],
        rgb("4f6a63"),
    )
    for x in (left - 30, left + 40):
        c.line([(x, deck), (x + 14, deck - 58)], rgb("27424f"), 4)
    for n in range(3):
        c.rect(left + 330 + 64 * n, deck - 34, left + 382 + 64 * n, deck, BOXES[(n * 3 + 1) % len(BOXES)])
    c.line([(left + 300, deck - 60), (left + 545, deck - 66)], rgb("f4f1ea"), 9)
    c.line([(left + 300, deck - 76), (left + 530, deck - 84)], rgb("dedad0"), 7)


def _boom(c: Canvas, x: float, deck: float) -> None:
    tone, warm = rgb("c8862f"), rgb("8f5a22")
    c.poly([(x - 34, deck + 16), (x + 34, deck + 16), (x + 24, deck - 90), (x - 24, deck - 90)], tone)
    c.rect(x - 44, deck - 128, x + 60, deck - 82, warm)
    tip = (x - 430, deck - 470)
    c.line([(x - 30, deck - 100), tip], tone, 10)
    c.line([(x + 10, deck - 128), (tip[0] + 6, tip[1] - 4)], tone, 6)
    for i in range(1, 16):
        t, u = i / 16, (i + 0.5) / 16
        low = (x - 30 + (tip[0] - x + 30) * t, deck - 100 + (tip[1] - deck + 100) * t)
        high = (x + 10 + (tip[0] - x - 10) * u, deck - 128 + (tip[1] - deck + 128) * u)
        c.line([low, high], tone, 2.6)
    mast = (x + 46, deck - 300)
    c.line([(x + 20, deck - 120), mast, (x + 56, deck - 120)], warm, 6)
    c.line([mast, tip], warm, 2.4)
    c.line([tip, (tip[0], tip[1] + 170)], rgb("27424f"), 2.4)
    c.rect(tip[0] - 12, tip[1] + 170, tip[0] + 12, tip[1] + 196, rgb("b33f2d"))


# ---- the ferry, still and moving ------------------------------------------------------------

_DUSK = palette("3c4a6b 7d6a86 c98774 f0b98a")
_SOUND = palette("b98672 6f6075 333d57")
_HULL = rgb("20303f")
_HORIZON = 560.0


def ferry(c: Canvas, _mood: int) -> None:
    crossing(c, 0.52)


def crossing(c: Canvas, at: float) -> None:
    """The evening ferry on its way from left to right, at a share (0..1) of the way."""
    c.fade(0, _HORIZON, *_DUSK)
    c.glow(c.w * 0.72, _HORIZON - 40, 420, rgb("ffe2b0"), 0.8)
    c.disc(c.w * 0.72, _HORIZON - 46, 40, rgb("fff0d0"))
    c.ridge(_HORIZON - 26, 22, mix(_DUSK[2], _HULL, 0.45), 0.5, 1.4)
    c.fade(_HORIZON, 1000, *_SOUND)
    _glitter(c, at)
    _ferry(c, -420 + (c.w + 120) * at, _HORIZON + 150 + 7 * math.sin(at * math.tau * 4))


def _glitter(c: Canvas, at: float) -> None:
    for _ in range(150):
        depth, start, size = c.rng.random() ** 0.7, c.rng.uniform(-100, c.w), c.rng.uniform(10, 60)
        x = (start + 160 * at * (0.4 + depth)) % (c.w + 200) - 100
        y = _HORIZON + 14 + 420 * depth + 4 * math.sin(math.tau * (at * 6 + start))
        tone = mix(_SOUND[0], _DUSK[3], c.rng.random() * 0.6)
        c.disc(x, y, size * (0.3 + depth), tone, ry=0.8 + 2 * depth)


def _ferry(c: Canvas, x: float, y: float) -> None:
    white = rgb("e9e2d4")
    c.poly([(x, y), (x + 520, y), (x + 480, y + 74), (x + 36, y + 74)], mix(_HULL, rgb("7a2f2f"), 0.5))
    c.rect(x + 70, y - 62, x + 430, y, white)
    c.rect(x + 130, y - 112, x + 330, y - 62, white)
    c.rect(x + 160, y - 152, x + 250, y - 112, mix(white, _HULL, 0.15))
    c.rect(x + 352, y - 150, x + 392, y - 62, rgb("a8432f"))
    for window in range(12):
        c.rect(x + 88 + window * 28, y - 46, x + 104 + window * 28, y - 22, mix(_HULL, _DUSK[3], 0.25))
    for wave in range(9):
        c.disc(x + wave * 64, y + 76, 46, mix(white, _SOUND[1], 0.35), ry=5)
