"""Every text of the desk that is to be translated, found in its source."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import broadsheet.desk
import broadsheet.project.alarms

ROOM = Path(broadsheet.desk.__file__).parent
SHOWN_AT_THE_DESK = Path(broadsheet.project.alarms.__file__)
CATALOGUE = ROOM / "locale" / "de" / "LC_MESSAGES" / "django.po"

_GETTEXT = {"gettext", "gettext_lazy", "gettext_noop", "pgettext", "ngettext", "ngettext_lazy"}
_TAG = re.compile(r'{%\s*translate\s+"([^"]+)"|{%\s*translate\s+\'([^\']+)\'')
_BLOCK = re.compile(r"{%\s*blocktranslate\b([^%]*)%}(.*?){%\s*endblocktranslate\s*%}", re.DOTALL)
_PLURAL = re.compile(r"{%\s*plural\s*%}")
_VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")


def all_msgids() -> set[str]:
    """Singular forms; a plural form belongs to its singular."""
    return set(_in_python()) | set(_in_templates())


def _in_python() -> Iterator[str]:
    for path in [*sorted(ROOM.rglob("*.py")), SHOWN_AT_THE_DESK]:
        if "migrations" not in path.parts:
            yield from _calls(ast.parse(path.read_text(encoding="utf-8")))


def _calls(tree: ast.Module) -> Iterator[str]:
    names = _aliases(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            text = ast.literal_eval(node.args[0])
            assert isinstance(text, str), ast.dump(node)
            yield text


def _aliases(tree: ast.Module) -> set[str]:
    """What gettext is called in a module, as in `from … import gettext as _`."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in _GETTEXT
    }


def _in_templates() -> Iterator[str]:
    for path in sorted(ROOM.rglob("*.html")):
        source = path.read_text(encoding="utf-8")
        yield from (double or single for double, single in _TAG.findall(source))
        for _head, body in _BLOCK.findall(source):
            yield _VARIABLE.sub(r"%(\1)s", _PLURAL.split(body)[0])
