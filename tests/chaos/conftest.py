"""Homes at each stage boundary, made once by undisturbed runs, and the deaths to come.

`CHAOS_N` is how many deaths there are (40), `CHAOS_SEED` makes them the same as in an earlier run;
both are printed above the tests.
"""

from __future__ import annotations

import os
import random
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from majorprojects.landing import landing_fingerprint
from majorprojects.settings import Settings
from majorprojects.verify import mart_digests
from tests.chaos.victims import ARGUMENTS, Kill, kill, start
from tests.conftest import settings_at
from tests.small_inbox import DAYS, write_small_inbox

N = int(os.environ.get("CHAOS_N", "40"))
SEED = int(os.environ.setdefault("CHAOS_SEED", str(random.SystemRandom().randrange(10**6))))
# Of 20 deaths: most where the most files are written, few where one more run costs a whole build.
_STAGES = ["ingest"] * 11 + ["publish"] * 6 + ["build"] * 2 + ["run"]


def pytest_report_header() -> str:
    return f"chaos: {N} deaths, seed {SEED} (repeat them with CHAOS_N={N} CHAOS_SEED={SEED})"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "death" in metafunc.fixturenames:
        kills = [Kill(_STAGES[i % len(_STAGES)], SEED + i) for i in range(N)]
        metafunc.parametrize("death", kills, ids=str, indirect=True)


@dataclass(frozen=True)
class Undisturbed:
    """Copies of a home before each stage and after the last, as an undisturbed run leaves them."""

    before: dict[str, Path]
    after: Path
    seconds: dict[str, float]
    fingerprint: str
    marts: dict[str, str]

    def copy(self, stage: str, home: Path) -> Settings:
        """A home of one's own in which the stage is next."""
        return settings_at(shutil.copytree(self.before[stage], home, symlinks=True))


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    """The first day is published long since; then two more days go through, stage by stage."""
    folder = tmp_path_factory.mktemp("undisturbed")
    home = folder / "home"
    settings = settings_at(home)
    write_small_inbox(settings.inbox)
    _run(home, "run", "--received-on", str(DAYS[0]))
    before, seconds = {}, {}
    for stage in ("ingest", "build", "publish"):
        before[stage] = shutil.copytree(home, folder / stage, symlinks=True)
        seconds[stage] = _run(home, *ARGUMENTS[stage])
    return Undisturbed(
        before=before | {"run": before["ingest"]},
        after=home,
        seconds=seconds | {"run": sum(seconds.values())},
        fingerprint=landing_fingerprint(settings),
        marts=mart_digests((settings.warehouse / "current").resolve() / "warehouse.duckdb"),
    )


def _run(home: Path, *arguments: str) -> float:
    began = time.monotonic()
    assert start(home, *arguments).wait() == 0
    return time.monotonic() - began


@dataclass(frozen=True)
class Death:
    """A home in which a run died, and when."""

    kill: Kill
    settings: Settings
    moment: str


@pytest.fixture(scope="session")
def deaths(
    request: pytest.FixtureRequest,
    undisturbed: Undisturbed,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[Kill], Future[Death]]]:
    """The deaths of all tests, in their order: the next run dies while the last one is recovered."""
    folder = tmp_path_factory.mktemp("deaths")

    def die(one: Kill) -> Death:
        home = folder / str(one)
        moment = kill(one, undisturbed.before[one.stage], home, undisturbed.seconds)
        return Death(one, settings_at(home), moment)

    with ThreadPoolExecutor(max_workers=1) as pool:
        futures = {
            one: pool.submit(die, one)
            for item in request.session.items
            if isinstance(item, pytest.Function) and hasattr(item, "callspec")
            if (one := item.callspec.params.get("death"))
        }
        yield futures.__getitem__
        pool.shutdown(cancel_futures=True)


@pytest.fixture
def death(
    request: pytest.FixtureRequest, deaths: Callable[[Kill], Future[Death]]
) -> Iterator[Death]:
    """The death of this test; its home goes afterwards."""
    found = deaths(request.param).result()
    yield found
    shutil.rmtree(found.settings.home)
