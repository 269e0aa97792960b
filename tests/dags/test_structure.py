"""What the DAGs are: their ids, tasks, schedules, assets, pools and params."""

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from majorprojects.orchestration.defaults import Tag
from tests.dags.conftest import DAGS

STRUCTURE = {
    "ingest_submissions": {
        "ingest": {"validate"},
        "validate": {"load"},
        "load": {"receipts"},
        "receipts": set(),
    },
    "backfill_submissions": {
        "plan": {"batch.ingest"},
        "batch.ingest": {"batch.validate"},
        "batch.validate": {"batch.load"},
        "batch.load": {"batch.receipts"},
        "batch.receipts": {"announce"},
        "announce": set(),
    },
    "build_warehouse": {"build": {"publish"}, "publish": set()},
    "weekly_dispatch": {"write": set()},
    "publish_rankings": {
        "freeze": {"write"},
        "write": {"write_changes"},
        "write_changes": set(),
    },
    "quarterly_review": {"write": set()},
    "annual_assessment": {"write": set()},
}
# The asset that a DAG tells of is told by one task alone, when all that it promises is done.
OUTLETS = {
    "ingest_submissions": {"load": ["landing"]},
    "backfill_submissions": {"announce": ["landing"]},
    "build_warehouse": {"publish": ["warehouse"]},
    "publish_rankings": {"freeze": ["ledger"]},
}


def test_dags_are_the_expected_ones_each_in_the_file_of_its_name(dags: dict[str, Any]) -> None:
    assert set(dags) == set(STRUCTURE)
    assert {path.stem for path in DAGS.glob("*.py")} == set(STRUCTURE)
    assert {name: dag.fileloc for name, dag in dags.items()} == {
        name: str(DAGS / f"{name}.py") for name in STRUCTURE
    }


@pytest.mark.parametrize("dag_id", STRUCTURE)
def test_tasks_follow_each_other(dags: dict[str, Any], dag_id: str) -> None:
    tasks = dags[dag_id].task_dict
    assert {name: task.downstream_task_ids for name, task in tasks.items()} == STRUCTURE[dag_id]


@pytest.mark.parametrize("dag_id", STRUCTURE)
def test_one_task_tells_the_asset(dags: dict[str, Any], dag_id: str) -> None:
    told = {
        name: [asset.name for asset in task.outlets]
        for name, task in dags[dag_id].task_dict.items()
        if task.outlets
    }
    assert told == OUTLETS.get(dag_id, {})


@pytest.mark.parametrize("dag_id", STRUCTURE)
def test_every_dag_says_what_to_do_when_it_fails_and_is_found_by_tags(
    dags: dict[str, Any], dag_id: str
) -> None:
    dag = dags[dag_id]
    assert "### When it fails" in dag.doc_md
    assert dag.tags
    assert dag.tags <= set(Tag)
    for task in dag.tasks:
        assert task.owner == "key-project-office"
        assert task.retries == 2
        assert task.execution_timeout == timedelta(hours=2)


def test_a_run_of_the_daily_dag_is_about_the_day_that_ended(dags: dict[str, Any]) -> None:
    timetable = dags["ingest_submissions"].timetable
    from airflow.serialization.encoders import coerce_to_core_timetable

    at_two = datetime(2022, 2, 6, 18, tzinfo=UTC)  # 02:00 on the 7th in Shanghai
    interval = coerce_to_core_timetable(timetable).infer_manual_data_interval(run_after=at_two)
    assert interval.start == datetime(2022, 2, 5, 18, tzinfo=UTC)
    assert interval.end == at_two
    assert not dags["ingest_submissions"].catchup


def test_the_ranking_on_the_8th_is_that_of_the_month_before(dags: dict[str, Any]) -> None:
    from airflow.serialization.encoders import coerce_to_core_timetable

    at_eight = datetime(2022, 2, 8, tzinfo=UTC)  # 08:00 in Shanghai
    timetable = coerce_to_core_timetable(dags["publish_rankings"].timetable)
    interval = timetable.infer_manual_data_interval(run_after=at_eight)
    assert interval.start == datetime(2022, 1, 8, tzinfo=UTC)  # freeze takes the month it began in


def test_the_build_waits_for_landing_or_ledger_and_for_the_pool(dags: dict[str, Any]) -> None:
    dag = dags["build_warehouse"]
    assert [asset.name for asset in dag.timetable.asset_condition.objects] == ["landing", "ledger"]
    assert {task.pool for task in dag.tasks} == {"warehouse"}
    assert {dag.max_active_runs for dag in dags.values()} == {1}


def test_a_backfill_is_a_dry_run_unless_told_otherwise(dags: dict[str, Any]) -> None:
    params = dags["backfill_submissions"].params
    assert set(params) == {"from", "to", "units", "dry_run"}
    assert params["dry_run"] is True
    for name in params:
        assert params.get_param(name).description


def test_parsing_imports_no_stage_and_nothing_heavy() -> None:
    """The DAG processor parses the files again and again."""
    code = f"""
import sys
from airflow.dag_processing.dagbag import DagBag
bag = DagBag({str(DAGS)!r})
assert len(bag.dags) == {len(STRUCTURE)}, bag.import_errors
heavy = {{"great_expectations", "dbt", "duckdb", "pandas", "pyarrow", "python_calamine", "xlsxwriter"}}
stages = {{f"majorprojects.{{s}}" for s in ("ingest", "validate", "load", "build", "publish", "bulletins", "rankings")}}
print(sorted((heavy | stages) & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
