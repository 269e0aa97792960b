"""What two versions of the warehouse say differently: rows by mart and unit, totals by unit and month."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from majorprojects.build.dbt import MANIFEST_FILE
from majorprojects.build.version import BUILD_RECORD, read_record, versions_folder
from majorprojects.errors import DataError
from majorprojects.publish.totals import Move, read_lost_files, read_moves
from majorprojects.publish.version import MARTS_SCHEMA, current_link, side_by_side

if TYPE_CHECKING:
    from majorprojects.build import Build
    from majorprojects.settings import Settings

CURRENT: Final = "current"


@dataclass(frozen=True)
class UnitRows:
    """Rows of a mart that differ, of one unit; None where the mart, or the row, is of no unit.

    A row that went from one unit to another is a changed one of the other.
    """

    unit_code: str | None
    added: int
    removed: int
    changed: int


@dataclass(frozen=True)
class MartDifference:
    """A mart in which the versions differ.

    ``columns`` counts the changed rows in which each column differs, the most frequent first.
    ``only_in_one`` and ``only_in_other`` are columns that the other version has not.
    """

    mart: str
    units: tuple[UnitRows, ...]
    columns: dict[str, int]
    only_in_one: tuple[str, ...]
    only_in_other: tuple[str, ...]

    @property
    def rows(self) -> UnitRows:
        """The rows of all units together."""
        return UnitRows(
            None,
            sum(unit.added for unit in self.units),
            sum(unit.removed for unit in self.units),
            sum(unit.changed for unit in self.units),
        )


@dataclass(frozen=True)
class Difference:
    """What two versions say differently; marts that are equal are not among ``marts``.

    ``lost_files`` are those that ``one`` knows and ``other`` does not, as it is where ``other`` is the
    older one. ``incomparable`` are the marts that are compared by no key: those that only one version has, and
    what a build says of itself.
    """

    one: Build
    other: Build
    marts: tuple[MartDifference, ...]
    moves: tuple[Move, ...]
    lost_files: tuple[str, ...]
    incomparable: tuple[str, ...]


def compare_versions(settings: Settings, one: str, other: str) -> Difference:
    """Compare two versions; nobody who has one open is disturbed.

    Args:
        settings: where the warehouse is.
        one: id of a version, `current`, or a side version such as `as_of/2022-02-18`.
        other: what it is compared with: `added` is what only this one has.

    Raises:
        DataError: there is no such version, or one is too old to be compared.
        MachineError: a version's file cannot be read.
    """
    folders = [_folder(settings, name) for name in (one, other)]
    builds = [read_record(folder) for folder in folders]
    if not (builds[0] and builds[1]):
        raise _missing(settings, one if builds[0] is None else other)
    if folders[0] == folders[1]:
        return Difference(builds[0], builds[1], (), (), (), ())
    keys = {**_keys(folders[0]), **_keys(folders[1])}
    with side_by_side(*folders) as connection:
        columns = [_columns(connection, side) for side in ("one", "other")]
        marts = sorted({*columns[0], *columns[1]})
        known = [mart for mart in marts if mart in keys and all(mart in side for side in columns)]
        compared = (
            _compare(connection, mart, keys[mart], columns[0][mart], columns[1][mart])
            for mart in known
        )
        try:
            moves = read_moves(connection)
        except (duckdb.BinderException, duckdb.CatalogException) as error:
            raise DataError(
                f"The totals of {one} and {other} cannot be compared, as the marts of one of them lack what "
                "is compared: `majorprojects build --as-of` makes a version of that day by today's code."
            ) from error
        return Difference(
            one=builds[0],
            other=builds[1],
            marts=tuple(mart for mart in compared if mart is not None),
            moves=moves,
            lost_files=read_lost_files(connection),
            incomparable=tuple(mart for mart in marts if mart not in known),
        )


def _folder(settings: Settings, name: str) -> Path:
    if name == CURRENT:
        return current_link(settings).resolve()  # whoever publishes meanwhile moves the link alone
    return _versions(settings).get(name, versions_folder(settings) / "none")


def _versions(settings: Settings) -> dict[str, Path]:
    """Folder of each version by the name that a person gives it."""
    folders = [
        path.parent
        for place in ("versions", "as_of")
        for path in sorted((settings.warehouse / place).glob(f"[!.]*/{BUILD_RECORD}"))
    ]
    return {
        f"as_of/{folder.name}" if folder.parent.name == "as_of" else folder.name: folder
        for folder in folders
    }


def _missing(settings: Settings, name: str) -> DataError:
    known = ", ".join((CURRENT, *_versions(settings)))
    return DataError(
        f"There is no version {name} to compare: take one of {known}, or make one by "
        "`majorprojects build` (`--as-of` a day)."
    )


def _keys(folder: Path) -> dict[str, tuple[str, ...]]:
    """Key of each mart, as its test `is_key` or `unique` in the version's manifest says it."""
    nodes = json.loads((folder / MANIFEST_FILE).read_bytes())["nodes"].values()
    tests = [node for node in nodes if node["resource_type"] == "test"]
    found = {}
    for test in tests:
        mart = (test.get("attached_node") or "").rpartition(".")[2]
        match test.get("test_metadata"):
            case {"name": "is_key", "kwargs": {"columns": [*columns]}}:
                found[mart] = tuple(columns)
            case {"name": "unique", "kwargs": {"column_name": str(column)}}:
                found[mart] = (column,)
    return found


def _columns(connection: duckdb.DuckDBPyConnection, side: str) -> dict[str, dict[str, str]]:
    """Type of each column of each mart of a side."""
    rows = connection.execute(
        """
        select table_name, column_name, data_type from duckdb_columns()
        where database_name = ? and schema_name = ? order by table_name, column_index
        """,
        [side, MARTS_SCHEMA],
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for mart, column, kind in rows:
        found.setdefault(mart, {})[column] = kind
    return found


def _compare(
    connection: duckdb.DuckDBPyConnection,
    mart: str,
    key: Sequence[str],
    one: Mapping[str, str],
    other: Mapping[str, str],
) -> MartDifference | None:
    """Compare a mart row by row; None where it is equal.

    Keys and hashes are joined first, so that a large mart with few changes stays out of memory;
    nothing is sorted.
    """
    both = [column for column in one if column in other]
    unlike = {
        column: f"one.{column} is distinct from other.{column}"
        if one[column] == other[column]
        else f"one.{column}::varchar is distinct from other.{column}::varchar"
        for column in both
    }
    keys = ", ".join(f"{sql} as key_{number}" for number, sql in enumerate(key))
    names = ", ".join(f"key_{number}" for number in range(len(key)))
    unit = "coalesce(other.unit_code, one.unit_code)" if "unit_code" in both else "null"
    counts = "".join(f", count(*) filter (in_both and {sql})" for sql in unlike.values())
    rows = connection.execute(
        f"""
        with unlike as (
            select {names}, one.digest is null as is_added, other.digest is null as is_removed
            from (select {keys}, hash({", ".join(both)}) as digest from one.{MARTS_SCHEMA}.{mart}) as one
            full join (select {keys}, hash({", ".join(both)}) as digest from other.{MARTS_SCHEMA}.{mart}) as other
                using ({names})
            where one.digest is distinct from other.digest
        )
        select
            {unit} as unit_code,
            count(*) filter (is_added),
            count(*) filter (is_removed),
            count(*) filter (in_both and ({" or ".join(unlike.values())})) {counts}
        from unlike
        left join (select *, {keys} from one.{MARTS_SCHEMA}.{mart}) as one using ({names})
        left join (select *, {keys} from other.{MARTS_SCHEMA}.{mart}) as other using ({names}),
            lateral (select not is_added and not is_removed as in_both)
        group by all
        order by unit_code nulls first
        """  # noqa: S608 - the names are those of the versions' own manifests and marts
    ).fetchall()
    units = [UnitRows(*row[:4]) for row in rows if any(row[1:4])]
    columns = Counter({c: sum(row[4 + i] for row in rows) for i, c in enumerate(both)})
    only_in_one, only_in_other = set(one) - set(other), set(other) - set(one)
    if not (units or only_in_one or only_in_other):
        return None
    return MartDifference(
        mart=mart,
        units=tuple(units),
        columns={column: count for column, count in columns.most_common() if count},
        only_in_one=tuple(sorted(only_in_one)),
        only_in_other=tuple(sorted(only_in_other)),
    )
