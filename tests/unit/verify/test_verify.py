"""What verify promises: clean where all is well, and each kind of damage by its place."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb  # noqa: TID253 - the ban is for what the DAG processor parses
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from majorprojects import cli_stages
from majorprojects.cli import app
from majorprojects.errors import DataError
from majorprojects.ingest import ingest_days
from majorprojects.landing import day_folder
from majorprojects.ledger import last_seal
from majorprojects.load import load_batch
from majorprojects.rankings import publish_ranking
from majorprojects.settings import Settings
from majorprojects.validate import validate_batch
from majorprojects.verify import Promise, State, verify_installation
from majorprojects.verify.counts import verify_counts
from majorprojects.verify.installation import Installation, pictured
from majorprojects.verify.landing import verify_landing
from majorprojects.verify.ledger import verify_ledger
from majorprojects.verify.marts import verify_marts
from majorprojects.verify.rows import verify_rows
from tests.conftest import settings_at
from tests.fixtures.workbooks.make_files import FOLDER
from tests.small_inbox import DAYS, write_small_inbox

FEBRUARY = DAYS[1]


def judge(settings: Settings, verify: Callable[[Installation], Promise]) -> Promise:
    with pictured(settings) as installation:
        return verify(installation)


def state_of(settings: Settings, invariant: str) -> State:
    (promise,) = [
        promise
        for promise in verify_installation(settings, quick=True)
        if promise.invariant == invariant
    ]
    assert (promise.next_step is None) == (promise.state is State.HOLDS)
    return promise.state


def rewrite(settings: Settings, table: str, change: Callable[[pa.Table], pa.Table]) -> None:
    """Change a table of February's day behind the landing's back."""
    path = day_folder(settings.landing, FEBRUARY) / f"{table}.parquet"
    pq.write_table(change(pq.read_table(path, partitioning=None)), path)


def tamper(settings: Settings, statement: str) -> None:
    """Change the published warehouse, which nobody may."""
    with duckdb.connect(
        (settings.warehouse / "current").resolve() / "warehouse.duckdb"
    ) as open_file:
        open_file.execute(statement)


def test_a_row_that_stands_in_two_sheets_is_counted_in_each(tmp_path: Path) -> None:
    settings = settings_at(tmp_path)
    file = settings.inbox / DAYS[0].isoformat() / "430424" / "衡东县.xlsx"
    file.parent.mkdir(parents=True)
    shutil.copy(FOLDER / "forms" / "same_content_on_v2.xlsx", file)
    load_batch(settings, validate_batch(settings, ingest_days(settings, [DAYS[0]])))
    said = judge(settings, verify_counts).found
    assert said == "1 files, 3 sheets: 6 rows read = 6 accepted + 0 rejected + 0 skipped"


def test_a_sound_installation_keeps_every_promise_and_is_left_as_it_was(settings: Settings) -> None:
    def files() -> dict[Path, int]:
        kept = (settings.inbox, settings.landing, settings.outbox, settings.warehouse)
        return {p: p.lstat().st_mtime_ns for folder in kept for p in folder.rglob("[!.]*")}

    before = files()

    found = verify_installation(settings)

    assert {promise.state for promise in found} == {State.HOLDS}
    assert [promise.invariant for promise in found] == ["I1", "I2", "I3", "I3", "I4", "I5", "I6"]
    said = " / ".join(promise.found for promise in found)
    assert "7 files stand once, 1 of them copies" in said
    assert "of 5 monthly rows 4 are in force, 1 superseded" in said
    assert "13 rows read = 12 accepted + 1 rejected + 0 skipped" in said
    assert files() == before
    assert not list(settings.staging.glob("[!.]*"))


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        (
            "delete from marts.fct_investment where ytd_investment_cny_10k = 5500",
            "2022-03-05/430424/衡东县（更正）.xlsx, 月度进展, row 4",
        ),
        ("insert into marts.fct_progress from marts.fct_progress limit 1", "月度进展, row 4"),
        ("update marts.fct_investment set ytd_investment_cny_10k = 5501.00", "月度进展, row 4"),
        ("update marts.fct_submissions set outcome = 'accepted'", "2022-03-09/430424/衡东县.xlsx"),
        ("delete from marts.dim_project", "project 2201-430424-04-01-123456"),
    ],
    ids=["a_row_lost", "a_row_twice", "other_money", "a_copy_counted", "a_project_lost"],
)
def test_a_row_that_does_not_count_once_is_named(
    settings: Settings, statement: str, place: str
) -> None:
    tamper(settings, statement)
    found = judge(settings, verify_rows)
    assert found.state is State.BROKEN
    assert place in found.found
    assert state_of(settings, "I4") is State.BROKEN  # the file is not what was published


def test_a_row_that_is_gone_from_the_landing_is_missed_by_its_sheet_and_by_its_day(
    settings: Settings,
) -> None:
    rewrite(settings, "monthly_progress", lambda table: table.slice(1))

    counts, landing = judge(settings, verify_counts), judge(settings, verify_landing)

    assert counts.state is landing.state is State.BROKEN
    assert "衡东县.xlsx, 月度进展: 2 read, 0 accepted, 1 rejected, 0 skipped" in counts.found
    assert landing.found == "1 day not equal: 2022-03-05: 1 row of monthly_progress"
    assert state_of(settings, "I1") is State.UNTOLD
    assert state_of(settings, "I6") is State.BEHIND


def test_a_file_that_cannot_be_read_is_named(settings: Settings) -> None:
    path = day_folder(settings.landing, FEBRUARY) / "monthly_progress.parquet"
    path.write_bytes(path.read_bytes()[:100])
    found = judge(settings, verify_counts)
    assert found.state is State.BROKEN
    assert str(Path(*path.parts[-2:])) in found.found


def test_what_the_inbox_has_besides_is_news_and_what_it_lacks_is_not(settings: Settings) -> None:
    folder = settings.inbox / f"{FEBRUARY}/430424"
    (folder / "新.xlsx").write_bytes(b"new")
    assert state_of(settings, "I6") is State.BEHIND
    found = judge(settings, verify_landing)
    assert (found.state, found.found) == (State.BEHIND, "not loaded yet: 1 file of 1 day")
    assert found.next_step == "run `majorprojects run --received-on 2022-03-05`"

    (folder / "衡东县.xlsx").unlink()
    found = judge(settings, verify_landing)
    assert found.state is State.BROKEN
    assert found.found == "in the landing but not as such in the inbox: 1 file of 2022-03-05"


def test_a_day_of_older_rules_is_no_damage(settings: Settings) -> None:
    def older(table: pa.Table) -> pa.Table:
        place = table.schema.get_field_index("rules_version")
        old = pc.replace_with_mask(
            table["rules_version"].combine_chunks(), [True] * len(table), "old"
        )
        return table.set_column(place, table.schema.field(place), old)

    rewrite(settings, "submissions", older)
    found = judge(settings, verify_landing)
    assert found.state is State.BEHIND
    assert found.found.startswith("judged by other rules than")
    assert "--received-on 2022-03-05" in (found.next_step or "")


def test_a_mart_that_is_not_what_the_landing_gives_is_named_with_its_rows(
    settings: Settings,
) -> None:
    tamper(settings, "update marts.dim_project set location = '别处' where unit_code = '430424'")
    found = judge(settings, verify_marts)
    assert found.state is State.BROKEN
    assert "the exports of dim_project" in found.found

    # With its export in line only a rebuild can tell.
    export = settings.warehouse / "current" / "marts" / "dim_project.parquet"
    tamper(settings, f"copy (from marts.dim_project order by all) to '{export}' (format parquet)")
    found = judge(settings, verify_marts)
    assert found.found == "1 mart not equal: dim_project in 2 rows"


def damaged(path: str, change: Callable[[Path], Any]) -> Callable[[Settings], None]:
    return lambda settings: change(settings.warehouse / "current" / path)


@pytest.mark.parametrize(
    "damage",
    [
        damaged("warehouse.duckdb", Path.unlink),
        damaged("warehouse.duckdb", lambda path: path.write_bytes(path.read_bytes()[:-4096])),
        damaged("marts/fct_rankings.parquet", Path.unlink),
        damaged("marts/fct_rankings.parquet", lambda path: path.write_bytes(b"PAR1")),
        damaged("version.json", Path.unlink),
        damaged("version.json", lambda path: path.write_text('{"build": ')),
        damaged("build.json", Path.unlink),
        damaged(".", lambda path: shutil.rmtree(path.resolve())),
    ],
    ids=[
        "no_file",
        "short_file",
        "no_export",
        "no_parquet",
        "no_manifest",
        "half",
        "no_record",
        "gone",
    ],
)
def test_an_incomplete_version_is_told(
    settings: Settings, damage: Callable[[Settings], None]
) -> None:
    damage(settings)
    assert state_of(settings, "I4") is State.BROKEN


def test_a_ledger_that_lost_its_last_entry_is_told_by_versions_and_minutes(
    settings: Settings,
) -> None:
    def ledger(*seals: str) -> Promise:
        with pictured(settings, seals) as installation:
            return verify_ledger(installation)

    publish_ranking(settings, DAYS[0].replace(month=1))
    seal = last_seal(settings.ledger)
    assert ledger(seal).found == "1 entry, their files, rows, seals and chain are as written"
    shutil.copytree(settings.ledger / "000001", settings.home / "copy")
    shutil.rmtree(settings.ledger / "000001")
    assert ledger().state is State.HOLDS  # nothing was built from it, and nobody wrote it down
    assert ledger(seal).found == (
        f"entries after 000000: they are gone: none has the seal {seal} of the minutes"
    )

    shutil.copytree(settings.home / "copy", settings.ledger / "000001")
    version = cli_stages.build(settings)
    cli_stages.publish(settings)
    table = settings.ledger / "000001" / "items.parquet"
    table.write_bytes(table.read_bytes()[:-1])
    assert judge(settings, verify_marts).next_step == "see I5, then verify again"
    shutil.rmtree(settings.ledger)
    assert ledger().state is State.BROKEN
    assert f"of version {version.id}" in ledger().found
    for again in (cli_stages.build, lambda s: publish_ranking(s, DAYS[0].replace(month=1))):
        with pytest.raises(DataError, match=r"The ledger was changed: entries after 000000"):
            again(settings)


def test_nothing_published_is_not_damage(settings: Settings) -> None:
    shutil.rmtree(settings.warehouse)
    assert state_of(settings, "I4") is State.BEHIND
    assert state_of(settings, "I6") is State.BEHIND
    shutil.rmtree(settings.landing)
    shutil.rmtree(settings.inbox)
    assert [p.state.value for p in verify_installation(settings)] == [
        *("untold", "holds", "holds", "untold", "behind", "holds", "holds"),
    ]


def test_the_command_says_it_in_words_and_its_exit_code_in_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MP_HOME", str(settings.home))
    clean = CliRunner().invoke(app, ("verify", "--quick"))
    assert clean.exit_code == 0, clean.output
    assert clean.stdout.count("holds") == len(clean.stdout.splitlines()) == 5
    assert CliRunner().invoke(app, ("verify", "--quick", "--seal", "f" * 63)).exit_code == 2
    unknown = CliRunner().invoke(app, ("verify", "--quick", "--seal", "F" * 64))
    assert unknown.exit_code == 1
    assert f"none has the seal {'f' * 64} of the minutes" in unknown.stdout

    write_small_inbox(settings.inbox / "not-a-day")
    late = settings.inbox / "2022-03-20"
    shutil.copytree(settings.inbox / str(FEBRUARY), late)
    behind = CliRunner().invoke(app, ("verify", "--quick"))
    assert behind.exit_code == 1
    assert "→ run `majorprojects run --received-on 2022-03-20`" in behind.stdout
    read = json.loads(CliRunner().invoke(app, ("verify", "--quick", "--json")).stdout)
    assert [p["invariant"] for p in read if p["state"] == "behind"] == ["I6"]
