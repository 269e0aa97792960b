"""The id of a version follows from what it is made from, and from nothing else."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from majorprojects.build import Build, read_build
from majorprojects.build.version import (
    build_folder,
    code_version,
    version_id,
    warehouse_lock,
    write_record,
)
from majorprojects.errors import DataError, MachineError
from majorprojects.settings import Settings


def test_the_code_version_follows_every_source_and_nothing_else(project: Path) -> None:
    before = code_version(project)

    copy = shutil.copytree(project, project.with_name("elsewhere"))
    assert code_version(copy) == before

    for made in ("target/manifest.json", "logs/dbt.log", ".user.yml"):
        (copy / made).parent.mkdir(exist_ok=True)
        (copy / made).write_text("made by dbt")
    assert code_version(copy) == before

    with (copy / "macros" / "generate_schema_name.sql").open("a") as macro:
        macro.write("-- another word")
    assert code_version(copy) != before

    (copy / "macros" / "generate_schema_name.sql").rename(copy / "macros" / "renamed.sql")
    renamed = code_version(copy)
    assert renamed != before


def test_any_input_makes_another_id() -> None:
    day = date(2022, 2, 18)
    ids = {
        version_id(day, "landing", "code", "duckdb"),
        version_id(day, "landing2", "code", "duckdb"),
        version_id(day, "landing", "code2", "duckdb"),
        version_id(day, "landing", "code", "spark"),
        version_id(day, "landin", "gcode", "duckdb"),
        version_id(date(2022, 2, 19), "landing", "code", "duckdb"),
    }
    assert len(ids) == 6
    assert all(len(name) == len("2022-02-18-01234567") for name in ids)
    assert version_id(day, "landing", "code", "duckdb") in ids


def test_a_build_is_read_by_its_id(settings: Settings) -> None:
    build = Build("2022-02-18-0", "landing", "code", "duckdb", date(2022, 2, 18), {"projects": 2})
    build_folder(settings, build).mkdir(parents=True)
    write_record(build_folder(settings, build), build)
    assert read_build(settings, build.id) == build
    with pytest.raises(DataError, match="`majorprojects status` names the current one"):
        read_build(settings, "2022-02-18-1")


def test_who_waits_too_long_for_the_warehouse_is_told_so(settings: Settings) -> None:
    impatient = settings.model_copy(update={"lock_seconds": 0.05})
    with (
        warehouse_lock(settings),
        pytest.raises(MachineError, match="raise MP_LOCK_SECONDS"),
        warehouse_lock(impatient),
    ):
        pass
