"""The landing survives a writer's death, and one writer waits for another."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from majorprojects.errors import DataError, MachineError
from majorprojects.ingest import ingest_days
from majorprojects.landing import (
    day_folder,
    landing_days,
    landing_fingerprint,
    landing_lock,
    read_day,
)
from majorprojects.load import load_batch
from majorprojects.settings import Settings
from majorprojects.tables import landing_schemas
from majorprojects.validate import validate_batch
from tests.workbooks import PROJECT, county_workbook

DAY = dt.date(2022, 3, 5)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path, lock_seconds=0.2)
    county_workbook(tmp_path / f"inbox/{DAY}/430424/a.xlsx")
    load(settings)
    return settings


def load(settings: Settings) -> tuple[dt.date, ...]:
    batch = validate_batch(settings, ingest_days(settings, [DAY]))
    return load_batch(settings, batch).changed_days


def test_every_table_of_a_day_is_there_and_an_empty_one_of_each(settings: Settings) -> None:
    for folder in (day_folder(settings.landing, DAY), settings.landing / "empty"):
        assert {path.stem for path in folder.iterdir()} == set(landing_schemas())
        for name, schema in landing_schemas().items():
            assert pq.read_schema(folder / f"{name}.parquet").equals(schema)
    assert not list(settings.staging.glob("[!.]*"))


def test_a_changed_inbox_changes_the_day_and_its_fingerprint(settings: Settings) -> None:
    before = landing_fingerprint(settings)
    county_workbook(settings.inbox / f"{DAY}/430424/b.xlsx", projects=[])
    assert load(settings) == (DAY,)
    assert landing_fingerprint(settings) != before
    (settings.inbox / f"{DAY}/430424/b.xlsx").unlink()
    assert load(settings) == (DAY,)
    assert landing_fingerprint(settings) == before


def test_a_writer_killed_between_its_renames_leaves_the_day(settings: Settings) -> None:
    before, folder = landing_fingerprint(settings), day_folder(settings.landing, DAY)
    folder.rename(folder.with_name(f".old-{folder.name}"))
    folder.with_name(f".new-{folder.name}").mkdir()
    assert landing_days(settings) == []
    with landing_lock(settings):
        assert landing_days(settings) == [DAY]
    assert landing_fingerprint(settings) == before
    assert not list(settings.landing.glob(".new-*"))


def test_one_writer_at_a_time(settings: Settings) -> None:
    with landing_lock(settings), pytest.raises(MachineError, match="another run holds"):
        load(settings)


def test_a_batch_is_loaded_once_and_who_asks_again_is_told_the_same(settings: Settings) -> None:
    arrive(settings, "more")
    batch = validate_batch(settings, ingest_days(settings, [DAY]))
    first = load_batch(settings, batch)
    assert first.changed_days == (DAY,)
    times = {path: path.stat().st_mtime_ns for path in settings.landing.rglob("*.parquet")}
    assert load_batch(settings, batch) == first
    assert times == {path: path.stat().st_mtime_ns for path in settings.landing.rglob("*.parquet")}


def test_a_batch_that_never_was_says_what_to_run(settings: Settings) -> None:
    with pytest.raises(DataError, match="run `majorprojects ingest`"):
        load_batch(settings, settings.staging / "batch-never")


def test_a_load_that_died_before_it_removed_its_batch_is_done_again(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    arrive(settings, "more")
    batch = validate_batch(settings, ingest_days(settings, [DAY]))

    def die(_: Path) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("majorprojects.load.batch.remove_batch", die)
        with pytest.raises(KeyboardInterrupt):
            load_batch(settings, batch)
    complete = landing_fingerprint(settings)
    assert load_batch(settings, batch).changed_days == ()
    assert landing_fingerprint(settings) == complete
    assert not batch.exists()


def arrive(settings: Settings, name: str, unit: str = "430424", **cells: object) -> Path:
    """A file of the day whose project has a plan of its own, so that no two files are the same."""
    project = {**PROJECT, "年度计划投资(万元)": len(name) * 100, **cells}
    path = settings.inbox / f"{DAY}/{unit}/{name}.xlsx"
    return county_workbook(path, projects=[project], progress=[])


def landed(settings: Settings, table: str = "submissions") -> set[str]:
    return set(read_day(settings, DAY, table)["source_path"].to_pylist())


def test_what_arrived_while_a_batch_was_read_stays(settings: Settings) -> None:
    early = validate_batch(settings, ingest_days(settings, [DAY]))
    path = arrive(settings, "later")
    load(settings)
    complete = landing_fingerprint(settings)

    assert load_batch(settings, early).changed_days == ()

    assert landing_fingerprint(settings) == complete
    assert f"{DAY}/430424/{path.name}" in landed(settings, "projects")


def test_a_file_that_was_written_over_meanwhile_counts_as_it_lies_there(settings: Settings) -> None:
    early = validate_batch(settings, ingest_days(settings, [DAY]))
    county_workbook(settings.inbox / f"{DAY}/430424/a.xlsx", progress=[])
    load(settings)
    complete = landing_fingerprint(settings)

    load_batch(settings, early)

    assert landing_fingerprint(settings) == complete
    assert len(read_day(settings, DAY, "monthly_progress")) == 0


def test_a_file_that_is_gone_from_the_inbox_goes(settings: Settings) -> None:
    before = landing_fingerprint(settings)
    path = arrive(settings, "withdrawn")
    load(settings)
    path.unlink()
    load(settings)
    assert landing_fingerprint(settings) == before


def test_a_batch_of_one_unit_leaves_the_others(settings: Settings) -> None:
    arrive(settings, "theirs", unit="430426")
    load(settings)
    arrive(settings, "mine")
    (settings.inbox / f"{DAY}/430426/theirs.xlsx").unlink()
    batch = ingest_days(settings, [DAY], units=["430424"])
    load_batch(settings, validate_batch(settings, batch))
    names = ("430424/a", "430424/mine", "430426/theirs")
    assert landed(settings) == {f"{DAY}/{name}.xlsx" for name in names}
