"""Style sheet, islands and icon as they are sent: joined, shortened, named by content."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from broadsheet.press.recipe import fingerprint_of
from broadsheet.site.theme import Theme

_FOLDER = Path(__file__).parent
_STYLES = _FOLDER / "styles"
_STATIC = _FOLDER / "static"
_LAYERS = ("label", "tokens", "base", "layout", "blocks", "theme", "print")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING_OR_SPACE = re.compile(r"""("[^"]*"|'[^']*')|\s+""")
_LOOSE = re.compile(r"""("[^"]*"|'[^']*')|\s*([{};,])\s*""")


class Asset(msgspec.Struct, frozen=True):
    name: str
    """As templates know it: `site.css`, `latest.js`."""
    path: str
    body: bytes


@cache
def load(theme: Theme) -> dict[str, Asset]:
    """All assets by name, the theme's own files among them."""
    found = [_asset("site.css", style_sheet(theme).encode())]
    found += [Asset(f"theme/{name}", theme.address(name), body) for name, body in theme.files.items()]
    found += [_asset(path.name, path.read_bytes()) for path in sorted(_STATIC.glob("*.js"))]
    found.append(_asset("icon.svg", _icon(theme)))
    return {asset.name: asset for asset in found}


def _icon(theme: Theme) -> bytes:
    """For a tab's head, whatever that is coloured: as the theme's page is by day."""
    drawn = (_STATIC / "icon.svg").read_text(encoding="utf-8")
    return drawn.format(accent=theme.light["accent"], paper=theme.light["paper"]).encode()


def _asset(name: str, body: bytes) -> Asset:
    stem, _, suffix = name.rpartition(".")
    return Asset(name, f"/assets/{stem}-{fingerprint_of(body)[:12]}.{suffix}", body)


def style_sheet(theme: Theme) -> str:
    """One sheet, each folder or file of `styles/` in the cascade layer of its name, and the theme's own."""
    own = {"tokens": theme.tokens(), "theme": shorten(theme.styles)}
    layers = "".join(f"@layer {layer}{{{_layer(layer)}{own.get(layer, '')}}}" for layer in _LAYERS)
    return f"@layer {','.join(_LAYERS)};{layers}\n"


def _layer(layer: str) -> str:
    files = [_STYLES / f"{layer}.css", *sorted((_STYLES / layer).glob("*.css"))]
    return "".join(shorten(path.read_text(encoding="utf-8")) for path in files if path.is_file())


def shorten(sheet: str) -> str:
    """Without comments and needless white space; what stands in quotes is left alone."""
    plain = _STRING_OR_SPACE.sub(lambda found: found[1] or " ", _COMMENT.sub("", sheet))
    tight = _LOOSE.sub(lambda found: found[1] or found[2], plain)
    return tight.replace(";}", "}").strip()
