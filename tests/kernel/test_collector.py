from __future__ import annotations

import gc

from broadsheet.kernel import collector


def test_what_is_loaded_is_looked_through_no_more() -> None:
    kept = [object(), {}]
    try:
        collector.spare_what_is_loaded()
        assert gc.get_freeze_count() > 0
        assert not any(each is kept for each in gc.get_objects())
    finally:
        gc.unfreeze()
