"""A small drawing surface for the demo's pictures: units instead of pixels, flat shapes, haze and grain.

A canvas is 1000 units high and as wide as its proportions ask; shapes are drawn at twice the final
size and reduced, which smooths their edges.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

Colour = tuple[int, int, int]
Point = tuple[float, float]

SUPER = 2


def rgb(text: str) -> Colour:
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


def palette(text: str) -> list[Colour]:
    return [rgb(word) for word in text.split()]


def mix(a: Colour, b: Colour, share: float) -> Colour:
    t = min(1.0, max(0.0, share))
    return (
        round(a[0] + (b[0] - a[0]) * t),
        round(a[1] + (b[1] - a[1]) * t),
        round(a[2] + (b[2] - a[2]) * t),
    )


def waves(rng: random.Random, roughness: float = 0.55, octaves: int = 6) -> Callable[[float], float]:
    """A smooth random curve over 0..1 whose values lie roughly between -1 and 1."""
    parts = [(roughness**i, 2.0**i * rng.uniform(0.7, 1.3), rng.uniform(0, math.tau)) for i in range(octaves)]
    total = sum(a for a, _, _ in parts)

    def at(x: float) -> float:
        return sum(a * math.sin(math.tau * f * x + p) for a, f, p in parts) / total * 1.6

    return at


class Canvas:
    def __init__(self, width: int, height: int, seed: int) -> None:
        self.size = (width, height)
        self.rng = random.Random(seed)  # noqa: S311 - a picture, not a secret
        self.k = SUPER * height / 1000
        self.w = 1000 * width / height
        self.px = (width * SUPER, height * SUPER)
        self.image = Image.new("RGB", self.px)
        self.pen = ImageDraw.Draw(self.image)

    # ---- flat shapes

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.k, y * self.k) for x, y in points]

    def poly(self, points: Sequence[Point], colour: Colour) -> None:
        self.pen.polygon(self._pixels(points), fill=colour)

    def rect(self, x0: float, y0: float, x1: float, y1: float, colour: Colour) -> None:
        box = (min(x0, x1) * self.k, min(y0, y1) * self.k, max(x0, x1) * self.k, max(y0, y1) * self.k)
        self.pen.rectangle(box, fill=colour)

    def round_rect(self, x0: float, y0: float, x1: float, y1: float, radius: float, colour: Colour) -> None:
        box = (x0 * self.k, y0 * self.k, x1 * self.k, y1 * self.k)
        self.pen.rounded_rectangle(box, radius * self.k, fill=colour)

    def disc(self, x: float, y: float, rx: float, colour: Colour, ry: float | None = None) -> None:
        r = rx if ry is None else ry
        box = ((x - rx) * self.k, (y - r) * self.k, (x + rx) * self.k, (y + r) * self.k)
        self.pen.ellipse(box, fill=colour)

    def ring(self, x: float, y: float, r: float, colour: Colour, width: float) -> None:
        box = ((x - r) * self.k, (y - r) * self.k, (x + r) * self.k, (y + r) * self.k)
        self.pen.ellipse(box, outline=colour, width=max(1, round(width * self.k)))

    def line(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        self.pen.line(self._pixels(points), fill=colour, width=max(1, round(width * self.k)), joint="curve")

    # ---- fills with a transition

    def fade(self, y0: float, y1: float, *stops: Colour) -> None:
        """Fill the band with colours that pass into each other from top to bottom."""
        top, rows = round(y0 * self.k), max(2, round((y1 - y0) * self.k))
        column = Image.new("RGB", (1, rows))
        parts = len(stops) - 1
        for row in range(rows):
            place = row / (rows - 1) * parts
            first = min(int(place), parts - 1)
            column.putpixel((0, row), mix(stops[first], stops[first + 1], place - first))
        self.image.paste(column.resize((self.px[0], rows), Image.Resampling.NEAREST), (0, top))

    def veil(self, y0: float, y1: float, colour: Colour, top: float, bottom: float) -> None:
        """Lay a colour over the band, its strength passing from `top` to `bottom` (0..1)."""
        height = max(2, round((y1 - y0) * self.k))
        ramp = Image.new("L", (1, 2))
        ramp.putdata([round(255 * top), round(255 * bottom)])
        mask = ramp.resize((1, height * 2), Image.Resampling.BILINEAR).crop(
            (0, height // 2, 1, height // 2 + height)
        )
        mask = mask.resize((self.px[0], height), Image.Resampling.NEAREST)
        self.image.paste(colour, (0, round(y0 * self.k)), mask)

    def mist(self, y: float, spread: float, colour: Colour, strength: float) -> None:
        self.veil(y - spread, y, colour, 0, strength)
        self.veil(y, y + spread, colour, strength, 0)

    def glow(self, x: float, y: float, r: float, colour: Colour, strength: float) -> None:
        r *= 1.2
        side = max(2, round(2 * r * self.k))
        # Pillow's gradient is 179 where its circle meets the edge of the square.
        fall = [round(max(0.0, 1 - v / 178) ** 2 * 255 * strength) for v in range(256)]
        cone = Image.radial_gradient("L").point(fall)
        mask = cone.resize((side, side), Image.Resampling.BICUBIC)
        self.image.paste(colour, (round((x - r) * self.k), round((y - r) * self.k)), mask)

    def soft(self, points: Sequence[Point], colour: Colour, strength: float, blur: float) -> None:
        """A polygon with blurred edges, for shadows, rain and light."""
        pad = blur * 3
        left, top = min(x for x, _ in points) - pad, min(y for _, y in points) - pad
        right, bottom = max(x for x, _ in points) + pad, max(y for _, y in points) + pad
        small = (max(2, round((right - left) * self.k / 8)), max(2, round((bottom - top) * self.k / 8)))
        mask = Image.new("L", small)
        flat = [((x - left) * self.k / 8, (y - top) * self.k / 8) for x, y in points]
        ImageDraw.Draw(mask).polygon(flat, fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * self.k / 8))
        full = mask.resize((small[0] * 8, small[1] * 8), Image.Resampling.BICUBIC)
        self.image.paste(colour, (round(left * self.k), round(top * self.k)), full)

    def soft_disc(self, x: float, y: float, r: float, colour: Colour, strength: float, blur: float) -> None:
        around = [i * math.tau / 40 for i in range(40)]
        self.soft([(x + r * math.cos(a), y + r * math.sin(a)) for a in around], colour, strength, blur)

    def clouds(
        self, y0: float, y1: float, colour: Colour, cut: int, strength: float, cells: tuple[int, int]
    ) -> None:
        """Drifting cloud over the band: what is above `cut` (0..255) in a noise field shows."""
        field = self._field(cells)
        span = max(1, 215 - cut)
        mask = field.point([round(min(1, max(0, v - cut) / span) * 255 * strength) for v in range(256)])
        edge = Image.new("L", (1, 5))
        edge.putdata([0, 210, 255, 210, 0])
        mask = ImageChops.multiply(mask, edge.resize(mask.size, Image.Resampling.BICUBIC))
        box = (self.px[0], max(2, round((y1 - y0) * self.k)))
        self.image.paste(colour, (0, round(y0 * self.k)), mask.resize(box, Image.Resampling.BICUBIC))

    def _field(self, cells: tuple[int, int]) -> Image.Image:
        size = (600, 300)
        total = Image.new("L", size, 128)
        for octave in range(5):
            grid = (cells[0] * 2**octave, cells[1] * 2**octave)
            layer = Image.frombytes("L", grid, self.rng.randbytes(grid[0] * grid[1]))
            total = Image.blend(
                total,
                layer.resize(size, Image.Resampling.BICUBIC),
                0.75 if not octave else 0.42 / 1.35**octave,
            )
        return ImageOps.autocontrast(total)

    # ---- water

    def reflect(self, y: float, depth: float, tint: Colour, amount: float) -> None:
        """Mirror what stands above `y` into the water below it, blurred and tinted."""
        top, edge = max(0, round((y - depth * 1.6) * self.k)), round(y * self.k)
        part = self.image.crop((0, top, self.px[0], edge)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        height = round(depth * self.k)
        part = part.resize((self.px[0] // 6, height // 16)).resize(
            (self.px[0], height), Image.Resampling.BICUBIC
        )
        part = Image.blend(part, Image.new("RGB", part.size, tint), amount)
        self.image.paste(part, (0, edge))

    def ripples(self, y0: float, y1: float, colours: Sequence[Colour], count: int) -> None:
        for _ in range(count):
            t = self.rng.random() ** 0.6
            y = y0 + (y1 - y0) * t
            x, half = self.rng.uniform(-50, self.w + 50), self.rng.uniform(12, 70) * (0.35 + t)
            self.disc(x, y, half, self.rng.choice(list(colours)), ry=0.5 + 1.6 * t)

    # ---- land

    def ridge(
        self, base: float, height: float, colour: Colour, roughness: float = 0.5, scale: float = 1.0
    ) -> list[Point]:
        """A line of hills down to the lower edge; the points of its crest come back."""
        curve = waves(self.rng, roughness)
        crest = [(x, base - height * curve(x / self.w * scale)) for x in _steps(0, self.w, 160)]
        self.poly([*crest, (self.w, 1000), (0, 1000)], colour)
        return crest

    # ---- the finished picture

    def jpeg(self, grain: int = 9) -> bytes:
        image = self.image.reduce(SUPER)
        side = 512
        spread = [round(128 + (v - 127.5) / 127.5 * grain) for v in range(256)]
        tile = Image.frombytes("L", (side, side), self.rng.randbytes(side * side)).point(spread)
        noise = Image.new("L", self.size)
        for x in range(0, self.size[0], side):
            for y in range(0, self.size[1], side):
                noise.paste(tile, (x, y))
        image = ImageChops.overlay(image, Image.merge("RGB", (noise, noise, noise)))
        out = io.BytesIO()
        image.save(out, "JPEG", quality=88, optimize=True, progressive=True)
        return out.getvalue()


def _steps(start: float, stop: float, count: int) -> list[float]:
    return [start + (stop - start) * i / count for i in range(count + 1)]
