"""Writes docs/reference/ from the program itself.

    python -m scripts.references

Codes, keys, options and their conditions come from the code. The last column of the tables
of errors and keys ("what to do", "meaning") is written by hand in those files and kept.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any, TypeGuard

import click
import msgspec

from broadsheet.kernel import configuration as kernel_configuration
from broadsheet.kernel.errors import BroadsheetError
from broadsheet.project.cli import broadsheet
from broadsheet.project.configuration import Configuration

FOLDER = Path(__file__).parents[1] / "docs" / "reference"
ROOMS = ("kernel", "ledger", "wire", "desk", "press", "site", "serve", "project")
SHORT_NAMES = {
    ("addresses", "readers"): "BROADSHEET_READERS",
    ("addresses", "desk"): "BROADSHEET_DESK",
    ("database", "url"): "DATABASE_URL",
}

ERRORS = """\
# Errors

Every condition that a person can do something about has a code that never changes its meaning.
The command line prints it in brackets after the message, and as `error` with `--json`. Conditions
that may pass by themselves are tried again by whoever waits: worker, poller, supervisor.

This page is written by `make fix`, its last column by hand.
"""

KEYS = """\
# Configuration

A site is one folder, and its configuration is `broadsheet.toml` in it. Every key has a default;
the environment wins over the file. A key or value that does not fit stops the start, and the
message names the key, the value, what is allowed, and the file.

This page is written by `make fix`, its last column by hand where the code is silent.
"""

COMMANDS = """\
# Commands

The command is `.venv/bin/broadsheet`. It answers 0 only on success. With `--json`, commands that
have it print one JSON object per line, and an error as `{"error": CODE, "message": WORDS}`.

This page is written by `make fix`.
"""


def main() -> None:
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """File name to what it should hold."""
    return {
        "errors.md": _errors_page(_words_kept("errors.md")),
        "configuration.md": _keys_page(_words_kept("configuration.md")),
        "commands.md": _commands_page(),
    }


def _words_kept(name: str) -> dict[tuple[str, str], str]:
    """(Heading, first cell) to last cell, for every row of the tables in a file."""
    path, kept, heading = FOLDER / name, dict[tuple[str, str], str](), ""
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)]
        if line.startswith("## "):
            heading = line.removeprefix("## ")
        elif len(cells) > 3 and cells[1].startswith("`"):
            kept[heading, cells[1]] = cells[-2]
    return kept


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("-" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


# ---- errors -----------------------------------------------------------------------------


def error_classes() -> list[type[BroadsheetError]]:
    """Every error class of every room, rooms in their order, the root aside."""
    for room in ROOMS:
        importlib.import_module(f"broadsheet.{room}.errors")
    found, waiting = set[type[BroadsheetError]](), [BroadsheetError]
    while waiting:
        children = [each for each in waiting.pop().__subclasses__() if _room(each) in ROOMS]
        found.update(children)
        waiting += children
    return sorted(found, key=lambda each: (ROOMS.index(_room(each)), each.code))


def _room(error: type[BroadsheetError]) -> str:
    package, _, rest = error.__module__.partition(".")
    return rest.split(".")[0] if package == "broadsheet" else ""


def condition(error: type[BroadsheetError]) -> str:
    """What the tree in the module's docstring says beside the class's name."""
    drawn = inspect.getdoc(inspect.getmodule(error)) or ""
    found = re.search(rf"^[│├└─ ]*{error.__name__} {{2,}}(.+)$", drawn, re.MULTILINE)
    words = found[1] if found else (inspect.getdoc(error) or "").split("\n")[0].split(";")[0]
    return re.sub(r"\s*\(retryable\)$", "", words).removeprefix("… ").rstrip(".")


def _errors_page(kept: dict[tuple[str, str], str]) -> str:
    parts = [ERRORS]
    for room, errors in groupby(error_classes(), key=_room):
        rows = [
            (
                f"`{each.code}`",
                condition(each),
                "yes" if each.retryable else "no",
                kept.get((room, f"`{each.code}`"), ""),
            )
            for each in errors
            if each.code != room  # the root of a room's tree is never raised itself
        ]
        parts.append(f"## {room}\n\n" + _table(("code", "when", "tried again", "what to do"), rows))
    return "\n".join(parts)


# ---- keys -------------------------------------------------------------------------------


def tables() -> dict[str, type[msgspec.Struct]]:
    """Table name to the struct that declares it."""
    fields = {field.name: field.type for field in msgspec.structs.fields(Configuration)}
    return {name: kind for name, kind in fields.items() if _is_struct(kind)}


def _is_struct(kind: Any) -> TypeGuard[type[msgspec.Struct]]:
    return inspect.isclass(kind) and issubclass(kind, msgspec.Struct)


def _spoken(struct: type[msgspec.Struct]) -> dict[str, str]:
    """The strings that stand below a struct's fields."""
    body = ast.parse(textwrap.dedent(inspect.getsource(struct))).body[0]
    statements = body.body if isinstance(body, ast.ClassDef) else []
    found = {}
    for field, below in pairwise(statements):
        said = below.value if isinstance(below, ast.Expr) else None
        if isinstance(field, ast.AnnAssign) and isinstance(said, ast.Constant):
            found[ast.unparse(field.target)] = " ".join(str(said.value).split())
    return found


def _keys_page(kept: dict[tuple[str, str], str]) -> str:
    parts = [KEYS]
    for table, struct in tables().items():
        spoken = _spoken(struct)
        rows = [
            (
                f"`{field.encode_name}`",
                kernel_configuration._allowed(field.type),  # noqa: SLF001 - the words of its messages
                f"`{_default(field)}`",
                f"`{SHORT_NAMES.get((table, field.name)) or f'BROADSHEET_{table}_{field.name}'.upper()}`",
                spoken.get(field.name) or kept.get((f"[{table}]", f"`{field.encode_name}`"), ""),
            )
            for field in msgspec.structs.fields(struct)
        ]
        head = ("key", "allowed", "default", "environment", "meaning")
        parts.append(f"## [{table}]\n\n" + _table(head, rows))
    return "\n".join(parts)


def _default(field: msgspec.structs.FieldInfo) -> str:
    made = field.default_factory
    return msgspec.json.encode(field.default if made is msgspec.NODEFAULT else made()).decode()


# ---- commands ---------------------------------------------------------------------------


def commands(command: click.Command, context: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    """The command, then those below it, each with the context that names it."""
    yield command, context
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.commands[name]
            yield from commands(child, click.Context(child, info_name=name, parent=context))


def _commands_page() -> str:
    top = click.Context(broadsheet, info_name="broadsheet")
    return "\n".join([COMMANDS, *(_described(*each) for each in commands(broadsheet, top))])


def _described(command: click.Command, context: click.Context) -> str:
    usage = " ".join([context.command_path, *command.collect_usage_pieces(context)])
    parts = [f"## {context.command_path}\n", f"`{usage}`\n", inspect.cleandoc(command.help or "") + "\n"]
    rows = [_option(each) for each in command.params if isinstance(each, click.Option)]
    parts += [_table(("option", "does"), rows)] if rows else []
    return "\n".join(parts)


def _option(option: click.Option) -> tuple[str, str]:
    value: Any = "" if option.is_flag else f" {option.metavar or option.type.name.upper()}"
    default = option.default
    shown = f" Default: {default}." if isinstance(default, str | int) and not option.is_flag else ""
    return f"`{', '.join(option.opts)}{value}`", (option.help or "").replace("|", r"\|") + shown


if __name__ == "__main__":
    main()
