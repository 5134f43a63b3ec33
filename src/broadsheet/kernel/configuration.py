"""Frozen, validated configuration from `broadsheet.toml` and the environment.

Each room declares one msgspec struct; `read` fills it once. A key or value that does
not fit is named together with what would be allowed and where it was written.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from broadsheet.kernel.errors import BroadsheetError

FILE_NAME = "broadsheet.toml"
ENVIRONMENT_PREFIX = "BROADSHEET_"

T = TypeVar("T", bound=msgspec.Struct)


class ConfigurationError(BroadsheetError):
    """The configuration cannot be used; the message names key, value, allowed values, file."""

    code = "configuration"


class Source:
    """The tables of one `broadsheet.toml` and the environment that may override them.

    `BROADSHEET_PRESS_WORKERS=2` overrides `workers` in `[press]`; the environment wins.
    """

    def __init__(self, tables: Mapping[str, Any], environment: Mapping[str, str], name: str) -> None:
        self._tables = tables
        self._environment = environment
        self.name = name

    @classmethod
    def from_folder(cls, folder: Path, environment: Mapping[str, str]) -> Source:
        """Reads `<folder>/broadsheet.toml`; raises ConfigurationError if it is absent or no TOML."""
        path = folder / FILE_NAME
        try:
            tables = tomllib.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise ConfigurationError(
                f"{folder} is no Broadsheet site: it holds no {FILE_NAME}. "
                f"Make one with 'broadsheet init {folder}' or name another folder with --site."
            ) from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{path} is not valid TOML: {error}") from error
        except OSError as error:
            raise ConfigurationError(f"{path} cannot be read: {error.strerror}") from error
        return cls(tables, environment, str(path))

    def check_tables(self, known: frozenset[str]) -> None:
        """Raises ConfigurationError for a table that no room declares."""
        for table in self._tables:
            if table not in known:
                raise ConfigurationError(f"{self.name}: unknown table [{table}]. {_advice(table, known)}")

    def read(self, table: str, struct: type[T]) -> T:
        """The room's configuration, defaults filled in, or ConfigurationError."""
        values = self._tables.get(table, {})
        if not isinstance(values, Mapping):
            raise ConfigurationError(f"{self.name}: '{table}' must be a table: write [{table}].")
        fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
        for key in values:
            if key not in fields:
                raise ConfigurationError(
                    f"{self.name}: unknown key '{key}' in [{table}]. {_advice(key, frozenset(fields))}"
                )
        return struct(
            **{
                key: self._convert(table, key, values, field)
                for key, field in fields.items()
                if key in values
                or self._variable(table, key) in self._environment
                or (field.required and not _has_default(field))
            }
        )

    def _variable(self, table: str, key: str) -> str:
        return f"{ENVIRONMENT_PREFIX}{table}_{key}".upper()

    def _convert(
        self, table: str, key: str, values: Mapping[str, Any], field: msgspec.structs.FieldInfo
    ) -> Any:
        variable = self._variable(table, key)
        from_environment = variable in self._environment
        if not from_environment and key not in values:
            raise ConfigurationError(
                f"{self.name}: '{key}' is missing in [{table}]. Allowed: {_allowed(field.type)}."
            )
        value = self._environment[variable] if from_environment else values[key]
        where = (
            f"environment variable {variable}" if from_environment else f"{self.name}: '{key}' in [{table}]"
        )
        try:
            return msgspec.convert(value, field.type, strict=not from_environment)
        except msgspec.ValidationError as error:
            raise ConfigurationError(
                f"{where} is {value!r}, which does not fit ({error}). Allowed: {_allowed(field.type)}."
            ) from error


def _has_default(field: msgspec.structs.FieldInfo) -> bool:
    return field.default is not msgspec.NODEFAULT or field.default_factory is not msgspec.NODEFAULT


def _advice(key: str, known: frozenset[str]) -> str:
    close = get_close_matches(key, known, n=1)
    meant = f"Did you mean '{close[0]}'? " if close else ""
    return f"{meant}Allowed: {', '.join(sorted(known))}."


def _allowed(kind: Any) -> str:
    """What a value may be, in words, from msgspec's own description of the type."""
    schema = msgspec.json.schema(kind)
    if "enum" in schema:
        return ", ".join(repr(value) for value in schema["enum"])
    words = [str(schema.get("type", "a value"))]
    words += [f"from {schema['minimum']}"] if "minimum" in schema else []
    words += [f"to {schema['maximum']}"] if "maximum" in schema else []
    words += [f"matching {schema['pattern']}"] if "pattern" in schema else []
    return " ".join(words)
