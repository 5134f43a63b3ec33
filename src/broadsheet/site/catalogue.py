"""The texts of the readers' site in one language, by key.

`translations/<language>.toml` holds nested tables: `[story] by = "Von"` is the key
`story.by`. A table of exactly `one` and `other` is a text that counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from broadsheet.kernel.language import Language
from broadsheet.press.recipe import fingerprint_of
from broadsheet.site.errors import MissingTranslation

_FOLDER = Path(__file__).parent / "translations"
_COUNTING = frozenset({"one", "other"})


class Catalogue:
    """Frozen after loading. Every way to a text raises MissingTranslation rather than print a key."""

    def __init__(self, language: Language, tables: Mapping[str, Any]) -> None:
        self.language: Language = language
        self._texts = dict(_flat(tables))

    @property
    def fingerprint(self) -> str:
        """Stands for exactly these texts."""
        return fingerprint_of(*chain.from_iterable(sorted(self._texts.items())))

    def replaced(self, change: Callable[[str, str], str]) -> Catalogue:
        """Other texts at the same keys: `change` is given a key and its text, with its places."""
        return Catalogue(self.language, {key: change(key, text) for key, text in self._texts.items()})

    def keys(self) -> frozenset[str]:
        """All keys; a counting text is one key."""
        return frozenset(key.removesuffix(":one").removesuffix(":other") for key in self._texts)

    def text(self, key: str, **values: object) -> str:
        """The text with its `{places}` filled."""
        try:
            return self._texts[key].format(**values)
        except KeyError as missing:
            raise MissingTranslation(self._advice(key, missing)) from None

    def count(self, key: str, number: int, **values: object) -> str:
        """The form of the text that agrees with `number`, which fills `{number}`."""
        form = "one" if number == 1 else "other"
        return self.text(f"{key}:{form}", number=number, **values)

    def _advice(self, key: str, missing: KeyError) -> Mapping[Language, str]:
        if key in self._texts:
            return {
                "en": f"The text {key!r} ({self.language}) has a place {missing} that was not filled.",
                "de": f"Im Text {key!r} ({self.language}) blieb die Stelle {missing} leer.",
            }
        return {
            "en": f"There is no text {key!r} in translations/{self.language}.toml: add it there.",
            "de": f"Es fehlt der Text {key!r} in translations/{self.language}.toml: Tragen Sie ihn dort ein.",
        }


def _flat(tables: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, value in tables.items():
        if isinstance(value, str):
            yield f"{prefix}{name}", value
        else:
            separator = ":" if value.keys() == _COUNTING else "."
            yield from _flat(value, f"{prefix}{name}{separator}")


@cache
def load(language: Language) -> Catalogue:
    """The texts that came with the program."""
    return Catalogue(language, tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8")))
