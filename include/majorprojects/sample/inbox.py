"""Write the sample into an inbox, and never into somebody else's.

The inbox keeps a hidden list of what was written here, with the sha256 of each file. A file is the
sample's own if it stands in that list with its present bytes. Where anything else lies in the
folder, nothing is written.

A run that is stopped at any point leaves only own files: outdated ones go first, then the list is
replaced, then each new file appears whole under its name.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Final

from majorprojects.errors import DataError
from majorprojects.sample.city import CityWorkbook, city_file, city_workbooks
from majorprojects.sample.deliveries import Delivery, Sender, make_deliveries
from majorprojects.sample.read_facts import load_facts
from majorprojects.sample.world import World, make_world

# Hidden, so that it is no submission.
LIST_NAME: Final = ".sample.json"


@dataclass(frozen=True)
class SampleSummary:
    """What the sample holds; ``written`` counts the files that did not stand there already.

    ``units`` are the reporting ones; files and rows are the city's too.
    """

    files: int
    written: int
    units: int
    rows: int
    faulty_rows: int
    first_month: date
    last_month: date
    first_day: date
    last_day: date


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()


def _listed(inbox: Path) -> dict[str, str]:
    path = inbox / LIST_NAME
    if not path.exists():
        return {}
    listed: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return listed


def _own_files(inbox: Path) -> dict[str, str]:
    """Path and sha256 of the files in the inbox, all of them the sample's own.

    Raises:
        DataError: a file lies in the inbox that the sample did not make.
    """
    listed = _listed(inbox)
    present = {}
    for path in sorted(inbox.rglob("*")) if inbox.exists() else ():
        name = path.relative_to(inbox).as_posix()
        if path.is_dir() or path.name.startswith("."):
            continue  # hidden files are no submissions
        present[name] = _hash(path.read_bytes())
        if listed.get(name) != present[name]:
            raise DataError(
                f"{inbox} holds a file that the sample did not make ({name}): the sample never "
                "mixes with real submissions, so name another folder in MP_INBOX or MP_HOME"
            )
    return present


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(content)
    part.replace(path)


def _remove(inbox: Path, name: str) -> None:
    path = inbox / name
    path.unlink()
    for folder in list(path.parents)[: len(PurePosixPath(name).parts) - 1]:
        if any(folder.iterdir()):
            break
        folder.rmdir()


def _write(inbox: Path, files: dict[str, bytes], present: dict[str, str]) -> int:
    """Bring the inbox to exactly these files."""
    hashes = {name: _hash(content) for name, content in files.items()}
    for name, found in present.items():
        if hashes.get(name) != found:
            _remove(inbox, name)
    if _listed(inbox) != hashes:
        text = json.dumps(hashes, ensure_ascii=False, indent=0, sort_keys=True)
        _replace(inbox / LIST_NAME, text.encode())
    missing = [name for name in files if present.get(name) != hashes[name]]
    for name in missing:
        _replace(inbox / name, files[name])
    return len(missing)


def write_sample(
    inbox: Path,
    *,
    world: World | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> SampleSummary:
    """Write the sample inbox: the same bytes in every run, and only what does not stand there.

    Args:
        inbox: the folder; made if it is missing.
        world: another city than that of include/sample.
        on_progress: called with the number of deliveries that are ready, and of all of them.

    Returns:
        What the sample holds, and how many files were written now.

    Raises:
        DataError: the folder holds a file that the sample did not make; nothing was written.
    """
    present = _own_files(inbox)
    world = world or make_world(load_facts())
    deliveries = make_deliveries(world.facts)
    sender = Sender(world, deliveries)
    files: dict[str, bytes] = {}
    for done, delivery in enumerate(deliveries, 1):
        files |= {str(path): content for path, content in sender.files(delivery).items()}
        if on_progress:
            on_progress(done, len(deliveries))
    books = city_workbooks(world)
    for path, content in (city_file(world, book) for book in books):
        files[str(path)] = content
    return _summary(deliveries, books, sender, len(files), _write(inbox, files, present))


def _summary(
    deliveries: list[Delivery],
    books: list[CityWorkbook],
    sender: Sender,
    files: int,
    written: int,
) -> SampleSummary:
    months = [delivery.report.month for delivery in deliveries]
    days = [delivery.received_on for delivery in deliveries]
    days += [book.received_on for book in books]
    return SampleSummary(
        files=files,
        written=written,
        units=len({delivery.report.unit_code for delivery in deliveries}),
        rows=sum(map(sender.count, deliveries)) + sum(len(book.rows) for book in books),
        faulty_rows=len(sender.faults),
        first_month=min(months),
        last_month=max(months),
        first_day=min(days),
        last_day=max(days),
    )
