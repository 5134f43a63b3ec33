"""Things on tables and figures on paper."""

from __future__ import annotations

import math
from collections.abc import Callable

from broadsheet.demo.pictures.canvas import Canvas, Colour, Point, mix, palette, rgb, waves

Box = Callable[[float, float, float, float, Colour], None]


def curves(c: Canvas, _mood: int) -> None:
    c.fade(0, 1000, *palette("12202e 16293a 1d3346"))
    c.glow(c.w * 0.72, 300, 700, rgb("2f5568"), 0.6)
    for i in range(1, 13):
        c.line([(c.w * i / 13, 0), (c.w * i / 13, 1000)], rgb("22394b"), 0.8)
    for i in range(1, 9):
        c.line([(0, 1000 * i / 9), (c.w, 1000 * i / 9)], rgb("22394b"), 0.8)
    rows = (
        ("35566b", 610, 150, -60.0),
        ("4c8088", 520, 190, -170.0),
        ("d9a441", 640, 210, -330.0),
        ("e0674a", 400, 230, 300.0),
        ("f3ead6", 720, 170, -430.0),
    )
    for n, (tone, base, swing, drift) in enumerate(rows):
        _curve(c, rgb(tone), base, swing, drift, 3.0 + 0.9 * n)
    c.veil(820, 1000, rgb("0c1722"), 0, 0.6)


def _curve(c: Canvas, tone: Colour, base: float, swing: float, drift: float, width: float) -> None:
    slow, fast = waves(c.rng, 0.5, 5), waves(c.rng, 0.85, 9)
    points: list[Point] = []
    for i in range(241):
        t = i / 240
        points.append(
            (
                c.w * (t * 1.02 - 0.01),
                base + drift * t**1.3 + swing * (0.8 * slow(t * 0.9) + 0.16 * fast(t * 2.4)),
            )
        )
    ground = mix(rgb("16293a"), tone, 0.13)
    for step in range(26):
        lower = [(x, y + 5 + step * 8) for x, y in points]
        if step % 2 == 0:
            c.line(lower, mix(ground, rgb("16293a"), step / 26), 1.3)
    c.line(points, mix(tone, rgb("16293a"), 0.72), width * 4)
    c.line(points, tone, width)
    x, y = points[-18]
    c.glow(x, y, 60, tone, 0.7)
    c.disc(x, y, width * 2.4, rgb("12202e"))
    c.disc(x, y, width * 1.6, tone)


def bars(c: Canvas, _mood: int) -> None:
    paper = rgb("f0e6d2")
    c.fade(0, 1000, paper, mix(paper, rgb("e2d2b4"), 0.5))
    c.disc(c.w * 0.73, 330, 215, rgb("e4b04a"))
    c.disc(c.w * 0.73, 330, 215 * 0.62, mix(rgb("e4b04a"), paper, 0.35))
    red, ochre, blue, ink = palette("b8452f d9962f 2f5468 1f2a33")
    ground, count = 850.0, 11
    wide = c.w * 0.84 / count
    shape = [0.26, 0.42, 0.33, 0.55, 0.47, 0.7, 0.38, 0.62, 0.86, 0.58, 0.95]
    for n in range(count):
        x, tall = c.w * 0.08 + wide * n, 690 * shape[n] * c.rng.uniform(0.92, 1.06)
        tone = (blue, red, ochre)[(n * 2 + n // 4) % 3]
        _bar(c, x + 9, ground, wide - 18, tall, tone, paper, n)
    for i in range(7):
        y = ground - 110 * i
        c.line([(c.w * 0.055, y), (c.w * 0.068, y)], ink, 2.4)
    c.line([(c.w * 0.055, 120), (c.w * 0.055, ground), (c.w * 0.95, ground)], ink, 5)
    trend = [(c.w * 0.08 + wide * (n + 0.5), ground - 690 * shape[n] * 0.62 - 150) for n in range(count)]
    c.line(trend, ink, 4)
    for x, y in trend:
        c.disc(x, y, 11, ink)
        c.disc(x, y, 6.5, paper)


def _bar(
    c: Canvas, x: float, ground: float, wide: float, tall: float, tone: Colour, paper: Colour, n: int
) -> None:
    c.rect(x + 13, ground - tall + 13, x + wide + 13, ground, mix(paper, rgb("8a7350"), 0.32))
    c.rect(x, ground - tall, x + wide, ground, tone)
    style, inner = n % 4, mix(tone, paper, 0.3)
    if style == 1:
        y = ground - tall + 16
        while y < ground - 8:
            c.line([(x, y), (x + wide, y)], inner, 3)
            y += 17
    elif style == 2:
        for i in range(1, 6):
            c.line([(x + wide * i / 6, ground - tall), (x + wide * i / 6, ground)], inner, 2.4)
    elif style == 3:
        c.rect(x, ground - tall * 0.45, x + wide, ground, mix(tone, rgb("1f2a33"), 0.25))
    c.rect(x, ground - tall, x + wide, ground - tall + 9, mix(tone, (255, 255, 255), 0.22))


# ---------------------------------------------------------------- a circuit board


def board(c: Canvas, mood: int) -> None:
    if mood:
        base, track, pad, body = palette("151a24 b06f3c e8b074 0b0e15")
    else:
        base, track, pad, body = palette("124a48 5fa693 e7cf93 15222a")
    c.fade(0, 1000, mix(base, (255, 255, 255), 0.05), base, mix(base, (0, 0, 0), 0.3))
    c.glow(c.w / 2, 480, 720, mix(base, track, 0.45), 0.5)
    half = 205.0
    for turn in range(4):
        for lane in range(-11, 12):
            _trace(c, turn, lane * 16.5, half, track, pad, base)
    _parts(c, half, pad, body)
    _chip(c, half, pad, body, base)
    c.veil(0, 300, (0, 0, 0), 0.3, 0)
    c.veil(700, 1000, (0, 0, 0), 0, 0.35)


def _turned(c: Canvas, turn: int, along: float, aside: float) -> Point:
    dx, dy = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
    return c.w / 2 + dx * along - dy * aside, 500 + dy * along + dx * aside


def _trace(c: Canvas, turn: int, aside: float, half: float, track: Colour, pad: Colour, base: Colour) -> None:
    first = half + 26 + abs(aside) * 0.55 + c.rng.choice([0, 0, 14])
    spread = aside * c.rng.choice([0.55, 0.8, 1.0, 1.0, 1.25])
    bend = first + abs(spread)
    reach = bend + c.rng.uniform(60, 520)
    points = [(half, aside), (first, aside), (bend, aside + spread), (reach, aside + spread)]
    if c.rng.random() < 0.5:
        more = c.rng.choice([-1, 1]) * c.rng.uniform(30, 90)
        points += [
            (reach + abs(more), aside + spread + more),
            (reach + abs(more) + c.rng.uniform(40, 300), aside + spread + more),
        ]
    course = [_turned(c, turn, a, s) for a, s in points]
    tone = mix(track, base, c.rng.uniform(0, 0.4))
    c.line([(x + 2.5, y + 3.5) for x, y in course], mix(base, (0, 0, 0), 0.4), 5.5)
    c.line(course, tone, 5)
    c.line(course, mix(tone, (255, 255, 255), 0.22), 1.2)
    x, y = course[-1]
    c.disc(x, y, 9.5, pad)
    c.disc(x, y, 4.2, mix(base, (0, 0, 0), 0.5))


def _parts(c: Canvas, half: float, pad: Colour, body: Colour) -> None:
    for _ in range(46):
        x, y = c.rng.uniform(20, c.w - 20), c.rng.uniform(20, 980)
        if abs(x - c.w / 2) < half + 90 and abs(y - 500) < half + 90:
            continue
        wide, tall = c.rng.choice([(34, 16), (16, 34), (52, 24), (24, 52)])
        c.soft(
            [(x + 4, y + 7), (x + wide + 6, y + 7), (x + wide + 6, y + tall + 9), (x + 4, y + tall + 9)],
            (0, 0, 0),
            0.4,
            4,
        ) if wide > 40 else None
        c.rect(x, y, x + wide, y + tall, pad)
        if wide > tall:
            c.rect(
                x + wide * 0.22,
                y - 1,
                x + wide * 0.78,
                y + tall + 1,
                mix(body, rgb("6b5a48"), c.rng.choice([0.1, 0.55])),
            )
        else:
            c.rect(
                x - 1,
                y + tall * 0.22,
                x + wide + 1,
                y + tall * 0.78,
                mix(body, rgb("6b5a48"), c.rng.choice([0.1, 0.55])),
            )


def _chip(c: Canvas, half: float, pad: Colour, body: Colour, base: Colour) -> None:
    x, y = c.w / 2, 500.0
    c.soft(
        [
            (x - half + 10, y - half + 22),
            (x + half + 26, y - half + 22),
            (x + half + 26, y + half + 34),
            (x - half + 10, y + half + 34),
        ],
        (0, 0, 0),
        0.7,
        18,
    )
    for turn in range(4):
        for lane in range(-11, 12):
            a, b = _turned(c, turn, half - 14, lane * 16.5), _turned(c, turn, half + 17, lane * 16.5)
            c.line([a, b], pad, 7.5)
    c.round_rect(x - half, y - half, x + half, y + half, 12, body)
    c.round_rect(x - half + 6, y - half + 6, x + half - 6, y + half - 6, 10, mix(body, rgb("7c8b94"), 0.13))
    inner = half * 0.6
    c.round_rect(x - inner, y - inner, x + inner, y + inner, 6, mix(base, rgb("93a5a8"), 0.28))
    _die(c, x, y, inner - 10, base, pad)
    c.disc(x - half + 30, y - half + 30, 9, mix(body, rgb("9aa7ad"), 0.35))


def _die(c: Canvas, x: float, y: float, half: float, base: Colour, pad: Colour) -> None:
    step = half * 2 / 8
    for col in range(8):
        for row in range(8):
            if c.rng.random() < 0.14:
                continue
            tone = mix(
                mix(base, rgb("d6c7a0"), 0.25),
                c.rng.choice([pad, rgb("3d6f7d"), rgb("8c4a38"), rgb("cfd8cf")]),
                c.rng.uniform(0.05, 0.5),
            )
            x0, y0 = x - half + col * step, y - half + row * step
            c.rect(
                x0 + 1.5,
                y0 + 1.5,
                x0 + step * c.rng.choice([1, 1, 1, 2 if col < 7 else 1]) - 1.5,
                y0 + step - 1.5,
                tone,
            )
            for n in range(1, 5):
                c.line(
                    [(x0 + 3, y0 + n * step / 5), (x0 + step - 3, y0 + n * step / 5)],
                    mix(tone, (0, 0, 0), 0.16),
                    0.9,
                )


# ---------------------------------------------------------------- a café table from above


def cafe(c: Canvas, _mood: int) -> None:
    _tiles(c)
    x, y, r = c.w * 0.5, 505.0, 440.0
    c.soft_disc(x + 34, y + 46, r, rgb("1a2426"), 0.6, 26)
    c.disc(x, y, r, rgb("6e4a30"))
    c.disc(x, y, r - 14, rgb("d8b184"))
    _wood(c, x, y, r - 14)
    c.ring(x, y, r - 14, rgb("b5895c"), 3)
    _newspaper(c, x + 92, y - 30)
    _cup(c, x - 205, y - 130, -0.6, rgb("4a2c1c"))
    _cup(c, x - 70, y + 235, 2.2, rgb("b98a5e"))
    _plate(c, x - 235, y + 130)
    _pencil(c, (x + 130, y + 290), (x + 330, y + 150))


def _tiles(c: Canvas) -> None:
    pale, dark = palette("c9d2cb 8fa5a0")
    c.rect(0, 0, c.w, 1000, pale)
    side = 125.0
    for col in range(-1, int(c.w / side) + 2):
        for row in range(-1, 9):
            x, y = col * side, row * side
            tone = mix(dark if (col + row) % 2 else pale, (255, 255, 255), c.rng.uniform(0, 0.08))
            c.rect(x + 1.5, y + 1.5, x + side - 1.5, y + side - 1.5, tone)
            other = pale if (col + row) % 2 else dark
            c.poly(
                [
                    (x + side / 2, y + side * 0.3),
                    (x + side * 0.7, y + side / 2),
                    (x + side / 2, y + side * 0.7),
                    (x + side * 0.3, y + side / 2),
                ],
                mix(tone, other, 0.45),
            )
    c.veil(0, 1000, rgb("24363a"), 0.08, 0.3)


def _wood(c: Canvas, x: float, y: float, r: float) -> None:
    for _ in range(240):
        dy = c.rng.uniform(-r, r)
        reach = math.sqrt(max(0.0, r * r - dy * dy))
        start = c.rng.uniform(-reach, reach)
        end = min(reach, start + c.rng.uniform(60, 420))
        bow = [
            (x + start + (end - start) * i / 8, y + dy + 3 * math.sin(i / 8 * math.pi + dy)) for i in range(9)
        ]
        bow = [(px, py) for px, py in bow if (px - x) ** 2 + (py - y) ** 2 < (r - 4) ** 2]
        if len(bow) > 1:
            c.line(
                bow,
                mix(rgb("d8b184"), c.rng.choice(palette("b98a5a c79a69 e6c79c")), 0.6),
                c.rng.uniform(0.8, 2.4),
            )


def _cup(c: Canvas, x: float, y: float, handle: float, drink: Colour) -> None:
    c.soft_disc(x + 13, y + 20, 104, rgb("3b2416"), 0.5, 11)
    c.disc(x, y, 102, rgb("f7f2e7"))
    c.disc(x, y, 90, rgb("e9e1d1"))
    c.ring(x, y, 96, rgb("2f5468"), 3)
    c.soft_disc(x + 8, y + 12, 62, rgb("3b2416"), 0.35, 7)
    tip = (x + 92 * math.cos(handle), y + 92 * math.sin(handle))
    c.line([(x + 50 * math.cos(handle), y + 50 * math.sin(handle)), tip], rgb("fbf7ee"), 17)
    c.disc(*tip, 8.5, rgb("fbf7ee"))
    c.disc(x, y, 62, rgb("fbf7ee"))
    c.disc(x, y, 52, mix(drink, rgb("1d0f08"), 0.35))
    c.disc(x + 1.5, y + 2, 49, drink)
    foam = mix(drink, rgb("f2dcb5"), 0.55)
    for n in range(5):
        a = 0.5 + n * 0.33
        c.disc(x - 4 + 24 * math.cos(a + 2.4), y - 2 + 24 * math.sin(a + 2.4), 6.5 - n * 0.9, foam)
    spoon = handle + 1.75
    sx, sy = x + 78 * math.cos(spoon), y + 78 * math.sin(spoon)
    ex, ey = sx + 78 * math.cos(spoon + 1.5), sy + 78 * math.sin(spoon + 1.5)
    c.line([(sx, sy), (ex, ey)], rgb("9aa3a5"), 6)
    c.disc(sx, sy, 13, rgb("b7bfc0"))


def _plate(c: Canvas, x: float, y: float) -> None:
    c.soft_disc(x + 12, y + 18, 112, rgb("3b2416"), 0.5, 12)
    c.disc(x, y, 110, rgb("dbe4e0"))
    c.disc(x, y, 98, rgb("f3f5ef"))
    c.ring(x, y, 78, rgb("cfd9d4"), 2)
    _croissant(c, x - 8, y - 4)
    for _ in range(26):
        a, r = c.rng.uniform(0, math.tau), c.rng.uniform(30, 92)
        c.disc(x + r * math.cos(a), y + r * math.sin(a), c.rng.uniform(0.9, 2.6), rgb("c68c45"))


def _croissant(c: Canvas, x: float, y: float) -> None:
    c.soft_disc(x + 6, y + 16, 54, rgb("5a4630"), 0.4, 8)
    count = 13
    for n in range(count):
        t = n / (count - 1)
        a = math.pi * (1.12 + 0.86 * t) - 0.3
        size = 12 + 22 * math.sin(math.pi * t)
        px, py = x + 60 * math.cos(a), y + 34 + 60 * math.sin(a)
        c.disc(px, py, size, rgb("8f5522"))
        c.disc(px - 1, py - 2.5, size * 0.9, mix(rgb("c57f33"), rgb("e0a758"), (n % 2) * 0.8))
        c.disc(px - 3, py - 7, size * 0.42, rgb("edc17e"))


def _newspaper(c: Canvas, x: float, y: float) -> None:
    turn = -0.16

    def at(u: float, v: float) -> Point:
        return x + u * math.cos(turn) - v * math.sin(turn), y + u * math.sin(turn) + v * math.cos(turn)

    def box(u0: float, v0: float, u1: float, v1: float, tone: Colour) -> None:
        c.poly([at(u0, v0), at(u1, v0), at(u1, v1), at(u0, v1)], tone)

    shadow = [at(14, -186), at(262, -186), at(262, 204), at(14, 204)]
    c.soft([(px + 4, py + 6) for px, py in shadow], rgb("3b2416"), 0.55, 11)
    box(6, -194, 250, 192, rgb("d9d3c4"))
    box(0, -200, 244, 186, rgb("f5f0e4"))
    box(0, -6, 244, -2, rgb("d9d2c2"))
    ink = rgb("2a2b2d")
    box(40, -184, 204, -160, ink)
    box(14, -150, 230, -148, ink)
    box(14, -138, 188, -124, mix(ink, rgb("f5f0e4"), 0.2))
    box(14, -118, 140, -106, mix(ink, rgb("f5f0e4"), 0.2))
    box(14, -94, 148, -14, rgb("7f9aa0"))
    c.poly(
        [at(14, -14), at(14, -40), at(52, -66), at(92, -34), at(120, -52), at(148, -30), at(148, -14)],
        rgb("3c5a63"),
    )
    _columns(c, box, ((160, -94, 230, -14), (14, 10, 80, 174), (88, 10, 154, 174), (162, 60, 230, 174)))
    box(162, 10, 230, 50, rgb("c9744a"))


def _columns(c: Canvas, box: Box, places: tuple[tuple[float, float, float, float], ...]) -> None:
    for u0, v0, u1, v1 in places:
        v = v0
        while v < v1:
            end = u1 - (c.rng.uniform(14, 44) if c.rng.random() < 0.16 else 0)
            box(u0, v, end, v + 2.6, rgb("8f8b82"))
            v += 7.4


def _pencil(c: Canvas, tip: Point, end: Point) -> None:
    dx, dy = end[0] - tip[0], end[1] - tip[1]
    far = math.hypot(dx, dy)
    ux, uy = dx / far, dy / far

    def at(along: float) -> Point:
        return tip[0] + ux * along, tip[1] + uy * along

    c.soft(
        [
            (tip[0] + 8, tip[1] + 8),
            (end[0] + 8, end[1] + 8),
            (end[0] + 16, end[1] + 18),
            (tip[0] + 12, tip[1] + 14),
        ],
        rgb("3b2416"),
        0.5,
        6,
    )
    nx, ny = -uy * 8, ux * 8
    a, b = at(30), at(far - 34)
    c.poly([tip, (a[0] + nx, a[1] + ny), (a[0] - nx, a[1] - ny)], rgb("e8cfa4"))
    c.line([tip, at(9)], rgb("2a2b2d"), 4)
    c.line([a, b], rgb("d9962f"), 16)
    c.line([(a[0] + nx * 0.5, a[1] + ny * 0.5), (b[0] + nx * 0.5, b[1] + ny * 0.5)], rgb("b97718"), 5)
    c.line([b, at(far - 18)], rgb("b7bfc0"), 16)
    c.line([at(far - 18), end], rgb("c9645a"), 16)
