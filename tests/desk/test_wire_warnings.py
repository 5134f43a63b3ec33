"""Every sentence that the wire writes into an item is said in the desk's language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from django.utils import translation

import broadsheet.wire
from broadsheet.desk.wire_warnings import told
from broadsheet.wire import markup

WIRE = Path(broadsheet.wire.__file__).parent
TEXT = """<p onclick="x()">Ein <a href="javascript:x()">Satz</a>\u202e.<iframe src="https://a.example/x"></iframe>
<object></object></p>"""


def sentences() -> Iterator[str]:
    """What is appended to an item's warnings anywhere in the wire; something stands where it varies."""
    for path in sorted(WIRE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("warnings.append"):
                yield said(node.args[0], path)


def said(words: ast.expr, path: Path) -> str:
    match words:
        case ast.Constant():
            return str(words.value)
        case ast.JoinedStr():
            return "".join(
                str(each.value) if isinstance(each, ast.Constant) else "‹x y›" for each in words.values
            )
    name = ".".join(["broadsheet", "wire", *path.relative_to(WIRE).with_suffix("").parts])
    found: object = import_module(name)
    for part in ast.unparse(words).split("."):
        found = getattr(found, part)
    return str(found)


def test_every_warning_is_told_in_german() -> None:
    removed: list[str] = []
    markup.safe_html(TEXT, removed)
    assert len(removed) == 5
    attached = ("Attached: a.pdf (application/pdf)", "Attached: without a name (application/pdf)")
    found = {*sentences(), *removed, *attached}
    assert len(found) > 35
    with translation.override("de"):
        shown = {sentence: told(sentence) for sentence in found}
    assert [sentence for sentence, each in shown.items() if each.is_english or each.text == sentence] == []
    assert [each.text for each in shown.values() if re.search(r"\b(the|without)\b", each.text)] == []
    assert [
        each.text for sentence, each in shown.items() if "‹x y›" in sentence and "‹x y›" not in each.text
    ] == []


def test_what_nobody_knows_stays_as_it_is() -> None:
    assert told("Something else.").is_english
