"""Whatever order and however often days are read and loaded, the landing comes out the same to the byte."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st

from majorprojects import cli_stages
from majorprojects.ingest import ingest_days
from majorprojects.landing import landing_fingerprint
from majorprojects.load import load_batch
from majorprojects.settings import Settings
from majorprojects.validate import validate_batch
from majorprojects.verify import mart_digests
from tests.chaos.conftest import Undisturbed
from tests.conftest import settings_at
from tests.small_inbox import DAYS, write_small_inbox


@dataclass(frozen=True)
class Job:
    """What a run may be asked to do."""

    days: tuple[date, ...]
    units: tuple[str, ...] | None = None


JOBS = (
    *(Job((day,)) for day in DAYS),
    Job(DAYS),
    Job(DAYS[1:]),
    Job((DAYS[1],), ("430424",)),
    Job((DAYS[2],), ("430424",)),
)
# They arrive in the course of their day, maybe after a run: a correction, a report that was half
# uploaded before, a copy of the correction.
LATE = (
    f"{DAYS[1]}/430424/衡东县（更正）.xlsx",
    f"{DAYS[2]}/430426/祁东县.xlsx",
    f"{DAYS[2]}/430424/衡东县.xlsx",
)
_HALF = LATE[1]


@dataclass
class World:
    """An inbox into which files arrive, a landing, and the batches that were read and judged so far."""

    complete: Path
    home: Path
    kept: Path
    reads: dict[tuple[object, ...], Path] = field(default_factory=dict, repr=False)
    arrived: set[str] = field(default_factory=set)

    @property
    def settings(self) -> Settings:
        return settings_at(self.home)

    def begin(self) -> None:
        """An empty landing, and the inbox before the late files arrived."""
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(self.complete, self.settings.inbox)
        for name in LATE:
            (self.settings.inbox / name).unlink()
        (self.settings.inbox / _HALF).write_bytes((self.complete / _HALF).read_bytes()[:2000])
        self.arrived.clear()

    def arrive(self, name: str) -> None:
        """A late file is there as a whole."""
        shutil.copy(self.complete / name, self.settings.inbox / name)
        self.arrived.add(name)

    def read(self, job: Job) -> Path:
        """Ingest and validate; what was read of the same files before is not read again."""
        seen = {name for name in self.arrived if date.fromisoformat(name[:10]) in job.days}
        key = (job, frozenset(seen))
        if key not in self.reads:
            batch = ingest_days(self.settings, job.days, units=job.units)
            self.reads[key] = self.kept / f"batch-{len(self.reads)}"
            shutil.move(validate_batch(self.settings, batch), self.reads[key])
        return self.reads[key]

    def load(self, batch: Path) -> None:
        """Load what was read, maybe long ago."""
        self.settings.staging.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree(batch, self.settings.staging / batch.name, dirs_exist_ok=True)
        (self.settings.staging / f".end-{batch.name}").unlink(missing_ok=True)
        load_batch(self.settings, copy)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("order")
    (folder / "kept").mkdir()
    return World(write_small_inbox(folder / "inbox"), folder / "home", folder / "kept")


@pytest.fixture(scope="module")
def expected(world: World) -> str:
    """The landing of the complete inbox, read in one go."""
    world.begin()
    for name in LATE:
        world.arrive(name)
    world.load(world.read(Job(DAYS)))
    return landing_fingerprint(world.settings)


_STEP = st.one_of(
    st.tuples(st.just("arrive"), st.sampled_from(LATE)),
    st.tuples(st.just("read"), st.sampled_from(JOBS)),
    st.tuples(st.just("load"), st.integers(0, 20)),
)


@settings(
    max_examples=25,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),  # a shorter example costs many more loads
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(_STEP, max_size=14),
    last=st.permutations([Job((day,)) for day in DAYS]),
    stale=st.integers(0, 20),
)
def test_any_order_and_repetition_gives_the_same_landing(
    world: World,
    expected: str,
    steps: Sequence[tuple[str, object]],
    last: Sequence[Job],
    stale: int,
) -> None:
    world.begin()
    read: list[Path] = []
    do: dict[str, Callable[[object], object]] = {
        "arrive": lambda name: world.arrive(str(name)),
        "read": lambda job: read.append(world.read(job)) if isinstance(job, Job) else None,
        "load": lambda which: world.load(read[int(str(which)) % len(read)]) if read else None,
    }
    for what, argument in steps:
        do[what](argument)
    for name in LATE:
        world.arrive(name)
    for job in last:  # each day once more, now that all is there
        world.load(world.read(job))
    note(f"{len(read)} reads before the last ones, {len(world.reads)} batches")
    assert landing_fingerprint(world.settings) == expected

    if read:  # a run that read early and loads last of all
        world.load(read[stale % len(read)])
        assert landing_fingerprint(world.settings) == expected


def test_two_orders_give_the_same_marts(undisturbed: Undisturbed, tmp_path: Path) -> None:
    """The last day first, one by one and twice, beside day by day: a real build of each."""
    home = settings_at(tmp_path / "home")
    shutil.copytree(undisturbed.after / "inbox", home.inbox)
    for day in (*reversed(DAYS), DAYS[1], DAYS[0]):
        cli_stages.load_days(home, day, day)
    assert landing_fingerprint(home) == undisturbed.fingerprint
    cli_stages.build(home)
    cli_stages.publish(home)
    current = (home.warehouse / "current").resolve()
    assert mart_digests(current / "warehouse.duckdb") == undisturbed.marts
