"""Real runs that are killed: the whole process group by SIGKILL, as when the power goes."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.small_inbox import DAYS

COMMAND: Final = str(Path(sys.executable).with_name("majorprojects"))
_SPAN: Final = ("--received-on", str(DAYS[0]), "--to", str(DAYS[-1]))
# What a person types, by stage; a stage begins where the one before it has ended.
ARGUMENTS: Final[dict[str, tuple[str, ...]]] = {
    "ingest": ("ingest", *_SPAN),
    "build": ("build",),
    "publish": ("publish",),
    "run": ("run", *_SPAN),
}
# What appears in the home while a stage works: moments at which a death may hurt.
SIGNS: Final[dict[str, tuple[str, ...]]] = {
    "ingest": (
        "staging/batch-*",
        "staging/batch-*/batch.json",
        "staging/batch-*/judged/*",
        "landing/.new-*",
        "landing/.old-*",
        f"landing/received_on={DAYS[1]}",
        "staging/.end-*",
        f"outbox/{DAYS[1]}/*/*",
    ),
    "build": (
        "warehouse/versions/.building-*/landing",
        "warehouse/versions/.building-*/dbt/target/*",
        "warehouse/versions/.building-*/warehouse.duckdb",
        "warehouse/versions/.building-*/build.json",
    ),
    "publish": (
        "warehouse/versions/*/marts/fct_*",
        "warehouse/versions/*/.version.json",
        "warehouse/.current",
    ),
}
SIGNS["run"] = SIGNS["ingest"] + SIGNS["build"] + SIGNS["publish"]


@dataclass(frozen=True)
class Kill:
    """A death: of a stage, at a moment that follows from the seed."""

    stage: str
    seed: int

    def __str__(self) -> str:
        return f"{self.stage}-{self.seed}"


def start(home: Path, *arguments: str) -> subprocess.Popen[bytes]:
    """Start the command line in a home, in a process group of its own."""
    return subprocess.Popen(
        [COMMAND, *arguments],
        env=_environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def said_by(home: Path, *arguments: str) -> tuple[int, str]:
    """Run the command line in a home to its end; returns the exit code and what it said on stderr."""
    done = subprocess.run(
        [COMMAND, *arguments], env=_environment(home), capture_output=True, text=True, check=False
    )
    return done.returncode, done.stderr


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "MP_HOME": str(home)}


def kill_when(
    home: Path, arguments: tuple[str, ...], sign: str | None = None, *, wait: float = 0
) -> bool:
    """Run a command and kill its process group.

    Args:
        home: the installation in which it runs.
        arguments: what it is to do.
        sign: a path in the home, with wildcards, that has to appear first.
        wait: seconds after that.

    Returns:
        False where it had ended before.
    """
    before = {*home.glob(sign)} if sign else set()
    with start(home, *arguments) as victim:
        while sign and victim.poll() is None and before.issuperset(home.glob(sign)):
            time.sleep(0.001)
        with contextlib.suppress(subprocess.TimeoutExpired):
            victim.wait(wait)
        alive = victim.poll() is None
        if alive:
            os.killpg(victim.pid, signal.SIGKILL)
    return alive


def kill(kill: Kill, template: Path, home: Path, seconds: Mapping[str, float]) -> str:
    """Make a home in which a run of the stage died; returns the moment in words.

    Half of the deaths come at any time of the run, the other half right after something appeared in
    the home. A run that was quicker than its death is done again.
    """
    dice = random.Random(kill.seed)  # noqa: S311 - it has to be the same again
    for _ in range(20):
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(template, home, symlinks=True)
        if dice.random() < 0.5:
            sign, wait = None, dice.uniform(0, seconds[kill.stage])
        else:
            sign, wait = dice.choice(SIGNS[kill.stage]), dice.uniform(0, 0.03)
        if kill_when(home, ARGUMENTS[kill.stage], sign, wait=wait):
            return f"{wait:.3f} s after {sign or 'it was started'}"
    raise AssertionError(f"{kill}: no run lived long enough to be killed")
