"""The sample's warehouse, built by the project's own models, goes through its versions."""

import json
import shutil
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from majorprojects.build import build_version, warehouse_file
from majorprojects.cli import app
from majorprojects.errors import DataError
from majorprojects.landing import landing_days
from majorprojects.publish import (
    compare_versions,
    current_warehouse,
    publish_version,
    read_current,
    read_status,
)
from majorprojects.rankings import read_ranking
from majorprojects.settings import DBT_PROJECT, Settings

pytestmark = pytest.mark.integration

FEBRUARY = date(2022, 2, 1)
EXTRA_ROUND = date(2022, 2, 18)


def times(*folders: Path) -> dict[Path, int]:
    return {
        path: path.lstat().st_mtime_ns
        for folder in folders
        for path in folder.rglob("*")
        if path.name != ".lock"
    }


def last_day_known(settings: Settings) -> date:
    with current_warehouse(settings) as connection:
        row = connection.sql("select max(received_on) from marts.fct_submissions").fetchone()
    assert row
    return date.fromisoformat(str(row[0]))


def test_a_run_with_nothing_new_writes_nothing(
    own_copy: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = read_current(own_copy)
    assert published
    before = times(own_copy.landing, own_copy.warehouse)
    monkeypatch.setenv("MP_HOME", str(own_copy.home))

    again = CliRunner().invoke(
        app, ("run", "--received-on", str(EXTRA_ROUND), "--to", "2022-03-31", "--json")
    )

    assert again.exit_code == 0, again.stderr
    said = json.loads(again.stdout)
    assert said["published"]["id"] == published.id
    assert said["loaded"]["files"] > 14
    assert said["loaded"]["changed_days"] == []
    assert times(own_copy.landing, own_copy.warehouse) == before


def test_a_failing_test_publishes_nothing(own_copy: Settings, tmp_path: Path) -> None:
    project = shutil.copytree(DBT_PROJECT, tmp_path / "project")
    (project / "tests" / "every_unit_is_silent.sql").write_text(
        "select unit_code from {{ ref('fct_rankings') }} where total_score is not null"
    )
    before = times(own_copy.warehouse / "current" / ".")
    current = (own_copy.warehouse / "current").readlink()

    with pytest.raises(DataError, match="test every_unit_is_silent failed: Got"):
        build_version(own_copy, project=project)

    assert (own_copy.warehouse / "current").readlink() == current
    assert times(own_copy.warehouse / "current" / ".") == before
    assert read_ranking(own_copy, FEBRUARY).units


def test_a_reader_goes_on_while_a_new_version_is_published(own_copy: Settings) -> None:
    known = last_day_known(own_copy)
    program = (
        "import sys, duckdb\n"
        "connection = duckdb.connect(sys.argv[1], read_only=True)\n"
        "query = 'select max(received_on) from marts.fct_submissions'\n"
        "for _ in sys.stdin:\n"
        "    print(connection.sql(query).fetchone()[0], flush=True)\n"
    )
    current = own_copy.warehouse / "current" / "warehouse.duckdb"
    with subprocess.Popen(
        [sys.executable, "-c", program, str(current)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as reader:
        assert reader.stdin
        assert reader.stdout
        print("?", file=reader.stdin, flush=True)
        assert reader.stdout.readline().strip() == str(known)

        shutil.rmtree(own_copy.landing / f"received_on={known}")
        build = build_version(own_copy)
        with pytest.raises(DataError, match=f"files that .* knows are gone, such as {known}/"):
            publish_version(own_copy, build)
        published = publish_version(own_copy, build, accept_moves="the day was taken back")

        print("?", file=reader.stdin, flush=True)
        assert reader.stdout.readline().strip() == str(known)
    assert last_day_known(own_copy) == build.last_received_on < known
    assert read_current(own_copy) == published


def test_the_sample_in_steps_needs_no_person(sample_home: Path, tmp_path: Path) -> None:
    """Late reports, corrections, and the places of all who did nothing: each has its file."""
    settings = Settings(home=tmp_path / "home")
    days = landing_days(Settings(home=sample_home))
    shutil.copytree(sample_home / "landing" / "empty", settings.landing / "empty")
    published = []
    for first, last in pairwise(
        (days[0], date(2022, 1, 5), date(2022, 2, 4), EXTRA_ROUND, days[-1])
    ):
        for day in days:
            if first <= day <= last:
                name = f"received_on={day}"
                shutil.copytree(
                    sample_home / "landing" / name, settings.landing / name, dirs_exist_ok=True
                )
        published.append(publish_version(settings, build_version(settings)))
    assert [version.accepted for version in published] == [None] * 4
    found = compare_versions(settings, published[0].id, "current")
    assert [move for move in found.moves if move.is_unexplained] == []
    assert {move.total for move in found.moves if move.explained_by} >= {
        "annual_plan_cny_10k",
        "ytd_investment_cny_10k",
        "total_score",
    }


def test_another_rulebook_moves_no_score_unless_a_person_says_why(
    own_copy: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = read_current(own_copy)
    assert published
    project = shutil.copytree(DBT_PROJECT, tmp_path / "project")
    seed = project / "seeds" / "rulebook_rules.csv"
    rules = seed.read_text(encoding="utf-8")
    for before, after in (
        ("completion,score,completion,linear,40,40", "completion,score,completion,linear,50,50"),
        ("start,score,start,linear,30,30", "start,score,start,linear,20,20"),
    ):
        assert f"hengyang-default,{before}" in rules
        rules = rules.replace(f"hengyang-default,{before}", f"hengyang-default,{after}")
    seed.write_text(rules, encoding="utf-8")
    build = build_version(own_copy, project=project)

    with pytest.raises(
        DataError, match=r"total_score of 43\d{4} in 202.*no submission explains it"
    ):
        publish_version(own_copy, build)
    assert read_current(own_copy) == published

    monkeypatch.setenv("MP_HOME", str(own_copy.home))
    told = CliRunner().invoke(app, ("diff", "current", build.id, "--json"))
    assert told.exit_code == 0, told.stderr
    beyond = [move for move in json.loads(told.stdout)["moves"] if move["is_beyond"]]
    assert {move["total"] for move in beyond} == {"total_score"}
    assert not any(move["explained_by"] for move in beyond)

    assert CliRunner().invoke(app, ("publish", "--accept-moves", " ")).exit_code == 2
    accepted = CliRunner().invoke(app, ("publish", "--accept-moves", "办法修订", "--json"))
    assert accepted.exit_code == 0, accepted.stderr
    now = read_current(own_copy)
    assert now
    assert now.accepted
    assert (now.id, now.accepted.moves) == (build.id, len(beyond))
    shown = CliRunner().invoke(app, ("status",)).stdout
    assert f"totals moved since {published.id}: 办法修订" in shown


def test_a_side_version_knows_its_day_and_leaves_current_alone(own_copy: Settings) -> None:
    import duckdb

    published = read_current(own_copy)

    side = build_version(own_copy, as_of=EXTRA_ROUND)

    assert read_current(own_copy) == published
    with duckdb.connect(warehouse_file(own_copy, side), read_only=True) as connection:
        known = connection.sql("select max(received_on) from marts.fct_submissions").fetchone()
    assert known == (EXTRA_ROUND,)
    assert last_day_known(own_copy) > EXTRA_ROUND


def test_the_ranking_of_the_sample_has_every_unit_once(published_home: Path) -> None:
    ranking = read_ranking(Settings(home=published_home), FEBRUARY)
    assert len({unit.unit_code for unit in ranking.units}) == len(ranking.units) == 14
    assert ranking.units[0].city_rank == 1
    scores = [unit.total_score for unit in ranking.units]
    assert all(score is not None and 0 < score <= 100 for score in scores)
    assert scores == sorted(scores, reverse=True)
    for league in {unit.league for unit in ranking.units}:
        places = [unit.league_rank for unit in ranking.units if unit.league == league]
        assert places[0] == 1
        assert places == sorted(places)


def test_the_status_knows_what_came_in(
    published_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = read_status(Settings(home=published_home))
    assert status.is_current
    assert status.days_behind == 0
    assert status.published
    assert status.landing_days > 50
    assert status.last_submissions[0].received_on == status.last_day
    assert {one.outcome for one in status.last_refusals} == {"refused"}
    assert all(one.refusal_reason for one in status.last_refusals)

    monkeypatch.setenv("MP_HOME", str(published_home))
    shown = CliRunner().invoke(app, ("status",)).stdout
    assert f"{status.published.id}  (up to date)" in shown
    assert "fct_rankings" in shown
    assert status.last_submissions[0].unit_code in shown


def test_the_duplicate_has_a_receipt_that_says_so(published_home: Path) -> None:
    settings = Settings(home=published_home)
    with current_warehouse(settings) as connection:
        rows = connection.sql(
            "select source_path from marts.fct_submissions where outcome = 'duplicate'"
        ).fetchall()
    assert rows
    for (source_path,) in rows:
        receipt = (settings.outbox / f"{source_path}.receipt.json").read_text(encoding="utf-8")
        assert "duplicate" in receipt
