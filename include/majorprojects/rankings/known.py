"""The landing as a publication knew it: without what came late into its days."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from majorprojects.disk import writing
from majorprojects.landing import day_folder, landing_days, landing_fingerprint, landing_lock
from majorprojects.ledger.entry import entry_folder
from majorprojects.staging import scratch_folder

if TYPE_CHECKING:
    from majorprojects.ledger import Publication
    from majorprojects.settings import Settings


@contextmanager
def known_landing(settings: Settings, publication: Publication) -> Iterator[Settings]:
    """Settings whose landing holds, of the publication's days, the files that it knew and no others.

    Where its days are as they were, or the entry does not say which files it knew, that is the
    landing itself.

    Raises:
        MachineError: the landing is in use for too long, or the disk is full.
    """
    held = entry_folder(settings.ledger, publication.number) / "submissions.parquet"
    until = publication.last_received_on
    if not held.exists() or landing_fingerprint(settings, until) == publication.landing_fingerprint:
        yield settings
        return
    known = pq.read_table(held)["submission_id"].combine_chunks()
    with scratch_folder(settings) as scratch:
        picture = scratch / "landing"
        with landing_lock(settings), writing(scratch, "nothing was changed"):
            shutil.copytree(settings.landing / "empty", picture / "empty")
            for day in landing_days(settings):
                if day <= until:
                    _keep(known, day_folder(settings.landing, day), day_folder(picture, day))
        yield settings.model_copy(update={"landing": picture})


def _keep(known: pa.Array, folder: Path, picture: Path) -> None:
    """Write what a day's tables say of these files; a day with none of them is no day."""
    for path in sorted(folder.glob("*.parquet")):
        table = pq.read_table(path, partitioning=None)
        rows = table.filter(pc.is_in(table["submission_id"], value_set=known))
        if rows.num_rows:
            picture.mkdir(parents=True, exist_ok=True)
            pq.write_table(rows, picture / path.name)
