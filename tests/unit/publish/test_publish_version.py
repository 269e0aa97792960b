"""Readers see one complete version or another, never a half."""

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb  # noqa: TID253 - the ban is for what the DAG processor parses
import pytest

from majorprojects.build import Build, warehouse_file
from majorprojects.build.version import build_folder, versions_folder
from majorprojects.errors import DataError, MachineError
from majorprojects.publish import current_warehouse, publish, publish_version, read_current
from majorprojects.publish.audit import MARTS
from majorprojects.settings import DBT_PROJECT, Settings

MakeBuild = Callable[..., Build]


def current_number(settings: Settings) -> int:
    with current_warehouse(settings) as connection:
        (number,) = connection.sql("select version from marts.fct_rankings").fetchone() or (-1,)
    return int(number)


def times(folder: Path) -> dict[Path, int]:
    return {path: path.lstat().st_mtime_ns for path in folder.rglob("*") if path.name != ".lock"}


def test_the_contract_names_every_mart_of_the_dbt_project() -> None:
    assert {path.stem for path in DBT_PROJECT.glob("models/marts/**/*.sql")} == set(MARTS)


def test_the_manifest_and_the_exports_say_what_the_version_is(
    settings: Settings, make_build: MakeBuild
) -> None:
    build = make_build(1)

    published = publish_version(settings, build)

    current = settings.warehouse / "current"
    assert str(current.readlink()) == f"versions/{build.id}"
    assert current_number(settings) == 1
    assert read_current(settings) == published
    manifest = json.loads((current / "version.json").read_text())
    assert manifest["build"]["id"] == build.id
    assert manifest["mart_rows"] == {**dict.fromkeys(MARTS, 1), "fct_submissions": 3}
    content = warehouse_file(settings, build).read_bytes()
    assert manifest["sha256"] == hashlib.sha256(content).hexdigest()
    exported = duckdb.read_parquet(str(current / "marts" / "fct_submissions.parquet"))
    with current_warehouse(settings) as connection:
        table = connection.sql("from marts.fct_submissions order by all").fetchall()
    assert exported.order("all").fetchall() == table


def test_publishing_again_writes_nothing(settings: Settings, make_build: MakeBuild) -> None:
    build = make_build(1)
    published = publish_version(settings, build)
    before = times(settings.warehouse)
    assert publish_version(settings, build) == published
    assert times(settings.warehouse) == before


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("drop table marts.fct_rankings", "the marts fct_rankings are missing"),
        (
            "drop table marts.dim_unit; create view marts.dim_unit as select 1",
            "dim_unit are missing",
        ),
        ("delete from marts.fct_investment", "fct_investment are empty although the landing"),
        ("delete from marts.dim_unit", "dim_unit are empty"),
        ("delete from marts.fct_submissions where outcome = 'refused'", "3 files arrived but"),
    ],
)
def test_a_version_that_breaks_the_contract_is_not_published(
    settings: Settings, make_build: MakeBuild, statement: str, complaint: str
) -> None:
    publish_version(settings, make_build(1))
    with pytest.raises(DataError, match=complaint):
        publish_version(settings, make_build(2, statement))
    assert current_number(settings) == 1


def test_a_mart_may_be_empty_where_the_landing_is(
    settings: Settings, make_build: MakeBuild
) -> None:
    marts = ("dim_project", "fct_investment", "fct_progress", "fct_rankings", "fct_city_overview")
    build = make_build(1, *(f"truncate marts.{mart}" for mart in marts))
    refused_only = replace(build, landing_rows={"submissions": 3})
    assert publish_version(settings, refused_only).mart_rows["fct_rankings"] == 0


def test_a_side_version_is_never_published(settings: Settings, make_build: MakeBuild) -> None:
    with pytest.raises(DataError, match="side version as of 2022-02-18 is never published"):
        publish_version(settings, replace(make_build(1), as_of=date(2022, 2, 18)))
    assert read_current(settings) is None


def test_the_last_five_versions_are_kept_and_a_reader_keeps_even_a_pruned_one(
    settings: Settings, make_build: MakeBuild
) -> None:
    publish_version(settings, make_build(1))
    program = (
        "import sys, duckdb\n"
        "connection = duckdb.connect(sys.argv[1], read_only=True)\n"
        "for line in sys.stdin:\n"
        "    print(connection.sql('select version from marts.fct_rankings').fetchone()[0])\n"
        "    sys.stdout.flush()\n"
    )
    command = [sys.executable, "-c", program, str(settings.warehouse / "current/warehouse.duckdb")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as reader:
        assert reader.stdin
        assert reader.stdout

        def reads() -> str:
            print("?", file=reader.stdin, flush=True)
            return reader.stdout.readline().strip() if reader.stdout else ""

        assert reads() == "1"
        for number in range(2, 8):
            publish_version(settings, make_build(number))
            assert current_number(settings) == number
            assert reads() == "1"

    kept = sorted(path.name for path in versions_folder(settings).iterdir())
    assert kept == [f"2022-02-18-{number:08d}" for number in (3, 4, 5, 6, 7)]


def test_going_back_to_an_older_version_keeps_it(settings: Settings, make_build: MakeBuild) -> None:
    settings = settings.model_copy(update={"keep_versions": 2})
    first = make_build(1)
    publish_version(settings, first)
    publish_version(settings, make_build(2))
    publish_version(settings, first)
    assert current_number(settings) == 1
    publish_version(settings, make_build(3))
    assert current_number(settings) == 3


def test_a_build_that_was_overtaken_is_swept_and_says_so(
    settings: Settings, make_build: MakeBuild
) -> None:
    slow, quick = make_build(1), make_build(2)
    publish_version(settings, quick)
    assert not build_folder(settings, slow).exists()
    with pytest.raises(MachineError, match="is gone, a newer one followed"):
        publish_version(settings, slow)
    assert current_number(settings) == 2


@pytest.mark.parametrize("step", ["audit", "_export", "dump_published", "_swap", "_prune"])
def test_a_death_at_any_step_leaves_a_complete_version(
    settings: Settings, make_build: MakeBuild, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    publish_version(settings, make_build(1))
    second = make_build(2)

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(publish, step, die)
        with pytest.raises(KeyboardInterrupt):
            publish_version(settings, second)
    after = current_number(settings)
    assert after == (2 if step == "_prune" else 1)
    manifest = read_current(settings)
    assert manifest
    assert manifest.id.endswith(str(after))

    publish_version(settings, second)
    assert current_number(settings) == 2
    assert (settings.warehouse / "current" / "marts" / "fct_rankings.parquet").exists()


def test_nothing_published_says_what_to_run(settings: Settings) -> None:
    with pytest.raises(DataError, match="run `majorprojects build`"), current_warehouse(settings):
        pass


def test_a_damaged_warehouse_says_what_to_do(settings: Settings, make_build: MakeBuild) -> None:
    build = make_build(1)
    publish_version(settings, build)
    warehouse_file(settings, build).write_bytes(b"not a database")
    with (
        pytest.raises(MachineError, match="remove that version's folder"),
        current_warehouse(settings),
    ):
        pass


def test_a_damaged_manifest_says_what_to_do(settings: Settings, make_build: MakeBuild) -> None:
    publish_version(settings, make_build(1))
    (settings.warehouse / "current" / "version.json").write_text('{"build":', encoding="utf-8")
    with pytest.raises(MachineError, match=r"version\.json cannot be read .*remove that version's"):
        publish_version(settings, make_build(2))
