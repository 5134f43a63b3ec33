"""What a device needs to keep the site among its programs: a manifest, and icons.

There is no service worker: the site stores nothing on the device.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Final

import msgspec
import PIL

from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output, Recipe, fingerprint_of
from broadsheet.site import theme
from broadsheet.site.house import House
from broadsheet.site.icons import ICONS, TOUCH, Icon, draw, initial
from broadsheet.site.newsroom import Newsroom
from broadsheet.site.recipes.pages import MANIFEST
from broadsheet.site.rendering import VIEWS

_SHORT: Final = 12
"""Longer names are cut off below an icon."""


class IdentityRecipe(Recipe):
    """Changes with the site's name, and with the theme's colours."""

    tier: ClassVar[int] = 3

    def __init__(self, house: House) -> None:
        self.house = house
        colours = theme.load(house.config.theme).light
        self.accent, self.paper = colours["accent"], colours["paper"]
        parts = (*house.fingerprint_parts(), PIL.__version__, self.accent, self.paper)
        self._code = fingerprint_of(VIEWS, *parts)

    @property
    def code(self) -> str:
        return self._code


class ManifestRecipe(IdentityRecipe):
    name: ClassVar[str] = "manifest"

    def standing(self) -> Iterable[str]:
        return [MANIFEST]

    def bake(self, target: str, reader: Reader) -> Output:
        identity = Newsroom(reader, self.house).identity()
        manifest: dict[str, Any] = {
            "id": "/",
            "name": identity.name,
            "short_name": _short(identity.name),
            "description": identity.tagline,
            "lang": self.house.language,
            "dir": "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "minimal-ui",
            "theme_color": self.accent,
            "background_color": self.paper,
            "icons": list(map(_icon, ICONS)),
        }
        return Output(
            MANIFEST, msgspec.json.encode({name: value for name, value in manifest.items() if value})
        )


class IconRecipe(IdentityRecipe):
    name: ClassVar[str] = "icon"

    _by_path: ClassVar = {icon.path: icon for icon in (*ICONS, TOUCH)}

    def standing(self) -> Iterable[str]:
        return self._by_path

    def bake(self, target: str, reader: Reader) -> Output:
        name = Newsroom(reader, self.house).identity().name
        return Output(target, draw(self._by_path[target], initial(name), self.accent, self.paper))


def _short(name: str) -> str:
    """As many whole words as fit."""
    return name if len(name) <= _SHORT else name[: _SHORT + 1].rpartition(" ")[0] or name[:_SHORT]


def _icon(icon: Icon) -> dict[str, str]:
    return {
        "src": icon.path,
        "sizes": f"{icon.pixels}x{icon.pixels}",
        "type": "image/png",
        "purpose": "maskable" if icon.is_maskable else "any",
    }
