"""What a unit gets back: right in all three documents, the same on every run, and of nobody else."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from majorprojects.landing import read_day
from majorprojects.receipts import mark_duplicates, write_receipts
from majorprojects.receipts.outbox import base_name
from majorprojects.settings import Settings
from majorprojects.submissions import Duplicate
from tests.unit.receipts.documents import DAY, UNIT, Outbox, folder, load, texts
from tests.workbooks import PROJECT, county_workbook

FAULTY = "b 错.xlsx"


def contents(settings: Settings) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in settings.outbox.rglob("*") if path.is_file()}


def duplicate_of_first(settings: Settings, name: str) -> Duplicate:
    files = read_day(settings, DAY, "submissions").to_pylist()
    (file,) = [f for f in files if f["source_path"].endswith(f"{UNIT}/{name}")]
    return Duplicate(file["submission_id"], file["source_path"], f"2022-03-04/{UNIT}/早.xlsx")


@pytest.fixture
def faulty(settings: Settings) -> Settings:
    """An installation of its own with a clean and a faulty file, and their receipts."""
    county_workbook(folder(settings) / "a.xlsx")
    county_workbook(folder(settings) / "b.xlsx", projects=[PROJECT | {"总投资(亿元)": "涉密"}])
    load(settings)
    assert write_receipts(settings, [DAY]) == 2
    return settings


def test_the_json_says_what_became_of_the_file(outbox: Outbox) -> None:
    receipt = outbox.json(FAULTY)
    assert receipt["outcome"] == "accepted_with_findings"
    assert receipt["unit_name"] == "衡东县"
    assert receipt["counts"] == {
        "rows_read": 4, "rows_accepted": 2, "rows_rejected": 1, "rows_skipped": 1,
    }  # fmt: skip
    assert [(s["sheet"], s["counts"]["rows_rejected"]) for s in receipt["sheets"]] == [
        ("月度进展", 0),
        ("项目备案", 1),
    ]
    assert receipt["sheets"][0]["skipped"] == {"blank": 0, "nil": 0, "total": 1, "footer": 0}
    sentences = " ".join(f["message_zh"] for f in receipt["findings"])
    assert "“总投资(亿元)”应填数字，F4 填的是“涉密”" in sentences


def test_only_a_file_with_something_to_mend_has_a_workbook(outbox: Outbox) -> None:
    files = [name.removesuffix(".receipt.json") for name in outbox.names() if "json" in name]
    books = [name.removesuffix(".receipt.xlsx") for name in outbox.names() if "xlsx.rec" in name]
    books = [name for name in books if not name.endswith(".json")]
    assert [name for name in files if name not in books] == ["a 好.xlsx"]


def test_a_second_run_writes_nothing(faulty: Settings) -> None:
    before = contents(faulty)
    times = {path: path.stat().st_mtime_ns for path in before}
    assert write_receipts(faulty, [DAY]) == 0
    assert {path: path.stat().st_mtime_ns for path in contents(faulty)} == times


def test_receipts_made_again_are_the_same_to_the_byte(faulty: Settings) -> None:
    before = contents(faulty)
    for path in before:
        path.unlink()
    assert write_receipts(faulty, [DAY]) == 2
    assert contents(faulty) == before


def test_a_lost_or_damaged_document_comes_back_alone(faulty: Settings) -> None:
    before = contents(faulty)
    out = Outbox(faulty).folder
    (out / "b.xlsx.receipt.xlsx").write_bytes(b"half")
    (out / "summary.html").unlink()
    assert write_receipts(faulty, [DAY]) == 1
    assert contents(faulty) == before


def test_a_workbook_goes_when_nothing_is_to_mend_any_more(faulty: Settings) -> None:
    county_workbook(folder(faulty) / "b.xlsx")
    load(faulty)
    assert write_receipts(faulty, [DAY]) == 1
    assert Outbox(faulty).names() == [
        "a.xlsx.receipt.json",
        "b.xlsx.receipt.json",
        "summary.html",
    ]


def test_progress_ends_at_all_files(settings: Settings) -> None:
    county_workbook(folder(settings) / "a.xlsx")
    county_workbook(folder(settings) / "b.xlsx", projects=[PROJECT | {"总投资(亿元)": "涉密"}])
    load(settings)
    seen: list[tuple[int, int]] = []
    write_receipts(settings, [DAY], on_progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2, 2)


def test_nothing_of_another_unit(told: Settings) -> None:
    others = {UNIT: ("祁东", "430426"), "430426": ("衡东", "涉密", "430424/")}
    for unit, words in others.items():
        outbox = Outbox(told, unit)
        said = outbox.page()
        for path in outbox.folder.iterdir():
            if path.suffix == ".json":
                said += path.read_text("utf-8")
            if path.suffix == ".xlsx":
                said += texts(openpyxl.load_workbook(path))
        assert [word for word in words if word in said] == []
    assert "祁东密" in Outbox(told, "430426").page()


def test_a_duplicate_says_so_stays_one_and_leaves_what_is_to_mend_to_the_first(
    faulty: Settings,
) -> None:
    duplicate = duplicate_of_first(faulty, "b.xlsx")
    assert mark_duplicates(faulty, [duplicate]) == 1
    assert mark_duplicates(faulty, [duplicate]) == 0
    assert write_receipts(faulty, [DAY]) == 0

    outbox = Outbox(faulty)
    receipt = outbox.json("b.xlsx")
    assert (receipt["outcome"], receipt["duplicate_of"]) == (
        "duplicate",
        duplicate.first_source_path,
    )
    assert "b.xlsx.receipt.xlsx" not in outbox.names()
    for said in (receipt["summary_zh"], outbox.page()):
        assert "与 2022-03-04 报送的“早.xlsx”内容完全相同，不重复计入" in said
    assert "1 份重复文件" in outbox.page()
    assert "<dt>采用</dt><dd>2 <small>" in outbox.page()  # the rows of a.xlsx alone


def test_a_file_that_is_no_duplicate_any_more_gets_its_receipt_back(faulty: Settings) -> None:
    before = contents(faulty)
    mark_duplicates(faulty, [duplicate_of_first(faulty, "b.xlsx")])
    assert mark_duplicates(faulty, []) == 1
    after = contents(faulty)
    assert {path: after[path] for path in before} == before


def test_a_run_that_died_while_it_marked_is_made_good(faulty: Settings) -> None:
    duplicate = duplicate_of_first(faulty, "b.xlsx")
    mark_duplicates(faulty, [duplicate])
    marked = contents(faulty)
    (faulty.outbox / ".duplicates.json").unlink()
    assert write_receipts(faulty, [DAY]) == 1
    assert mark_duplicates(faulty, [duplicate]) == 1
    assert contents(faulty) == marked


@pytest.mark.parametrize("name", ["长" * 83 + ".xlsx", "x" * 240 + ".xlsx", "a\nb #?%.xlsx"])
def test_long_and_odd_names_have_their_receipt(settings: Settings, name: str) -> None:
    county_workbook(folder(settings) / "short.xlsx", projects=[PROJECT | {"总投资(亿元)": "?"}])
    (folder(settings) / "short.xlsx").rename(folder(settings) / name)
    load(settings)
    assert write_receipts(settings, [DAY]) == 1
    assert write_receipts(settings, [DAY]) == 0
    outbox = Outbox(settings)
    receipt = outbox.json(base_name(name))
    assert receipt["source_path"] == f"{DAY}/{UNIT}/{name}"
    assert len(outbox.names()) == 3
    noted = [note for note in receipt["notes"] if base_name(name) in note]
    assert len(noted) == (base_name(name) != name)


def test_two_long_names_do_not_meet() -> None:
    one, other = "长" * 82 + "a.xlsx", "长" * 82 + "b.xlsx"
    assert base_name(one) != base_name(other)
    assert all(len(base_name(name).encode()) <= 255 - 13 for name in (one, other))


def test_a_clean_file_has_no_notes(outbox: Outbox) -> None:
    assert json.dumps(outbox.json("a 好.xlsx")["notes"]) == "[]"
