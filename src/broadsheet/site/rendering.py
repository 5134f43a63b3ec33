"""MiniJinja over plain data: strict about undefined names, everything escaped.

All sources are read when the environment is made, so that a recipe opens no file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path

from minijinja import Environment, TemplateError, safe

from broadsheet.press.recipe import fingerprint_of
from broadsheet.site.errors import TemplateFailed
from broadsheet.site.house import House

VIEWS = "2"
"""Raised when views or queries print something else from the same records and templates."""

_FOLDER = Path(__file__).parent / "templates"
_REFERENCE = re.compile(r'{%-?\s*(?:extends|include|import|from)\s+"([^"]+)"(\s*~)?')


class Rendering:
    """The templates of one house. One lock guards it, so a process renders one page at a time."""

    def __init__(self, house: House, globals_: Mapping[str, object] | None = None) -> None:
        self._house = house
        self._sources = _sources()
        self._globals = dict(globals_ or {})
        self._codes: dict[str, str] = {}
        self._environment = Environment(
            templates=self._sources,
            undefined_behavior="strict",
            auto_escape_callback=_no_escape,
            finalizer=_printed,
            trim_blocks=True,
            lstrip_blocks=True,
            pycompat=False,
            debug=False,
            globals={
                **self._globals,
                "t": house.catalogue.text,
                "tn": house.catalogue.count,
                "language": house.language,
                "is_mining_reserved": house.is_mining_reserved,
            },
        )

    def render(self, template: str, /, **context: object) -> str:
        """The page as text. Raises TemplateFailed, MissingTranslation."""
        try:
            return self._environment.render_template(template, **context)
        except TemplateError as error:
            raise TemplateFailed(f"The template {template} cannot be rendered: {error}") from error

    def code(self, template: str) -> str:
        """A fingerprint of all that the template prints besides records."""
        if template not in self._codes:
            self._codes[template] = self._fingerprint(template)
        return self._codes[template]

    def _fingerprint(self, template: str) -> str:
        names = sorted(self._closure(template))
        settings = [f"{name}={value}" for name, value in sorted(self._globals.items())]
        return fingerprint_of(
            VIEWS, *self._house.fingerprint_parts(), *settings, *(self._sources[name] for name in names)
        )

    def _closure(self, template: str) -> set[str]:
        found: set[str] = set()
        waiting = [template]
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._referred(name)
        return found

    def _referred(self, name: str) -> list[str]:
        """A name that is put together (`"blocks/" ~ kind`) refers to all that begin so."""
        referred = []
        for target, open_ended in _REFERENCE.findall(self._sources[name]):
            referred += (
                [each for each in self._sources if each.startswith(target)] if open_ended else [target]
            )
        return referred


def _sources() -> dict[str, str]:
    return {
        str(path.relative_to(_FOLDER)): path.read_text(encoding="utf-8")
        for path in sorted(_FOLDER.rglob("*"))
        if path.suffix in {".html", ".xml"}
    }


def _no_escape(_name: str) -> bool:
    return True


def _printed(value: object) -> object:
    """Escapes what markup could be mistaken for, and no more; addresses keep their slashes."""
    if hasattr(value, "__html__"):
        return value
    if value is None:
        raise TemplateFailed("A template prints a value that is not there: ask for it before.")
    return safe(html.escape(value)) if isinstance(value, str) else value
