"""Replays months under a draft: a copy of the latest build, its rankings built again in it."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import duckdb

from majorprojects.build import build_version, warehouse_file
from majorprojects.build.dbt import MANIFEST_FILE, run_dbt
from majorprojects.build.version import WAREHOUSE_FILE
from majorprojects.errors import DataError
from majorprojects.rehearse.compare import (
    RuleChange,
    TopThree,
    Unit,
    compare_rules,
    count_top_three,
    read_units,
)
from majorprojects.rehearse.draft import Draft, read_draft, write_draft
from majorprojects.rehearse.spans import read_spans
from majorprojects.settings import DBT_PROJECT

if TYPE_CHECKING:
    from majorprojects.build import Build
    from majorprojects.settings import Settings

# What stands between a rulebook and the ranking; all else is taken from the latest build as it is.
_SELECTED: Final = (
    "rulebooks+,+fct_rankings",
    "rulebook_rules+,+fct_rankings",
    "rulebook_bands+,+fct_rankings",
    "rulebook_exemptions+,+fct_rankings",
    "1+fct_indicator_items",  # the views that it reads: no version keeps views
    "dim_rulebook",
    "dim_rulebook_bands",
)
_PREFIX: Final = ".rehearsing-"
_STALE_SECONDS: Final = 24 * 3600
_NOT_CODE: Final = shutil.ignore_patterns("target", "logs")


@dataclass(frozen=True)
class Rehearsal:
    """Months under a draft, beside what the rulebooks in force make of the same landing."""

    rulebook_id: str
    version: str
    first_month: date
    last_month: date
    rule_changes: tuple[RuleChange, ...]
    top_three: tuple[TopThree, ...]
    units: tuple[Unit, ...]


def rehearse(
    settings: Settings,
    rulebook: str,
    months: tuple[date, date],
    *,
    bands: Path | None = None,
    on_line: Callable[[str], None] | None = None,
    project: Path = DBT_PROJECT,
) -> Rehearsal:
    """Judge past months by a draft; nothing is published, and nothing stays but the latest build.

    Args:
        settings: where landing and warehouse are.
        rulebook: see :func:`~majorprojects.rehearse.draft.read_draft`.
        months: any days of the first and the last month.
        bands: see there.
        on_line: takes each line that dbt writes.
        project: the dbt project.

    Raises:
        DataError: the draft cannot be read or is refused, or the landing has none of the months.
        MachineError: the disk, the memory or the lock gave way.
    """
    draft = read_draft(rulebook, bands, project)
    first, last = months[0].replace(day=1), months[1].replace(day=1)
    build = build_version(settings, on_line=on_line, project=project)
    with duckdb.connect(warehouse_file(settings, build), read_only=True) as before:
        _check_months(before, first, last)
        with _side_build(settings, build, draft, project, on_line) as side:
            spans = read_spans(side / WAREHOUSE_FILE, side / MANIFEST_FILE, (first, last))
            with duckdb.connect(side / WAREHOUSE_FILE, read_only=True) as after:
                units = read_units(before, after, (first, last), spans)
                return Rehearsal(
                    rulebook_id=draft.rulebook_id,
                    version=build.id,
                    first_month=first,
                    last_month=last,
                    rule_changes=compare_rules(before, after, units),
                    top_three=count_top_three(units),
                    units=units,
                )


@contextmanager
def _side_build(
    settings: Settings,
    build: Build,
    draft: Draft,
    project: Path,
    on_line: Callable[[str], None] | None,
) -> Iterator[Path]:
    """Build the rankings under a draft in a copy of a build; the copy goes when its reader does."""
    for leftover in settings.warehouse.glob(f"{_PREFIX}*"):
        if time.time() - leftover.stat().st_mtime > _STALE_SECONDS:
            shutil.rmtree(leftover, ignore_errors=True)  # of a rehearsal that was killed
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=settings.warehouse) as folder:
        side = Path(folder)
        shutil.copyfile(warehouse_file(settings, build), side / WAREHOUSE_FILE)
        shutil.copytree(project, side / "project", ignore=_NOT_CODE)
        write_draft(draft, side / "project")
        try:
            run_dbt(
                side,
                landing=settings.landing,
                ledger=side / "ledger",  # no ranking depends on it
                project=side / "project",
                variables={"as_of": "", "version": build.id, "rulebook": draft.rulebook_id},
                select=_SELECTED,
                on_line=on_line,
            )
        except DataError as error:
            if faults := _faults(side / WAREHOUSE_FILE):
                raise DataError(" ".join(faults)) from error
            raise
        yield side


def _faults(warehouse: Path) -> list[str]:
    """The sentences with which the build refused the draft, if that is why it ended."""
    with duckdb.connect(warehouse, read_only=True) as connection:
        rows = connection.execute(
            "select fault from intermediate.int_rulebook__faults order by fault"
        ).fetchall()
    return [fault for (fault,) in rows]


def _check_months(connection: duckdb.DuckDBPyConnection, first: date, last: date) -> None:
    found = connection.execute(
        """
        select min(report_month), max(report_month), count(*) filter (report_month between ? and ?)
        from marts.fct_rankings
        """,
        [first, last],
    ).fetchone()
    if not found or not found[2]:
        known = f"it has {found[0]:%Y-%m} to {found[1]:%Y-%m}" if found and found[0] else "none"
        raise DataError(
            f"The landing has no month from {first:%Y-%m} to {last:%Y-%m} to rehearse: {known}."
        )
