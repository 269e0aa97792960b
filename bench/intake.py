"""Ingest, validate and load of many workbooks: five sheets of 60 rows, 1% of the rows faulty.

Beside it a plain script that checks nothing (`bench/plain_intake.py`), and what the imports alone cost.

Usage: python -m bench.intake [--workbooks 700 2850] [--home DIR]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from bench.__main__ import Run, adopt_orphans, measure
from bench.workbooks import write_inbox


def import_all() -> None:
    """Import what the stages import when they run."""
    import majorprojects.ingest
    import majorprojects.load
    import majorprojects.validate.runner  # noqa: F401


def take_in() -> None:
    """Take the inbox into the landing in batches, as the command line does; print what each stage took."""
    from majorprojects.ingest import cut_batches, inbox_days, inbox_files, ingest_days
    from majorprojects.load import load_batch
    from majorprojects.settings import load_settings
    from majorprojects.validate import validate_batch

    settings = load_settings()
    days = inbox_days(settings, dt.date(2000, 1, 1), dt.date(2100, 1, 1))
    batches = cut_batches({day: len(inbox_files(settings, day)) for day in days})
    said: dict[str, float] = defaultdict(float, batches=len(batches))
    for batch_days in batches:
        began = time.perf_counter()
        batch = ingest_days(settings, batch_days)
        said["ingest"] += (read := time.perf_counter()) - began
        validate_batch(settings, batch)
        said["validate"] += (judged := time.perf_counter()) - read
        loaded = load_batch(settings, batch)
        said["load"] += time.perf_counter() - judged
        said["rows"] += loaded.rows_read
        said["rejected"] += loaded.rows_rejected
    print(json.dumps(said))


def bench(home: Path, workbooks: int) -> tuple[Run, Run, Run]:
    """The intake, the plain script and the imports alone, for one size."""
    home.mkdir()
    size = write_inbox(home / "inbox", workbooks, sheets=5, faulty=0.01)
    print(f"{workbooks} workbooks, {size / 1e6:.1f} MB", file=sys.stderr)
    plain = home / "plain"
    plain.mkdir()
    return (
        measure("intake", ["-m", "bench.intake", "--only", "intake"], home),
        measure("plain", ["-m", "bench.plain_intake", str(home / "inbox"), str(plain)], home),
        measure("imports", ["-m", "bench.intake", "--only", "imports"], home),
    )


def table(results: dict[int, tuple[Run, Run, Run]]) -> str:
    """The results as Markdown."""
    lines = [
        "| workbooks | rows | rejected | batches | ingest s | validate s | load s | all s | CPU s "
        "| peak MB | imports s | plain s | plain CPU s | plain MB | (all − imports) / plain |",
        "|" + " ---: |" * 15,
    ]
    for workbooks, (ours, plain, imports) in results.items():
        said = json.loads(ours.output)
        ratio = (ours.seconds - imports.seconds) / plain.seconds
        lines.append(
            f"| {workbooks} | {said['rows']:.0f} | {said['rejected']:.0f} | {said['batches']:.0f} "
            f"| {said['ingest']:.1f} | {said['validate']:.1f} | {said['load']:.1f} "
            f"| {ours.seconds:.1f} | {ours.cpu_seconds:.1f} | {ours.peak_mb:.0f} "
            f"| {imports.seconds:.1f} | {plain.seconds:.1f} | {plain.cpu_seconds:.1f} "
            f"| {plain.peak_mb:.0f} | {ratio:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Run the sizes asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.intake", description=__doc__)
    parser.add_argument("--workbooks", type=int, nargs="+", default=[700, 2850])
    parser.add_argument("--home", type=Path, help="an empty folder; a temporary one by default")
    parser.add_argument("--only", choices=["intake", "imports"], help="one part, of MP_HOME")
    options = parser.parse_args()
    if options.only:
        (take_in if options.only == "intake" else import_all)()
        return
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        home = options.home or Path(temporary)
        results = {n: bench(home / f"intake-{n}", n) for n in options.workbooks}
    print(f"\n{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print(table(results))


if __name__ == "__main__":
    main()
