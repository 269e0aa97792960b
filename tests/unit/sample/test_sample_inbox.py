"""The sample is the same bytes in every run, and never touches what is not its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from majorprojects.errors import DataError
from majorprojects.sample import write_sample

CITY = "430400"


def contents(inbox: Path) -> dict[str, str]:
    return {
        path.relative_to(inbox).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in inbox.rglob("*")
        if path.is_file()
    }


def stamps(inbox: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in inbox.rglob("*")}


def file_of(inbox: Path, unit: str, month_day: str) -> Path:
    return next(path for path in sorted(inbox.glob(f"{month_day}/{unit}/*")))


@pytest.fixture
def own_sample(tmp_path: Path, sample: Path) -> Path:
    """A sample that the test may change."""
    return Path(shutil.copytree(sample, tmp_path / "inbox"))


def test_another_process_writes_the_same_bytes(sample: Path, tmp_path: Path) -> None:
    program = "import sys, pathlib; from majorprojects.sample import write_sample; "
    program += "write_sample(pathlib.Path(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path / "again")],
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "America/Lima", "LC_ALL": "C"},
    )
    assert contents(tmp_path / "again") == contents(sample)


def test_a_second_run_writes_nothing(sample: Path) -> None:
    before = stamps(sample)
    summary = write_sample(sample)
    assert summary.written == 0
    assert stamps(sample) == before


def test_the_summary_tells_what_lies_there(sample: Path) -> None:
    steps: list[tuple[int, int]] = []
    summary = write_sample(sample, on_progress=lambda done, whole: steps.append((done, whole)))
    days = sorted(path.name for path in sample.iterdir() if path.is_dir())
    assert summary.files == sum(not path.name.startswith(".") for path in sample.glob("*/*/*"))
    assert summary.units == len({path.name for path in sample.glob("*/*")} - {CITY}) == 14
    assert (summary.first_day.isoformat(), summary.last_day.isoformat()) == (days[0], days[-1])
    assert (summary.first_month, summary.last_month) == (date(2021, 1, 1), date(2022, 2, 1))
    assert steps == [(done, len(steps)) for done in range(1, len(steps) + 1)]


def test_a_foreign_file_stops_everything(tmp_path: Path) -> None:
    foreign = tmp_path / "2022-02-05" / "430424" / "衡东县.xlsx"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"a real submission")
    with pytest.raises(DataError, match=r"did not make.*MP_INBOX"):
        write_sample(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [foreign]


def test_a_foreign_file_among_the_own_ones_stops_everything(own_sample: Path) -> None:
    (own_sample / "2022-02-18" / "430424" / "真.xlsx").write_bytes(b"a real submission")
    before = stamps(own_sample)
    with pytest.raises(DataError, match=r"真\.xlsx"):
        write_sample(own_sample)
    assert stamps(own_sample) == before


def test_an_own_file_that_somebody_changed_is_foreign(own_sample: Path) -> None:
    changed = file_of(own_sample, "430424", "2022-02-18")
    changed.write_bytes(changed.read_bytes() + b"!")
    with pytest.raises(DataError, match=changed.name):
        write_sample(own_sample)


def test_a_lost_file_comes_back(own_sample: Path, sample: Path) -> None:
    file_of(own_sample, "430424", "2022-02-18").unlink()
    assert write_sample(own_sample).written == 1
    assert contents(own_sample) == contents(sample)


def test_files_of_an_older_sample_are_replaced(
    own_sample: Path, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("majorprojects.sample.layout._SIGNATURE", "填报人：旧样例")
    changed = write_sample(own_sample)
    assert changed.written == changed.files
    assert contents(own_sample) != contents(sample)
    monkeypatch.undo()
    write_sample(own_sample)
    assert contents(own_sample) == contents(sample)


def test_a_run_that_was_stopped_is_taken_up_again(
    tmp_path: Path, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace
    left = 100

    def stops(self: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError("disk full")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", stops)
    with pytest.raises(OSError, match="disk full"):
        write_sample(tmp_path)
    monkeypatch.undo()
    write_sample(tmp_path)
    assert contents(tmp_path) == contents(sample)


def test_every_unit_sends_every_month_and_the_extra_round(sample: Path) -> None:
    extra = {path.parent.name for path in sample.glob("2022-02-18/*/*")}
    regular = Counter(unit.name for unit in sample.glob("*/*") if unit.parent.name != "2022-02-18")
    assert regular.pop(CITY) == 9
    assert len(extra) == 14
    # One unit reports January and February 2021 as one; three send one month twice.
    assert regular.pop("430423") == 13
    again = {"430405", "430421", "430422"}
    assert {unit: days for unit, days in regular.items() if days != 14} == dict.fromkeys(again, 15)


def test_one_unit_is_always_late_and_the_others_never(sample: Path) -> None:
    late = Counter(
        unit.name
        for unit in sample.glob("*/*")
        if int(unit.parent.name[-2:]) > 5 and unit.parent.name != "2022-02-18" and unit.name != CITY
    )
    assert late == {"430412": 14, "430405": 1, "430421": 1, "430422": 1}
    assert {p.parent.name for p in sample.glob("2022-0[23]-*/430412")} == {
        "2022-02-06", "2022-02-18", "2022-03-06",
    }  # fmt: skip


def test_the_broken_file_cannot_be_opened_and_comes_again(sample: Path) -> None:
    first, again = sorted(sample.glob("2021-09-*/430422/*"))
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(first)
    assert again.read_bytes().startswith(first.read_bytes())
    assert CalamineWorkbook.from_path(str(again)).sheet_names[:2] == ["项目备案", "月度进展"]


def test_the_repeated_file_has_the_same_bytes_and_another_name(sample: Path) -> None:
    first, again = sorted(sample.glob("2021-05-*/430405/*"))
    assert first.read_bytes() == again.read_bytes()
    assert first.name != again.name


def test_the_correction_differs_in_some_rows(sample: Path) -> None:
    first, again = (
        CalamineWorkbook.from_path(str(path)).get_sheet_by_name("月度进展").to_python()
        for path in sorted(sample.glob("2021-06-*/430421/*"))
    )
    assert len(first) == len(again)
    differing = [a for a, b in zip(first, again, strict=True) if a != b]
    # Four rows, and the 合计 row below them.
    assert len(differing) == 5


def test_forms_of_the_units(sample: Path) -> None:
    endings = {path.parent.name: path.suffix for path in sample.glob("*/*/*")}
    assert {unit for unit, ending in endings.items() if ending == ".csv"} == {"430407"}
    assert {unit for unit, ending in endings.items() if ending == ".xls"} == {"430408"}
    text = file_of(sample, "430407", "2022-02-18").read_bytes()
    assert "填报单位：石鼓区" in text.decode("gb18030")
    with pytest.raises(UnicodeDecodeError):
        text.decode("utf-8")


def test_a_workbook_looks_like_a_clerks(sample: Path) -> None:
    book = openpyxl.load_workbook(file_of(sample, "430473", "2022-02-18"))
    sheet = book["1.项目备案表"]
    assert sheet["A1"].value == "松木经开区2022年重点项目备案登记表"
    assert "A1:Y1" in {str(merged) for merged in sheet.merged_cells.ranges}
    assert book["填报说明"].sheet_state == "hidden"
    last = [cell.value for cell in sheet["A"] if cell.value][-2:]
    assert last[0] == "合计"
    assert last[1].startswith("填报人：样例")
    assert book.properties.created.year == 2021


def test_plans_in_100_million_stand_beside_progress_in_10_thousand(sample: Path) -> None:
    book = CalamineWorkbook.from_path(str(file_of(sample, "430424", "2022-02-18")))
    register, progress = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    assert "单位：亿元" in register[1][0]
    assert "年度计划投资(亿元)" in register[2]
    assert "单位：万元" in progress[1][0]
    assert "当年累计完成投资(万元)" in progress[2]


def test_january_and_february_as_one_period(sample: Path) -> None:
    assert not list(sample.glob("2021-02-*/430423"))
    book = CalamineWorkbook.from_path(str(next(sample.glob("2021-03-*/430423/*"))))
    assert "报告月份：2021年1-2月" in book.get_sheet_by_index(0).to_python()[1][0]
