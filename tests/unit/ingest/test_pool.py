"""One file's death costs that file alone; the inbox is read as it stands and nothing else."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from majorprojects.ingest import inbox_days, inbox_files
from majorprojects.ingest.discover import InboxFile
from majorprojects.ingest.pool import read_submissions
from majorprojects.settings import Settings
from tests.workbooks import county_workbook, sheet_rows, write_workbook

DAY = dt.date(2022, 3, 5)


def test_a_reader_that_asks_for_too_much_costs_its_own_file(tmp_path: Path) -> None:
    # A cell at the edge of the limits makes the parser ask for a grid of a hundred million cells.
    rows = sheet_rows({"项目代码": "x"})
    import xlsxwriter

    hungry = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(hungry)) as book:
        sheet = book.add_worksheet("项目备案")
        for y, row in enumerate(rows):
            sheet.write_row(y, 0, row)
        sheet.write(199_998, 498, "x")
    files = [
        InboxFile(county_workbook(tmp_path / "a.xlsx"), DAY, "430424"),
        InboxFile(hungry, DAY, "430424"),
        InboxFile(county_workbook(tmp_path / "c.xlsx"), DAY, "430424"),
    ]
    first, second, third = read_submissions(files, Settings(reader_bytes=300 * 1024**2))
    assert first.refusal is None
    assert third.refusal is None
    assert second.refusal is not None
    assert second.refusal.rule_id == "file_reader_failed"


def test_no_file_is_refused_because_no_reader_could_be_started(settings: Settings) -> None:
    county_workbook(settings.inbox / f"{DAY}/430424/a.xlsx")
    # A program without a main guard: the children run it again instead of reading files.
    program = settings.home / "program.py"
    program.write_text(
        "import datetime as dt, sys\n"
        "from majorprojects.ingest import ingest_days\n"
        "from majorprojects.settings import Settings\n"
        "ingest_days(Settings(home=sys.argv[1]), [dt.date.fromisoformat(sys.argv[2])])\n"
    )
    done = subprocess.run(
        [sys.executable, str(program), str(settings.home), str(DAY)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "MachineError: The processes that read files" in done.stderr
    assert not list(settings.staging.glob("batch-*"))


def test_files_come_back_in_their_order(tmp_path: Path) -> None:
    files = [
        InboxFile(write_workbook(tmp_path / f"{n}.xlsx", {"x": [[n]]}), DAY, "430424")
        for n in range(12)
    ]
    assert [s.file for s in read_submissions(files, Settings())] == files


@pytest.fixture
def inbox(tmp_path: Path) -> Settings:
    for name in (
        "2022-03-05/430424/b 表（终）.XLSX",
        "2022-03-05/430424/a.csv",
        "2022-03-05/430424/~$b.xlsx",
        "2022-03-05/430424/c.xlsx.part",
        "2022-03-05/430424/.hidden.xlsx",
        "2022-03-05/430424/Thumbs.db",
        "2022-03-05/430424/deeper/d.xlsx",
        "2022-03-05/430426/e.docx",
        "2022-03-05/stray.xlsx",
        "2022-3-6/430424/f.xlsx",
        "notes/430424/g.xlsx",
    ):
        path = tmp_path / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "inbox/2022-03-05/430424/link.xlsx").symlink_to("/etc/hostname")
    return Settings(home=tmp_path)


def test_what_is_a_submission(inbox: Settings) -> None:
    assert inbox_days(inbox, dt.date(2022, 1, 1), dt.date(2022, 12, 31)) == [DAY]
    assert inbox_days(inbox, dt.date(2022, 3, 6), dt.date(2022, 12, 31)) == []
    assert [file.source_path for file in inbox_files(inbox, DAY)] == [
        "2022-03-05/430424/a.csv",
        "2022-03-05/430424/b 表（终）.XLSX",
        "2022-03-05/430426/e.docx",
    ]
    assert len(inbox_files(inbox, DAY, ["430426"])) == 1
