"""The outbox: one writer at a time, and every document whole or not at all."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

from majorprojects.locks import exclusive
from majorprojects.settings import Settings


@contextlib.contextmanager
def outbox_lock(settings: Settings) -> Iterator[None]:
    """Hold the outbox for one writer.

    Raises:
        MachineError: another process holds it for longer than `lock_seconds`.
    """
    with exclusive(settings.outbox, settings):
        yield


def write_new(path: Path, content: bytes) -> bool:
    """Write a document whole or not at all; False where the same one is there."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{hashlib.sha256(path.name.encode()).hexdigest()[:16]}.tmp")
    draft.write_bytes(content)
    draft.replace(path)
    return True
