"""What a full or failing disk is called: a sentence that names the folder and the next step."""

from __future__ import annotations

import errno
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
