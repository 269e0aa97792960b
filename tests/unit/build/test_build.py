"""A version is made from the landing and the code, once, and stands alone."""

import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb  # noqa: TID253 - the ban is for what the DAG processor parses
import pytest

from majorprojects.build import Build, build_version, latest_build, warehouse_file
from majorprojects.build.version import build_folder, versions_folder
from majorprojects.errors import DataError
from majorprojects.settings import Settings

AddDay = Callable[..., None]
FIRST, SECOND = date(2022, 2, 5), date(2022, 2, 18)


def files_of(folder: Path) -> dict[str, int]:
    """Every file with the time of its last change."""
    return {
        str(path.relative_to(folder)): path.stat().st_mtime_ns
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def submissions(settings: Settings, build: Build) -> list[tuple[str, str]]:
    with duckdb.connect(warehouse_file(settings, build), read_only=True) as connection:
        return connection.sql(
            "select submission_id, version from marts.fct_submissions order by all"
        ).fetchall()


def test_a_version_holds_the_landing_and_is_made_once(
    settings: Settings, project: Path, add_day: AddDay, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="majorprojects")
    add_day(settings, FIRST, "a", "b")
    add_day(settings, SECOND, "c")
    lines: list[str] = []

    build = build_version(settings, project=project, on_line=lines.append)

    assert build.id.startswith("2022-02-18-")
    assert build.landing_rows["submissions"] == 3
    assert build.landing_rows["projects"] == 0
    assert submissions(settings, build) == [("a", build.id), ("b", build.id), ("c", build.id)]
    assert any("fct_submissions" in line for line in lines)
    assert "the slowest: " in caplog.text
    assert sorted(files_of(build_folder(settings, build))) == [
        "build.json",
        "dbt.log",
        "manifest.json",
        "run_results.json",
        "warehouse.duckdb",
    ]
    before = files_of(settings.warehouse)
    assert build_version(settings, project=project) == build
    assert files_of(settings.warehouse) == before

    # Nothing in the file points at the landing, which goes on changing.
    with duckdb.connect(warehouse_file(settings, build), read_only=True) as connection:
        assert connection.sql("select * from duckdb_views() where not internal").fetchall() == []

    (project / "models" / "fct_submissions.sql").write_text("select 1 as submission_id")
    assert build_version(settings, project=project).id != build.id


def test_a_failing_test_names_itself_and_leaves_no_version(
    settings: Settings, project: Path, add_day: AddDay
) -> None:
    add_day(settings, FIRST, "a", None)

    with pytest.raises(DataError) as caught:
        build_version(settings, project=project)

    message = str(caught.value)
    assert "test nothing_is_without_an_id failed: Got 1 result" in message
    assert "majorprojects build" in message
    log = Path(message.split("Read ")[1].split(",")[0])
    assert "nothing_is_without_an_id" in log.read_text()
    assert latest_build(settings) is None

    add_day(settings, FIRST, "a", "b")  # the fault is mended: its traces go
    build = build_version(settings, project=project)
    assert [path.name for path in versions_folder(settings).iterdir()] == [build.id]


def test_a_project_that_cannot_be_read_is_a_fault_of_the_code(
    settings: Settings, project: Path, add_day: AddDay
) -> None:
    add_day(settings, FIRST, "a")
    (project / "models" / "broken.sql").write_text("select * from {{ ref('nowhere') }}")
    with pytest.raises(DataError, match=r"dbt ended with code 2: .*nowhere"):
        build_version(settings, project=project)


def test_a_side_version_knows_what_was_known_on_its_day(
    settings: Settings, project: Path, add_day: AddDay
) -> None:
    add_day(settings, FIRST, "a", "b")
    add_day(settings, SECOND, "c")

    side = build_version(settings, as_of=date(2022, 2, 17), project=project)

    assert warehouse_file(settings, side) == (
        settings.warehouse / "as_of" / "2022-02-17" / "warehouse.duckdb"
    )
    assert [name for name, _ in submissions(settings, side)] == ["a", "b"]
    assert latest_build(settings) is None

    add_day(settings, FIRST, "a")
    again = build_version(settings, as_of=date(2022, 2, 17), project=project)
    assert [name for name, _ in submissions(settings, again)] == ["a"]
    assert build_folder(settings, again) == build_folder(settings, side)
    assert not list((settings.warehouse / "as_of").glob(".*"))


def test_an_empty_landing_or_a_day_before_it_says_what_to_do(
    settings: Settings, project: Path, add_day: AddDay
) -> None:
    with pytest.raises(DataError, match="run `majorprojects ingest` first"):
        build_version(settings, project=project)
    add_day(settings, SECOND, "a")
    with pytest.raises(DataError, match="choose a day from 2022-02-18 on"):
        build_version(settings, as_of=FIRST, project=project)


def test_the_landing_may_change_while_dbt_reads(
    settings: Settings, project: Path, add_day: AddDay
) -> None:
    add_day(settings, FIRST, "a")
    changed = False

    def change(_line: str) -> None:
        nonlocal changed
        if not changed:
            for path in (settings.landing / f"received_on={FIRST}").iterdir():
                path.unlink()  # as a load does: new files under the old names, never the old ones
            add_day(settings, FIRST, "a", "late")
            changed = True

    build = build_version(settings, project=project, on_line=change)

    assert changed
    assert [name for name, _ in submissions(settings, build)] == ["a"]
    after = build_version(settings, project=project)
    assert [name for name, _ in submissions(settings, after)] == ["a", "late"]


def test_a_landing_that_was_put_back_needs_no_build(
    settings: Settings, project: Path, add_day: AddDay
) -> None:
    add_day(settings, FIRST, "a")
    first = build_version(settings, project=project)
    add_day(settings, FIRST, "a", "b")
    second = build_version(settings, project=project)
    assert latest_build(settings) == second

    add_day(settings, FIRST, "a")
    made = (build_folder(settings, first) / "warehouse.duckdb").stat().st_mtime_ns
    assert build_version(settings, project=project) == first
    assert latest_build(settings) == first
    assert (build_folder(settings, first) / "warehouse.duckdb").stat().st_mtime_ns == made


def test_what_ends_the_build_ends_dbt_and_leaves_no_version(
    settings: Settings, project: Path, add_day: AddDay
) -> None:
    add_day(settings, FIRST, "a")

    def stop(_line: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_version(settings, project=project, on_line=stop)
    assert latest_build(settings) is None
    assert build_version(settings, project=project).landing_rows["submissions"] == 1


def test_a_kill_leaves_nothing_that_the_next_build_does_not_sweep(
    settings: Settings, project: Path, add_day: AddDay
) -> None:
    add_day(settings, FIRST, "a")
    program = (
        "import sys; from pathlib import Path; from majorprojects.build import build_version;"
        "from majorprojects.settings import load_settings;"
        "build_version(load_settings(), project=Path(sys.argv[1]), on_line=lambda line:"
        " print(line, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(project)],
        env={**os.environ, "MP_HOME": str(settings.home)},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as doomed:
        assert doomed.stdout
        assert doomed.stdout.readline()  # dbt has begun to speak
        os.killpg(doomed.pid, signal.SIGKILL)  # dbt too, as when the power goes
    assert list(versions_folder(settings).glob(".building-*"))
    assert latest_build(settings) is None

    build = build_version(settings, project=project)

    assert submissions(settings, build) == [("a", build.id)]
    assert [path.name for path in versions_folder(settings).iterdir()] == [build.id]
