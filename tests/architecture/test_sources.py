"""Rules that no linter knows, checked on the parsed sources."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Module, calls, dotted, modules

MAX_FUNCTION = 60
MAX_FILE = 500

CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "timezone.now",
    "django.utils.timezone.now",
    "timezone.localtime",
    "timezone.localdate",
}
LATE_IMPORTS = {"import_string", "import_module", "importlib.import_module", "__import__"}
VAGUE_NAMES = {"utils", "util", "common", "helpers", "misc", "tools"}


def _own() -> list[Module]:
    return [module for module in modules("src") if not module.is_migration]


def test_only_the_kernel_asks_the_machine_for_the_time() -> None:
    found = [
        module.at(call)
        for module in _own()
        if module.room != "kernel"
        for name, call in calls(module)
        if name in CLOCKS
    ]
    assert found == []


def test_no_room_reaches_another_by_a_string() -> None:
    """`import_string` and `import_module` escape import-linter; the project may name settings."""
    found = [
        module.at(call)
        for module in _own()
        for name, call in calls(module)
        if name in LATE_IMPORTS and not _within_room(module, call)
    ]
    assert found == []


def _within_room(module: Module, call: ast.Call) -> bool:
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Constant) and str(first.value).startswith(f"broadsheet.{module.room}.")


def test_raw_sql_stays_in_press_and_ledger() -> None:
    found = [
        module.at(call)
        for module in _own()
        if module.room not in {"press", "ledger"}
        for name, call in calls(module)
        if name.endswith(("connection.cursor", ".objects.raw", ".extra")) or name in {"RawSQL", "cursor"}
    ]
    assert found == []


def test_there_are_no_signals_of_our_own() -> None:
    found = [module.at(node) for module in _own() for node in ast.walk(module.tree) if _uses_signals(node)]
    assert found == []


def _uses_signals(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return (node.module or "").startswith("django") and any(
            alias.name in {"receiver", "Signal"} for alias in node.names
        )
    if isinstance(node, ast.Call):
        name = dotted(node.func)
        return name.endswith((".connect", ".send")) and any(
            word in name for word in ("signal", "_save", "_delete", "_init", "m2m_changed", "published")
        )
    return False


def test_a_broad_except_logs_or_raises_again() -> None:
    found = [
        module.at(node)
        for module in _own()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node) and not _speaks(node)
    ]
    assert found == []


def _is_broad(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or dotted(kind) in {"Exception", "BaseException"} for kind in kinds)


def _speaks(handler: ast.ExceptHandler) -> bool:
    """Whether it raises, logs, or hands the error on by name."""
    for node in ast.walk(handler):
        if isinstance(node, ast.Raise):
            return True
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[0] in {"log", "logger", "logging"}:
            return True
        if isinstance(node, ast.Name) and handler.name and node.id == handler.name:
            return True
    return False


@pytest.mark.parametrize("folder", ["src", "tests", "benchmarks", "scripts"])
def test_functions_are_short(folder: str) -> None:
    found = [
        f"{module.at(node)} {node.name}: {length} lines"
        for module in modules(folder)
        if not module.is_migration
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno + 1) > MAX_FUNCTION
    ]
    assert found == []


@pytest.mark.parametrize("folder", ["src", "tests", "benchmarks", "scripts"])
def test_files_are_short(folder: str) -> None:
    found = [
        f"{module.name}: {length} lines"
        for module in modules(folder)
        if not module.is_migration and (length := len(module.text.splitlines())) > MAX_FILE
    ]
    assert found == []


def test_half_of_all_functions_are_under_eight_lines() -> None:
    lengths = sorted(_body_lengths())
    assert lengths[len(lengths) // 2] <= 8


def _body_lengths() -> Iterator[int]:
    """Lines of each function's body, signature and docstring aside."""
    for module in _own():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
                yield (body[-1].end_lineno or 0) - body[0].lineno + 1


def test_names_say_what_a_thing_is() -> None:
    found = [
        module.name for module in modules() if VAGUE_NAMES & set(module.name.removesuffix(".py").split("/"))
    ]
    assert found == []


def test_every_package_says_what_it_is_for() -> None:
    found = [
        module.name
        for module in modules("src")
        if module.name.endswith("/__init__.py")
        and not module.is_migration
        and "/management" not in module.name
        and not ast.get_docstring(module.tree)
    ]
    assert found == []


def test_every_import_of_another_room_is_absolute() -> None:
    """A relative import hides which room is meant."""
    found = [
        module.at(node)
        for module in _own()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert found == []


def test_docstrings_do_not_repeat_their_function() -> None:
    found = [
        f"{module.at(node)} {node.name}"
        for module in _own()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef) and _echoes(node)
    ]
    assert found == []


def _echoes(node: ast.FunctionDef) -> bool:
    words = (ast.get_docstring(node) or "").lower().rstrip(".").replace("the ", "").split()
    return words == node.name.strip("_").split("_")


def test_the_rules_see_what_they_forbid() -> None:
    """Each helper above, on a planted example: a rule that cannot fail is none."""
    planted = ast.parse(
        "from django.dispatch import receiver\n"
        "try:\n    work()\nexcept Exception:\n    pass\n"
        "def send_mail():\n    'Send mail.'\n"
        "x = datetime.now()\n"
    )
    module = Module("src/broadsheet/desk/planted.py", "", planted)
    assert any(_uses_signals(node) for node in ast.walk(planted))
    handler = next(node for node in ast.walk(planted) if isinstance(node, ast.ExceptHandler))
    assert _is_broad(handler)
    assert not _speaks(handler)
    assert {name for name, _ in calls(module)} & CLOCKS
    function = next(node for node in ast.walk(planted) if isinstance(node, ast.FunctionDef))
    assert _echoes(function)
    assert module.room == "desk"
