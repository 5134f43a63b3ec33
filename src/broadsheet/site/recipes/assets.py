"""The style sheet and the islands, each under an address that names its bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from broadsheet.press.reader import Reader
from broadsheet.press.recipe import Output, Recipe
from broadsheet.site.assets import Asset


class AssetRecipe(Recipe):
    """Reads nothing: the files came with the program and were loaded when it started."""

    name = "asset"
    tier = 0
    moves_with_code = True
    named_by_content = True

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        self._assets = assets

    @property
    def code(self) -> str:
        return " ".join(asset.path for asset in self._assets.values())

    def standing(self) -> Iterable[str]:
        return self._assets

    def bake(self, target: str, reader: Reader) -> Output | None:
        asset = self._assets.get(target)
        return None if asset is None else Output(asset.path, asset.body)
