"""The rows of the landing, and which earlier row says what a row's own sheet has no column for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from majorprojects.entities import load_entities
from majorprojects.landing import day_folder, landing_days

if TYPE_CHECKING:
    import duckdb

    from majorprojects.explain.cells import RowWanted
    from majorprojects.settings import Settings

Row = dict[str, Any]
Said = tuple["RowWanted", str]
_PLACE: Final = (
    "submission_id", "unit_code", "source_path", "sheet", "report_month", "received_on",
    "source_row", "absent_fields",
)  # fmt: skip
# Of these what arrived last holds, whatever month it speaks of (macro `register`).
_FACTS: Final = {"capital_attraction", "observations", "official_statistics", "targets"}
# What is said of one month is not carried on into the next.
_OF_A_MONTH: Final = {"capital_attraction", "monthly_progress"}
# They speak of the change in their own row.
_NEVER_CARRIED: Final = {
    "plan_change_approval", "plan_change_reason", "withdrawal_reason", "change_approval",
    "change_reason",
}  # fmt: skip
# Registers of what belongs to projects: what another unit says of its month counts for nobody.
_OF_PROJECTS: Final = {"commitments", "issues", "projects"}
# Comparisons alone: with an OR among them DuckDB compares each row with each. And of the projects in
# question alone: a province's owners are many.
_OWNED: Final = """
    left join (
        select
            project_code,
            unit_code,
            from_month,
            lead(from_month) over (partition by project_code order by from_month) as to_month
        from marts.dim_project_owners
        where
            received_on <= $last_day
            and project_code in (select project_code from told)
    ) as owners
        on
            told.project_code = owners.project_code
            and told.report_month >= owners.from_month
            and told.report_month < coalesce(owners.to_month, date '9999-12-31')
"""


@dataclass(frozen=True)
class Landing:
    """The landing's tables, as far as a version of the warehouse knows their submissions.

    What arrived after ``last_day`` is left out.
    """

    settings: Settings
    connection: duckdb.DuckDBPyConnection
    last_day: date = date.max

    def rows(self, wanted: Iterable[RowWanted]) -> dict[RowWanted, Row]:
        """The rows as they stand, where it is plain which one is meant."""
        found = {}
        for entity, wants in _by_entity(wanted).items():
            submissions = {want.submission_id for want in wants}
            numbered: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
            for row in self._select(
                entity,
                f"""
                select {_columns(entity, wants)}
                from read_parquet($files, hive_partitioning = false) as told
                inner join marts.fct_submissions as files on told.submission_id = files.submission_id
                where told.submission_id in (select unnest($asked))
                """,  # noqa: S608 - fields of our own entities
                submissions,
                self._days(submissions),
            ):
                numbered[row["submission_id"], row["source_row"]].append(row)
            for want in wants:
                rows = numbered[want.submission_id, want.source_row]
                if len(rows) > 1:
                    key = load_entities()[entity].key
                    rows = [row for row in rows if any(row[name] in want.about for name in key)]
                if len(rows) == 1:
                    found[want] = rows[0]
        return found

    def register(self, entity: str, keys: Collection[Any], wants: Sequence[RowWanted]) -> list[Row]:
        """The rows of all days that count and whose key begins so, in the order in which they hold."""
        owned = entity in _OF_PROJECTS
        rows = self._select(
            entity,
            f"""
            with told as materialized (
                from read_parquet($files, hive_partitioning = false)
                where {_first_of_key(entity)} in (select unnest($asked))
            )
            select {_columns(entity, wants)}
            from told
            inner join marts.fct_submissions as files on told.submission_id = files.submission_id
            {_OWNED if owned else ""}
            where
                files.outcome like 'accepted%'
                {"and coalesce(owners.unit_code, told.unit_code) = told.unit_code" if owned else ""}
            """,  # noqa: S608 - fields of our own entities
            keys,
            [day for day in landing_days(self.settings) if day <= self.last_day],
            **({"last_day": self.last_day} if owned else {}),
        )
        return sorted(rows, key=lambda row: _order(entity, row))

    def all_of(self, table: str, submissions: Collection[str], days: Collection[date]) -> list[Row]:
        """What a table says of submissions of these days."""
        return self._select(
            table,
            """
            select * from read_parquet($files, hive_partitioning = false)
            where submission_id in (select unnest($asked))
            """,
            submissions,
            days,
        )

    def _days(self, submissions: Collection[str]) -> set[date]:
        found = self.connection.execute(
            "select distinct received_on from marts.fct_submissions "
            "where submission_id in (select unnest($asked))",
            {"asked": list(submissions)},
        )
        return {day for (day,) in found.fetchall()}

    def _select(
        self,
        table: str,
        query: str,
        asked: Collection[Any],
        days: Iterable[date],
        **values: date,
    ) -> list[Row]:
        """Rows of a table of these days; the empty one gives the columns where no day does."""
        folders = [day_folder(self.settings.landing, day) for day in sorted(days)]
        files = [folder / f"{table}.parquet" for folder in folders]
        empty = self.settings.landing / "empty" / f"{table}.parquet"
        there = [str(file) for file in (empty, *files) if file.exists()]
        found = self.connection.execute(query, {"files": there, "asked": list(asked), **values})
        names = [name for name, *_ in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _columns(entity: str, wants: Iterable[RowWanted]) -> str:
    names = [
        *_PLACE,
        *load_entities()[entity].key,
        *(name for want in wants for name in want.fields),
    ]
    told = ", ".join(f"told.{name}" for name in dict.fromkeys(names))
    return f"{told}, files.sha256, '{entity}' as entity"


def absent(row: Row) -> set[str]:
    """Fields for which the row's sheet has no column."""
    return set(filter(None, (row["absent_fields"] or "").split(",")))


def _order(entity: str, row: Row) -> tuple[Any, ...]:
    """The order in which the rows of a register hold."""
    arrival = row["received_on"], row["source_path"], row["source_row"]
    return arrival if entity in _FACTS else (row["report_month"], *arrival)


def _subject(entity: str, row: Row) -> tuple[Any, ...]:
    """What a row speaks of: rows that speak of the same follow on each other."""
    unit = () if entity == "projects" else (row["unit_code"],)  # a project may change its owner
    month = (row["report_month"],) if entity in _OF_A_MONTH else ()
    return (*(row[name] for name in load_entities()[entity].key), *unit, *month)


def _first_of_key(entity: str) -> str:
    return next(iter(load_entities()[entity].key), "unit_code")


def rows_before(
    landing: Landing, found: Mapping[RowWanted, Row]
) -> dict[RowWanted, tuple[Row, ...]]:
    """The rows of all submissions that speak of the same and that a row follows, in order."""
    before: dict[RowWanted, tuple[Row, ...]] = {}
    for entity, wants in _by_entity(found).items():
        keys = {found[want][_first_of_key(entity)] for want in wants}
        registers: defaultdict[tuple[Any, ...], list[Row]] = defaultdict(list)
        for row in landing.register(entity, keys, wants):
            registers[_subject(entity, row)].append(row)
        for want in wants:
            own = _order(entity, found[want])
            of_subject = registers[_subject(entity, found[want])]
            before[want] = tuple(row for row in of_subject if _order(entity, row) < own)
    return before


def carried(
    found: Mapping[RowWanted, Row], before: Mapping[RowWanted, Sequence[Row]]
) -> dict[Said, Row]:
    """The earlier rows that say the fields for which a row's own sheet has no column."""
    return {
        (want, field): earlier
        for want, row in found.items()
        for earlier in before[want]
        for field in (absent(row) & set(want.fields)) - _NEVER_CARRIED - absent(earlier)
    }


def replaced(row: Row, before: Sequence[Row]) -> tuple[Row, ...]:
    """The earlier rows that said the same of the same month, so that the row took their place."""
    return tuple(one for one in before if one["report_month"] == row["report_month"])


def _by_entity(wanted: Iterable[RowWanted]) -> dict[str, list[RowWanted]]:
    found: defaultdict[str, list[RowWanted]] = defaultdict(list)
    for want in wanted:
        found[want.entity].append(want)
    return found
