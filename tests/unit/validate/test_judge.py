"""Nothing is lost between a file and the landing: outcomes, counts, and rejected rows."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from majorprojects.ingest import inbox_days, ingest_days
from majorprojects.landing import read_day
from majorprojects.load import load_batch
from majorprojects.settings import Settings
from majorprojects.tables import READ, read_frame, write_frame
from majorprojects.validate import validate_batch
from majorprojects.validate.findings import LISTED
from majorprojects.validate.judge import LostRowsError
from tests.workbooks import CODE, PROGRESS, PROJECT, county_workbook

DAY = dt.date(2022, 3, 5)
FOLDER = f"inbox/{DAY}/430424"


def rows(settings: Settings, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = read_day(settings, DAY, name).to_pylist()
    return found


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A day with a clean, a faulty and a refused file."""
    home = tmp_path_factory.mktemp("home")
    settings = Settings(home=home)
    county_workbook(home / FOLDER / "a 好.xlsx")
    second = "2201-430424-04-01-123457"
    county_workbook(
        home / FOLDER / "b 错.xlsx",
        projects=[
            PROJECT | {"总投资(亿元)": "涉密", "项目类别": "其它"},
            PROJECT | {"项目代码": second},
        ],
        progress=[PROGRESS | {"现场人数": "很多", "建设状态": "停工"}, {"项目代码": "合计"}],
    )
    (home / FOLDER / "c 坏.xlsx").write_bytes(b"PK\x03\x04broken")
    days = inbox_days(settings, DAY, DAY)
    load_batch(settings, validate_batch(settings, ingest_days(settings, days)))
    return settings


def test_outcomes_and_counts(settings: Settings) -> None:
    files = rows(settings, "submissions")
    assert [file["outcome"] for file in files] == ["accepted", "accepted_with_findings", "refused"]
    counts = [[f[f"rows_{n}"] for n in ("read", "accepted", "rejected", "skipped")] for f in files]
    assert counts == [[2, 2, 0, 0], [4, 2, 1, 1], [None] * 4]
    assert files[2]["refusal_rule_id"] == "file_unopenable"


def test_a_rejected_row_keeps_its_record_and_every_rule_it_breaks(settings: Settings) -> None:
    (row,) = rows(settings, "rejected_rows")
    assert row["rule_ids"] == "required_unreadable"
    assert json.loads(row["raw_record"])["总投资(亿元)"] == "涉密"
    assert [p["project_code"][-1] for p in rows(settings, "projects")] == ["6", "7"]


def test_findings_name_the_cell_and_the_value(settings: Settings) -> None:
    found = {(f["cell"], f["value_found"], f["rule_id"]) for f in rows(settings, "findings")}
    assert found == {
        (None, None, "file_unopenable"),
        ("F4", "涉密", "required_unreadable"),
        ("C4", "其它", "required_unreadable"),
        ("F4", "很多", "optional_unreadable"),
    }
    codes = {f["project_code"] for f in rows(settings, "findings")}
    assert codes == {None, CODE}


def test_running_the_day_again_gives_the_same_bytes(settings: Settings) -> None:
    before = {p: p.read_bytes() for p in settings.landing.rglob("*") if p.is_file()}
    summary = load_batch(settings, validate_batch(settings, ingest_days(settings, [DAY])))
    assert summary.changed_days == ()
    assert (summary.files, summary.refused, summary.rows_rejected) == (3, 1, 1)
    after = {p: p.read_bytes() for p in settings.landing.rglob("*") if p.is_file()}
    assert before == after


def test_a_run_for_one_unit_leaves_the_others_of_the_day(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    line = "填报单位：祁东县　报告月份：2022年2月"
    county_workbook(tmp_path / FOLDER / "a.xlsx")
    county_workbook(tmp_path / f"inbox/{DAY}/430426/b.xlsx", line=line)
    everything = ingest_days(settings, [DAY])
    load_batch(settings, validate_batch(settings, everything))
    batch = validate_batch(settings, ingest_days(settings, [DAY], units=["430426"]))
    assert load_batch(settings, batch).changed_days == ()
    assert len(rows(settings, "submissions")) == 2


def test_a_day_without_files_leaves_nothing(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    summary = load_batch(settings, validate_batch(settings, ingest_days(settings, [DAY])))
    assert (summary.files, summary.changed_days) == (0, ())
    assert rows(settings, "submissions") == []


def test_lost_rows_stop_the_load(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    county_workbook(tmp_path / FOLDER / "a.xlsx")
    batch = ingest_days(settings, [DAY])
    lost: pa.Table = read_frame(batch / READ, "projects").slice(0, 0)
    write_frame(batch / READ, "projects", lost)
    with pytest.raises(LostRowsError, match="1 rows were read, but 0 are"):
        validate_batch(settings, batch)


def test_a_file_of_nothing_but_faults_does_not_fill_the_memory(tmp_path: Path) -> None:
    settings, faulty = Settings(home=tmp_path), LISTED + 7
    line = "2201-430424-04-01-{:06},样例,1,正在施工"
    text = "\n".join(
        [
            "样例表",
            "填报单位：衡东县 报告月份：2022年2月",
            "项目代码,项目名称,当年累计完成投资,建设状态",
        ]
        + [line.format(number) for number in range(faulty)]
    )
    path = tmp_path / FOLDER / "月度进展.csv"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    load_batch(settings, validate_batch(settings, ingest_days(settings, [DAY])))
    (file,) = rows(settings, "submissions")
    assert (file["rows_accepted"], file["rows_rejected"]) == (0, faulty)
    assert len(rows(settings, "findings")) == LISTED
    assert {row["rule_ids"] for row in rows(settings, "rejected_rows")} == {"required_unreadable"}
    assert json.loads(file["notes"]) == [
        f"规则 required_unreadable 的同类提示超过 {LISTED} 处，另有 7 处未逐一列出。"
    ]
