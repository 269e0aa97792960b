"""What was published as a ranking stands as it was, whatever the warehouse says later."""

import datetime as dt
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from majorprojects import cli_stages
from majorprojects.errors import DataError
from majorprojects.ledger import read_entries, verify_ledger
from majorprojects.publish import current_warehouse
from majorprojects.rankings import publish_ranking
from majorprojects.settings import Settings
from majorprojects.verify.installation import pictured
from majorprojects.verify.ledger import verify_publications

pytestmark = pytest.mark.integration

JANUARY, FEBRUARY = dt.date(2022, 1, 1), dt.date(2022, 2, 1)


@pytest.fixture(scope="module")
def before_corrections(sample_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation as it was on 2022-02-04: January's late reports have not arrived."""
    home = tmp_path_factory.mktemp("ledger") / "home"
    settings = Settings(home=home)
    shutil.copytree(sample_home / "inbox", settings.inbox)
    cli_stages.load_days(settings, dt.date(2021, 1, 1), dt.date(2022, 2, 4))
    cli_stages.build(settings)
    cli_stages.publish(settings)
    return home


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_a_month_stays_as_it_was_published_and_is_corrected_only_by_number_and_reason(
    before_corrections: Path, tmp_path: Path
) -> None:
    settings = Settings(home=shutil.copytree(before_corrections, tmp_path / "home", symlinks=True))
    first = publish_ranking(settings, JANUARY)
    assert (first.number, first.correction_of) == (1, None)
    assert publish_ranking(settings, JANUARY) == first
    as_published = _bytes(settings.ledger / "000001")

    cli_stages.load_days(settings, dt.date(2022, 2, 5), dt.date(2022, 12, 31))
    cli_stages.build(settings)
    cli_stages.publish(settings)
    with pytest.raises(DataError, match=r"published as number 1 on .* --correction-of 1 --reason"):
        publish_ranking(settings, JANUARY)
    with pytest.raises(DataError, match="--correction-of 1 --reason"):
        publish_ranking(settings, JANUARY, correction_of=1, reason=" ")
    second = publish_ranking(settings, FEBRUARY)
    third = publish_ranking(settings, JANUARY, correction_of=1, reason="迟报单位补报")
    assert (second.number, third.number, third.correction_of) == (2, 3, 1)
    assert third.rows["rankings"] != first.rows["rankings"]
    assert third.rows["rulebook"] == first.rows["rulebook"]

    assert _bytes(settings.ledger / "000001") == as_published
    assert [entry.number for entry in read_entries(settings)] == [1, 2, 3]
    assert verify_ledger(settings) == (3, [])
    _shows_what_was_published_beside_what_is_known(settings)
    with pictured(settings) as installation:
        remade = verify_publications(installation)
    assert (remade.state, remade.found) == ("holds", "3 publications rebuilt, all rows the same")


def _shows_what_was_published_beside_what_is_known(settings: Settings) -> None:
    """The warehouse that is built after the publications holds them, and what has changed since."""
    cli_stages.build(settings)
    cli_stages.publish(settings)
    with current_warehouse(settings) as warehouse:
        for number in (1, 2, 3):
            frozen = warehouse.read_parquet(str(settings.ledger / f"{number:06}/rankings.parquet"))
            shown = warehouse.sql(
                f"from marts.fct_published_rankings where publication_id = {number}"
            ).select(*frozen.columns)
            assert not frozen.except_(shown).fetchall()
            assert not shown.except_(frozen).fetchall()
        late = {
            code
            for (code,) in warehouse.execute(
                "select distinct unit_code from marts.fct_submissions"
                " where report_month = ? and received_on > '2022-02-04'",
                [JANUARY],
            ).fetchall()
        }
        restated = warehouse.execute(
            "select publication_id, unit_code, changed_by from marts.fct_restatements"
            " where score is not null or published_score is not null"
        ).fetchall()
        restated_items = warehouse.execute(
            "select item, numerator, source_path, sheet, cell from marts.fct_restated_items"
            " where indicator = 'completion' and numerator is not null and cell is not null"
        ).fetchall()
    assert {row[0] for row in restated} == {1}
    _hold_in_the_inbox(settings, restated_items)
    by_figures = {unit for _, unit, changed_by in restated if changed_by == "figures"}
    assert by_figures
    assert by_figures <= late


def _hold_in_the_inbox(settings: Settings, items: list[tuple[Any, ...]]) -> None:
    """The cells that a restatement names hold what it says, in 万元 or in 亿元."""
    books = {path: openpyxl.load_workbook(settings.inbox / path) for _, _, path, _, _ in items}
    assert items
    for code, amount, path, sheet, cell in items:
        value = Decimal(str(books[path][sheet][cell].value).replace(",", ""))
        assert amount in (round(value, 2), round(value * 10_000, 2)), (code, path, cell)


def test_a_changed_byte_is_found_where_it_is(before_corrections: Path, tmp_path: Path) -> None:
    settings = Settings(home=before_corrections, ledger=tmp_path / "ledger")
    for month in (dt.date(2021, 11, 1), dt.date(2021, 12, 1), JANUARY):
        publish_ranking(settings, month)
    for path in sorted(settings.ledger.glob("0*/*")):
        content = path.read_bytes()
        path.write_bytes(content[:-2] + bytes([content[-2] ^ 1]) + content[-1:])
        _, faults = verify_ledger(settings)
        assert path.parent.name in {fault.entry for fault in faults}
        if path.suffix == ".parquet":
            assert [(fault.entry, fault.file) for fault in faults] == [
                (path.parent.name, path.name)
            ]
        with pytest.raises(DataError, match="The ledger was changed"):
            publish_ranking(settings, FEBRUARY)
        path.write_bytes(content)
    assert verify_ledger(settings) == (3, [])
    shutil.rmtree(settings.ledger / "000002")
    assert {fault.entry for fault in verify_ledger(settings)[1]} == {"000003"}


def test_a_month_that_nobody_judged_is_not_published(
    before_corrections: Path, tmp_path: Path
) -> None:
    settings = Settings(home=before_corrections, ledger=tmp_path / "ledger")
    with pytest.raises(DataError, match="judges no unit in 2030-01"):
        publish_ranking(settings, dt.date(2030, 1, 1))
    assert read_entries(settings) == []
