"""The id of a version follows from what it is made from, and from nothing else."""

import shutil
from datetime import date
from pathlib import Path

from majorprojects.build.version import code_version, version_id


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
