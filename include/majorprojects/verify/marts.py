"""I3, second half: the published marts equal a rebuild from the landing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import duckdb

from majorprojects.build import build_version, warehouse_file
from majorprojects.errors import DataError
from majorprojects.publish.version import MARTS_SCHEMA, side_by_side
from majorprojects.verify.installation import Installation, count_unlike
from majorprojects.verify.promise import Promise, Promised, counted

_PROMISED: Final = Promised("I3", "the published marts equal a rebuild from the landing")
_MEND: Final = (
    "remove that version's folder, then run `majorprojects build` and `majorprojects publish`"
)
# What a build says of itself: its seconds are its own.
_OF_THE_BUILD: Final = "fct_model_runs"


@_PROMISED.check
def verify_marts(installation: Installation) -> Promise:
    """Build the landing once more, beside the warehouse, and compare every mart.

    Raises:
        MachineError: the disk is full, or dbt was killed.
    """
    published, planned = installation.published, installation.planned
    if published is None or planned is None or not installation.is_built:
        return _PROMISED.untold(
            "no current version was made from this landing and ledger", "see I6, then verify again"
        )
    if published.build.code_version != planned.code_version:
        return _PROMISED.untold(
            "the current version was made by other code", "see I6, then verify again"
        )
    if any(fault.stops for fault in installation.ledger[1]):
        return _PROMISED.untold(
            "the ledger was changed, so nothing is built from it", "see I5, then verify again"
        )
    ours = installation.warehouse_file
    digests = mart_digests(ours)
    if torn := _differ(digests, _export_digests(ours.with_name("marts"))):
        return _PROMISED.broken(f"the exports of {', '.join(torn)} are not the warehouse's", _MEND)
    try:
        rebuilt = build_version(installation.picture)
    except DataError as error:
        return _PROMISED.broken(f"the landing cannot be built again ({error})", _MEND)
    again = warehouse_file(installation.picture, rebuilt)
    if unlike := _differ(digests, mart_digests(again)):
        how = ", ".join(_unlike(ours, again, mart) for mart in unlike)
        return _PROMISED.broken(f"{counted(len(unlike), 'mart')} not equal: {how}", _MEND)
    whole = hashlib.sha256("".join(digests.values()).encode()).hexdigest()
    return _PROMISED.holds(
        f"{len(digests)} marts of {published.id} are equal, and so are their exports; "
        f"sha256 over all their rows {whole[:12]}"
    )


def mart_digests(warehouse: Path) -> dict[str, str]:
    """sha256 over the sorted rows of every mart of a warehouse file but `fct_model_runs`, by name."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        names = connection.execute(
            "select table_name from duckdb_tables() where schema_name = ? and table_name <> ?"
            " order by table_name",
            [MARTS_SCHEMA, _OF_THE_BUILD],
        ).fetchall()
        return {name: _digest(connection.table(f"{MARTS_SCHEMA}.{name}")) for (name,) in names}


def _export_digests(folder: Path) -> dict[str, str]:
    with duckdb.connect() as connection:
        return {
            path.stem: _digest(connection.read_parquet(str(path)))
            for path in sorted(folder.glob("*.parquet"))
            if path.stem != _OF_THE_BUILD
        }


def _differ(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return [mart for mart in sorted({*one, *other}) if one.get(mart) != other.get(mart)]


def _digest(mart: duckdb.DuckDBPyRelation) -> str:
    digest = hashlib.sha256(
        repr(list(zip(mart.columns, map(str, mart.types), strict=True))).encode()
    )
    rows = mart.order("all")
    while chunk := rows.fetchmany(10_000):
        for row in chunk:
            digest.update(repr(row).encode())
    return digest.hexdigest()


def _unlike(ours: Path, again: Path, mart: str) -> str:
    """Say how a mart of two warehouses differs."""
    with side_by_side(ours.parent, again.parent) as connection:
        try:
            one = connection.table(f"one.{MARTS_SCHEMA}.{mart}")
            other = connection.table(f"other.{MARTS_SCHEMA}.{mart}")
        except duckdb.CatalogException:
            return f"{mart} is missing in one of them"
        if (one.columns, one.types) != (other.columns, other.types):
            return f"{mart} has other columns"
        return f"{mart} in {counted(count_unlike(connection, one, other), 'row')}"
