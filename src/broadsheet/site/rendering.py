"""MiniJinja over plain data: strict about undefined names, everything escaped.

All sources are read when the environment is made, so that a recipe opens no file.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec
from minijinja import Environment, TemplateError

from broadsheet.kernel.language import Language
from broadsheet.press.recipe import Output, fingerprint_of
from broadsheet.site import theme
from broadsheet.site.errors import TemplateFailed
from broadsheet.site.house import House
from broadsheet.site.rules import registry

VIEWS = "12"
"""Raised when views or queries print something else from the same records and templates."""

_FOLDER = Path(__file__).parent / "templates"
SHIPPED = "shipped/"
"""Before the name of a template that a theme's own one stands in place of."""

_MARKUP = re.compile("[&<>\"']")
_ESCAPED = re.compile("[&<>\"'/]")
"""What MiniJinja would escape by itself."""
_REFERENCE = re.compile(r'{(?:%-?\s*(?:extends|include|import|from)\s+|{-?\s*piece\()"([^"]+)"(\s*~)?')
_MOST_PIECES = 2_000
"""Some 3 MB; then they are forgotten."""


class _Safe(str):
    """Markup to MiniJinja, which asks for this one method. Its own `safe` takes five times as long."""

    __slots__ = ()
    __html__ = str.__str__


class Rendered(msgspec.Struct, frozen=True):
    """A page as text, with what its template was given."""

    text: str
    given: Mapping[str, object]

    def at(self, path: str, status: Literal[200, 410] = 200) -> Output:
        return Output(path, self.text.encode(), status, given=self.given)


class Rendering:
    """The templates of one house. Locks guard it, so a process renders one page at a time, and one piece."""

    def __init__(self, house: House, globals_: Mapping[str, object] | None = None) -> None:
        self._house = house
        self._theme = theme.load(house.config.theme)
        self._own = self._theme.templates
        shipped = _sources()
        below = {f"{SHIPPED}{name}": source for name, source in shipped.items()} if self._own else {}
        self._sources = {**shipped, **below, **self._own}
        self._globals = dict(globals_ or {})
        self._codes: dict[str, str] = {}
        known = {**self._globals, **house.frame(), "is_mining_reserved": house.is_mining_reserved}
        self._of_pieces = self._environment(known)
        self._of_pages = self._environment({**known, "piece": self.piece})
        self._pieces: dict[tuple[object, ...], _Safe] = {}

    def _environment(self, known: Mapping[str, object]) -> Environment:
        return Environment(
            # Compiled when first asked for, so that a theme's broken template fails its own pages alone.
            loader=self._sources.get,
            undefined_behavior="strict",
            auto_escape_callback=_no_escape,
            finalizer=_printed,
            trim_blocks=True,
            lstrip_blocks=True,
            pycompat=False,
            debug=False,
            globals=known,
        )

    def render(self, template: str, /, **context: object) -> Rendered:
        """Raises TemplateFailed, MissingTranslation."""
        return Rendered(self._print(self._of_pages, template, context), context)

    def piece(self, template: str, language: Language, /, **given: object) -> _Safe:
        """What many pages print alike, such as a teaser: printed once, for it sees what it is given alone.

        Kept by template, language and everything given, all of it views and plain values. For templates:
        `{{ piece("pieces/teaser.html", language, shown=shown) }}`. There are no pieces of pieces.
        """
        key = (template, language, *given.items())
        found = self._pieces.get(key)
        if found is None:
            if len(self._pieces) >= _MOST_PIECES:
                self._pieces.clear()
            context = {**self._house.speaking(language).frame(), **given}
            found = self._pieces[key] = _Safe(self._print(self._of_pieces, template, context))
        return found

    def _print(self, environment: Environment, template: str, context: Mapping[str, object]) -> str:
        try:
            return environment.render_template(template, **context)
        except TemplateError as error:
            raise TemplateFailed(self._advice(template, error)) from error

    def _advice(self, template: str, error: TemplateError) -> str:
        """Names the file and the line; one of a theme by its place on the disk."""
        name = error.name or template
        file = f"{self._theme.folder}/templates/{name}" if name in self._own else name
        what = " ".join(filter(None, (error.kind, error.detail or error.message)))
        return f"{file}, line {error.line or 1}: {what}. {template} cannot be rendered."

    def code(self, template: str) -> str:
        """A fingerprint of all that the template prints besides records."""
        if template not in self._codes:
            self._codes[template] = self._fingerprint(template)
        return self._codes[template]

    def _fingerprint(self, template: str) -> str:
        # A theme may put names together as it likes, so with one all templates count for every page.
        names = sorted(self._sources if self._own else self._closure(template))
        settings = [f"{name}={value}" for name, value in sorted(self._globals.items())]
        return fingerprint_of(
            VIEWS,
            *registry.NAMES,
            *self._house.fingerprint_parts(),
            *settings,
            *sorted(self._own),
            *(self._sources[name] for name in names),
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
    if type(value) is str:
        # Most is left as it is: marking it as safe would cost more than all else that is printed.
        found = _ESCAPED.search(value)
        if found is None:
            return value
        return _Safe(html.escape(value) if _MARKUP.search(value, found.start()) else value)
    if value is None:
        raise TemplateFailed("A template prints a value that is not there: ask for it before.")
    return value
