"""Makes a version: a still picture of landing and ledger, one `dbt build` over it, one rename."""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from majorprojects.build.dbt import MANIFEST_FILE, RESULTS_FILE, run_dbt
from majorprojects.build.version import (
    BUILD_RECORD,
    DISK_ERRORS,
    LOG_FILE,
    TARGET,
    WAREHOUSE_FILE,
    Build,
    build_folder,
    code_version,
    known_seals,
    read_record,
    version_id,
    versions_folder,
    warehouse_lock,
    write_record,
)
from majorprojects.disk import sync, writing
from majorprojects.errors import DataError, MachineError
from majorprojects.landing import landing_days, landing_fingerprint, landing_lock, link_landing
from majorprojects.ledger import check_ledger, last_seal
from majorprojects.rules import rules_version
from majorprojects.settings import DBT_PROJECT

if TYPE_CHECKING:
    from majorprojects.settings import Settings

logger = logging.getLogger(__name__)


def build_version(
    settings: Settings,
    *,
    as_of: date | None = None,
    on_line: Callable[[str], None] | None = None,
    project: Path = DBT_PROJECT,
) -> Build:
    """Build the warehouse from landing and ledger, unless the same two and the same code were built before.

    With ``as_of`` the warehouse as it was known on that day is built beside the versions, into
    ``warehouse/as_of/<day>/``; it is never published.

    Raises:
        DataError: the landing is empty, somebody changed the ledger, or a model or a test failed.
        MachineError: the disk, the memory or the lock gave way.
    """
    from majorprojects.ledger.tables import write_ledger_tables  # Arrow: who only reads spares it

    with warehouse_lock(settings):
        # First: a version of less than there was would be the only one to say how much there was.
        check_ledger(settings, known_seals(settings))
        with landing_lock(settings):
            wanted = plan_build(settings, as_of=as_of, project=project)
            if known := _standing(settings, wanted):
                logger.info("build: %s stands already, nothing is new", known.id)
                return known
            with writing(settings.warehouse, "nothing was published", errors=DISK_ERRORS):
                work = _workshop(build_folder(settings, wanted).parent)
                link_landing(settings, work / "landing")  # loads go on while dbt reads
                write_ledger_tables(settings, work / "ledger", project)
        wanted = replace(wanted, landing_rows=_count_rows(work / "landing"))
        try:
            with writing(settings.warehouse, "nothing was published", errors=DISK_ERRORS):
                _make(work, wanted, project, on_line)
                _put(work, build_folder(settings, wanted), wanted)
        except MachineError:
            # What was to be the warehouse may fill the disk: whoever comes next needs the room.
            (work / WAREHOUSE_FILE).unlink(missing_ok=True)
            raise
    return wanted


def _make(work: Path, build: Build, project: Path, on_line: Callable[[str], None] | None) -> None:
    """Build from the pictures in a workshop; what remains there is the version."""
    run_dbt(
        work,
        landing=work / "landing",
        ledger=work / "ledger",
        project=project,
        variables={
            "as_of": build.as_of.isoformat() if build.as_of else "",
            "version": build.id,
            "rules_version": rules_version(),
        },
        on_line=on_line,
    )
    _finish(work, build)


def latest_build(settings: Settings) -> Build | None:
    """Find the build that was made last, published or not; None where there is none."""
    records = versions_folder(settings).glob(f"[!.]*/{BUILD_RECORD}")
    newest = max(records, key=lambda path: path.stat().st_mtime_ns, default=None)
    return read_record(newest.parent) if newest else None


def plan_build(
    settings: Settings, *, as_of: date | None = None, project: Path = DBT_PROJECT
) -> Build:
    """Say what a build would make now, its rows not counted; the caller holds the landing's lock.

    Raises:
        DataError: the landing is empty.
    """
    days = landing_days(settings)
    if not days:
        raise DataError(
            f"The landing {settings.landing} is empty: run `majorprojects ingest` first."
        )
    if as_of and as_of < days[0]:
        raise DataError(f"Nothing had arrived by {as_of}: choose a day from {days[0]} on.")
    fingerprint, code = landing_fingerprint(settings), code_version(project)
    seal = last_seal(settings.ledger)
    return Build(
        id=version_id(days[-1], fingerprint, seal, code, TARGET),
        landing_fingerprint=fingerprint,
        code_version=code,
        target=TARGET,
        last_received_on=days[-1],
        landing_rows={},
        as_of=as_of,
        ledger_seal=seal,
    )


def _standing(settings: Settings, wanted: Build) -> Build | None:
    """The same build, if it was made before; it becomes the latest one again."""
    folder = build_folder(settings, wanted)
    known = read_record(folder)
    if known is None or replace(known, landing_rows={}) != wanted:
        return None
    if known.as_of is None and latest_build(settings) != known:  # the landing was put back
        (folder / BUILD_RECORD).touch()
    return known


def _workshop(folder: Path) -> Path:
    """An empty folder to build in, after what dead or failed builds left behind is swept away."""
    folder.mkdir(parents=True, exist_ok=True)
    for leftover in folder.glob(".*/"):
        shutil.rmtree(leftover, ignore_errors=True)  # an orphaned dbt may still write into it
    work = Path(tempfile.mkdtemp(prefix=".building-", dir=folder))
    work.chmod(0o755)  # mkdtemp's 0700 would shut out BI tools that run as somebody else
    return work


def _count_rows(landing: Path) -> dict[str, int]:
    tables = sorted(path.stem for path in (landing / "empty").glob("*.parquet"))
    with duckdb.connect() as connection:
        return {
            table: connection.read_parquet(
                str(landing / "*" / f"{table}.parquet"), hive_partitioning=False
            ).shape[0]
            for table in tables
        }


def _finish(work: Path, build: Build) -> None:
    """Make the file stand alone: views over the pictures go with the pictures."""
    with duckdb.connect(work / WAREHOUSE_FILE) as connection:
        views = connection.sql(
            "select schema_name, view_name from duckdb_views() where not internal"
        ).fetchall()
        for schema, view in views:
            connection.execute(f'drop view "{schema}"."{view}"')
    for picture in ("landing", "ledger"):
        shutil.rmtree(work / picture)
    write_record(work, build)
    for path in (*work.iterdir(), work):
        sync(path)


def _put(work: Path, folder: Path, build: Build) -> None:
    """Give a complete build its name; a side version is put over the one of the same day."""
    if build.as_of is None:
        work.rename(folder)
    else:
        folder.mkdir(exist_ok=True)
        # The record comes last: with an old record a build that died here is made again.
        for name in (WAREHOUSE_FILE, LOG_FILE, MANIFEST_FILE, RESULTS_FILE, BUILD_RECORD):
            (work / name).replace(folder / name)
        shutil.rmtree(work)
        sync(folder)
    sync(folder.parent)
