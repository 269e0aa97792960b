"""Folders of dead batches are swept; those in which somebody works or which are awaited never."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from majorprojects.settings import Settings
from majorprojects.staging import SCOPE_FILE, held_batch, new_batch, scratch_folder

_OWNER = """
import sys, time
from majorprojects.settings import Settings
from majorprojects.staging import new_batch
with new_batch(Settings(home=sys.argv[1])) as batch:
    print(batch, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def owner(settings: Settings):
    """A process that holds a batch until it is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", _OWNER, str(settings.home)], stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.kill()


def complete(batch: Path) -> Path:
    (batch / SCOPE_FILE).write_text("{}")
    return batch


def sweep(settings: Settings) -> None:
    with scratch_folder(settings):
        pass


def days_ago(folder: Path, days: int) -> None:
    for path in (folder, *folder.rglob("*")):
        then = path.stat().st_mtime - days * 86_400
        os.utime(path, (then, then))


def test_a_batch_lives_as_long_as_its_process(settings: Settings, owner) -> None:
    batch = Path(owner.stdout.readline().strip())
    sweep(settings)
    assert batch.is_dir()
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    sweep(settings)
    assert not batch.exists()


@pytest.mark.parametrize(
    ("handed_on", "days", "stays"),
    [(complete, 0, True), (complete, 2, False), (lambda batch: batch, 0, False)],
    ids=["awaited", "given_up", "half_read"],
)
def test_a_batch_that_nobody_holds_waits_for_its_next_stage_for_a_day(
    settings: Settings, handed_on: Callable[[Path], Path], days: int, stays: bool
) -> None:
    with new_batch(settings) as batch:
        handed_on(batch)
    days_ago(batch, days)
    sweep(settings)
    assert batch.is_dir() == stays


def test_an_old_batch_that_is_being_loaded_stays(settings: Settings) -> None:
    with new_batch(settings) as batch:
        complete(batch)
    with held_batch(batch):
        days_ago(batch, 2)
        sweep(settings)
        assert batch.is_dir()


def test_a_batch_whose_reading_fails_goes_at_once(settings: Settings) -> None:
    with pytest.raises(OSError, match="full"), new_batch(settings) as batch:
        raise OSError("the disk is full")
    assert not batch.exists()


def test_a_removal_that_died_is_ended_by_the_next(settings: Settings) -> None:
    gone = settings.staging / ".gone-batch-x" / "judged"
    gone.mkdir(parents=True)
    sweep(settings)
    assert not gone.parent.exists()
