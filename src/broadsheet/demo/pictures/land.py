"""Hills, fields and the wind above them. The second argument chooses one of two moods."""

from __future__ import annotations

import math
from collections.abc import Callable

from broadsheet.demo.pictures.canvas import Canvas, Colour, Point, mix, palette, rgb, waves

Box = tuple[float, float, float, float]
Place = Callable[[float, float], Point]


def hills(c: Canvas, mood: int) -> None:
    sky = palette("e9d9c3 f1e4cf f4dcc0 e7c3a4") if mood == 0 else palette("c9d8dd dfe6e2 eee6d6 f0dcc2")
    c.fade(0, 1000, *sky)
    c.glow(c.w * 0.66, 300, 420, rgb("fff3da"), 0.85)
    c.disc(c.w * 0.66, 300, 58, rgb("fff6e3"))
    far, near = rgb("c9bdb0"), rgb("1f3a3d")
    for i in range(7):
        t = i / 6
        c.ridge(430 + 88 * i, 60 + 16 * i, mix(far, near, t**1.15), 0.42 + 0.05 * (i % 3), 0.8 + 0.25 * i)
        if i < 6:
            c.mist(520 + 88 * i, 90, mix(rgb("f2e2cb"), near, t * 0.5), 0.34 * (1 - t))
    for _ in range(46):
        x = c.rng.uniform(-20, c.w + 20)
        _fir(
            c, x, c.rng.uniform(985, 1080), c.rng.uniform(110, 240), mix(near, rgb("0d2023"), c.rng.random())
        )


def _fir(c: Canvas, x: float, y: float, height: float, colour: Colour) -> None:
    for i in range(6):
        top = y - height * (1 - i * 0.14)
        half = height * (0.045 + 0.032 * i)
        droop = height * 0.03
        c.poly(
            [
                (x, top),
                (x + half, top + height * 0.25),
                (x, top + height * 0.25 - droop),
                (x - half, top + height * 0.25),
            ],
            colour,
        )
    c.rect(x - 3, y - height * 0.1, x + 3, y, colour)


# ---------------------------------------------------------------- wind


def turbines(c: Canvas, mood: int) -> None:
    if mood == 0:
        _wind_at_sea(c)
    else:
        _wind_on_land(c)


def _turbine(c: Canvas, foot: Point, height: float, colour: Colour, shade: Colour) -> None:
    x, y = foot
    hub = y - height
    c.poly(
        [
            (x - height * 0.014, y),
            (x - height * 0.007, hub),
            (x + height * 0.007, hub),
            (x + height * 0.014, y),
        ],
        colour,
    )
    c.poly(
        [
            (x + height * 0.003, y),
            (x + height * 0.002, hub),
            (x + height * 0.007, hub),
            (x + height * 0.014, y),
        ],
        shade,
    )
    turn = c.rng.uniform(0, math.tau / 3)
    for blade in range(3):
        _blade(c, (x, hub), turn + blade * math.tau / 3, height * 0.58, colour)
    c.disc(x, hub, height * 0.018, shade)


def _blade(c: Canvas, hub: Point, angle: float, length: float, colour: Colour) -> None:
    dx, dy = math.cos(angle), math.sin(angle)
    nx, ny = -dy, dx

    def at(along: float, aside: float) -> Point:
        return hub[0] + dx * length * along + nx * length * aside, hub[
            1
        ] + dy * length * along + ny * length * aside

    c.poly([at(0, -0.012), at(0.2, -0.028), at(1, 0), at(0.25, 0.028), at(0, 0.014)], colour)


def _wind_at_sea(c: Canvas) -> None:
    haze = rgb("e8d6c6")
    c.fade(0, 640, *palette("6f93a3 9db5b8 d3d0c2 efd8c0 f3c9a8"))
    c.clouds(40, 430, rgb("f6e9da"), 120, 0.65, (5, 3))
    c.glow(c.w * 0.7, 620, 520, rgb("fff0d4"), 0.7)
    c.fade(640, 1000, *palette("e2c4aa a9b1ad 5d7f8a 2f5360 1d3b48"))
    c.ripples(650, 1000, palette("f0d7bd 8ea3a5 46697a 244653"), 900)
    for row in range(5):
        t = row / 4
        tall = 90 + 520 * t**1.9
        gap = 95 + 480 * t**1.35
        x = c.rng.uniform(-gap * 0.2, gap * 0.7)
        white, shade = mix(haze, rgb("fbf8f2"), 0.2 + 0.8 * t), mix(haze, rgb("8397a0"), 0.25 + 0.75 * t)
        while x < c.w + 60:
            foot = 648 + 250 * t**2.2
            c.rect(
                x - tall * 0.022,
                foot - tall * 0.05,
                x + tall * 0.022,
                foot,
                mix(haze, rgb("d9a441"), 0.2 + 0.7 * t),
            )
            _turbine(c, (x, foot - tall * 0.05), tall, white, shade)
            c.disc(x, foot, tall * 0.06, mix(haze, rgb("29505e"), 0.3 + 0.6 * t), ry=tall * 0.008)
            x += gap * c.rng.uniform(0.9, 1.12)
        if row < 3:
            c.mist(640, 80, haze, 0.4 - 0.1 * row)


def _wind_on_land(c: Canvas) -> None:
    c.fade(0, 700, *palette("7fa3b5 a9c2c7 d5dccf f1e6c9"))
    c.clouds(20, 420, rgb("f9f4e8"), 118, 0.8, (5, 4))
    colours = palette("b9c4a8 a3b58d c7b878 7f9a68 b39a55 56794f 3b5c41")
    for i, colour in enumerate(colours):
        t = i / (len(colours) - 1)
        crest = c.ridge(500 + 72 * i, 34 + 9 * i, colour, 0.32, 0.7 + 0.1 * i)
        if i in (0, 2, 4):
            for n in range(5 - i):
                x, y = crest[int((0.12 + (n + c.rng.uniform(0.1, 0.5)) / (5 - i)) * 150) % len(crest)]
                tall = 130 + 300 * t**0.9
                _turbine(
                    c,
                    (x, y + 6),
                    tall,
                    mix(rgb("e5e8e0"), rgb("ffffff"), t),
                    mix(rgb("c3ccc9"), rgb("93a3a6"), t),
                )
        if i > 1:
            _furrows(c, crest, mix(colour, rgb("2c4433"), 0.18), 6 + i)
        c.mist(560 + 72 * i, 50, rgb("f1e6c9"), 0.2 * (1 - t))


def _furrows(c: Canvas, crest: list[Point], colour: Colour, count: int) -> None:
    for n in range(1, count):
        drop = 7.0 * n**1.25
        c.line([(x, y + drop) for x, y in crest], colour, 0.5 + 0.14 * n)


# ---------------------------------------------------------------- fields from the air

GREEN = palette("8fa45c a9b56b c9c278 6f8b4e dcd08a 57733f b8a65e 94894f 7b9a63 e3d9a3")
DRY = palette("d8b873 c79a54 e6cf98 b07c45 efe0b5 a3683d cfae7d 8f6a42 dfc084 bf8a52")


def fields(c: Canvas, mood: int) -> None:
    tones = GREEN if mood else DRY
    dark = rgb("3c5233") if mood else rgb("5d4630")
    c.fade(0, 1000, tones[0], tones[1])
    reach = 1.25 * max(c.w, 1000)
    _split(c, (-reach, -reach * 0.7, reach, reach * 0.7), c.rng.uniform(-0.5, -0.32), tones, dark, 0)
    _river(c, mood)
    for _ in range(3):
        x, y = c.rng.uniform(0, c.w), c.rng.uniform(0, 1000)
        c.soft_disc(x, y, c.rng.uniform(110, 190), rgb("24301f") if mood else rgb("4a3322"), 0.22, 46)
    c.veil(0, 420, rgb("f3ead2"), 0.42, 0)


def _split(
    c: Canvas,
    box: Box,
    turn: float,
    tones: list[Colour],
    dark: Colour,
    depth: int,
) -> None:
    x0, y0, x1, y1 = box
    wide, tall = x1 - x0, y1 - y0
    if depth > 9 or max(wide, tall) < 190 or (depth > 5 and wide * tall < 52000 and c.rng.random() < 0.4):
        _parcel(c, box, turn, c.rng.choice(tones), dark)
        return
    cut = c.rng.uniform(0.34, 0.66)
    if wide * c.rng.uniform(0.75, 1.3) > tall:
        first, second = (x0, y0, x0 + wide * cut, y1), (x0 + wide * cut, y0, x1, y1)
    else:
        first, second = (x0, y0, x1, y0 + tall * cut), (x0, y0 + tall * cut, x1, y1)
    for part in (first, second):
        _split(c, part, turn, tones, dark, depth + 1)


def _parcel(c: Canvas, box: Box, turn: float, tone: Colour, dark: Colour) -> None:
    x0, y0, x1, y1 = box
    cos, sin = math.cos(turn), math.sin(turn)

    def place(x: float, y: float) -> Point:
        bow = 14 * math.sin(x / 260) + 10 * math.sin(y / 180)
        return c.w / 2 + x * cos - y * sin + bow, 500 + x * sin + y * cos + bow * 0.6

    corners = [place(x0, y0), place(x1, y0), place(x1, y1), place(x0, y1)]
    if max(y for _, y in corners) < -20 or min(y for _, y in corners) > 1020:
        return
    tone = mix(tone, dark, c.rng.uniform(0, 0.22))
    c.poly(corners, tone)
    _grain_lines(c, box, place, mix(tone, dark, 0.2))
    c.line([*corners, corners[0]], mix(tone, dark, 0.45), 1.6)
    if c.rng.random() < 0.3:
        for i in range(int((x1 - x0) / 9)):
            x, y = place(x0 + i * 9 + c.rng.uniform(-3, 3), y0 + c.rng.uniform(-3, 3))
            c.disc(x + 2.5, y + 3, c.rng.uniform(3, 6), mix(dark, (0, 0, 0), 0.35))
            c.disc(x, y, c.rng.uniform(3, 6), mix(dark, tone, c.rng.uniform(0, 0.35)))


def _grain_lines(c: Canvas, box: Box, place: Place, colour: Colour) -> None:
    x0, y0, x1, y1 = box
    style = c.rng.random()
    step = c.rng.choice([5, 7, 11, 16])
    if style < 0.45:
        for i in range(1, int((y1 - y0) / step)):
            c.line([place(x0 + 3, y0 + i * step), place(x1 - 3, y0 + i * step)], colour, 0.9)
    elif style < 0.8:
        for i in range(1, int((x1 - x0) / step)):
            c.line([place(x0 + i * step, y0 + 3), place(x0 + i * step, y1 - 3)], colour, 0.9)


def _river(c: Canvas, mood: int) -> None:
    curve = waves(c.rng, 0.4, 4)
    course = [(c.w * (0.3 + 0.42 * i / 80) + 120 * curve(i / 80), -20 + 1040 * i / 80) for i in range(81)]
    bank, water, light = palette("4c6239 5f8a90 9dbab4") if mood else palette("8a6a43 7f9a98 c2cdbf")
    for colour, width in ((bank, 46), (water, 32), (mix(water, light, 0.5), 18)):
        for i, (x, y) in enumerate(course[:-1]):
            c.line([(x, y), course[i + 1]], colour, width * (0.55 + 0.6 * i / 80))
            c.disc(x, y, width * (0.55 + 0.6 * i / 80) / 2, colour)
