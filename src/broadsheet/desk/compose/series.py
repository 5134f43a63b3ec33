"""The record of a podcast."""

from __future__ import annotations

from typing import cast

from broadsheet.desk.compose.blocks import paragraphs
from broadsheet.desk.models import Series
from broadsheet.kernel.addresses import series_path
from broadsheet.kernel.language import Language
from broadsheet.ledger import records


def series_record(series: Series) -> records.Series:
    return records.Series(
        id=series.series_id,
        path=series_path(series.slug),
        title=series.title,
        description=paragraphs(series.description),
        cover=series.cover.picture_id,
        author=series.author,
        category=series.category,
        language=cast("Language", series.language),
        explicit=series.explicit,
        email=series.email,
    )
