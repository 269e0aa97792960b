"""What a full or failing disk is called: a sentence that names the folder and the next step."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from majorprojects.errors import MachineError

_MEND: Final = {
    errno.EACCES: "let this user write there",
    errno.EPERM: "let this user write there",
    errno.EROFS: "make that disk writable",
}


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
        code = getattr(error, "errno", None)
        said = " ".join(str(getattr(error, "strerror", None) or error).split())[:200]
        mend = _MEND.get(code or 0, "make room on its disk")
        raise MachineError(
            f"{folder} could not be written ({said}); {stays}: {mend} and run the same command again."
        ) from error
