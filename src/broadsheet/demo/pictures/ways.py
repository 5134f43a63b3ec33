"""Bridges and rails."""

from __future__ import annotations

from dataclasses import dataclass

from broadsheet.demo.pictures.canvas import Canvas, Colour, Point, mix, palette, rgb


@dataclass(frozen=True)
class Span:
    """The bridge in units: its pylons, its deck, its water line."""

    left: float
    right: float
    top: float
    deck: float
    sea: float


def bridge(c: Canvas, mood: int) -> None:
    fog = bool(mood)
    span = Span(c.w * 0.3, c.w * 0.78, 200, 640, 735)
    if fog:
        haze, steel = rgb("cfd5d4"), rgb("3f525c")
        c.fade(0, span.sea, *palette("aab6b9 bfc9c9 d3d8d4 dfe0d8"))
    else:
        haze, steel = rgb("e9c9a6"), rgb("2f5a58")
        c.fade(0, span.sea, *palette("6d97a6 9cb9bb d8d5bf f2d8b0 f3c48f"))
        c.clouds(60, 460, rgb("fbeedb"), 124, 0.7, (4, 5))
        c.glow(c.w * 0.55, span.sea - 60, 520, rgb("fff0cf"), 0.7)
    for i in range(4):
        c.ridge(
            span.sea - 70 + 20 * i,
            46 - 8 * i,
            mix(haze, rgb("4c6a72"), (0.18 if fog else 0.3) + 0.12 * i),
            0.5,
            1 + 0.3 * i,
        )
        c.mist(span.sea - 20, 70, haze, 0.4)
    _town(c, span.sea, mix(haze, steel, 0.3))
    _suspension(c, span, haze, steel, fog)
    water = palette("b9c2c1 93a3a6 6d8188") if fog else palette("e0bd93 7f9a9c 36606d")
    c.fade(span.sea, 1000, *water)
    c.reflect(span.sea, 265, water[2], 0.5)
    c.veil(span.sea, 1000, water[2], 0.1, 0.8)
    c.ripples(span.sea + 5, 1000, [mix(w, haze, 0.2) for w in water], 700)
    _piers(c, span, mix(steel, rgb("5d5a55"), 0.6), haze, fog)
    if fog:
        c.veil(0, 1000, haze, 0.42, 0.12)
        c.clouds(240, 900, rgb("e6e8e3"), 108, 0.85, (3, 5))


def _suspension(c: Canvas, s: Span, haze: Colour, steel: Colour, fog: bool) -> None:
    near, far = steel, mix(steel, haze, 0.62 if fog else 0.3)
    for offset, tone in ((16.0, mix(steel, haze, 0.4)), (0.0, near)):
        _cable(c, (s.left - offset, s.top), (s.right - offset, s.top + 40), s.deck - 26, tone, s)
        _backstay(c, (s.left - offset, s.top), (-90, s.deck - 8), tone, s.deck)
        _backstay(c, (s.right - offset, s.top + 40), (c.w + 130, s.deck - 8), far, s.deck)
    _pylon(c, s.right, s.top + 34, s.sea, 0.92, far)
    c.rect(-10, s.deck, c.w + 10, s.deck + 17, mix(near, rgb("20262b"), 0.35))
    c.rect(-10, s.deck - 4, c.w + 10, s.deck, mix(near, (255, 255, 255), 0.2))
    for n in range(int(c.w / 26) + 1):
        x = n * 26.0
        c.line(
            [(x, s.deck + 17), (x + 13, s.deck + 30), (x + 26, s.deck + 17)],
            mix(near, rgb("20262b"), 0.25),
            2.2,
        )
    c.rect(-10, s.deck + 29, c.w + 10, s.deck + 34, mix(near, rgb("20262b"), 0.4))
    _pylon(c, s.left, s.top - 8, s.sea, 1.0, near)
    for share in (0.12, 0.42, 0.5, 0.63, 0.9):
        _car(c, c.w * share, s.deck - 4)


def _cable(c: Canvas, a: Point, b: Point, low: float, tone: Colour, s: Span) -> None:
    points: list[Point] = []
    for i in range(61):
        t = i / 60
        straight = a[1] + (b[1] - a[1]) * t
        points.append((a[0] + (b[0] - a[0]) * t, straight + (low - straight) * 4 * t * (1 - t)))
    for x, y in points[2:-1:2]:
        c.line([(x, y), (x, s.deck)], tone, 1.5)
    c.line(points, tone, 5)


def _backstay(c: Canvas, a: Point, b: Point, tone: Colour, deck: float) -> None:
    points = [(a[0] + (b[0] - a[0]) * i / 30, a[1] + (b[1] - a[1]) * (i / 30) ** 0.82) for i in range(31)]
    for x, y in points[2:-1:2]:
        c.line([(x, y), (x, deck)], tone, 1.5)
    c.line(points, tone, 5)


def _pylon(c: Canvas, x: float, top: float, sea: float, size: float, tone: Colour) -> None:
    half, thick = 34 * size, 13 * size
    for side in (-1, 1):
        cx = x + side * half
        c.poly(
            [
                (cx - thick * 0.7, top),
                (cx + thick * 0.7, top),
                (cx + thick * 1.15, sea),
                (cx - thick * 1.15, sea),
            ],
            tone,
        )
        c.poly(
            [
                (cx + thick * 0.1, top),
                (cx + thick * 0.7, top),
                (cx + thick * 1.15, sea),
                (cx + thick * 0.2, sea),
            ],
            mix(tone, rgb("1a1a22"), 0.22),
        )
    for share in (0.02, 0.26, 0.52, 0.86):
        y = top + (sea - top) * share
        c.rect(x - half, y, x + half, y + 17 * size, mix(tone, rgb("1a1a22"), 0.1))
    for y0, y1 in ((0.06, 0.26), (0.3, 0.52)):
        a, b = top + (sea - top) * y0, top + (sea - top) * y1
        c.line([(x - half, a), (x + half, b)], tone, 4 * size)
        c.line([(x + half, a), (x - half, b)], tone, 4 * size)


def _piers(c: Canvas, s: Span, stone: Colour, haze: Colour, fog: bool) -> None:
    for x, size, tone in ((s.right, 0.9, mix(stone, haze, 0.4 if fog else 0.15)), (s.left, 1.0, stone)):
        c.poly(
            [
                (x - 66 * size, s.sea - 26),
                (x + 66 * size, s.sea - 26),
                (x + 76 * size, s.sea + 16),
                (x - 76 * size, s.sea + 16),
            ],
            tone,
        )
        c.disc(x, s.sea + 16, 80 * size, mix(tone, rgb("1d2a30"), 0.35), ry=6)


def _town(c: Canvas, sea: float, tone: Colour) -> None:
    x = c.w * 0.42
    while x < c.w * 0.7:
        wide, tall = c.rng.uniform(14, 30), c.rng.uniform(10, 30)
        c.poly(
            [
                (x, sea),
                (x, sea - tall),
                (x + wide / 2, sea - tall - 9),
                (x + wide, sea - tall),
                (x + wide, sea),
            ],
            tone,
        )
        x += wide
    c.poly([(c.w * 0.56, sea - 20), (c.w * 0.562, sea - 92), (c.w * 0.57, sea - 20)], tone)


def _car(c: Canvas, x: float, y: float) -> None:
    tone = c.rng.choice(palette("f0e9da 2f3a44 c49a4a 5f7d86"))
    c.round_rect(x, y - 9, x + 25, y - 2, 3, tone)
    c.round_rect(x + 5, y - 14, x + 18, y - 6, 3, tone)


# ---------------------------------------------------------------- rails


def rails(c: Canvas, _mood: int) -> None:
    horizon = 520.0
    eye = (c.w * 0.52, horizon - 8)
    c.fade(0, horizon + 10, *palette("5f7f92 8fa6ac c9c6b5 efd6ad f7c98c"))
    c.clouds(30, 430, rgb("f9e6cb"), 124, 0.7, (4, 5))
    c.glow(*eye, 560, rgb("fff0cd"), 0.85)
    for i in range(3):
        c.ridge(
            horizon - 46 + 24 * i, 40 - 9 * i, mix(rgb("cdbfa2"), rgb("4f6259"), 0.3 + 0.28 * i), 0.5, 1.1
        )
    c.mist(horizon - 10, 70, rgb("f6dcb0"), 0.45)
    c.fade(horizon, 1000, *palette("a59e78 7d7f5c 5c6147 434a3a"))
    _meadow(c, horizon)
    for base in (-760.0, 20.0, 800.0):
        _track(c, eye, c.w * 0.5 + base)
    for side in (-1, 1):
        for n in range(9, -1, -1):
            _mast(c, eye, side, 0.82**n)
    _wires(c, eye)


def _toward(eye: Point, x: float, y: float, share: float) -> Point:
    """A point of the foreground, moved to the eye point until `share` of its distance is left."""
    return eye[0] + (x - eye[0]) * share, eye[1] + (y - eye[1]) * share


def _meadow(c: Canvas, horizon: float) -> None:
    for _ in range(1500):
        t = c.rng.random() ** 1.7
        x, y = c.rng.uniform(0, c.w), horizon + 8 + 470 * t
        tone = mix(rgb("8c8a5e"), c.rng.choice(palette("c9b878 515c40 6f7a4d d8c58b")), 0.35 + 0.4 * t)
        c.line([(x, y), (x + c.rng.uniform(-2, 4), y - 3 - 16 * t)], tone, 0.8 + 1.2 * t)


def _track(c: Canvas, eye: Point, x: float) -> None:
    low = 1120.0
    c.poly([eye, (x + 330, low), (x - 330, low)], rgb("8a8072"))
    c.poly([eye, (x + 250, low), (x - 250, low)], rgb("756b60"))
    for _ in range(700):
        share = c.rng.random() ** 1.4
        px, py = _toward(eye, x + c.rng.uniform(-300, 300), low, share)
        c.disc(
            px,
            py,
            0.7 + 4 * share,
            mix(rgb("756b60"), c.rng.choice(palette("a49a8a 574f48 bcb09c")), 0.6),
            ry=0.5 + 2.4 * share,
        )
    share = 1.0
    while share > 0.025:
        depth = share * 0.035
        corners = [
            _toward(eye, x + dx, low, s)
            for dx, s in ((-205, share), (205, share), (205, share - depth), (-205, share - depth))
        ]
        c.poly(corners, mix(rgb("4d4139"), rgb("b8a383"), 0.55 * (1 - share)))
        share *= 0.925
    for side in (-1, 1):
        for width, tone in ((17.0, "3b3330"), (8.0, "e9dcc4")):
            a, b = _toward(eye, x + side * 128 - width, low, 1), _toward(eye, x + side * 128 + width, low, 1)
            c.poly([eye, a, b], rgb(tone))


def _mast(c: Canvas, eye: Point, side: int, share: float) -> None:
    tone = mix(rgb("2c3438"), rgb("e8cfa4"), 0.8 * (1 - share) ** 1.5)
    foot = _toward(eye, eye[0] + side * 820, 1010, share)
    top = _toward(eye, eye[0] + side * 820, -560, share)
    c.line([foot, top], tone, max(0.8, 19 * share))
    inner = _toward(eye, eye[0] + side * 330, -430, share)
    outer = _toward(eye, eye[0] + side * 820, -430, share)
    stay = _toward(eye, eye[0] + side * 470, -440, share)
    c.line([outer, inner], tone, max(0.6, 9 * share))
    c.line([_toward(eye, eye[0] + side * 820, -540, share), stay], tone, max(0.5, 4.5 * share))
    c.line([_toward(eye, eye[0] + side * 820, -300, share), inner], tone, max(0.5, 6 * share))
    drop = _toward(eye, eye[0] + side * 345, -330, share)
    c.line([inner, drop], tone, max(0.5, 4 * share))


def _wires(c: Canvas, eye: Point) -> None:
    tone = rgb("3a4144")
    for side in (-1, 1):
        for y, thick in ((-430.0, 2.0), (-330.0, 2.6)):
            start = (eye[0] + side * 345 * 1.6, eye[1] + (y - eye[1]) * 1.6)
            for i in range(30):
                a, b = 1 - i / 30, 1 - (i + 1) / 30
                p = (eye[0] + (start[0] - eye[0]) * a, eye[1] + (start[1] - eye[1]) * a)
                q = (eye[0] + (start[0] - eye[0]) * b, eye[1] + (start[1] - eye[1]) * b)
                c.line([p, q], mix(tone, rgb("e8cfa4"), 0.7 * (1 - a)), max(0.6, thick * a))
