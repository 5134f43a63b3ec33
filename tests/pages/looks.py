"""What a page looks like, small, in block letters; and whether it still looks as it was accepted."""

from __future__ import annotations

import mimetypes
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from typing import Literal, NamedTuple
from urllib.parse import urlsplit

from PIL import Image, ImageChops, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.pages import block_letters
from tests.pages.specimen_pages import ADDRESS, NOW

Scheme = Literal["light", "dark"]

ACCEPTED = Path(__file__).parent / "accepted"
WIDTHS = (360, 768, 1280)
"""Of the window, in pixels: a telephone, a tablet, a desk."""
SMALLER = 4
"""How much narrower an accepted look is than the page."""
UNLIKE = 24
"""By how many of 255 steps a pixel's colour may differ; drawing machines round differently."""
BAR = 0.0005
"""Which share of a look may be unlike the accepted one."""
_GAP = 4
_SETTLED = """async () => {
    await Promise.all(["400", "700"].map((weight) => document.fonts.load(`${weight} 1em Blocks`)));
    const frame = () => new Promise(requestAnimationFrame);
    await frame().then(frame);  // a window of another width may take another file of a picture
    await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
    await frame();
    return document.documentElement.scrollHeight;
}"""
"""Waits for letters and pictures; gives the page's height."""


class Verdict(NamedTuple):
    share: float
    """Of the pixels that are unlike, 0 to 1."""
    shown: Image.Image
    """Accepted, taken, and what differs in red, beside each other."""


def visit(browser: Browser, folder: Path, scheme: Scheme = "light") -> BrowserContext:
    """Somebody who reads the pages in a folder, at ADDRESS; what an island fetches is not there."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        file = folder / (path[1:] + "index.html" * path.endswith("/"))
        if path.startswith("/media/"):
            route.fulfill(body=_picture(), content_type="image/png")
        elif file.is_file() and not path.startswith("/fragments/"):
            body = file.read_bytes().replace(b'loading="lazy"', b"")
            route.fulfill(body=body, content_type=mimetypes.guess_type(file)[0])
        else:
            route.fulfill(status=404)

    context = browser.new_context(
        locale="de-DE",
        timezone_id="Europe/Berlin",
        bypass_csp=True,
        color_scheme=scheme,
        reduced_motion="reduce",
    )
    context.route("**/*", answer)
    return context


class Camera:
    """Takes looks of pages that lie in a folder."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._context = visit(browser, folder)
        self._context.clock.set_fixed_time(NOW)

    def look(self, path: str, schemes: tuple[Scheme, ...] = ("light",)) -> Image.Image:
        """The page at each width, by day and, if asked for, by night, beside each other."""
        page = self.opened(path)
        taken = [small(page, width, scheme) for scheme in schemes for width in WIDTHS]
        page.close()
        return _beside(taken)

    def opened(self, path: str) -> Page:
        """The page in block letters; the caller closes it."""
        page = self._context.new_page()
        page.goto(ADDRESS + path)
        page.add_style_tag(content=block_letters.style())
        return page

    def close(self) -> None:
        self._context.close()


def small(page: Page, width: int, scheme: Scheme = "light") -> Image.Image:
    """The whole page in a window so wide. It is drawn small, which is cheaper than to make it small."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": 800})
    height = page.evaluate(_SETTLED)
    clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1 / SMALLER}
    session = page.context.new_cdp_session(page)
    answer = session.send("Page.captureScreenshot", {"clip": clip, "captureBeyondViewport": True})
    session.detach()
    return Image.open(BytesIO(b64decode(answer["data"]))).convert("RGB")


def _picture() -> bytes:
    """Sky, land and a round thing between them: one sees how it was cropped."""
    image = Image.new("RGB", (300, 200), (150, 180, 200))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 120, 300, 200), fill=(90, 110, 80))
    draw.ellipse((170, 70, 240, 140), fill=(210, 130, 60))
    packed = BytesIO()
    image.save(packed, "PNG")
    return packed.getvalue()


def _beside(images: list[Image.Image]) -> Image.Image:
    width = sum(image.width + _GAP for image in images) - _GAP
    sheet = Image.new("RGB", (width, max(image.height for image in images)), "gray")
    left = 0
    for image in images:
        sheet.paste(image, (left, 0))
        left += image.width + _GAP
    return sheet


def accept(name: str, taken: Image.Image) -> None:
    ACCEPTED.mkdir(exist_ok=True)
    taken.save(ACCEPTED / f"{name}.webp", lossless=True)


def accepted(name: str) -> Image.Image:
    """Raises FileNotFoundError if no look was ever accepted under this name."""
    with Image.open(ACCEPTED / f"{name}.webp") as file:
        return file.convert("RGB")


def compare(before: Image.Image, after: Image.Image) -> Verdict:
    size = max(before.width, after.width), max(before.height, after.height)
    before, after = _on_ground(before, size), _on_ground(after, size)
    unlike = _unlike(before, after)
    share = unlike.histogram()[255] / (size[0] * size[1])
    marked = Image.composite(Image.new("RGB", size, "red"), after.convert("L").convert("RGB"), unlike)
    return Verdict(share, _beside([before, after, marked]))


def _on_ground(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    ground = Image.new("RGB", size, "gray")
    ground.paste(image, (0, 0))
    return ground


def _unlike(before: Image.Image, after: Image.Image) -> Image.Image:
    """White where a channel differs by more than UNLIKE."""
    red, green, blue = ImageChops.difference(before, after).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point(lambda step: 255 * (step > UNLIKE))
