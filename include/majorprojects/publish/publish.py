"""Moves readers to a new version: audit, export, manifest, then one atomic swap of a link."""

from __future__ import annotations

import hashlib
import logging
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from majorprojects.build import latest_build
from majorprojects.build.version import (
    DISK_ERRORS,
    WAREHOUSE_FILE,
    Build,
    build_folder,
    warehouse_lock,
)
from majorprojects.disk import sync, writing
from majorprojects.errors import DataError, MachineError
from majorprojects.publish.audit import audit, audit_moves
from majorprojects.publish.duplicates import tell_duplicates
from majorprojects.publish.version import (
    MARTS_SCHEMA,
    VERSION_RECORD,
    Published,
    current_link,
    dump_published,
    newest_first,
    published_folders,
    quoted,
    read_published,
)

if TYPE_CHECKING:
    from majorprojects.settings import Settings

logger = logging.getLogger(__name__)


def publish_version(
    settings: Settings, build: Build, *, accept_moves: str | None = None
) -> Published:
    """Make a build the current version, keep the last ``settings.keep_versions``.

    Publishing the current version again writes nothing into the warehouse. Readers that hold an
    older version open go on reading it, even when it is pruned. Afterwards the receipts of the
    files that the build found to be duplicates say so.

    Args:
        settings: where the warehouse and the outbox are.
        build: what is published.
        accept_moves: why totals may move, or files be gone, although no submission explains it; kept
            with the version.

    Raises:
        DataError: the build is a side version, or does not pass the audit.
        MachineError: the build is gone, because another one followed; or the disk or the lock gave way.
    """
    if build.as_of is not None:
        raise DataError(
            f"The side version as of {build.as_of} is never published: open it where it lies."
        )
    with warehouse_lock(settings):
        published = _publish(settings, build, accept_moves)
    _tell(settings)
    return published


def publish_latest(settings: Settings, *, accept_moves: str | None = None) -> Published:
    """Make the build that was made last the current version, as `publish_version` does.

    Raises:
        DataError: there is no build, or it does not pass the audit.
        MachineError: the disk or the lock gave way.
    """
    with warehouse_lock(settings):  # from here on nobody makes or prunes a build
        latest = latest_build(settings)
        if latest is None:
            raise DataError("There is nothing to publish: run `majorprojects build` first.")
        published = _publish(settings, latest, accept_moves)
    _tell(settings)
    return published


def _publish(settings: Settings, build: Build, accept_moves: str | None) -> Published:
    folder = build_folder(settings, build)
    if not folder.is_dir():
        raise MachineError(
            f"Version {build.id} is gone, a newer one followed: run `majorprojects build` and "
            "then `majorprojects publish`."
        )
    is_current = current_link(settings).resolve() == folder.resolve()
    with writing(settings.warehouse, "the published version stays", errors=DISK_ERRORS):
        published = read_published(folder)
        if published is None or not is_current:
            earlier = [one for one in published_folders(settings) if one != folder.resolve()]
            published = _prepare(folder, build, earlier, published, accept_moves)
        if not is_current:
            _swap(current_link(settings), folder)
            logger.info("publish: current is %s now", published.id)
        _prune(settings, folder)
    return published


def _tell(settings: Settings) -> None:
    with writing(settings.outbox, "the version is published, only receipts are not all told of it"):
        tell_duplicates(settings)


def _prepare(
    folder: Path,
    build: Build,
    earlier: Sequence[Path],
    before: Published | None,
    accept_moves: str | None,
) -> Published:
    """Audit a build, and export it unless it was published before.

    The manifest is written last, so it stands for all of it.
    """
    file = folder / WAREHOUSE_FILE
    with duckdb.connect(file, read_only=True) as connection:
        rows = audit(connection, build)
    accepted = audit_moves(earlier, folder, accept_moves)
    if before is None:
        _export(file, list(rows), folder / "marts")
        with file.open("rb") as content:
            sha256 = hashlib.file_digest(content, "sha256").hexdigest()
        published = Published(build=build, mart_rows=rows, sha256=sha256, accepted=accepted)
    else:
        published = replace(before, accepted=accepted)
    if published != before:
        draft = folder / f".{VERSION_RECORD}"
        draft.write_bytes(dump_published(published))
        sync(draft)
        draft.rename(folder / VERSION_RECORD)
        sync(folder)
    return published


def _export(warehouse: Path, marts: list[str], folder: Path) -> None:
    """Write each mart as Parquet, sorted by all its columns: equal marts are equal files."""
    shutil.rmtree(folder, ignore_errors=True)  # of a publication that died before its manifest
    folder.mkdir()
    try:
        with duckdb.connect(warehouse, read_only=True) as connection:
            for mart in marts:
                path = folder / f"{mart}.parquet"
                connection.execute(
                    f"copy (from {MARTS_SCHEMA}.{mart} order by all) to {quoted(path)}"
                    " (format parquet, compression zstd)"
                )
                sync(path)
        sync(folder)
    except DISK_ERRORS:
        shutil.rmtree(folder, ignore_errors=True)  # makes room at once
        raise


def _swap(link: Path, folder: Path) -> None:
    """Point the link at a folder in one step; relative, so that the warehouse can be moved."""
    draft = link.with_name(f".{link.name}")
    draft.unlink(missing_ok=True)
    draft.symlink_to(os.path.relpath(folder, link.parent), target_is_directory=True)
    draft.replace(link)
    sync(link.parent)


def _prune(settings: Settings, current: Path) -> None:
    """Remove old versions, and builds that were overtaken before anyone published them."""
    folders = newest_first(settings)
    older = folders[folders.index(current) + 1 :]
    published = [folder for folder in folders if folder != current and read_published(folder)]
    overtaken = [folder for folder in older if folder not in published]
    for folder in published[settings.keep_versions - 1 :] + overtaken:
        # Hidden first: a version is complete or not there, even if this process dies here.
        doomed = folder.with_name(f".pruned-{folder.name}")
        folder.rename(doomed)
        shutil.rmtree(doomed)
        logger.info("publish: %s was pruned", folder.name)
