"""What the tasks decide by themselves: which day, which batches, which faults are tried again."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowFailException, AirflowSkipException

from majorprojects.errors import DataError, MachineError
from majorprojects.orchestration import tasks

SIX_O_CLOCK = datetime(2022, 2, 5, 18, tzinfo=UTC)  # 02:00 on the 6th in Shanghai


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MP_HOME", str(tmp_path))
    return tmp_path / "inbox"


def _hand_in(inbox: Path, day: str, unit: str, name: str) -> None:
    folder = inbox / day / unit
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"not a workbook")


def test_a_day_without_files_is_skipped(inbox: Path) -> None:
    _hand_in(inbox, "2022-02-05", "430424", "a.xlsx")
    (inbox / "2022-02-06").mkdir()
    with pytest.raises(AirflowSkipException, match="2022-02-06"):
        tasks.ingest_day.function(data_interval_start=SIX_O_CLOCK)


def test_the_day_is_that_of_shanghai(inbox: Path) -> None:
    _hand_in(inbox, "2022-02-06", "430424", "a.xlsx")
    assert Path(tasks.ingest_day.function(data_interval_start=SIX_O_CLOCK)).is_dir()


def test_a_run_without_a_logical_date_reads_yesterday(inbox: Path) -> None:
    _hand_in(inbox, "2022-02-05", "430424", "a.xlsx")
    run = SimpleNamespace(run_after=SIX_O_CLOCK)
    assert Path(tasks.ingest_day.function(dag_run=run)).is_dir()


def _plan(**params: Any) -> list[list[str]]:
    whole = {"from": "2022-01-01", "to": "2022-12-31", "units": [], "dry_run": False}
    batches: list[list[str]] = tasks.plan_batches.function(params=whole | params)
    return batches


def test_a_plan_holds_the_days_with_files_of_the_wanted_units(inbox: Path) -> None:
    _hand_in(inbox, "2021-12-31", "430424", "before.xlsx")
    _hand_in(inbox, "2022-03-01", "430424", "a.xlsx")
    _hand_in(inbox, "2022-02-01", "430424", "a.xlsx")
    _hand_in(inbox, "2022-02-02", "430421", "a.xlsx")
    assert _plan() == [["2022-02-01", "2022-02-02", "2022-03-01"]]
    assert _plan(units=["430421"]) == [["2022-02-02"]]


def test_a_dry_run_plans_nothing_and_names_the_files(
    inbox: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _hand_in(inbox, "2022-02-01", "430424", "衡东县.xlsx")
    with caplog.at_level("INFO"):
        assert _plan(dry_run=True) == []
    assert "2022-02-01/430424/衡东县.xlsx" in caplog.text


def test_a_span_that_ends_before_it_begins_fails_at_once(inbox: Path) -> None:
    with pytest.raises(AirflowFailException, match="swap them"):
        _plan(**{"from": "2022-02-02", "to": "2022-02-01"})


def test_a_fault_of_the_data_is_not_tried_again_and_keeps_its_sentence() -> None:
    with pytest.raises(AirflowFailException, match="mend the model"), tasks.stage_errors():
        raise DataError("mend the model")


def test_a_fault_of_the_machine_is_left_to_the_retries() -> None:
    with pytest.raises(MachineError), tasks.stage_errors():
        raise MachineError("the disk is full")
