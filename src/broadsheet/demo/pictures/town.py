"""Streets and houses."""

from __future__ import annotations

import math

from broadsheet.demo.pictures.canvas import Canvas, Colour, Point, mix, palette, rgb

LAMP = rgb("ffd98a")


def skyline(c: Canvas, mood: int) -> None:
    if mood:
        sky, haze, near = palette("2e3d63 5c5a80 a8728a e39a7c f7c98f"), rgb("d9917f"), rgb("1b2140")
    else:
        sky, haze, near = palette("0e2433 17394a 2b5a63 5b8a83 a9b79a"), rgb("5f8d86"), rgb("0a1824")
    river = 770.0
    c.fade(0, river, *sky)
    c.clouds(80, 560, mix(sky[4], (255, 255, 255), 0.2), 135, 0.5, (3, 5))
    c.glow(c.w * 0.5, river - 60, 620, sky[4], 0.6)
    if not mood:
        c.disc(c.w * 0.78, 170, 36, rgb("f3ecd4"))
        c.glow(c.w * 0.78, 170, 160, rgb("f3ecd4"), 0.35)
    for layer in range(4):
        t = layer / 3
        _block_row(c, river, 250 + 70 * layer, mix(haze, near, 0.2 + 0.8 * t), t)
        c.mist(river - 40, 150, haze, 0.32 * (1 - t))
    _quay(c, river, near)
    c.reflect(river + 10, 230, near, 0.34)
    c.veil(river + 10, 1000, near, 0.05, 0.75)
    c.ripples(river + 16, 1000, [mix(near, haze, s) for s in (0.15, 0.3, 0.5)], 420)


def _block_row(c: Canvas, foot: float, tallest: float, tone: Colour, t: float) -> None:
    x = -30.0
    while x < c.w:
        wide = c.rng.uniform(46, 104) * (0.7 + 0.4 * t)
        middle = 1 - abs((x + wide / 2) / c.w - 0.5) * 1.1
        tall = max(60.0, tallest * (1.25 - 0.45 * t) * middle * c.rng.uniform(0.55, 1.2))
        _block(c, x, foot, wide, tall, mix(tone, (0, 0, 0), c.rng.uniform(0, 0.12)), t)
        x += wide + c.rng.uniform(-8, 16)


def _block(c: Canvas, x: float, foot: float, wide: float, tall: float, tone: Colour, t: float) -> None:
    top, crown = foot - tall, c.rng.random()
    c.rect(x, top, x + wide, foot, tone)
    c.rect(x + wide * 0.72, top, x + wide, foot, mix(tone, (0, 0, 0), 0.16))
    if crown < 0.22:
        c.poly([(x, top), (x + wide, top), (x + wide, top - wide * 0.4)], tone)
    elif crown < 0.42:
        c.rect(x + wide * 0.2, top - 22, x + wide * 0.8, top, tone)
    elif crown < 0.56:
        c.poly([(x + wide * 0.1, top), (x + wide * 0.5, top - wide * 0.7), (x + wide * 0.9, top)], tone)
        c.line([(x + wide / 2, top - wide * 0.7), (x + wide / 2, top - wide * 0.7 - 34)], tone, 2)
    elif crown < 0.68:
        c.line([(x + wide * 0.4, top), (x + wide * 0.4, top - 58)], tone, 2.2)
    if t > 0.3:
        _windows(c, (x + 7, top + 12, x + wide - 7, foot - 14), tone, t)


def _windows(c: Canvas, box: tuple[float, float, float, float], tone: Colour, t: float) -> None:
    x0, y0, x1, y1 = box
    step, rise = 9.5 + 2 * t, 13.5 + 2 * t
    busy = c.rng.uniform(0.12, 0.42)
    y = y0
    while y < y1 - 8:
        floor = busy * c.rng.choice([0.4, 1, 1, 1.7])
        x = x0
        while x < x1 - 5:
            if c.rng.random() < floor:
                c.rect(
                    x,
                    y,
                    x + 5.4,
                    y + 7.4,
                    mix(
                        tone,
                        mix(LAMP, rgb("fff3d0"), c.rng.random() * 0.6),
                        0.35 + 0.6 * t * c.rng.uniform(0.6, 1),
                    ),
                )
            else:
                c.rect(x, y, x + 5.4, y + 7.4, mix(tone, rgb("7f93a8"), 0.1))
            x += step
        y += rise


def _quay(c: Canvas, river: float, near: Colour) -> None:
    c.rect(0, river - 8, c.w, river + 12, mix(near, (0, 0, 0), 0.35))
    x = 30.0
    while x < c.w:
        if c.rng.random() < 0.6:
            c.disc(x, river - 26, c.rng.uniform(16, 27), mix(near, rgb("10221c"), 0.5))
        else:
            c.line([(x, river - 8), (x, river - 44)], mix(near, (0, 0, 0), 0.3), 2.2)
            c.glow(x, river - 46, 34, LAMP, 0.8)
            c.disc(x, river - 46, 3.4, rgb("fff1c6"))
        x += c.rng.uniform(34, 66)


# ---------------------------------------------------------------- gabled houses


def gables(c: Canvas, mood: int) -> None:
    foot = 800.0
    if mood:
        sky, tones = (
            palette("a9c4cb cfdad3 eee4cd"),
            palette("b5533c d19a4e 6f8792 e0cfae 9a4436 7d8f6a c77b52 53707f"),
        )
        c.fade(0, foot, *sky)
        c.clouds(0, 420, rgb("fbf6ea"), 118, 0.85, (5, 4))
    else:
        tones = palette("3d4a66 4b566e 2f415c 5a5f77 37506b 473f5c 2b3a52 56688a")
        c.fade(0, foot, *palette("16223d 2c3b5d 5a5b7c b07f7f"))
        c.clouds(0, 420, rgb("7d6f8c"), 135, 0.5, (4, 4))
    x, last = -24.0, -1
    while x < c.w:
        wide, pick = c.rng.uniform(128, 196), c.rng.randrange(len(tones))
        pick = (pick + 1) % len(tones) if pick == last else pick
        _house(c, x, foot, wide, c.rng.uniform(400, 560), tones[pick], mood)
        x, last = x + wide, pick
    _kai(c, foot, mood)


def _house(c: Canvas, x: float, foot: float, wide: float, tall: float, tone: Colour, mood: int) -> None:
    eaves = foot - tall
    shape = c.rng.choice([_stepped, _pointed, _bell, _stepped, _pointed])
    rise = wide * c.rng.uniform(0.62, 0.85)
    outline = shape(x, eaves, wide, rise)
    trim = mix(tone, rgb("fff7e6"), 0.55 if mood else 0.18)
    c.poly(outline, tone)
    c.line(outline, trim, 5)
    c.rect(x, eaves, x + wide, foot, tone)
    c.rect(x + wide - 7, eaves, x + wide, foot, mix(tone, rgb("1c2030"), 0.25))
    _bricks(c, x, eaves, wide, foot, mix(tone, rgb("2a1f22"), 0.1))
    c.rect(x, eaves - 3, x + wide, eaves + 5, trim)
    pane_floors = 4 if tall > 470 else 3
    storey = (tall - 120) / pane_floors
    panes = 3 if wide > 150 else 2
    for floor in range(pane_floors):
        for n in range(panes):
            wx = x + wide * (n + 0.5) / panes
            _pane(c, wx, eaves + 24 + storey * floor, wide / panes * 0.52, storey * 0.64, tone, mood)
    _pane(c, x + wide / 2, eaves - rise * 0.44, wide * 0.17, rise * 0.27, tone, mood)
    _ground_floor(c, x, foot, wide, tone, mood)


def _bricks(c: Canvas, x: float, eaves: float, wide: float, foot: float, tone: Colour) -> None:
    for _ in range(130):
        bx, by = c.rng.uniform(x + 3, x + wide - 18), c.rng.uniform(eaves + 6, foot - 8)
        c.rect(bx, by, bx + c.rng.uniform(7, 13), by + 3.2, tone)


def _stepped(x: float, y: float, wide: float, rise: float) -> list[Point]:
    steps = 5
    left: list[Point] = []
    for i in range(steps):
        sx = x + wide * 0.42 * i / (steps - 1)
        left += [(sx, y - rise * i / steps), (sx, y - rise * (i + 1) / steps)]
    return left + [(2 * x + wide - px, py) for px, py in reversed(left)]


def _pointed(x: float, y: float, wide: float, rise: float) -> list[Point]:
    return [(x, y), (x + wide * 0.44, y - rise), (x + wide * 0.56, y - rise), (x + wide, y)]


def _bell(x: float, y: float, wide: float, rise: float) -> list[Point]:
    left: list[Point] = [(x, y), (x, y - rise * 0.12)]
    for i in range(13):
        t = i / 12
        left.append(
            (x + wide * (0.05 + 0.33 * (1 - math.cos(t * math.pi)) / 2), y - rise * (0.12 + 0.66 * t))
        )
    for i in range(9):
        a = math.pi / 2 * i / 8
        left.append((x + wide * (0.5 - 0.14 * math.cos(a)), y - rise * (0.78 + 0.22 * math.sin(a))))
    return left + [(2 * x + wide - px, py) for px, py in reversed(left)]


def _pane(c: Canvas, x: float, y: float, wide: float, tall: float, tone: Colour, mood: int) -> None:
    frame = rgb("f6efe0") if mood else mix(tone, rgb("c9cbd4"), 0.3)
    lit = c.rng.random() < (0.06 if mood else 0.55)
    glass = (
        mix(LAMP, rgb("f5b45e"), c.rng.random())
        if lit
        else mix(rgb("3a5361") if mood else rgb("18233b"), tone, 0.12)
    )
    if lit and not mood:
        c.glow(x, y + tall / 2, wide * 1.5, LAMP, 0.35)
    c.rect(x - wide / 2 - 3, y - 3, x + wide / 2 + 3, y + tall + 3, frame)
    c.rect(x - wide / 2, y, x + wide / 2, y + tall, glass)
    if not lit:
        c.poly(
            [(x - wide / 2, y), (x + wide * 0.1, y), (x - wide / 2, y + tall * 0.55)],
            mix(glass, rgb("c9dbe0"), 0.2),
        )
    c.line([(x, y), (x, y + tall)], frame, 2.6)
    for share in (0.34, 0.67):
        c.line([(x - wide / 2, y + tall * share), (x + wide / 2, y + tall * share)], frame, 1.8)
    c.rect(x - wide / 2 - 6, y + tall + 3, x + wide / 2 + 6, y + tall + 8, mix(frame, rgb("50505a"), 0.25))


def _ground_floor(c: Canvas, x: float, foot: float, wide: float, tone: Colour, mood: int) -> None:
    door = mix(c.rng.choice(palette("2f4a44 5c2b2b 27374d 7a5a2d")), rgb("10182a"), 0 if mood else 0.45)
    side = c.rng.choice([0.24, 0.74])
    dx = x + wide * side
    frame = rgb("f0e6d2") if mood else mix(tone, rgb("c9cbd4"), 0.25)
    c.round_rect(dx - 22, foot - 84, dx + 22, foot + 8, 18, frame)
    c.round_rect(dx - 17, foot - 78, dx + 17, foot + 8, 14, door)
    c.rect(dx - 11, foot - 70, dx + 11, foot - 58, rgb("46606c") if mood else LAMP)
    c.disc(dx + 10, foot - 30, 2.2, rgb("d9b45c"))
    _pane(c, x + wide * (1 - side), foot - 80, wide * 0.34, 50, tone, mood)
    c.rect(x, foot - 10, x + wide, foot, mix(tone, rgb("2a2a30"), 0.4))


def _kai(c: Canvas, foot: float, mood: int) -> None:
    stone, water = (rgb("b9ae9c"), rgb("4f6f78")) if mood else (rgb("2c3246"), rgb("141d33"))
    c.rect(0, foot, c.w, foot + 26, stone)
    for i in range(int(c.w / 44) + 1):
        c.line([(i * 44, foot), (i * 44 - 9, foot + 26)], mix(stone, rgb("20242c"), 0.2), 1.2)
    c.rect(0, foot + 26, c.w, foot + 36, mix(stone, rgb("20242c"), 0.4))
    c.reflect(foot + 36, 164, water, 0.46)
    c.veil(foot + 36, 1000, water, 0.1, 0.7)
    c.ripples(
        foot + 40, 1000, [mix(water, rgb("f0dfc0") if mood else LAMP, s) for s in (0.1, 0.25, 0.4)], 260
    )
    for n in range(6):
        x = c.w * (0.08 + 0.17 * n) + c.rng.uniform(-20, 20)
        c.round_rect(x - 7, foot + 4, x + 7, foot + 26, 4, mix(stone, rgb("15181f"), 0.7))


# ---------------------------------------------------------------- one facade at night


def facade(c: Canvas, _mood: int) -> None:
    wall = rgb("33415e")
    c.fade(0, 1000, mix(wall, rgb("121a2e"), 0.35), wall, mix(wall, rgb("6b5262"), 0.3))
    columns, rows = 6, 7
    left, top = c.w * 0.045, 34.0
    wide, tall = (c.w - 2 * left) / columns, (1000 - top - 20) / rows
    for row in range(rows):
        y = top + row * tall
        c.rect(0, y - 12, c.w, y - 7, mix(wall, rgb("c6c9d6"), 0.14))
        for col in range(columns):
            balcony = col in (1, 4)
            _flat(c, left + (col + 0.5) * wide, y, wide, tall, wall, balcony)
    c.veil(0, 1000, rgb("0c1224"), 0.28, 0.02)


def _flat(c: Canvas, x: float, y: float, wide: float, tall: float, wall: Colour, balcony: bool) -> None:
    half, high = wide * (0.34 if balcony else 0.26), tall * (0.76 if balcony else 0.56)
    lit = c.rng.random() < 0.42
    warm = mix(
        c.rng.choice(palette("ffd98a ffc46b ffe7b8 f7b267 e9d9ff")), rgb("ffb45a"), c.rng.random() * 0.3
    )
    glass = warm if lit else mix(rgb("141d33"), wall, c.rng.uniform(0.1, 0.35))
    if lit:
        c.glow(x, y + high / 2, wide * 0.95, warm, 0.32)
    frame = mix(wall, rgb("dfe3ea"), 0.42)
    c.rect(x - half - 4, y + 6, x + half + 4, y + high + 6, frame)
    c.rect(x - half, y + 10, x + half, y + high + 2, glass)
    if lit:
        _inside(c, x, y + 10, half, high - 8, warm)
    else:
        c.poly([(x - half, y + 10), (x, y + 10), (x - half, y + high * 0.6)], mix(glass, rgb("8ea2bd"), 0.16))
    c.line([(x, y + 8), (x, y + high + 4)], frame, 2.6)
    c.line([(x - half, y + high * 0.34), (x + half, y + high * 0.34)], frame, 2)
    if balcony:
        _balcony(c, x, y + high * 0.62, wide * 0.46, y + high + 8, wall)
    else:
        c.rect(x - half - 9, y + high + 6, x + half + 9, y + high + 12, mix(wall, rgb("dfe3ea"), 0.3))


def _inside(c: Canvas, x: float, y: float, half: float, high: float, warm: Colour) -> None:
    dim, kind = mix(warm, rgb("7a3f2a"), 0.5), c.rng.random()
    if kind < 0.35:
        for side in (-1, 1):
            c.poly(
                [
                    (x + side * half, y),
                    (x + side * half * 0.35, y),
                    (x + side * half * 0.72, y + high),
                    (x + side * half, y + high),
                ],
                mix(warm, rgb("c8553d"), 0.35),
            )
    elif kind < 0.55:
        c.rect(x - half, y, x + half, y + high * c.rng.uniform(0.25, 0.6), mix(warm, rgb("fff6e0"), 0.5))
    elif kind < 0.78:
        px = x + half * c.rng.uniform(-0.5, 0.5)
        c.disc(px, y + high * 0.5, half * 0.17, dim, ry=half * 0.2)
        c.round_rect(px - half * 0.34, y + high * 0.62, px + half * 0.34, y + high + 6, half * 0.2, dim)
        c.rect(x - half, y + high, x + half, y + high + 8, mix(warm, rgb("ffb45a"), 0.1))
    else:
        px = x + half * c.rng.uniform(-0.4, 0.4)
        c.line([(px, y), (px, y + high * 0.24)], dim, 1.4)
        c.poly(
            [
                (px - half * 0.28, y + high * 0.4),
                (px + half * 0.28, y + high * 0.4),
                (px + half * 0.1, y + high * 0.22),
                (px - half * 0.1, y + high * 0.22),
            ],
            mix(dim, rgb("b33f2d"), 0.4),
        )


def _balcony(c: Canvas, x: float, rail: float, half: float, floor: float, wall: Colour) -> None:
    iron = mix(wall, rgb("0d1322"), 0.65)
    for _ in range(c.rng.choice([0, 2, 3, 4])):
        px, size = x + half * c.rng.uniform(-0.8, 0.8), c.rng.uniform(7, 15)
        leaf = mix(rgb("4f7a58"), rgb("1f3a3a"), c.rng.random())
        for _ in range(9):
            c.disc(
                px + c.rng.uniform(-size, size),
                rail - size * c.rng.uniform(-0.2, 1.1),
                c.rng.uniform(3, 6),
                leaf,
            )
    for n in range(15):
        bx = x - half + 2 * half * n / 14
        c.line([(bx, rail), (bx, floor)], iron, 1.7)
    c.line([(x - half, rail), (x + half, rail)], iron, 4)
    c.rect(x - half - 4, floor, x + half + 4, floor + 7, mix(wall, rgb("dfe3ea"), 0.24))


# ---------------------------------------------------------------- the parliament


def dome(c: Canvas, mood: int) -> None:
    day = bool(mood)
    ground = 815.0
    if day:
        c.fade(0, ground, *palette("7da7b8 a8c6ca d9dfd0 f2e6cb"))
        c.clouds(20, 560, rgb("fcf8ee"), 112, 0.9, (4, 4))
        stone, shade, roof = rgb("efe3cb"), rgb("b3a58f"), rgb("5f8f86")
    else:
        c.fade(0, ground, *palette("1d2747 43406a 8e5e78 d98d76 f2bd8b"))
        c.clouds(60, 520, rgb("e8a48a"), 132, 0.55, (3, 5))
        c.glow(c.w / 2, ground, 720, rgb("f6c58f"), 0.5)
        stone, shade, roof = rgb("57486a"), rgb("352e50"), rgb("2f4a5e")
    for base in (ground - 30, ground - 8):
        c.ridge(base, 20, mix(shade, rgb("5f7a68") if day else rgb("2a2a48"), 0.6), 0.6, 1.5)
    x = c.w / 2
    _wings(c, x, ground, stone, shade, day)
    _drum(c, x, ground - 300, stone, shade, roof, day)
    _portico(c, x, ground, stone, shade, day)
    _lawn(c, x, ground, day)


def _wings(c: Canvas, x: float, ground: float, stone: Colour, shade: Colour, day: bool) -> None:
    for side in (-1, 1):
        inner, outer = x + side * 210, x + side * 590
        c.rect(inner, ground - 205, outer, ground, mix(stone, shade, 0.22))
        c.rect(inner, ground - 218, outer + side * 10, ground - 202, mix(stone, (255, 255, 255), 0.15))
        c.rect(inner, ground - 112, outer, ground - 106, mix(stone, shade, 0.5))
        c.rect(outer - side * 90, ground - 238, outer + side * 4, ground, mix(stone, shade, 0.1))
        c.poly(
            [
                (outer - side * 100, ground - 236),
                (outer - side * 43, ground - 276),
                (outer + side * 14, ground - 236),
            ],
            stone,
        )
        for n in range(9):
            wx = inner + side * (30 + 39.5 * n)
            for y in (ground - 186, ground - 90):
                _tall_window(c, wx, y, 9, 62, shade, day)


def _tall_window(c: Canvas, x: float, y: float, half: float, tall: float, shade: Colour, day: bool) -> None:
    lit = not day and c.rng.random() < 0.72
    tone = mix(LAMP, rgb("f2a65a"), c.rng.random() * 0.5) if lit else mix(shade, rgb("2d3b4a"), 0.6)
    if lit:
        c.glow(x, y + tall / 2, 40, LAMP, 0.25)
    c.round_rect(x - half, y, x + half, y + tall, half, tone)
    c.line([(x, y), (x, y + tall)], mix(shade, tone, 0.4), 1.6)


def _drum(c: Canvas, x: float, foot: float, stone: Colour, shade: Colour, roof: Colour, day: bool) -> None:
    c.rect(x - 205, foot - 18, x + 205, foot + 120, mix(stone, shade, 0.15))
    c.rect(x - 160, foot - 112, x + 160, foot - 10, stone)
    for n in range(13):
        a = math.pi * (n + 0.5) / 13
        wx = x - 152 * math.cos(a)
        _tall_window(c, wx, foot - 98, 8 * math.sin(a) + 1.5, 70, shade, day)
    c.rect(x - 172, foot - 124, x + 172, foot - 108, mix(stone, (255, 255, 255), 0.2))
    arc = [
        (x - 158 * math.cos(math.pi * i / 60), foot - 122 - 196 * math.sin(math.pi * i / 60) ** 0.9)
        for i in range(61)
    ]
    c.poly(arc, roof)
    right = [p for p in arc if p[0] >= x + 30]
    c.poly([(x + 60, foot - 122), *right], mix(roof, rgb("14202c"), 0.22))
    for share in (-0.82, -0.5, -0.17, 0.17, 0.5, 0.82):
        rib = [
            (
                x + 158 * share * math.cos(math.pi / 2 * i / 24),
                foot - 122 - 196 * math.sin(math.pi / 2 * i / 24) ** 0.9,
            )
            for i in range(24)
        ]
        c.line(rib, mix(roof, rgb("e8efe4"), 0.32), 3)
    top = foot - 316
    c.rect(x - 26, top - 44, x + 26, top + 6, stone)
    for n in (-1, 0, 1):
        c.round_rect(
            x + 15 * n - 4, top - 36, x + 15 * n + 4, top, 4, mix(shade, rgb("2d3b4a"), 0.5) if day else LAMP
        )
    c.poly([(x - 31, top - 44), (x, top - 92), (x + 31, top - 44)], roof)
    c.line([(x, top - 88), (x, top - 168)], rgb("3a4048"), 3)
    c.poly(
        [(x, top - 166), (x + 62, top - 158), (x + 50, top - 146), (x + 60, top - 132), (x, top - 138)],
        rgb("b8452f") if day else rgb("7d3a4a"),
    )


def _portico(c: Canvas, x: float, ground: float, stone: Colour, shade: Colour, day: bool) -> None:
    back = mix(shade, rgb("2b2f3c"), 0.45) if day else rgb("e9a862")
    c.rect(x - 200, ground - 212, x + 200, ground, back)
    for n in range(7):
        wx = x - 156 + 52 * n
        c.rect(
            wx - 11,
            ground - 150,
            wx + 11,
            ground - 24,
            mix(back, rgb("1c2230"), 0.4) if day else mix(LAMP, rgb("fff2d0"), 0.4),
        )
    for n in range(8):
        px = x - 182 + 52 * n
        c.rect(px - 12, ground - 206, px + 12, ground - 18, stone)
        c.rect(px + 3, ground - 206, px + 12, ground - 18, mix(stone, shade, 0.55))
        c.rect(px - 17, ground - 216, px + 17, ground - 204, stone)
        c.rect(px - 16, ground - 26, px + 16, ground - 16, stone)
    c.rect(x - 216, ground - 246, x + 216, ground - 214, mix(stone, (255, 255, 255), 0.12))
    c.poly([(x - 228, ground - 246), (x, ground - 334), (x + 228, ground - 246)], stone)
    c.poly([(x - 176, ground - 256), (x, ground - 322), (x + 176, ground - 256)], mix(stone, shade, 0.35))
    c.ring(x, ground - 276, 19, mix(stone, (255, 255, 255), 0.25), 5)
    for n in range(5):
        c.rect(
            x - 220 - 18 * n,
            ground - 18 + 9 * n,
            x + 220 + 18 * n,
            ground - 8 + 9 * n,
            mix(stone, shade, 0.12 + 0.1 * n),
        )


def _lawn(c: Canvas, x: float, ground: float, day: bool) -> None:
    tones = palette("93a868 7d9657 688247") if day else palette("3a3a55 2b2c46 1f2138")
    c.fade(ground + 27, 1000, *tones)
    path = rgb("e6d9bd") if day else rgb("6b5670")
    c.poly([(x - 250, ground + 27), (x + 250, ground + 27), (x + 520, 1000), (x - 520, 1000)], path)
    c.poly([(x - 110, ground + 60), (x + 110, ground + 60), (x + 190, 1000), (x - 190, 1000)], tones[1])
    for side in (-1, 1):
        for n in range(5):
            _tree(
                c, x + side * (470 + 88 * n + c.rng.uniform(-16, 16)), ground + 34 + 16 * n, 86 + 22 * n, day
            )
        for n in range(3):
            lx, ly = x + side * (290 + 74 * n), ground + 66 + 44 * n
            c.line([(lx, ly), (lx, ly - 74 - 14 * n)], rgb("2c3238"), 3 + n)
            if not day:
                c.glow(lx, ly - 78 - 14 * n, 70, LAMP, 0.75)
            c.disc(lx, ly - 78 - 14 * n, 7 + n, rgb("fbf3df") if day else rgb("fff1c6"))


def _tree(c: Canvas, x: float, y: float, size: float, day: bool) -> None:
    leaf, dark = (rgb("5f7f4a"), rgb("3c5a3e")) if day else (rgb("2b3350"), rgb("181d35"))
    c.rect(x - size * 0.05, y - size * 0.5, x + size * 0.05, y, rgb("4a3a2e") if day else rgb("17182b"))
    for i in range(26):
        a, r = c.rng.uniform(0, math.tau), size * 0.36 * math.sqrt(c.rng.random())
        tone = mix(dark, leaf, min(1, i / 26 + 0.1))
        c.disc(
            x + r * math.cos(a) - size * 0.03 * (i / 26),
            y - size * 0.82 + r * 1.1 * math.sin(a) - size * 0.06 * i / 26,
            size * 0.15,
            tone,
        )
