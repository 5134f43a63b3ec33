"""Search in the wire's words, by the database's own full-text index.

What is indexed and what is asked for are folded alike: small letters without accents, `ß` as `ss`.
Words are found by their beginnings; `"in quotes"` stand side by side; `-word` must not be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from unicodedata import normalize

import msgspec
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup, TextField
from django.db.models.sql.compiler import SQLCompiler

_TERM: Final = re.compile(r'(-?)(?:"([^"]*)"|([^\s"]+))')
_WORD: Final = re.compile(r"\w+")
_ACCENT: Final = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Same words, same letters, however they are written."""
    return _ACCENT.sub("", normalize("NFKD", text.casefold()))


def words_in(text: str) -> str:
    """As it is indexed: nothing but words, so that both databases see the same ones."""
    return " ".join(_WORD.findall(fold(text)))


class Term(msgspec.Struct, frozen=True):
    words: tuple[str, ...]
    """Folded; several stand side by side."""
    exact: bool = False
    """Whether the last word is whole; otherwise it may go on."""
    wanted: bool = True


def terms(text: str) -> list[Term]:
    return [
        Term(words, exact=bool(quoted), wanted=not minus)
        for minus, quoted, bare in _TERM.findall(text)
        if (words := tuple(_WORD.findall(fold(quoted or bare))))
    ]


class SearchedField(TextField):  # type: ignore[type-arg]
    """Folded text under a full-text index; `__matches` takes a search as people type it."""


@SearchedField.register_lookup
class Matches(Lookup):
    """A search that asks for nothing, or only says what must not be there, finds nothing."""

    lookup_name = "matches"

    def get_prep_lookup(self) -> list[Term]:
        return terms(str(self.rhs))

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        column, _ = self.process_lhs(compiler, connection)
        return f"{column} MATCH %s", [for_sqlite(self.rhs)]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, list[str]]:
        column, _ = self.process_lhs(compiler, connection)
        return f"to_tsvector('simple', {column}) @@ to_tsquery('simple', %s)", [for_postgresql(self.rhs)]


def for_sqlite(asked: list[Term]) -> str:
    """In the language of FTS5; folded words hold no quotation mark."""
    wanted = " AND ".join(_in_fts5(term) for term in asked if term.wanted) or '""'
    return " NOT ".join([f"({wanted})", *(_in_fts5(term) for term in asked if not term.wanted)])


def _in_fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"{"" if term.exact else " *"}'


def for_postgresql(asked: list[Term]) -> str:
    """In the language of `to_tsquery`; folded words hold no operator."""
    wanted = [_in_tsquery(term) for term in asked if term.wanted]
    unwanted = [f"!{_in_tsquery(term)}" for term in asked if not term.wanted] if wanted else []
    return " & ".join([*wanted, *unwanted])


def _in_tsquery(term: Term) -> str:
    return f"({' <-> '.join(term.words)}{'' if term.exact else ':*'})"


# ---- what was found, in the text that people read --------------------------------------


class Stretch(msgspec.Struct, frozen=True):
    text: str
    hit: bool = False


def marked(text: str, asked: list[Term]) -> list[Stretch]:
    """The text in stretches, the words that were asked for apart."""
    stretches, end = [], 0
    for begin, stop in _hits(text, asked):
        stretches += [Stretch(text[end:begin]), Stretch(text[begin:stop], hit=True)]
        end = stop
    return [each for each in (*stretches, Stretch(text[end:])) if each.text]


def excerpt(text: str, asked: list[Term], around: int = 90) -> list[Stretch]:
    """A stretch of the text about the first word that was asked for; empty if there is none."""
    first = next(_hits(text, asked), None)
    if first is None:
        return []
    begin = max(0, text.rfind(" ", 0, max(0, first[0] - around // 2)))
    stop = text.find(" ", first[1] + around)
    cut = " ".join(text[begin : stop if stop > 0 else len(text)].split())
    return marked(f"{'… ' if begin else ''}{cut}{' …' if stop > 0 else ''}", asked)


def _hits(text: str, asked: list[Term]) -> Iterator[tuple[int, int]]:
    wanted = [term for term in asked if term.wanted]
    words = list(_WORD.finditer(text)) if wanted else []
    at = 0
    while at < len(words):
        length = max((len(term.words) for term in wanted if _stands(term, words, at)), default=0)
        if length:
            yield words[at].start(), words[at + length - 1].end()
        at += length or 1


def _stands(term: Term, words: list[re.Match[str]], at: int) -> bool:
    *whole, last = term.words
    there = [_folded(word[0]) for word in words[at : at + len(term.words)]]
    if len(there) < len(term.words) or there[:-1] != whole:
        return False
    return there[-1] == last if term.exact else there[-1].startswith(last)


_folded = lru_cache(maxsize=20_000)(fold)
"""A page of the list asks for the same words thousands of times."""
