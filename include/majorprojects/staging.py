"""The folder in which a batch passes from stage to stage, and how the dead ones among them go.

A process that works in a folder holds its lock; the system lets go of it when the process ends, however
it ends. So a folder that nobody holds is either left behind by a killed process or waits for its next
stage, which may be another process. What came of a batch is kept beside it for a day, for a stage that is
asked once more.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from majorprojects.disk import writing
from majorprojects.settings import Settings

logger = logging.getLogger(__name__)

# Written last into a batch: with it the batch is complete and may be handed on.
SCOPE_FILE: Final = "batch.json"

_LOCK: Final = ".lock"
_GONE: Final = ".gone-"
_END: Final = ".end-"
# A batch waits for its next stage as long as Airflow queues a task: hours at worst (an assumption).
_WAITS_SECONDS: Final = 24 * 60 * 60


@contextlib.contextmanager
def new_batch(settings: Settings) -> Iterator[Path]:
    """Hold a new folder for a batch; it stays for the next stage, unless the block fails.

    Sweeps the folders of dead processes first, never one that is held or may still be awaited.

    Raises:
        MachineError: the staging folder cannot be written.
    """
    batch, lock = _claim(settings, "batch-")
    try:
        yield batch
    except BaseException:
        remove_batch(batch)
        raise
    finally:
        lock.release()


@contextlib.contextmanager
def scratch_folder(settings: Settings) -> Iterator[Path]:
    """Hold a folder that goes with the block.

    Raises:
        MachineError: the staging folder cannot be written.
    """
    folder, lock = _claim(settings, "scratch-")
    try:
        yield folder
    finally:
        remove_batch(folder)
        lock.release()


@contextlib.contextmanager
def held_batch(batch: Path) -> Iterator[None]:
    """Hold a batch that another stage made, while this one works in it."""
    with FileLock(batch / _LOCK):
        yield


def write_end(batch: Path, answer: bytes) -> None:
    """Keep what came of a batch, for whoever asks again after the folder is gone."""
    with writing(batch, "its days are loaded"):
        draft = batch / _END
        draft.write_bytes(answer)
        draft.replace(_end(batch))


def read_end(batch: Path) -> bytes | None:
    """What came of a batch that ended within the last day; None where it did not end."""
    try:
        return _end(batch).read_bytes()
    except FileNotFoundError:
        return None


def _end(batch: Path) -> Path:
    return batch.with_name(f"{_END}{batch.name}")


def remove_batch(folder: Path) -> None:
    """Remove a folder; after its first step it is gone, whatever becomes of this process."""
    gone = folder.with_name(f"{_GONE}{folder.name}")
    folder.rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def _claim(settings: Settings, prefix: str) -> tuple[Path, FileLock]:
    """A new folder and its lock; one process at a time, so that none is swept before it is held."""
    with writing(settings.staging, "nothing was begun"):
        settings.staging.mkdir(parents=True, exist_ok=True)
        return _made(settings.staging, prefix)


def _made(staging: Path, prefix: str) -> tuple[Path, FileLock]:
    with FileLock(staging / _LOCK):
        for gone in staging.glob(f"{_GONE}*/"):
            shutil.rmtree(gone, ignore_errors=True)
        for left in staging.glob("[!.]*/"):
            _sweep(left)
        for end in staging.glob(f"{_END}*"):
            if _age(end) > _WAITS_SECONDS:
                end.unlink()
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=staging))
        lock = FileLock(folder / _LOCK)
        lock.acquire()
    return folder, lock


def _sweep(folder: Path) -> None:
    """Remove a folder in which nobody works and nobody will."""
    try:
        if (folder / SCOPE_FILE).exists() and _age(folder) < _WAITS_SECONDS:
            return
        with FileLock(folder / _LOCK, timeout=0):
            remove_batch(folder)
    except (Timeout, FileNotFoundError):  # somebody works there, or removes it at this moment
        return
    logger.info("staging: %s was left by a process that died, it is removed", folder.name)


def _age(folder: Path) -> float:
    """Seconds since something last changed in a folder, or a file."""
    return time.time() - max(path.stat().st_mtime for path in (folder, *folder.rglob("*")))
