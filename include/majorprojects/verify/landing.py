"""I3, first half: the landing equals its recomputation from the inbox."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import duckdb
import pyarrow as pa

from majorprojects.ingest import cut_batches, inbox_days, inbox_files, ingest_days
from majorprojects.landing import day_folder, read_day, same_files
from majorprojects.load import load_batch
from majorprojects.rules import rules_version
from majorprojects.tables import landing_schemas
from majorprojects.validate import validate_batch
from majorprojects.verify.installation import Installation, count_unlike
from majorprojects.verify.promise import Promise, Promised, counted, shown

_PROMISED: Final = Promised("I3", "the landing equals its recomputation from the inbox")


@dataclass(frozen=True)
class _Difference:
    """How a day of the landing differs from what the inbox gives now."""

    day: dt.date
    other_rules: bool
    new_files: int
    lost_files: int
    rows: dict[str, int]  # of each table that differs, the rows that only one side has

    @property
    def kind(self) -> Literal["lost", "newer", "rules", "damaged"]:
        """What it comes from: files, rules, or nothing that may be."""
        if self.lost_files:
            return "lost"
        if self.new_files:
            return "newer"
        return "rules" if self.other_rules else "damaged"

    def __str__(self) -> str:
        tables = ", ".join(f"{counted(rows, 'row')} of {name}" for name, rows in self.rows.items())
        return f"{self.day}: {tables}"


@_PROMISED.check
def verify_landing(installation: Installation) -> Promise:
    """Read, judge and load the whole inbox into an empty landing, and compare day by day.

    A day that other rules judged is told apart: its rows may rightly be other ones.

    Raises:
        MachineError: the disk is full, or files cannot be read.
    """
    files = _recompute(installation)
    days = sorted({*installation.days, *files})
    found = [difference for day in days if (difference := _compare(installation, day))]
    if damaged := [one for one in found if one.kind == "damaged"]:
        return _PROMISED.broken(
            f"{_days(damaged)} not equal: {shown(damaged)}",
            f"find out who wrote there; {_ingest(damaged)} puts the inbox's rows back",
        )
    if lost := [one for one in found if one.kind == "lost"]:
        return _PROMISED.broken(
            f"in the landing but not as such in the inbox: "
            f"{counted(sum(one.lost_files for one in lost), 'file')} of {shown([o.day for o in lost])}",
            f"put them back, or let {_ingest(lost)} take the inbox as it is",
        )
    if newer := [one for one in found if one.kind == "newer"]:
        return _PROMISED.behind(
            f"not loaded yet: {counted(sum(one.new_files for one in newer), 'file')} of {_days(newer)}",
            f"run {_ingest(newer)}",
        )
    if rejudged := [one for one in found if one.kind == "rules"]:
        return _PROMISED.behind(
            f"judged by other rules than {rules_version()}: {_days(rejudged)}",
            f"run {_ingest(rejudged)} to judge them anew; the ranking may change",
        )
    return _PROMISED.holds(
        f"{len(days)} days, {sum(files.values()):,} files: {len(landing_schemas())} tables a day are "
        f"equal, judged by rules {rules_version()}"
    )


def _recompute(installation: Installation) -> dict[dt.date, int]:
    """Load the inbox into the blank landing; returns its days with their numbers of files."""
    blank = installation.blank
    files = {
        day: len(inbox_files(blank, day)) for day in inbox_days(blank, dt.date.min, dt.date.max)
    }
    for days in cut_batches(files):
        load_batch(blank, validate_batch(blank, ingest_days(blank, days)))
    return {day: count for day, count in files.items() if count}


def _compare(installation: Installation, day: dt.date) -> _Difference | None:
    there = day_folder(installation.picture.landing, day)
    again = day_folder(installation.blank.landing, day)
    if there.exists() and again.exists() and same_files(there, again):
        return None
    rows = {
        name: count for name in landing_schemas() if (count := _unlike(installation, day, name))
    }
    if not rows:
        return None
    landed = read_day(installation.picture, day, "submissions")
    arrived = {*read_day(installation.blank, day, "submissions")["submission_id"].to_pylist()}
    known = {*landed["submission_id"].to_pylist()}
    return _Difference(
        day=day,
        other_rules=bool({*landed["rules_version"].to_pylist()} - {rules_version()}),
        new_files=len(arrived - known),
        lost_files=len(known - arrived),
        rows=rows,
    )


def _unlike(installation: Installation, day: dt.date, name: str) -> int:
    """How many rows of a table only one of the two has."""
    schema = landing_schemas()[name]
    # A day of older templates has fewer columns.
    one, other = (
        pa.concat_tables(
            [schema.empty_table(), read_day(settings, day, name)], promote_options="default"
        ).select(schema.names)
        for settings in (installation.picture, installation.blank)
    )
    with duckdb.connect() as connection:
        return count_unlike(connection, connection.from_arrow(one), connection.from_arrow(other))


def _days(differences: Sequence[_Difference]) -> str:
    return counted(len(differences), "day")


def _ingest(differences: Sequence[_Difference]) -> str:
    first, last = differences[0].day, differences[-1].day
    to = f" --to {last}" if last != first else ""
    return f"`majorprojects run --received-on {first}{to}`"
