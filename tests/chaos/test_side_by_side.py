"""Runs at the same time, overlapping days and uploads in the making: each row still counts once."""

from __future__ import annotations

from pathlib import Path

from majorprojects import cli_stages
from majorprojects.landing import landing_fingerprint, read_day
from majorprojects.settings import Settings
from majorprojects.verify import State, mart_digests, verify_installation
from tests.chaos.conftest import Undisturbed
from tests.chaos.victims import ARGUMENTS, start
from tests.small_inbox import DAYS


def both_end_well(home: Path, *commands: tuple[str, ...]) -> None:
    processes = [start(home, *arguments) for arguments in commands]
    assert [process.wait() for process in processes] == [0] * len(commands)


def test_two_runs_at_the_same_time_both_end_well(undisturbed: Undisturbed, tmp_path: Path) -> None:
    settings = undisturbed.copy("run", tmp_path / "home")
    both_end_well(settings.home, ARGUMENTS["run"], ARGUMENTS["run"])
    assert {p.state for p in verify_installation(settings, quick=True)} == {State.HOLDS}
    current = (settings.warehouse / "current").resolve()
    assert mart_digests(current / "warehouse.duckdb") == undisturbed.marts


def test_days_that_overlap_are_loaded_side_by_side(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    settings = undisturbed.copy("ingest", tmp_path / "home")
    first, second, third = map(str, DAYS)
    both_end_well(
        settings.home,
        ("ingest", "--received-on", first, "--to", second),
        ("ingest", "--received-on", second, "--to", third),
        ("ingest", "--received-on", second),
    )
    assert landing_fingerprint(settings) == undisturbed.fingerprint


def test_an_upload_counts_when_it_is_complete(undisturbed: Undisturbed, tmp_path: Path) -> None:
    settings = undisturbed.copy("ingest", tmp_path / "home")
    late = settings.inbox / f"{DAYS[2]}/430426/祁东县.xlsx"
    part, content = late.with_name(late.name + ".part"), late.read_bytes()

    late.unlink()
    part.write_bytes(content[:2000])
    assert outcomes(settings) == {"衡东县.xlsx": "accepted", "坏.xlsx": "refused"}
    part.rename(late)  # a transfer that broke off
    assert outcomes(settings)["祁东县.xlsx"] == "refused"
    late.write_bytes(content)
    assert outcomes(settings)["祁东县.xlsx"] == "accepted"
    assert outcomes(settings)["祁东县.xlsx"] == "accepted"

    cli_stages.load_days(settings, DAYS[0], DAYS[1])
    assert landing_fingerprint(settings) == undisturbed.fingerprint


def outcomes(settings: Settings) -> dict[str, str]:
    """Load the last day; what became of its files, by name."""
    cli_stages.load_days(settings, DAYS[2], DAYS[2])
    rows = read_day(settings, DAYS[2], "submissions").to_pylist()
    return {row["source_path"].rsplit("/", 1)[1]: row["outcome"] for row in rows}
