"""The disk: a sentence where it is full or fails, and the wait until it holds what was written."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from majorprojects.errors import MachineError

# DuckDB gives no number: what it says when it cannot write is that there is no room.
_NO_ROOM: Final = (None, errno.ENOSPC, errno.EDQUOT)


@contextmanager
def writing(
    folder: Path, stays: str, *, errors: tuple[type[Exception], ...] = (OSError,)
) -> Iterator[None]:
    """Turn what the disk says while the block writes into a `MachineError`.

    Args:
        folder: where the block writes.
        stays: what is still as it was, as a clause of the sentence.
        errors: what the block's libraries raise when the disk gives way.

    Raises:
        MachineError: one of these errors came.
    """
    try:
        yield
    except errors as error:
        said = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
        is_full = getattr(error, "errno", None) in _NO_ROOM
        mend = "make room on its disk" if is_full else "mend that"
        raise MachineError(
            f"{folder} could not be written ({said}); {stays}: {mend} and run the same command again."
        ) from error


def sync(path: Path) -> None:
    """Wait until a file or the entries of a folder are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
