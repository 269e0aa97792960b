"""Time each stage as a process of its own, beside the plain script, and print a table for the docs.

Usage: python -m bench [--workbooks 14 140 1400] [--home DIR]
"""

from __future__ import annotations

import argparse
import ctypes
import datetime as dt
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb

from bench.stage import STAGES
from bench.workbooks import write_inbox

SAME = (
    "project_code, unit_code, report_month, annual_plan_cny_10k, first_annual_plan_cny_10k, "
    "month_investment_cny_10k, ytd_investment_cny_10k, cumulative_investment_cny_10k, "
    "statistical_ytd_investment_cny_10k, time_progress_ratio, completion_ratio, "
    "first_plan_completion_ratio, ahead_of_schedule_pp, investment_light"
)


@dataclass(frozen=True)
class Run:
    """One stage: wall and CPU seconds of all its processes, peak memory of the largest of them."""

    name: str
    seconds: float
    cpu_seconds: float
    peak_mb: float
    output: str


def measure(name: str, arguments: list[str], home: Path) -> Run:
    """Run Python with these arguments and account for it and all its descendants."""
    environment = os.environ | {"MP_HOME": str(home)}
    start = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own stages
        [sys.executable, *arguments], env=environment, stdout=subprocess.PIPE, text=True
    )
    output = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{name} failed; its message stands above")
    seconds = time.perf_counter() - start
    usages = [usage, *_orphans()]
    cpu_seconds = sum(usage.ru_utime + usage.ru_stime for usage in usages)
    peak = max(usage.ru_maxrss for usage in usages)
    return Run(name, seconds, cpu_seconds, peak / 1024, output.strip())


def adopt_orphans() -> None:
    """Make descendants whose parent has ended ours, so that they can be waited for and counted.

    The readers of ingest are children of multiprocessing's fork server, which outlives the stage.
    """
    pr_set_child_subreaper = 36  # linux/prctl.h
    if ctypes.CDLL(None, use_errno=True).prctl(pr_set_child_subreaper, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER) failed")


def _orphans() -> Iterator[resource.struct_rusage]:
    with suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2]


def bench(home: Path, workbooks: int) -> list[Run]:
    """All stages and the plain script for one size; checks that both make the same fct_investment."""
    home.mkdir()
    size = write_inbox(home / "inbox", workbooks)
    print(f"{workbooks} workbooks, {size / 1e6:.1f} MB", file=sys.stderr)
    runs: list[Run] = []
    batch = ""
    for name in STAGES:
        run = measure(name, ["-m", "bench.stage", name, batch], home)
        batch = run.output.splitlines()[-1] if name == "ingest" else batch
        print(f"  {name}: {run.seconds:.1f} s", file=sys.stderr)
        runs.append(run)
    plain = home / "plain.duckdb"
    runs.append(measure("plain", ["-m", "bench.plain", str(home / "inbox"), str(plain)], home))
    check_same(home, plain)
    return runs


def check_same(home: Path, plain: Path) -> None:
    """Stop where the product's fct_investment and the plain script's differ."""
    with duckdb.connect() as connection:
        for name, file in (("ours", home / "warehouse/current/warehouse.duckdb"), ("plain", plain)):
            connection.execute(f"attach '{file}' as {name} (read_only)")
        sides = [f"select {SAME} from {name}.marts.fct_investment" for name in ("ours", "plain")]
        for one, other in (sides, reversed(sides)):
            query = f"select * from ({one} except {other}) limit 3"
            if rows := connection.execute(query).fetchall():
                raise SystemExit(f"fct_investment differs from the plain script's: {rows}")


def table(results: dict[int, list[Run]]) -> str:
    """The results as Markdown, with the ratio to the plain script."""
    lines = [
        "| workbooks | stage | seconds | CPU seconds | peak MB | × plain |",
        "| ---: | --- | ---: | ---: | ---: | ---: |",
    ]
    for workbooks, runs in results.items():
        plain = runs[-1].seconds
        together = sum(run.seconds for run in runs[:-1])
        cpu = sum(run.cpu_seconds for run in runs[:-1])
        peak = max(run.peak_mb for run in runs[:-1])
        for run in [*runs[:-1], Run("**all stages**", together, cpu, peak, ""), runs[-1]]:
            lines.append(
                f"| {workbooks} | {run.name} | {run.seconds:.1f} | {run.cpu_seconds:.1f} | "
                f"{run.peak_mb:.0f} | {run.seconds / plain:.1f} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Run the sizes asked for and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--workbooks", type=int, nargs="+", default=[14, 140, 1400])
    parser.add_argument("--home", type=Path, help="an empty folder; a temporary one by default")
    options = parser.parse_args()
    adopt_orphans()
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        home = options.home or Path(temporary)
        results = {n: bench(home / f"bench-{n}", n) for n in options.workbooks}
    print(f"\n{os.cpu_count()} cores, Python {sys.version.split()[0]}, {dt.date.today()}\n")  # noqa: DTZ011
    print(table(results))


if __name__ == "__main__":
    main()
