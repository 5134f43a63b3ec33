"""Whatever readers see comes from the catalogue or from a record: no template holds words of its own.

Every text of the catalogue is put between marks and every record's text is made of digits and
marks too, so that a word outside both was written into a template or into code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from lxml import html

import broadsheet.desk
from broadsheet.ledger.records import AnyRecord, asset_of
from broadsheet.press.recipe import Change
from broadsheet.site import catalogue, labels
from broadsheet.site.catalogue import Catalogue
from broadsheet.site.config import SiteConfig
from broadsheet.site.edition import edition
from broadsheet.site.providers import NAMES
from tests import newsroom
from tests.site.conftest import HTML
from tests.site.proof import ADDRESS, proof

_OPEN, _CLOSE = "⟦", "⟧"
_SHOWN = ("alt", "title", "aria-label", "placeholder")
_UNSEEN = {"script", "style", "template"}
_WORD = re.compile(r"[^\W\d_]{2,}")
# Names of formats and of the program, the same in every language.
_NAMES = {"RSS", "Atom", "JSON", "OPML", "PDF", "Broadsheet"}


def pseudo(language: str) -> Catalogue:
    shipped = catalogue.load("en" if language == "en" else "de")
    # A clock and the parts of a date are texts within texts: marks nest.
    return shipped.replaced(lambda _key, text: f"{_OPEN}{text}{_CLOSE}")


def outside(text: str) -> str:
    """What stands between no marks."""
    before = ""
    while before != text:
        before, text = text, re.sub(rf"{_OPEN}[^{_OPEN}{_CLOSE}]*{_CLOSE}", " ", text)
    return text


def written(page: str, known: str) -> Iterator[str]:
    """Words that readers see and that are in no marks and in none of the known texts."""
    for element in html.fromstring(page).iter():
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            continue
        texts = [element.text or "", *(child.tail or "" for child in element)]
        texts += [element.get(name, "") for name in _SHOWN]
        for text in texts:
            yield from (word for word in _WORD.findall(outside(text)) if word not in known)


def words_of(records: list[AnyRecord]) -> str:
    names = [*NAMES.values(), *_NAMES]
    return "\n".join([*(msgspec.json.encode(each).decode() for each in records), *names])


@pytest.mark.django_db
def test_no_word_on_any_page_is_a_templates_own(
    published: list[AnyRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Alone, before a headline, and before a headline within a title.
    forms = (f"{_OPEN}{{}}{_CLOSE}", f"{_OPEN}{{}}", f"{_OPEN}{_OPEN}{{}}")
    monkeypatch.setattr(labels, "ALL", {form.format(word) for word in labels.ALL for form in forms})
    made = edition(SiteConfig(address=ADDRESS, further_languages="en"), pseudo)
    targets = [*made.standing()]
    for record in published:
        targets += made.concerned(Change(asset_of(record), None, record))
    known = words_of(published)
    found: dict[str, list[str]] = {}
    pages = 0
    for recipe, target in dict.fromkeys(targets):
        if recipe.name in HTML and (output := proof(recipe, target, newsroom.NOW).output):
            pages += 1
            if words := list(written(output.body.decode(), known)):
                found[output.path] = words
    assert found == {}
    assert pages > 20


@pytest.mark.parametrize(
    "page",
    [
        "<main><p>⟦Von⟧ Anna <b>⟦x⟧</b> Weiterlesen</p></main>",
        '<main><img alt="Ein Bild"></main>',
        '<main><nav aria-label="Menü"></nav></main>',
        '<main><a title="⟦Mehr⟧ dazu">1</a></main>',
        '<main><input placeholder="Suche"></main>',
    ],
)
def test_a_word_of_its_own_is_found(page: str) -> None:
    assert len(list(written(page, "Anna"))) > 0


def test_what_is_marked_or_known_is_no_word_of_its_own() -> None:
    assert list(written("<main><p>⟦am ⟦3. Mai⟧ um⟧ 12:00 Anna <script>let</script></p></main>", "Anna")) == []


# ---- the desk ---------------------------------------------------------------------------

_TEMPLATES = Path(broadsheet.desk.__file__).parent / "templates"
_COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
_TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?endblocktrans(?:late)?\s*%}", re.DOTALL)
_CODE = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
_TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)


def untranslated(template: str) -> list[str]:
    """Words of a Django template that do not go through gettext."""
    for part in (_COMMENT, _TRANSLATED, _CODE, _TAGS):
        template = part.sub(" ", template)
    return list(written(f"<div>{template}</div>", " ".join(_NAMES))) if template.strip() else []


def test_no_template_of_the_desk_holds_words_of_its_own() -> None:
    paths = sorted(_TEMPLATES.rglob("*.html"))
    found = {path.name: untranslated(path.read_text(encoding="utf-8")) for path in paths}
    assert {name: words for name, words in found.items() if words} == {}
    assert len(paths) > 5


def test_a_word_of_a_desks_template_is_found() -> None:
    assert untranslated('<p>{% translate "Save" %} now</p>') == ["now"]
    assert untranslated('<p title="Now">{% blocktranslate %}Save{% endblocktranslate %}</p>') == ["Now"]
