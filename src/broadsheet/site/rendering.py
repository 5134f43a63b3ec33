"""MiniJinja over plain data: strict about undefined names, everything escaped.

All sources are read when the environment is made, so that a recipe opens no file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import msgspec
from minijinja import Environment, TemplateError

from broadsheet.kernel.language import Language
from broadsheet.press.recipe import Output, fingerprint_of
from broadsheet.site import theme
from broadsheet.site.errors import TemplateFailed
from broadsheet.site.house import House
from broadsheet.site.rules import registry

VIEWS = "13"
"""Raised when views or queries print something else from the same records and templates."""

_FOLDER = Path(__file__).parent / "templates"
SHIPPED = "shipped/"
"""Before the name of a template that a theme's own one stands in place of."""

_SLASH = "&#x2f;"
"""MiniJinja's own way of escaping, which does without Python, escapes slashes too; addresses keep theirs."""
_NOTHING = "None"
"""As it prints what is not there."""
_REFERENCE = re.compile(r'{(?:%-?\s*(?:extends|include|import|from)\s+|{-?\s*piece\()"([^"]+)"(\s*~)?')
_MOST_PIECES = 2_000
"""Some 3 MB; then they are forgotten."""


class Safe(str):
    """Markup to MiniJinja, which asks for this one method."""

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
        self._of_pieces = _Printer(self._sources, known)
        self._of_pages = _Printer(self._sources, {**known, "piece": self.piece})
        self._pieces: dict[tuple[object, ...], Safe] = {}

    def render(self, template: str, /, **context: object) -> Rendered:
        """Raises TemplateFailed, MissingTranslation."""
        return Rendered(self._print(self._of_pages, template, context), context)

    def piece(self, template: str, language: Language, /, **given: object) -> Safe:
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
            found = self._pieces[key] = Safe(self._print(self._of_pieces, template, context))
        return found

    def _print(self, printer: _Printer, template: str, context: Mapping[str, object]) -> str:
        try:
            return printer.print(template, context)
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


class _Printer:
    """Templates that see the same globals."""

    def __init__(self, sources: Mapping[str, str], known: Mapping[str, object]) -> None:
        self._sources = sources
        self._known = known
        self._fast = self._environment()

    def print(self, template: str, context: Mapping[str, object]) -> str:
        """Raises TemplateError, and TemplateFailed where a value is printed that is not there."""
        text: str = self._fast.render_template(template, **context)
        if _NOTHING in text:
            self._careful.render_template(template, **context)
        return text.replace(_SLASH, "/")

    @cached_property
    def _careful(self) -> Environment:
        """Hands each value to Python: twice as slow, for what may print a value that is not there."""
        return self._environment(finalizer=_refuse_nothing)

    def _environment(self, **more: Any) -> Environment:
        return Environment(
            # Compiled when first asked for, so that a theme's broken template fails its own pages alone.
            loader=self._sources.get,
            undefined_behavior="strict",
            auto_escape_callback=_always,
            trim_blocks=True,
            lstrip_blocks=True,
            pycompat=False,
            debug=False,
            globals=self._known,
            **more,
        )


def _always(_name: str) -> bool:
    return True


def _refuse_nothing(value: object) -> object:
    if value is None:
        raise TemplateFailed("A template prints a value that is not there: ask for it before.")
    return value
