"""I4: `current` points to a complete version."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import pyarrow.parquet as pq

from majorprojects.build.version import BUILD_RECORD, WAREHOUSE_FILE, read_record
from majorprojects.publish.version import VERSION_RECORD, Published
from majorprojects.verify.installation import Installation
from majorprojects.verify.promise import Promise, Promised

_PROMISED: Final = Promised("I4", "readers see one complete version")
_MEND: Final = (
    "remove that version's folder, then run `majorprojects build` and `majorprojects publish`"
)


@_PROMISED.check
def verify_version(installation: Installation) -> Promise:
    """Every file of the current version is there, and its bytes and rows are those of the manifest."""
    published, folder = installation.published, installation.version
    if folder is None:
        return _PROMISED.behind(
            "nothing is published yet", "run `majorprojects build` and `majorprojects publish`"
        )
    if published is None:
        return _PROMISED.broken(f"{folder} has no {VERSION_RECORD} that can be read", _MEND)
    if faults := _faults(folder, published):
        return _PROMISED.broken(f"{published.id}: {'; '.join(faults[:3])}", _MEND)
    return _PROMISED.holds(
        f"{published.id}: warehouse file and {len(published.mart_rows)} exports are complete, "
        f"{sum(published.mart_rows.values()):,} rows, sha256 {published.sha256[:12]}"
    )


def _faults(folder: Path, published: Published) -> list[str]:
    file = folder / WAREHOUSE_FILE
    if not file.is_file():
        return [f"{WAREHOUSE_FILE} is missing"]
    with file.open("rb") as content:
        sha256 = hashlib.file_digest(content, "sha256").hexdigest()
    faults = []
    if sha256 != published.sha256:
        faults.append(f"{WAREHOUSE_FILE} has sha256 {sha256[:12]}, not {published.sha256[:12]}")
    if read_record(folder) != published.build or folder.name != published.id:
        faults.append(
            f"{BUILD_RECORD} or the folder's name says another build than {VERSION_RECORD}"
        )
    for mart, rows in published.mart_rows.items():
        path = folder / "marts" / f"{mart}.parquet"
        try:
            exported = pq.read_metadata(path).num_rows
        except (OSError, ValueError) as error:
            faults.append(f"{path.name} cannot be read ({' '.join(str(error).split())[:80]})")
            continue
        if exported != rows:
            faults.append(f"{path.name} has {exported:,} rows, not {rows:,}")
    return faults
