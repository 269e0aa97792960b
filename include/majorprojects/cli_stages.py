"""The stages as the command line runs them: one call each, with a progress bar on stderr."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from majorprojects.cli_show import errors

if TYPE_CHECKING:
    from majorprojects.build import Build
    from majorprojects.load import LoadSummary
    from majorprojects.publish import Published
    from majorprojects.rehearse import Rehearsal
    from majorprojects.sample import SampleSummary
    from majorprojects.settings import Settings
    from majorprojects.verify import Promise


@contextmanager
def _stage(name: str) -> Iterator[Callable[[int, int], None]]:
    """Show a stage at work; yields what takes (done, total), where a stage can count."""
    columns = (
        SpinnerColumn(finished_text="✓"),
        TextColumn("{task.description:<9}"),
        BarColumn(bar_width=30),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=errors) as progress:
        task = progress.add_task(name, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
        total = progress.tasks[0].total or 1
        progress.update(task, completed=total, total=total)


def _counted(on_progress: Callable[[int, int], None]) -> Callable[[str], None]:
    """Take dbt's lines and count the nodes that they say are done."""
    from majorprojects.build.dbt import progress_of

    def on_line(line: str) -> None:
        if done := progress_of(line):
            on_progress(*done)

    return on_line


def write_sample(settings: Settings) -> SampleSummary:
    """Write the sample inbox."""
    from majorprojects import sample

    with _stage("sample") as on_progress:
        return sample.write_sample(settings.inbox, on_progress=on_progress)


def load_days(settings: Settings, first: date, last: date) -> LoadSummary | None:
    """Ingest, validate and load the days from ``first`` to ``last``, then write their receipts.

    Days are cut into batches, so that memory does not grow with the number of files.

    Returns:
        What was loaded; None where no file arrived in these days.
    """
    from majorprojects.ingest import cut_batches, inbox_days, inbox_files

    days = inbox_days(settings, first, last)
    batches = cut_batches({day: len(inbox_files(settings, day)) for day in days})
    summaries = [
        _load_batch(settings, batch, f" {number}/{len(batches)}" if len(batches) > 1 else "")
        for number, batch in enumerate(batches, 1)
    ]
    return functools.reduce(operator.add, summaries) if summaries else None


def _load_batch(settings: Settings, days: Sequence[date], place: str) -> LoadSummary:
    """Take one batch from the inbox into the landing; ``place`` says which of how many it is."""
    from majorprojects import ingest

    with _stage("ingest" + place) as on_progress:
        batch = ingest.ingest_days(settings, days, on_progress=on_progress)
    from majorprojects import load, validate

    with _stage("validate" + place):
        batch = validate.validate_batch(settings, batch)
    with _stage("load" + place):
        summary = load.load_batch(settings, batch)
    from majorprojects import receipts

    with _stage("receipts" + place) as on_progress:
        receipts.write_receipts(settings, summary.days, on_progress=on_progress)
    return summary


def build(settings: Settings, as_of: date | None = None) -> Build:
    """Build a version, or a side version as of a day."""
    from majorprojects.build import build_version

    with _stage("build") as on_progress:
        return build_version(settings, as_of=as_of, on_line=_counted(on_progress))


def rehearse(
    settings: Settings, rulebook: str, months: tuple[date, date], bands: Path | None
) -> Rehearsal:
    """Replay months under a draft of a rulebook, beside the latest build."""
    from majorprojects import rehearse as rehearsals

    with _stage("rehearse") as on_progress:
        on_line = _counted(on_progress)
        return rehearsals.rehearse(settings, rulebook, months, bands=bands, on_line=on_line)


def publish(settings: Settings, *, accept_moves: str | None = None) -> Published:
    """Publish the build that was made last.

    Raises:
        DataError: there is none, or it does not pass the audit.
    """
    from majorprojects.publish import publish_latest

    with _stage("publish"):
        return publish_latest(settings, accept_moves=accept_moves)


def verify(
    settings: Settings, *, quick: bool, publications: bool, seals: Sequence[str]
) -> list[Promise]:
    """Verify the installation's promises."""
    from majorprojects.verify import verify_installation

    with _stage("verify"):
        return verify_installation(settings, quick=quick, publications=publications, seals=seals)
