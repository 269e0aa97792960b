"""A full disk stops a stage with a sentence, readers keep their version, and room mends all of it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from majorprojects.landing import landing_fingerprint
from majorprojects.ledger import verify_ledger
from majorprojects.settings import Settings
from majorprojects.verify import State, mart_digests, verify_installation
from tests.chaos.conftest import Undisturbed
from tests.chaos.victims import ARGUMENTS, said_by
from tests.conftest import settings_at

KIB, MIB = 1024, 1024**2


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 256 MiB, in memory as far as it is used."""
    folder = tmp_path / "small_disk"
    folder.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", "size=256m", "majorprojects-test", str(folder))
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(
            f"NO TMPFS CAN BE MOUNTED ({mounted.stderr.strip()}): no disk was full, run as root"
        )
    yield folder
    subprocess.run(("umount", "--lazy", str(folder)), check=True)


def fill(disk: Path, leave: int) -> Path:
    """Fill a disk but for some bytes; returns the file that fills it."""
    filler, there = disk / "filler", os.statvfs(disk)
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, there.f_bavail * there.f_frsize - leave)
    return filler


def marts(settings: Settings) -> dict[str, str]:
    return mart_digests((settings.warehouse / "current").resolve() / "warehouse.duckdb")


@pytest.mark.parametrize(
    ("stage", "folder", "room"),
    [
        ("ingest", "staging", 16 * KIB),
        ("ingest", "landing", 16 * KIB),
        ("ingest", "outbox", 8 * KIB),
        ("build", "warehouse", 16 * KIB),
        ("build", "warehouse", 3 * MIB),
        ("publish", "warehouse", 16 * KIB),
    ],
    ids=["ingest", "load", "receipts", "build", "build_half_way", "publish"],
)
def test_a_full_disk_is_a_sentence_and_room_mends_it(
    undisturbed: Undisturbed,
    small_disk: Path,
    tmp_path: Path,
    stage: str,
    folder: str,
    room: int,
) -> None:
    settings = undisturbed.copy(stage, tmp_path / "home")
    shutil.move(settings.home / folder, small_disk / folder)
    (settings.home / folder).symlink_to(small_disk / folder)
    before = marts(settings)
    filler = fill(small_disk, room)

    code, said = said_by(settings.home, *ARGUMENTS[stage])

    assert code == 1
    (fault,) = [line for line in said.splitlines() if line.startswith("error: ")]
    assert folder in fault
    assert "make room" in fault
    assert marts(settings) == before

    filler.unlink()
    assert said_by(settings.home, *ARGUMENTS[stage])[0] == 0
    assert landing_fingerprint(settings) == undisturbed.fingerprint
    if stage == "ingest":
        return
    assert said_by(settings.home, *ARGUMENTS["publish"])[0] == 0
    assert {p.state for p in verify_installation(settings, quick=True)} == {State.HOLDS}
    assert marts(settings) == undisturbed.marts


def test_a_full_disk_under_the_ledger_leaves_it_as_it_was(
    undisturbed: Undisturbed, small_disk: Path, tmp_path: Path
) -> None:
    settings = settings_at(shutil.copytree(undisturbed.after, tmp_path / "home", symlinks=True))
    (small_disk / "ledger").mkdir()
    settings.ledger.symlink_to(small_disk / "ledger")
    appeal = ("appeal", "file", "--publication", "1", "--unit", "430424", "--grounds", "漏记")
    for number, command in enumerate((("publish-ranking", "--month", "2022-01"), appeal)):
        filler = fill(small_disk, 8 * KIB)
        code, said = said_by(settings.home, *command)
        assert code == 1
        (fault,) = [line for line in said.splitlines() if line.startswith("error: ")]
        assert f"{small_disk / 'ledger'} could not be written" in fault
        assert "the ledger is as it was: make room" in fault
        assert len([*settings.ledger.glob("[!.]*"), *settings.ledger.glob(".w*")]) == number
        filler.unlink()
        assert said_by(settings.home, *command)[0] == 0
    assert verify_ledger(settings) == (2, [])
