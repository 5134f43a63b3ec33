"""A column for what is compared: names, addresses, sort keys."""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from broadsheet.ledger import dialect


class KeyField(models.CharField):  # type: ignore[type-arg]  # at run time it takes none
    """Sorts by its bytes in every database, as Python does. In the order of a language, as a PostgreSQL
    database has it, an interval of sort keys would hold other members."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> dict[str, str | None]:
        return {**super().db_parameters(connection), "collation": dialect.of(connection).bytewise}
