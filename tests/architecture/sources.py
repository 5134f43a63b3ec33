"""The project's own files, read and parsed once for all architecture tests."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "broadsheet"


class Module(NamedTuple):
    name: str
    """Its path from the repository's root."""
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """The room within src/broadsheet, or the top folder of anything else."""
        parts = Path(self.name).parts
        return parts[2] if parts[:2] == ("src", "broadsheet") else parts[0]

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.name

    def at(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@cache
def modules(*folders: str) -> tuple[Module, ...]:
    """Python files below `folders` (by default all of the project's), parsed."""
    wanted = folders or ("src", "tests", "benchmarks", "scripts")
    paths = sorted(path for folder in wanted for path in (ROOT / folder).rglob("*.py"))
    return tuple(_parsed(path) for path in paths)


def _parsed(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path.relative_to(ROOT).as_posix(), text, ast.parse(text))


def dotted(node: ast.expr) -> str:
    """`a.b.c` for names and attributes; what stands before a call or index is left out."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def calls(module: Module) -> Iterator[tuple[str, ast.Call]]:
    """Every call with the dotted name of what is called."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def own_files() -> list[Path]:
    """Every file that git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]
