"""Nothing that an agency could send stops the wire."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadsheet.wire import intake, models
from broadsheet.wire.config import WireConfig
from broadsheet.wire.outcome import OutcomeStatus
from tests.wire import noa

pytestmark = pytest.mark.django_db

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(
        ["", "\x00", "\ud800", "<p>x</p><script>", "2026-11-14T09:00:00Z", "picture", "canceled"]
    )
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["value", "role", "name", "href", "url", "type", "renditions", "ednote", "qcode"])
            | st.text(max_size=5),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
DOCUMENTS = st.sampled_from([noa.digitalwires(), noa.ninjs1(), noa.ninjs2(), noa.ninjs3()]).flatmap(
    lambda document: st.dictionaries(
        st.sampled_from(
            [*document, "associations", "ednotes", "ednote", "notepad", "embargoed", "renditions"]
        ),
        VALUES,
        min_size=1,
        max_size=4,
    ).map(lambda changes: {**document, **changes})
)
FILES = (
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace"))
    | st.builds(lambda data, cut: data[:cut], st.just(noa.as_bytes(noa.ninjs3())), st.integers(0, 900))
)

relaxed = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def check(data: bytes, archive: Path) -> None:
    outcomes = intake.take_bytes(data, "x", WireConfig(), archive)

    assert outcomes
    assert {outcome.status for outcome in outcomes} <= set(get_args(OutcomeStatus))
    assert all((outcome.status == "quarantined") == (outcome.item is None) for outcome in outcomes)
    assert msgspec.json.encode(outcomes)
    assert not models.Quarantine.objects.filter(reason="wire-format-failed").exists()


@relaxed
@given(FILES)
def test_any_bytes_have_one_of_the_four_outcomes(archive: Path, data: bytes) -> None:
    check(data, archive)


@relaxed
@given(DOCUMENTS)
def test_any_shape_of_a_known_format_has_one_of_the_four_outcomes(
    archive: Path, document: dict[str, Any]
) -> None:
    check(noa.as_json(document), archive)
