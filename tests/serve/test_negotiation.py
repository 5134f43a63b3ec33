from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadsheet.serve.negotiation import choose_encoding, http_seconds, parse_accept_encoding, wanted_span
from broadsheet.serve.replies import Span

ALL = ("br", "gzip", "identity")


@pytest.mark.parametrize(
    ("accepted", "chosen"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, br", "br"),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0.5, gzip;q=0.5", "br"),
        ("br;q=0, gzip;q=0", "identity"),
        ("*", "br"),
        ("*;q=0, gzip", "gzip"),
        ("br;q=0, *", "gzip"),
        ("zstd", "identity"),
        ("identity, gzip;q=0.1", "identity"),
        ("gzip;q=0.1", "gzip"),
        ("identity;q=0", None),
        ("*;q=0", None),
        ("identity;q=0, zstd", None),
        ("identity;q=0, *", "br"),
        ("gzip;q=1.5", "identity"),
        ("gzip;q=x, br;q=0.001", "br"),
        ("gzip ; Q = 1.000", "gzip"),
        (", ,gzip,,", "gzip"),
    ],
)
def test_the_best_encoding_is_chosen(accepted: str | None, chosen: str | None) -> None:
    assert choose_encoding(accepted, ALL) == chosen


NAMES = st.sampled_from(["br", "gzip", "identity", "*", "zstd", "deflate"])
WEIGHTS = st.integers(0, 1000)


@given(st.dictionaries(NAMES, WEIGHTS), st.lists(st.sampled_from(["", " ", "\t"]), min_size=2, max_size=2))
def test_the_choice_is_acceptable_and_no_other_is_liked_better(
    weights: dict[str, int], space: list[str]
) -> None:
    before, after = space
    value = ",".join(f"{before}{name};q={weight / 1000:.3f}{after}" for name, weight in weights.items())

    def liked(encoding: str) -> float:
        default = weights.get("*", 0.1 if encoding == "identity" else 0)
        return weights.get(encoding, default)

    chosen = choose_encoding(value, ALL)
    best = max(map(liked, ALL))
    assert (chosen is None) == (best == 0)
    if chosen is not None:
        assert liked(chosen) == best


@given(st.text(max_size=60))
def test_any_text_is_parsed_to_weights_between_nought_and_one(value: str) -> None:
    assert all(0 <= weight <= 1 for weight in parse_accept_encoding(value).values())
    assert choose_encoding(value, ALL) in {*ALL, None}


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_none(value: str) -> None:
    assert isinstance(http_seconds(value), int | None)


def test_all_three_forms_of_dates_are_read() -> None:
    for form in (
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
    ):
        assert http_seconds(form) == 784_111_777


@given(st.text(alphabet="bytes=-,0123456789 x", max_size=40), st.integers(0, 10_000))
def test_a_span_lies_in_the_file(value: str, size: int) -> None:
    span = wanted_span({"range": value}.get, '"tag"', 0, size)
    assert span is None or 0 <= span.start <= size
    assert span is None or span.stop <= size


def test_a_suffix_of_an_empty_file_is_not_there() -> None:
    assert wanted_span({"range": "bytes=-5"}.get, '"tag"', 0, 0) == Span(0, 0)
