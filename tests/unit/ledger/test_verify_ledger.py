"""Whatever is changed in the ledger is found, where it is; what only lies beside it stops nobody.

Where it is changed is drawn; `LEDGER_SEED` draws it again.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import duckdb  # noqa: TID253 - the ban is for what the DAG processor parses
import pytest

from majorprojects.errors import DataError
from majorprojects.ledger import check_ledger, last_seal, open_ledger, read_entries, verify_ledger
from majorprojects.ledger.entry import dump_seal, seal_of
from majorprojects.ledger.tables import write_ledger_tables
from majorprojects.settings import DBT_PROJECT, Settings
from tests.unit.ledger.conftest import publish, rewrite

SEED = int(os.environ.get("LEDGER_SEED") or random.SystemRandom().randrange(10**6))
ROUNDS = 5
MINUTES = "the minutes"


def places(settings: Settings, known: dict[str, str] | None = None) -> list[str]:
    _, faults = verify_ledger(settings, known or {})
    for fault in faults:
        # Whoever follows the advice has to find the folder of which it speaks.
        numbers = re.findall(r"\d{6}", fault.place)
        assert all(number in fault.mend for number in numbers), fault
    return [fault.place for fault in faults]


def seals(settings: Settings) -> list[str]:
    return [path.read_text()[:64] for path in sorted(settings.ledger.glob("*/entry.sha256"))]


def test_a_ledger_as_it_was_written_has_no_fault(kept: Settings) -> None:
    assert verify_ledger(kept, dict.fromkeys(seals(kept), MINUTES)) == (4, [])
    now = dt.datetime.now(dt.UTC)
    for entry in read_entries(kept):
        assert entry.entered_at
        assert now - dt.timedelta(hours=1) < entry.entered_at <= now


def test_a_changed_byte_anywhere_is_found_in_its_file(kept: Settings) -> None:
    dice = random.Random(SEED)  # noqa: S311 - a test's dice
    known = {last_seal(kept.ledger): MINUTES}
    files = sorted(kept.ledger.glob("0*/*"))
    assert len(files) == 4 * 2 + 3 * 2 + 1
    for path in files * ROUNDS:
        content = path.read_bytes()
        at, mask = dice.randrange(len(content)), dice.randrange(1, 256)
        path.write_bytes(content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :])
        said = f"byte {at} of {path} by {mask}, LEDGER_SEED={SEED}"
        assert places(kept, known) == [f"entry {path.parent.name}, {path.name}"], said
        with pytest.raises(DataError, match="The ledger was changed"):
            check_ledger(kept)
        path.write_bytes(content)
    assert places(kept, known) == []


def test_another_digit_in_an_entry_that_can_still_be_read_is_found(kept: Settings) -> None:
    dice = random.Random(SEED)  # noqa: S311 - a test's dice
    known = {last_seal(kept.ledger): MINUTES}
    for path in sorted(kept.ledger.glob("0*/entry.json")):
        content = path.read_text(encoding="utf-8")
        for digits in re.finditer(r"(?<=: )\d+|(?<=: \")[0-9a-f]{64}|(?<=-)2\d", content):
            at = dice.randrange(*digits.span())
            other = dice.choice([d for d in "123456789" if d != content[at]])
            path.write_text(content[:at] + other + content[at + 1 :], encoding="utf-8")
            json.loads(path.read_bytes())
            said = f"{other} at {at} of {path}, LEDGER_SEED={SEED}"
            assert set(places(kept, known)) == {f"entry {path.parent.name}, entry.json"}, said
        path.write_text(content, encoding="utf-8")


@pytest.mark.parametrize(
    ("number", "known_last", "place"),
    [
        (1, False, "entry 000001, entry.json"),
        (2, False, "entry 000002, entry.json"),
        (3, False, "entry 000003 or 000004"),  # nobody vouches for the last one
        (3, True, "entry 000003, entry.json"),
    ],
)
def test_an_entry_that_was_rewritten_with_its_seal_is_located(
    kept: Settings, number: int, known_last: bool, place: str
) -> None:
    known = {last_seal(kept.ledger): MINUTES} if known_last else {}
    rewrite(kept.ledger / f"{number:06}", unit_code="430407", rulebook_id="theirs")
    assert places(kept, known) == [place]


def test_the_first_entry_cannot_be_made_a_later_one(kept: Settings) -> None:
    rewrite(kept.ledger / "000001", previous="1" * 64)
    assert places(kept) == ["entry 000001, entry.json"] * 2


def test_a_seal_that_is_known_tells_which_of_two_was_rewritten(kept: Settings) -> None:
    known = {seals(kept)[2]: MINUTES}
    rewrite(kept.ledger / "000004", previous="1" * 64)
    assert places(kept, known) == ["entry 000004, entry.json"]


def test_two_entries_that_changed_places_are_both_named(kept: Settings) -> None:
    one, other = kept.ledger / "000001", kept.ledger / "000003"
    one.rename(kept.ledger / "aside")
    other.rename(one)
    (kept.ledger / "aside").rename(other)
    assert places(kept) == ["entry 000001, entry.json", "entry 000003, entry.json"]


def test_missing_entries_are_named_by_number(kept: Settings) -> None:
    shutil.rmtree(kept.ledger / "000003")
    assert places(kept) == ["entry 000003"]
    shutil.rmtree(kept.ledger / "000002")
    assert places(kept) == ["entries 000002 to 000003"]
    with pytest.raises(DataError, match="Entry 000002 of the ledger cannot be read"):
        read_entries(kept)


def hide(ledger: Path) -> None:
    (ledger / "000004").rename(ledger / ".000004")


@pytest.mark.parametrize(
    ("remove", "found"),
    [
        (lambda ledger: shutil.rmtree(ledger / "000004"), ["entries after 000003"]),
        (hide, ["entries after 000003", "folder .000004"]),
        (shutil.rmtree, ["entries after 000000"]),
    ],
    ids=["last", "hidden", "all"],
)
def test_entries_that_are_gone_are_missed_by_whoever_knows_their_seal(
    kept: Settings, remove: Callable[[Path], None], found: list[str]
) -> None:
    known = {seal: f"version {i}" for i, seal in enumerate(seals(kept))}
    remove(kept.ledger)
    assert places(kept, known) == found
    with pytest.raises(DataError, match=r"they are gone: .* of version"), open_ledger(kept, known):
        pytest.fail("the number would be given again")


def test_a_last_entry_that_was_redone_is_missed_by_whoever_knows_its_seal(kept: Settings) -> None:
    known = dict.fromkeys(seals(kept)[2:], MINUTES)
    rewrite(kept.ledger / "000004", rulebook_id="theirs")
    assert places(kept) == []  # it is as good as any, by itself
    assert places(kept, known) == ["entries after 000003"]


def test_a_table_that_was_changed_with_its_hash_and_seal_is_not_that_of_its_entry(
    kept: Settings,
) -> None:
    folder = kept.ledger / "000004"
    table = folder / "rankings.parquet"
    with duckdb.connect() as connection:
        better = connection.read_parquet(str(table)).project("unit, score + 1 as score")
        better.create("better")
        connection.table("better").write_parquet(str(table))
    files = json.loads((folder / "entry.json").read_bytes())["files"]
    rewrite(folder, files=files | {table.name: seal_of(table.read_bytes())})
    (fault,) = verify_ledger(kept)[1]
    assert fault.place == "entry 000004, rankings.parquet"
    assert "the entry says other rows" in fault.found
    with pytest.raises(DataError, match=r"The ledger was changed: .* put .*/000004 back"):
        write_ledger_tables(kept, kept.home / "tables", DBT_PROJECT)


def test_a_folder_that_is_no_entry_is_told_and_stops_nobody(kept: Settings) -> None:
    (kept.ledger / "lost+found").mkdir()
    (kept.ledger / ".writing-dead").mkdir()
    assert places(kept) == ["folder lost+found"]
    assert [entry.number for entry in read_entries(kept)] == [1, 2, 3, 4]
    write_ledger_tables(kept, kept.home / "tables", DBT_PROJECT)
    assert publish(kept, 4).number == 5
    assert not (kept.ledger / ".writing-dead").exists()


@pytest.mark.parametrize("name", [".000004", "000004.old", "4"])
def test_an_entry_under_another_name_stops_the_writer(kept: Settings, name: str) -> None:
    (kept.ledger / "000004").rename(kept.ledger / name)
    assert places(kept) == [f"folder {name}"]
    with pytest.raises(DataError, match="does not belong here"):
        publish(kept, 4)


@pytest.mark.parametrize("name", ["entry.json", "entry.sha256", "rankings.parquet"])
def test_a_folder_where_a_file_should_be_is_a_fault(kept: Settings, name: str) -> None:
    path = kept.ledger / "000003" / name
    path.unlink()
    path.mkdir()
    (fault,) = verify_ledger(kept)[1]
    assert fault.place == f"entry 000003, {name}"
    assert "cannot be read" in fault.found
    last_seal(kept.ledger)


def test_a_file_where_an_entry_should_be_is_a_fault(kept: Settings) -> None:
    shutil.rmtree(kept.ledger / "000004")
    (kept.ledger / "000004").write_text("")
    assert set(places(kept)) == {"entry 000004, entry.json", "entry 000004, entry.sha256"}


def test_a_file_that_came_later_is_told_whatever_its_name(kept: Settings) -> None:
    (kept.ledger / "000002" / os.fsdecode("证明.txt".encode("gbk"))).write_text("")
    (fault,) = verify_ledger(kept)[1]
    assert fault.found == "the entry does not know of it"
    fault.place.encode()  # it can be printed


def test_an_entry_from_before_its_time_was_kept_is_as_good_as_any(settings: Settings) -> None:
    publish(settings, 1)
    folder = settings.ledger / "000001"
    said = json.loads((folder / "entry.json").read_bytes())
    del said["entered_at"]
    (folder / "entry.json").write_text(json.dumps(said, indent=2))
    (folder / "entry.sha256").write_bytes(dump_seal(seal_of((folder / "entry.json").read_bytes())))
    assert publish(settings, 2).number == 2
    assert verify_ledger(settings) == (2, [])
    assert [entry.entered_at is None for entry in read_entries(settings)] == [True, False]
