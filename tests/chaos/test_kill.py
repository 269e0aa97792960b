"""Killed at any moment, one more run makes all of it as if nothing had happened."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from majorprojects import cli_stages
from majorprojects.landing import landing_fingerprint
from majorprojects.settings import Settings
from majorprojects.verify import State, mart_digests, verify_installation
from majorprojects.verify.counts import verify_counts
from majorprojects.verify.installation import pictured
from majorprojects.verify.version import verify_version
from tests.chaos.conftest import Death, Undisturbed
from tests.chaos.victims import ARGUMENTS, kill_when
from tests.small_inbox import DAYS

logger = logging.getLogger(__name__)


def test_one_more_run_after_a_death_makes_it_good(death: Death, undisturbed: Undisturbed) -> None:
    logger.warning("%s was killed %s", death.kill, death.moment)  # shown where the test fails
    assert_recovers(death.settings, death.kill.stage, undisturbed)


@pytest.mark.parametrize(
    ("stage", "sign"),
    [
        ("ingest", "staging/batch-*/batch.json"),
        ("ingest", "staging/batch-*/judged/targets.parquet"),
        ("ingest", f"landing/received_on={DAYS[-1]}"),
        ("ingest", f"outbox/{DAYS[-1]}/*/summary.html"),
        ("build", "warehouse/versions/[!.]*/build.json"),
        ("publish", "warehouse/versions/[!.]*/version.json"),
    ],
    ids=["read", "judged", "loaded", "answered", "built", "audited"],
)
def test_one_more_run_after_a_death_between_two_stages_makes_it_good(
    undisturbed: Undisturbed, tmp_path: Path, stage: str, sign: str
) -> None:
    settings = undisturbed.copy(stage, tmp_path / "home")
    kill_when(settings.home, ARGUMENTS[stage], sign)
    assert_recovers(settings, stage, undisturbed)


def assert_recovers(settings: Settings, stage: str, undisturbed: Undisturbed) -> None:
    """Readers see a complete version at once; after one more run all is as undisturbed."""
    with pictured(settings) as installation:
        assert verify_version(installation).state is State.HOLDS
    if stage in ("ingest", "run"):
        cli_stages.load_days(settings, DAYS[0], DAYS[-1])
    assert landing_fingerprint(settings) == undisturbed.fingerprint
    assert not list(settings.landing.glob(".[no]*")), "a half-written day is left"
    if stage == "ingest":  # what follows reads nothing but this landing
        with pictured(settings) as installation:
            assert verify_counts(installation).state is State.HOLDS
        assert answers(settings) == answers(Settings(home=undisturbed.before["build"]))
        return
    if stage in ("build", "run"):
        cli_stages.build(settings)
    cli_stages.publish(settings)
    found = verify_installation(settings, quick=True)
    assert {promise.state for promise in found} == {State.HOLDS}, found
    current = (settings.warehouse / "current").resolve()
    assert mart_digests(current / "warehouse.duckdb") == undisturbed.marts
    assert answers(settings) == answers(Settings(home=undisturbed.after))
    assert not list((settings.warehouse / "versions").glob(".*")), "a half-built version is left"


def answers(settings: Settings) -> dict[str, bytes]:
    """What the units are told, by name."""
    return {
        str(path.relative_to(settings.outbox)): path.read_bytes()
        for path in settings.outbox.rglob("[!.]*")
        if path.suffix in (".json", ".html")
    }
