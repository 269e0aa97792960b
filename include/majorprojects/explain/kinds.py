"""The kinds of indicators: what each adds up, and in which cells of the sheets that stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True)
class Kind:
    """What an indicator adds up and where the sheets say it, as in dim_indicator."""

    adds_up: str
    entity: str
    fields: tuple[str, ...]
    plan_entity: str
    plan_fields: tuple[str, ...]

    @property
    def reached(self) -> set[tuple[str, str]]:
        """The cells that say what was reached: entity and field."""
        return {(self.entity, field) for field in self.fields}

    @property
    def possible(self) -> set[tuple[str, str]]:
        """Those that say what could be reached, or why a thing counts."""
        return {(self.plan_entity, field) for field in self.plan_fields}


def read_kinds(connection: duckdb.DuckDBPyConnection) -> dict[str, Kind]:
    """Every indicator that there is."""
    rows = connection.execute(
        "select indicator, adds_up, entity, fields, plan_entity, plan_fields from marts.dim_indicator"
    ).fetchall()
    return {
        name: Kind(adds_up, entity, _fields(fields), plan_entity, _fields(plan_fields))
        for name, adds_up, entity, fields, plan_entity, plan_fields in rows
    }


def _fields(listed: str) -> tuple[str, ...]:
    return tuple(name for name in listed.split(",") if name)
