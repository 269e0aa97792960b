"""An entry that could not be verified for ever is never written, and a full disk leaves nothing."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import duckdb  # noqa: TID253 - the ban is for what the DAG processor parses
import pytest

from majorprojects.build.version import DISK_ERRORS
from majorprojects.errors import DataError, MachineError
from majorprojects.ledger import read_entries, verify_ledger
from majorprojects.settings import Settings
from tests.unit.ledger.conftest import appeal

GBK = os.fsdecode("证明".encode("gbk"))


@pytest.mark.parametrize("name", ["entry.json", "entry.sha256", "folder/evidence.txt", GBK])
def test_a_name_that_would_break_its_entry_is_refused(kept: Settings, name: str) -> None:
    def lay_files(folder: Path) -> None:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("开工令", encoding="utf-8")

    before = sorted(kept.ledger.iterdir())
    with pytest.raises((DataError, MachineError)) as refused:
        appeal(kept, lay_files)
    str(refused.value).encode()  # it can be printed
    assert sorted(kept.ledger.iterdir()) == before
    assert verify_ledger(kept) == (4, [])


def test_words_that_are_no_text_are_refused(kept: Settings) -> None:
    with pytest.raises(DataError, match="cannot be written as UTF-8"):
        appeal(kept, lambda _: None, grounds=GBK)
    assert verify_ledger(kept) == (4, [])


def test_a_disk_that_gives_way_is_that_of_the_ledger_and_leaves_nothing(kept: Settings) -> None:
    def lay_files(folder: Path) -> None:
        with duckdb.connect() as connection:
            connection.sql("select range from range(100_000)").write_parquet(str(folder / "a"))

    _, most = limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, most))
    try:
        with pytest.raises(MachineError, match=rf"{kept.ledger} could not be written .* make room"):
            appeal(kept, lay_files, errors=DISK_ERRORS)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not list(kept.ledger.glob(".writing-*"))
    assert len(read_entries(kept)) == 4
