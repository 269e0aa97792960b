"""`majorprojects explain` as a process of its own: a unit's month of a warehouse of many units.

Usage: python -m bench.explain [--units 140 2850] [--home DIR]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from pathlib import Path

from bench.__main__ import adopt_orphans, measure
from bench.units import write_landing, write_project

# A unit in the middle of its league, in the last month; the first run fills the system's cache.
UNIT, MONTH, RUNS = "100007", "2022-12", 4
_CLI = "from majorprojects.cli import app; app()"


def publish() -> None:
    """Make the build of `bench.units` in MP_HOME the current version."""
    from majorprojects.publish import publish_latest
    from majorprojects.settings import load_settings

    print(publish_latest(load_settings()).id)


def bench(home: Path, units: int) -> list[tuple[str, list[float], float]]:
    """Seconds of each run, and the largest process, for each form of the answer."""
    if not home.exists():
        home.mkdir()
        write_landing(home / "landing", units)
        write_project(home / "dbt_project", units)
        measure("build", ["-m", "bench.units", "--only", "build", "--home", str(home)], home)
    measure("publish", ["-m", "bench.explain", "--only", "publish"], home)
    question = ["-c", _CLI, "explain", "--unit", UNIT, "--month", MONTH]
    found = []
    for form in ([], ["--json"], ["--html", str(home / "page.html")]):
        runs = [measure("explain", [*question, *form], home) for _ in range(RUNS)]
        seconds = [run.seconds for run in runs]
        found.append((" ".join(form[:1]) or "screen", seconds, max(run.peak_mb for run in runs)))
    return found


def main() -> None:
    """Run the sizes asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.explain", description=__doc__)
    parser.add_argument("--units", type=int, nargs="+", default=[140, 2850])
    parser.add_argument("--home", type=Path, help="an empty folder, or that of bench.units")
    parser.add_argument("--only", choices=["publish"], help="one part, of MP_HOME")
    options = parser.parse_args()
    if options.only:
        publish()
        return
    adopt_orphans()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}\n")
    print("| units | form | first s | median s | MB |\n| ---: | --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        home = options.home or Path(temporary)
        for units in options.units:
            for form, seconds, peak_mb in bench(home / f"units-{units}", units):
                print(
                    f"| {units} | {form} | {seconds[0]:.2f} | {statistics.median(seconds[1:]):.2f} "
                    f"| {peak_mb:.0f} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
