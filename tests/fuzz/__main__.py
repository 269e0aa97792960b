"""Changed workbooks through the whole intake, for a time: ``python -m tests.fuzz --seconds 60``.

A file that breaks a promise is kept, with the changes that made it, and the run fails. The same seed gives
the same files; without one each run tries others.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import os
import secrets
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

os.environ["GX_ANALYTICS_ENABLED"] = "false"

import yaml

from tests.fixtures.workbooks.make_files import FOLDER
from tests.fuzz.changes import Change, apply, draw_changes
from tests.fuzz.run import BrokenPromiseError, outcomes

KEPT: Final = Path("var/fuzz")
# As many as make the start of the readers and of the suites small beside the files.
BATCH: Final = 120
_LIMIT_BYTES: Final = 100_000  # larger fixtures are large for a reason, and slow

File = tuple[str, list[Change]]


def seeds() -> dict[str, tuple[str, str, bytes]]:
    """Fixtures that are small, by path: unit, name in the inbox, content."""
    expected = yaml.safe_load((FOLDER / "expected.yml").read_text(encoding="utf-8"))
    return {
        path: (what.get("unit", "430424"), what.get("arrives_as", Path(path).name), content)
        for path, what in expected.items()
        if what["outcome"] != "left_alone"
        and (FOLDER / path).suffix in {".xlsx", ".xls", ".csv"}
        and "bomb" not in path  # to change its parts we would have to unpack it
        and (FOLDER / path).exists()
        and len(content := (FOLDER / path).read_bytes()) < _LIMIT_BYTES
    }


SEEDS: Final = seeds()
SEEN: Final[Counter[str]] = Counter()


def draw_batch(random: Random, count: int = BATCH) -> list[File]:
    """Fixtures, each with some changes."""
    paths = random.choices(sorted(SEEDS), k=count)
    return [(path, draw_changes(Path(path).suffix, random)) for path in paths]


def laid_out(batch: list[File]) -> dict[str, bytes]:
    """The changed files by unit and name; a number makes each name its own."""
    files = {}
    for number, (path, made) in enumerate(batch, 1):
        unit, name, content = SEEDS[path]
        file = Path(name)
        files[f"{unit}/{file.stem}（{number}）{file.suffix}"] = apply(content, made)
    return files


def faults(batch: list[File]) -> Iterator[str]:
    """Take a batch in; the files that break a promise are kept and named."""
    files = laid_out(batch)
    try:
        SEEN.update(outcomes(files))
        suspects = set()
    except BrokenPromiseError as broken:
        suspects = {broken.name}
    except Exception as error:
        yield f"the whole batch: {error!r}"
        suspects = set(files)
    KEPT.mkdir(parents=True, exist_ok=True)
    for (name, content), (path, made) in zip(files.items(), batch, strict=True):
        if name in suspects and (why := _alone(name, content)):
            kept = KEPT / Path(name).name
            kept.write_bytes(content)
            yield f"{kept}: {why}; it is {path} with {made}"


def _alone(name: str, content: bytes) -> str | None:
    try:
        outcomes({name: content})
    except Exception as error:
        return repr(error)
    return None


def main() -> int:
    """Draw batches and take them in until the time is over or a promise is broken."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    wanted = parser.parse_args()
    logging.disable(logging.WARNING)
    found: list[str] = []
    end = time.monotonic() + wanted.seconds
    print(f"fuzz: {wanted.seconds:g} s with seed {wanted.seed}", flush=True)
    for number in itertools.count():
        if found or time.monotonic() >= end:
            break
        found += faults(draw_batch(Random(f"{wanted.seed} {number}")))
    print(f"fuzz: {SEEN.total()} files, each with an outcome and a receipt:")
    for outcome, count in SEEN.most_common():
        print(f"  {count:6} {outcome}")
    for fault in found:
        print(f"BROKEN {fault}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
