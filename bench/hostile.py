"""Seconds and peak memory of the reader for each hostile fixture, and whether the others still load.

Usage: python -m bench.hostile
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures" / "workbooks"
DAY = "2022-03-05"
UNIT = "430424"
GOOD = 3


def lay_out(home: Path) -> None:
    """Write an inbox of the hostile files, those that are too large to keep, and a few good ones."""
    from tests.fixtures.workbooks.make_files import large_files
    from tests.fixtures.workbooks.writing import progress

    folder = home / "inbox" / DAY / UNIT
    folder.mkdir(parents=True)
    for file in (FIXTURES / "hostile").iterdir():
        (folder / file.name).write_bytes(file.read_bytes())
    for path, make in large_files().items():
        if path.startswith("hostile/"):
            (folder / Path(path).name).write_bytes(make())
    for number in range(GOOD):
        (folder / f"good_{number}.xlsx").write_bytes(progress({"备注": f"样例{number}"}))


def read(path: Path) -> None:
    """Read one file as a worker of the pool does, under its memory limit, and print the outcome."""
    import datetime as dt
    import resource

    from majorprojects.ingest.discover import inbox_files
    from majorprojects.ingest.submission import read_submission
    from majorprojects.settings import load_settings

    settings = load_settings()
    resource.setrlimit(resource.RLIMIT_DATA, (settings.reader_bytes,) * 2)
    (file,) = (f for f in inbox_files(settings, dt.date.fromisoformat(DAY)) if f.path == path)
    refusal = read_submission(file, settings).refusal
    print(refusal.rule_id if refusal else "read")


def load(home: Path) -> None:
    """Ingest, validate and load all files in one run; print the outcomes."""
    import datetime as dt

    from majorprojects.ingest import ingest_days
    from majorprojects.landing import read_day
    from majorprojects.load import load_batch
    from majorprojects.settings import load_settings
    from majorprojects.validate import validate_batch

    day, settings = dt.date.fromisoformat(DAY), load_settings()
    load_batch(settings, validate_batch(settings, ingest_days(settings, [day])))
    rows = read_day(settings, day, "submissions").to_pylist()
    good = [row for row in rows if Path(row["source_path"]).name.startswith("good_")]
    print(dict(Counter(row["outcome"] for row in rows)))
    print(f"good files accepted: {sum(r['outcome'] == 'accepted' for r in good)} of {GOOD}")


def measure(home: Path, *arguments: str) -> tuple[str, float, float]:
    """Run this module anew: what it printed, its seconds, its peak memory in MB."""
    command = [sys.executable, "-m", "bench.hostile", *arguments]
    environment = os.environ | {"MP_HOME": str(home)}
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - this module
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    output = process.stdout.read().strip() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    return output or "the reader died", time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Print the table; this process stays small, as its memory would count for its children."""
    parser = argparse.ArgumentParser(prog="python -m bench.hostile", description=__doc__)
    parser.add_argument("--lay-out", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    for step, path in ((lay_out, options.lay_out), (read, options.read), (load, options.load)):
        if path:
            return step(path)
    with tempfile.TemporaryDirectory(prefix="hostile-") as temporary:
        home = Path(temporary).resolve()
        measure(home, "--lay-out", str(home))
        print("| file | kB | outcome | seconds | peak MB |\n| --- | ---: | --- | ---: | ---: |")
        for file in sorted((home / "inbox" / DAY / UNIT).iterdir()):
            outcome, seconds, peak = measure(home, "--read", str(file))
            size = file.stat().st_size / 1000
            print(f"| {file.name} | {size:.0f} | {outcome} | {seconds:.2f} | {peak:.0f} |")
        output, seconds, peak = measure(home, "--load", str(home))
        print(f"\nall files in one run: {seconds:.1f} s\n{output}")
    return None


if __name__ == "__main__":
    main()
