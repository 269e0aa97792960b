"""One writer at a time: the locks that lie beside the landing, the outbox and the warehouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from majorprojects.errors import MachineError
from majorprojects.settings import Settings


@contextmanager
def exclusive(folder: Path, settings: Settings) -> Iterator[None]:
    """Hold a folder, which is made if need be, for one process.

    Raises:
        MachineError: another process holds it for longer than ``settings.lock_seconds``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ".lock"
    try:
        with FileLock(path, timeout=settings.lock_seconds):
            yield
    except Timeout as error:
        raise MachineError(
            f"another run holds {path} for more than {settings.lock_seconds:.0f} s; wait for it to end "
            "or look for a hanging process, then run the same command again (or raise MP_LOCK_SECONDS)"
        ) from error
