"""What was published as a ranking stands as it was, whatever the warehouse says later."""

import datetime as dt
import json
import os
import random
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner, Result

from majorprojects import cli_stages
from majorprojects.cli import app
from majorprojects.errors import DataError
from majorprojects.ledger import Publication, Ruling, last_seal, read_entries, verify_ledger
from majorprojects.ledger.tables import write_ledger_tables
from majorprojects.publish import current_warehouse
from majorprojects.rankings import decide_appeal, file_appeal, freeze, publish_ranking, read_appeals
from majorprojects.settings import DBT_PROJECT, TIMEZONE, Settings
from majorprojects.verify.installation import pictured
from majorprojects.verify.ledger import verify_publications
from tests.integration.plain_items import read_inbox
from tests.integration.restated import check_restated
from tests.unit.sample.plain_reader import Row

pytestmark = pytest.mark.integration

# It hands in its January in February.
LATE_UNIT = "430421"
SEED = int(os.environ.get("LEDGER_SEED") or random.SystemRandom().randrange(10**6))
GBK = os.fsdecode("证明".encode("gbk"))
JANUARY, FEBRUARY = dt.date(2022, 1, 1), dt.date(2022, 2, 1)
PUBLISHED_AT = dt.datetime(2022, 2, 8, 8, tzinfo=TIMEZONE)
# Two units say less of a project than in December, which only history shows. Both send the right
# figure, the one before January is published and the other when it has read what was found.
FAULTS = (
    ("2022-02-04/430422/衡南县1月报表.xlsx", "F5", "2022-02-07"),
    ("2022-02-02/430424/衡东县2022年1月重点项目报表.xlsx", "F4", "2022-02-10"),
)
# A third sends its January once more, in the afternoon of the day that is published, with other figures
# in all of its sheets; and says in February that a project has been withdrawn since January.
SENT_AGAIN = "2022-02-04/430423/衡山县2022年1月重点项目月报.xlsx"
AFTERNOON = "2022-02-04/430423/衡山县2022年1月重点项目月报（下午更正）.xlsx"
NEW_CELLS = {
    "月度进展": {"E4": 7_985, "J8": "未开工", "K8": "—"},
    "项目备案": {"M6": 40_000, "N5": 20220101},
    "三张清单": {"K5": "未办结", "L5": "—"},
    "引资争资": {"D4": 3_900},
}
WITHDRAWN_IN = "2022-03-05/430423/衡山县2022年2月重点项目月报.xlsx"
WITHDRAWN = {"项目备案": {"X14": 20220125, "Y14": "停止实施"}}
# Some of what that makes of its January, read off the sheets: numerator and denominator, then and now.
SAID_OTHERWISE = {
    ("430423", "completion", "2008-430423-04-03-598766"): (7_485, 182_350, 7_985, 182_350),
    ("430423", "completion", "2101-430423-04-02-836084"): (1_962, 42_950, 1_962, 40_000),
    ("430423", "completion", "1908-430423-04-03-398074"): (20, 600, 0, 0),
    ("430423", "start", "2109-430423-04-03-780735"): (1, 1, 0, 1),
    ("430423", "start", "2012-430423-04-02-330322"): (0, 0, 0, 1),
    ("430423", "issue_on_time", "WT2022-430423-001"): (1, 1, 0, 0),
}


@pytest.fixture(scope="module")
def before_corrections(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation as it was on 2022-02-04: January's late reports have not arrived."""
    home = tmp_path_factory.mktemp("ledger") / "home"
    settings = Settings(home=home)
    shutil.copytree(sample_home / "inbox", settings.inbox)
    for path, cell, corrected_on in FAULTS:
        _spoil(settings.inbox, path, cell, corrected_on)
    _rewrite(settings.inbox, WITHDRAWN_IN, WITHDRAWN_IN, WITHDRAWN)
    cli_stages.load_days(settings, dt.date(2021, 1, 1), dt.date(2022, 2, 4))
    cli_stages.build(settings)
    cli_stages.publish(settings)
    return home


def _spoil(inbox: Path, path: str, cell: str, corrected_on: str) -> None:
    """The unit's workbook says half of an amount; as it was it comes on a later day."""
    unit = Path(path).parent.name
    correction = inbox / corrected_on / unit / "更正.xlsx"
    correction.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(inbox / path, correction)
    book = openpyxl.load_workbook(inbox / path)
    sheet = book["月度进展"]
    sheet[cell] = sheet[cell].value // 2
    book.save(inbox / path)


def _rewrite(inbox: Path, path: str, to: str, cells: dict[str, dict[str, Any]]) -> None:
    """Write a workbook with other values in these cells of its sheets."""
    book = openpyxl.load_workbook(inbox / path)
    for sheet, values in cells.items():
        for cell, value in values.items():
            book[sheet][cell] = value
    book.save(inbox / to)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_month_stays_as_it_was_published_and_is_corrected_only_by_number_and_reason(
    before_corrections: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=shutil.copytree(before_corrections, tmp_path / "home", symlinks=True))
    first = publish_ranking(settings, JANUARY, published_at=PUBLISHED_AT)
    known = [row for row in read_inbox(settings.inbox) if row.received_on <= first.last_received_on]
    assert (first.number, first.correction_of) == (1, None)
    assert publish_ranking(settings, JANUARY) == first
    as_published = _bytes(settings.ledger / "000001")
    with pytest.raises(DataError, match="Nothing of 2022-01 has changed since number 1: build and"):
        publish_ranking(settings, JANUARY, correction_of=77, appeal=99)
    file_appeal(
        settings, 1, LATE_UNIT, "1月报表已补报", first.published_on, today=first.published_on
    )

    _rewrite(settings.inbox, SENT_AGAIN, AFTERNOON, NEW_CELLS)
    cli_stages.load_days(settings, first.last_received_on, dt.date(2022, 12, 31))
    monkeypatch.setenv("MP_HOME", str(settings.home))
    _is_not_published_from_what_is_behind(settings, first)
    cli_stages.build(settings)
    cli_stages.publish(settings)
    with pytest.raises(DataError, match=r"published as number 1 on .* --correction-of 1 --reason"):
        publish_ranking(settings, JANUARY)
    with pytest.raises(DataError, match="--correction-of 1 --reason"):
        publish_ranking(settings, JANUARY, correction_of=1, reason=" ")
    with pytest.raises(DataError, match="Appeal 2 is not decided yet: only one that was upheld"):
        publish_ranking(settings, JANUARY, correction_of=1, reason="补报", appeal=2)
    day = first.published_on
    decide_appeal(settings, 2, Ruling.UPHELD, "补报属实", day, today=day)
    second = publish_ranking(settings, FEBRUARY)
    with pytest.raises(DataError, match="There is no appeal 9"):
        publish_ranking(settings, JANUARY, correction_of=1, reason="补报", appeal=9)
    third = publish_ranking(settings, JANUARY, correction_of=1, reason="补报", appeal=2)
    assert (second.number, third.number, third.correction_of, third.appeal) == (4, 5, 1, 2)
    assert third.rows["rankings"] != first.rows["rankings"]
    assert third.rows["rulebook"] == first.rows["rulebook"]

    assert _bytes(settings.ledger / "000001") == as_published
    assert [entry.kind for entry in read_entries(settings)] == [
        *("publication", "appeal", "decision", "publication", "publication")
    ]
    assert verify_ledger(settings) == (5, [])
    _shows_what_was_published_beside_what_is_known(settings, known)
    _explanation_ends_with_it(settings)
    with pictured(settings) as installation:
        remade = verify_publications(installation)
    assert (remade.state, remade.found) == ("holds", "3 publications rebuilt, all rows the same")


def _is_not_published_from_what_is_behind(settings: Settings, standing: Publication) -> None:
    """The audit may have stopped the version that knows what has landed."""
    said = "its last day is 2022-02-04, the last day of the landing is .* `majorprojects build`"
    with pytest.raises(DataError, match=said):
        publish_ranking(settings, JANUARY)
    from airflow.sdk.exceptions import AirflowFailException

    from majorprojects.orchestration.tasks import freeze_ranking

    with pytest.raises(AirflowFailException, match=said):
        freeze_ranking.function(data_interval_start=dt.datetime(2022, 1, 8, tzinfo=dt.UTC))
    assert publish_ranking(settings, JANUARY, as_it_stands=True) == standing


def _shows_what_was_published_beside_what_is_known(settings: Settings, known: list[Row]) -> None:
    """The warehouse that is built after the publications holds them, and what has changed since."""
    cli_stages.build(settings)
    cli_stages.publish(settings)
    with current_warehouse(settings) as warehouse:
        _costs_more_to_correct_what_was_told(warehouse)
        for number in (1, 4, 5):
            frozen = warehouse.read_parquet(str(settings.ledger / f"{number:06}/rankings.parquet"))
            shown = warehouse.sql(
                f"from marts.fct_published_rankings where publication_id = {number}"
            ).select(*frozen.columns)
            assert not frozen.except_(shown).fetchall()
            assert not shown.except_(frozen).fetchall()
        appeals = warehouse.sql(
            "select appeal_id, unit_code, is_in_time, is_open, ruling, correction_publication_id"
            " from marts.fct_appeals"
        ).fetchall()
        changes = check_restated(settings, warehouse, known, JANUARY)
        assert changes.items() >= SAID_OTHERWISE.items()
    assert appeals == [(2, LATE_UNIT, True, False, "upheld", 5)]


def _explanation_ends_with_it(settings: Settings) -> None:
    """The command names the cell in which the afternoon's figure stands."""
    command = ["explain", "--publication", "1", "--month", "2022-01", "--unit", "430423"]
    home = {"MP_HOME": str(settings.home)}
    shown = CliRunner().invoke(app, command, env=home)
    assert shown.exit_code == 0, shown.output
    assert f"{AFTERNOON}  月度进展 E4  收到 2022-02-04" in shown.output
    told = json.loads(CliRunner().invoke(app, [*command, "--json"], env=home).stdout)["restated"]
    (completion,) = [one for one in told["restatements"] if one["indicator"] == "completion"]
    cells = {
        (item["item"], told["source_path"], told["sheet"], told["cell"])
        for item in completion["items"]
        for told in item["told"]
    }
    assert cells >= {
        ("2008-430423-04-03-598766", AFTERNOON, "月度进展", "E4"),
        ("2101-430423-04-02-836084", AFTERNOON, "项目备案", "M6"),
        ("1908-430423-04-03-398074", WITHDRAWN_IN, "项目备案", "X14"),
    }


def _costs_more_to_correct_what_was_told(warehouse: Any) -> None:
    """The finding is gone with the row that it was about, and is not forgotten."""
    found = "select unit_code from marts.fct_submission_findings where rule_id = 'cumulative_fell'"
    assert not warehouse.execute(f"{found} and report_month = ?", [JANUARY]).fetchall()
    in_time, told = warehouse.execute(
        "select unprompted_restatement_count, prompted_restatement_count,"
        " (100 - quality_score) * expected_project_count"
        " from marts.fct_data_quality where unit_code in ('430422', '430424')"
        " and report_month = ? order by unit_code",
        [JANUARY],
    ).fetchall()
    assert (in_time[:2], told[:2]) == ((1, 0), (0, 1))
    assert told[2] > 3 * in_time[2] > 0


def test_a_changed_byte_is_found_where_it_is(before_corrections: Path, tmp_path: Path) -> None:
    settings = Settings(home=before_corrections, ledger=tmp_path / "ledger")
    for month in (dt.date(2021, 11, 1), dt.date(2021, 12, 1), JANUARY):
        publish_ranking(settings, month)
    known = {last_seal(settings.ledger): "the minutes"}
    dice = random.Random(SEED)  # noqa: S311 - a test's dice
    for path in sorted(settings.ledger.glob("0*/*")):
        content = path.read_bytes()
        at, mask = dice.randrange(len(content)), dice.randrange(1, 256)
        path.write_bytes(content[:at] + bytes([content[at] ^ mask]) + content[at + 1 :])
        _, faults = verify_ledger(settings, known)
        said = f"byte {at} of {path} by {mask}, LEDGER_SEED={SEED}"
        places = [fault.place for fault in faults]
        assert places == [f"entry {path.parent.name}, {path.name}"], said
        path.write_bytes(content)
    assert verify_ledger(settings, known) == (3, [])
    path.write_bytes(content + b" ")
    with pytest.raises(DataError, match="The ledger was changed"):
        publish_ranking(settings, FEBRUARY)


def test_findings_alone_ask_for_no_correction_and_an_entry_may_have_none(
    before_corrections: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=before_corrections, ledger=tmp_path / "ledger")
    query = freeze.BESIDE["findings"]
    monkeypatch.setitem(freeze.BESIDE, "findings", f"{query} and stage = 'file'")
    with_other_findings = publish_ranking(settings, JANUARY)
    monkeypatch.delitem(freeze.BESIDE, "findings")
    without_findings = publish_ranking(settings, dt.date(2021, 12, 1))
    monkeypatch.undo()
    assert publish_ranking(settings, JANUARY) == with_other_findings
    assert publish_ranking(settings, dt.date(2021, 12, 1)) == without_findings
    assert verify_ledger(settings) == (2, [])
    write_ledger_tables(settings, tmp_path / "tables", DBT_PROJECT)
    told = pq.read_table(tmp_path / "tables" / "published_findings.parquet").to_pylist()
    assert {(row["publication_id"], row["stage"]) for row in told} == {(1, "file")}


def test_an_appeal_is_kept_with_its_evidence_and_decided_once(
    before_corrections: Path, tmp_path: Path
) -> None:
    settings = Settings(home=before_corrections, ledger=tmp_path / "ledger")
    publish_ranking(settings, JANUARY, published_at=PUBLISHED_AT)
    proof = tmp_path / "证明.txt"
    proof.write_text("开工令", encoding="utf-8")
    for wrong, said in (
        ({"publication": 7}, "no publication 7; the ledger has: 1"),
        ({"unit_code": "999999"}, "does not rank the unit 999999"),
        (
            {"indicator": "beauty"},
            "no indicator beauty; it has: baseline_completion, baseline_start, commit",
        ),
        ({"grounds": " "}, "needs its grounds"),
        ({"evidence": [proof, proof]}, "Two files of the evidence are named 证明.txt"),
        ({"evidence": [_file(tmp_path, "Entry.json")]}, "has a file Entry.json of its own: rename"),
        ({"evidence": [_file(tmp_path, "items.parquet")]}, "has a file items.parquet of its own"),
        ({"evidence": [_file(tmp_path, GBK)]}, "is not UTF-8: rename"),
        ({"evidence": [tmp_path / "missing" / GBK]}, "There is no file"),
        ({"received_on": dt.date(2022, 2, 7)}, "of 2022-02-08 cannot have arrived on 2022-02-07"),
        ({"received_on": dt.date(2022, 2, 10)}, r"\(today is 2022-02-09\): correct --received-on"),
    ):
        ordinary = {"publication": 1, "unit_code": "430424", "grounds": "漏记"}
        today = {"received_on": dt.date(2022, 2, 9), "today": dt.date(2022, 2, 9)}
        with pytest.raises(DataError, match=said) as refused:
            file_appeal(settings, **ordinary | today | wrong)
        str(refused.value).encode()  # it can be printed
    in_time, late = (
        file_appeal(
            settings, 1, "430424", "漏记", day, today=day, indicator="completion", evidence=[proof]
        )
        for day in (dt.date(2022, 2, 15), dt.date(2022, 2, 16))
    )
    assert (in_time.is_in_time, late.is_in_time) == (True, False)
    kept = _bytes(settings.ledger / "000002")
    assert kept["证明.txt"].decode() == "开工令"
    assert {*in_time.appeal.files} == {*kept} - {"entry.json", "entry.sha256"}

    day = dt.date(2022, 2, 20)
    for wrong_day in (dt.date(2022, 2, 14), dt.date(2022, 2, 21)):
        with pytest.raises(DataError, match=f"arrived on 2022-02-15, cannot .* on {wrong_day}"):
            decide_appeal(settings, 2, Ruling.UPHELD, "属实", wrong_day, today=day)
    decided = decide_appeal(settings, 2, Ruling.DISMISSED, "原件与申报一致", day, today=day)
    with pytest.raises(DataError, match=r"decided on 2022-02-20 \(dismissed\)"):
        decide_appeal(settings, 2, Ruling.UPHELD, "改判", day, today=day)
    assert [one.decision for one in read_appeals(settings)] == [decided.decision, None]
    assert verify_ledger(settings) == (4, [])


def _file(folder: Path, name: str) -> Path:
    (folder / name).write_text("开工令", encoding="utf-8")
    return folder / name


def test_the_commands_publish_appeal_and_decide(
    before_corrections: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MP_HOME", str(before_corrections))
    monkeypatch.setenv("MP_LEDGER", str(tmp_path / "ledger"))

    def run(command: str, *more: str) -> Result:
        return CliRunner().invoke(app, [*command.split(), *more])

    published = run("publish-ranking --month 2022-01")
    assert published.exit_code == 0, published.output
    assert "put that into the minutes" in published.stdout
    again = json.loads(run("publish-ranking --month 2022-01 --as-it-stands --json").stdout)
    assert (again["number"], again["report_month"]) == (1, "2022-01-01")
    unchanged = run("publish-ranking --month 2022-01 --correction-of 77 --appeal 99")
    assert unchanged.exit_code == 1
    assert "has changed since number 1" in unchanged.stderr

    appeal = "appeal file --publication 1 --unit 430424 --indicator completion --grounds 漏记"
    assert run(f"{appeal} --received-on 2022-02-01").exit_code == 1
    filed = run(appeal, "--evidence", str(_file(tmp_path, "证明.pdf")))
    assert filed.exit_code == 0, filed.output
    assert f"It lies in {tmp_path / 'ledger' / '000002'}" in filed.stdout
    assert (tmp_path / "ledger" / "000002" / "证明.pdf").is_file()
    decide = "appeal decide 2 --ruling upheld --reason 补报属实"
    assert run(f"{decide} --decided-on 2022-02-01").exit_code == 1
    decided = run(decide)
    assert decided.exit_code == 0, decided.output
    assert "publish-ranking --month 2022-01 --correction-of N --appeal 2" in decided.stdout
    assert "成立：补报属实" in run("appeal list").stdout
    (told,) = json.loads(run("appeal list --json").stdout)
    assert (told["appeal"], told["unit_code"], told["ruling"]) == (2, "430424", "upheld")


def test_the_dag_freezes_the_month_before(
    before_corrections: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the interval of a scheduled run, and of one that has none."""
    monkeypatch.setenv("MP_HOME", str(before_corrections))
    monkeypatch.setenv("MP_LEDGER", str(tmp_path / "ledger"))
    from majorprojects.orchestration.tasks import freeze_ranking

    start = dt.datetime(2022, 1, 8, tzinfo=dt.UTC)
    assert freeze_ranking.function(data_interval_start=start) == 1
    by_hand = SimpleNamespace(run_after=dt.datetime(2022, 2, 28, 15, tzinfo=dt.UTC))
    assert freeze_ranking.function(dag_run=by_hand) == 1
    (entry,) = read_entries(Settings(home=before_corrections, ledger=tmp_path / "ledger"))
    assert isinstance(entry, Publication)
    assert entry.report_month == JANUARY


def test_a_month_that_nobody_judged_is_not_published(
    before_corrections: Path, tmp_path: Path
) -> None:
    settings = Settings(home=before_corrections, ledger=tmp_path / "ledger")
    with pytest.raises(DataError, match="judges no unit in 2030-01"):
        publish_ranking(settings, dt.date(2030, 1, 1))
    assert read_entries(settings) == []
