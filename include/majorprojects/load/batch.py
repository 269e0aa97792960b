"""Load: a judged batch becomes the landing's days, each replaced whole by one rename."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from majorprojects.errors import DataError, MachineError
from majorprojects.landing import beside, day_folder, landing_lock, read_day
from majorprojects.settings import Settings
from majorprojects.tables import JUDGED, landing_schemas, read_frame, sorted_table

logger = logging.getLogger(__name__)

_EMPTY: Final = "empty"


@dataclass(frozen=True, slots=True)
class LoadSummary:
    """What a load did; counts of rows and files are those of the batch."""

    days: tuple[dt.date, ...]
    changed_days: tuple[dt.date, ...]
    files: int
    refused: int
    rows_read: int
    rows_accepted: int
    rows_rejected: int
    rows_skipped: int


def load_batch(settings: Settings, batch: Path) -> LoadSummary:
    """Write the days of a judged batch into the landing and remove the batch's folder.

    A day whose bytes are the same is left as it is. Where the batch was of some units only, the other
    units' rows of the day stay.

    Raises:
        DataError: the batch's folder is gone.
        MachineError: the landing is in use for longer than `lock_seconds`, or the disk is full.
    """
    if not batch.is_dir():
        raise DataError(f"the batch {batch} was loaded already or is gone; run ingest for its days")
    scope = json.loads((batch / "batch.json").read_text(encoding="utf-8"))
    days = tuple(dt.date.fromisoformat(day) for day in scope["days"])
    tables = {name: read_frame(batch / JUDGED, name) for name in landing_schemas()}
    with landing_lock(settings):
        _write_schemas(settings.landing)
        changed = tuple(day for day in days if _replace_day(settings, day, tables, scope["units"]))
    shutil.rmtree(batch)
    summary = _summary(days, changed, tables["submissions"])
    logger.info("load: %d days, %d of them changed", len(days), len(changed))
    return summary


def _replace_day(
    settings: Settings, day: dt.date, tables: dict[str, pa.Table], units: list[str] | None
) -> bool:
    """Replace a day; False where nothing changed or there is nothing to hold."""
    parts = {
        name: table.filter(pc.equal(table["received_on"], day)) for name, table in tables.items()
    }
    if units is not None:
        parts = {
            name: _with_other_units(settings, day, name, part, units)
            for name, part in parts.items()
        }
    folder = day_folder(settings.landing, day)
    if not len(parts["submissions"]) and not folder.exists():
        return False
    new, old = beside(folder, "new"), beside(folder, "old")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir()
    try:
        for name, part in parts.items():
            _write(new / f"{name}.parquet", sorted_table(name, part))
    except OSError as error:
        shutil.rmtree(new, ignore_errors=True)
        raise MachineError(
            f"the landing's day {day} could not be written ({error.strerror or error}); the day is as it "
            f"was: make room on the disk of {settings.landing} and run the same command again"
        ) from error
    if folder.exists() and _same_files(new, folder):
        shutil.rmtree(new)
        return False
    _sync(new)
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    _sync(settings.landing)
    shutil.rmtree(old, ignore_errors=True)
    return True


def _with_other_units(
    settings: Settings, day: dt.date, name: str, part: pa.Table, units: list[str]
) -> pa.Table:
    there = read_day(settings, day, name)
    if "unit_code" in there.column_names:
        others = pc.invert(pc.is_in(there["unit_code"], pa.array(units)))
    else:
        submissions = read_day(settings, day, "submissions")
        mine = submissions.filter(pc.is_in(submissions["unit_code"], pa.array(units)))
        others = pc.invert(pc.is_in(there["submission_id"], mine["submission_id"]))
    return pa.concat_tables([part, there.filter(others)])


def _write_schemas(landing: Path) -> None:
    """Keep a file without rows for each table, so that a glob finds one before any day is loaded."""
    folder = landing / _EMPTY
    folder.mkdir(exist_ok=True)
    for name, schema in landing_schemas().items():
        path = folder / f"{name}.parquet"
        if not path.exists() or not pq.read_schema(path).equals(schema):
            _write(path.with_suffix(".tmp"), schema.empty_table())
            path.with_suffix(".tmp").replace(path)


def _write(path: Path, table: pa.Table) -> None:
    with path.open("wb") as file:
        pq.write_table(table, file, compression="zstd")
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _same_files(one: Path, other: Path) -> bool:
    names = {path.name for path in one.iterdir()}
    return names == {path.name for path in other.iterdir()} and all(
        (one / name).read_bytes() == (other / name).read_bytes() for name in names
    )


def _summary(
    days: tuple[dt.date, ...], changed: tuple[dt.date, ...], submissions: pa.Table
) -> LoadSummary:
    def total(name: str) -> int:
        value: Any = pc.sum(submissions[name]).as_py()
        return value or 0

    return LoadSummary(
        days=days,
        changed_days=changed,
        files=len(submissions),
        refused=submissions["outcome"].to_pylist().count("refused"),
        rows_read=total("rows_read"),
        rows_accepted=total("rows_accepted"),
        rows_rejected=total("rows_rejected"),
        rows_skipped=total("rows_skipped"),
    )
