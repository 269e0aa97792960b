"""Every unit's month of the sample is explained, and what the explanation says adds up."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from majorprojects.cli import app
from majorprojects.errors import DataError
from majorprojects.explain import Explanation, as_shown, explain, points_as_shown
from majorprojects.explain.page import explanation_page
from majorprojects.explain.source import published_source
from majorprojects.publish import current_warehouse
from majorprojects.rankings import publish_ranking, read_ranking
from majorprojects.settings import Settings
from majorprojects.wording import NOTHING_BEFORE, PARTS, SILENT, half_up

pytestmark = pytest.mark.integration

FEBRUARY = dt.date(2022, 2, 1)


def test_every_published_figure_adds_up_from_its_items(published_home: Path) -> None:
    settings = Settings(home=published_home)
    with current_warehouse(settings) as connection:
        months = connection.execute(
            "select unit_code, report_month, total_score, score_change from marts.fct_rankings"
        ).fetchall()
    for unit, month, total, change in months:
        found = explain(settings, unit, month, cells=False)
        assert found.differences == (), (unit, month)
        points = [one.told.points_in_total for one in found.indicators]
        known = [p for p in points if p is not None]
        assert (total is None) == (not known)
        assert total is None or abs(sum(known) - total) < Decimal("0.005")
        shown = points_as_shown(points, total)
        assert sum(p for p in shown if p is not None) == half_up(total or 0, "0.01")
        assert all(abs(s - p) < Decimal("0.01") for s, p in zip(shown, points, strict=True) if p)
        for one in found.indicators:
            reached = sum(item.numerator for item in one.items)
            assert one.told.numerator is None or abs(reached - one.told.numerator) <= Decimal(
                "0.005"
            )
        assert (found.movement is None) == (change is None)
        if found.movement is not None:
            assert abs(found.movement.computed - change) < Decimal("0.005"), (unit, month)
            _assert_shown_adds_up(found, change)


def _assert_shown_adds_up(found: Explanation, change: Decimal) -> None:
    """What people read: parts make rules, rules the difference, and that lies between the two totals."""
    assert found.movement is not None
    shown = as_shown(found.movement)
    for rule in shown.rules:
        assert sum(part.points for part in rule.parts) == rule.points
        assert {part.kind for part in rule.parts} <= PARTS.keys() | {"item"}
        # a thing that left is called by its name, too
        assert {p.item for p in rule.parts if p.item} <= found.names.keys()
    assert sum(rule.points for rule in shown.rules) == shown.points
    assert str(shown.previous_total + shown.points) == str(half_up(found.total_score or 0, "0.01"))
    assert abs(shown.points - change) <= Decimal("0.01")


def test_a_figure_that_does_not_add_up_is_said(own_copy: Settings) -> None:
    _change(
        own_copy,
        "update marts.fct_unit_indicators set score = score - 1, points_in_total = points_in_total - 1 "
        "where unit_code = '430424' and rule_id = 'start'",
    )
    found = explain(own_copy, "430424", FEBRUARY, cells=False)
    january = {"start start: score", "start start: points in the total"}
    assert {one.what for one in found.differences} == january | {
        f"2022-01 {what}" for what in january
    }
    assert "total of 430424" in {
        one.what for one in explain(own_copy, "430421", FEBRUARY, cells=False).differences
    }


def test_a_total_that_moved_by_itself_is_said(own_copy: Settings) -> None:
    """Both totals and their difference agree with each other, and yet the parts do not give it."""
    _change(
        own_copy,
        "update marts.fct_rankings set total_score = total_score + 50, score_change = score_change + 50 "
        "where unit_code = '430424' and report_month = '2022-02-01'",
    )
    found = explain(own_copy, "430424", FEBRUARY, cells=False)
    assert {"total", "difference to the month before", "total less the one before"} <= {
        one.what for one in found.differences
    }


def test_a_cell_that_says_otherwise_is_said_and_so_is_a_row_that_is_gone(
    own_copy: Settings,
) -> None:
    import duckdb

    before = explain(own_copy, "430424", FEBRUARY)
    assert before.differences == ()
    (one,) = [one for one in before.indicators if one.indicator == "completion"]
    first, second = (one.rows[item.item][0] for item in one.items[:2])
    file = own_copy.landing / f"received_on={first.received_on}" / "monthly_progress.parquet"
    with duckdb.connect() as connection:
        connection.read_parquet(str(file)).to_table("rows")
        for change, row in (
            ("update rows set ytd_investment = ytd_investment + 1", first.wanted),
            ("delete from rows", second.wanted),
        ):
            connection.execute(
                f"{change} where submission_id = ? and source_row = ?",
                [row.submission_id, row.source_row],
            )
        file.chmod(0o644)
        connection.table("rows").write_parquet(str(file))
    said = {each.what: each for each in explain(own_copy, "430424", FEBRUARY).differences}
    changed = said[f"completion {one.items[0].item}: its cells"]
    assert changed.recomputed == (changed.published or 0) + 1
    gone = second.wanted
    place = f"row {gone.source_row} of monthly_progress in {gone.submission_id}"
    assert f"completion {one.items[1].item}: {place}" in said
    assert explain(own_copy, "430424", FEBRUARY, cells=False).differences == ()


def _change(settings: Settings, statement: str) -> None:
    """Change the current version behind everybody's back."""
    import duckdb

    file = (settings.warehouse / "current").resolve() / "warehouse.duckdb"
    file.chmod(0o644)
    with duckdb.connect(file) as connection:
        connection.execute(statement)


def test_a_publication_is_explained_from_its_own_rows(own_copy: Settings) -> None:
    entry = publish_ranking(own_copy, FEBRUARY)
    now = explain(own_copy, "430424", FEBRUARY)
    then = explain(own_copy, "430424", FEBRUARY, publication=entry.number)
    assert then.publication == entry.number
    assert then.indicators == now.indicators
    assert then.lifts == now.lifts
    assert then.movement == now.movement  # from the January that was known, published or not
    publish_ranking(own_copy, dt.date(2022, 1, 1))
    correction = dt.date(2022, 1, 1)
    assert explain(own_copy, "430424", correction, publication=2).differences == ()
    with pytest.raises(DataError, match="no publication of 2022-01"):
        explain(own_copy, "430424", correction, publication=entry.number)


def test_what_was_frozen_is_read_only_where_it_is_as_it_was_written(own_copy: Settings) -> None:
    entry = publish_ranking(own_copy, FEBRUARY)
    source = published_source(own_copy, entry.number, FEBRUARY)
    assert source.last_day == entry.last_received_on
    file = own_copy.ledger / f"{entry.number:06}" / "rankings.parquet"
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b" ")
    with pytest.raises(
        DataError, match=r"not as it was written.*rankings\.parquet: it was changed"
    ):
        explain(own_copy, "430424", FEBRUARY, publication=entry.number)
    assert explain(own_copy, "430424", FEBRUARY, cells=False).differences == ()


def test_the_page_says_that_a_unit_was_silent_and_that_nothing_can_be_compared(
    published_home: Path,
) -> None:
    settings = Settings(home=published_home)
    with current_warehouse(settings) as connection:
        silent = connection.execute(
            "select unit_code, report_month from marts.fct_rankings where is_silent"
        ).fetchall()
    assert silent
    for unit, month in silent:
        page = explanation_page(explain(settings, unit, month))
        assert SILENT in page
        assert NOTHING_BEFORE in page
    page = explanation_page(explain(settings, "430424", FEBRUARY))
    assert SILENT not in page
    assert NOTHING_BEFORE not in page


def test_who_is_not_ranked_is_told_where_to_look(published_home: Path) -> None:
    with pytest.raises(DataError, match="majorprojects ranking --month 2022-02"):
        explain(Settings(home=published_home), "999999", FEBRUARY)


def test_the_command_tells_it_to_people_and_to_machines(
    published_home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MP_HOME", str(published_home))
    (best,) = [
        unit
        for unit in read_ranking(Settings(home=published_home), FEBRUARY).units
        if unit.city_rank == 1
    ]
    command = ["explain", "--unit", best.unit_code, "--month", "2022-02"]
    shown = CliRunner().invoke(app, command)
    assert shown.exit_code == 0, shown.output
    for said in (best.name_zh, "投资完成率", "较上月", "逐步复算一致", "单元格未对照"):
        assert said in shown.output
    told = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)
    assert told["unit_code"] == best.unit_code
    assert Decimal(told["total_score"]) == best.total_score
    for indicator in told["indicators"]:
        for item in indicator["items"]:
            assert indicator["rows"][item["item"]], item
    with_cells = CliRunner().invoke(app, [*command, "--cells"]).output
    assert " F" in with_cells
    assert "已对照单元格 Held against their cells: 投资完成率" in with_cells
    page = tmp_path / "page.html"
    CliRunner().invoke(app, [*command, "--html", str(page)])
    written = page.read_text(encoding="utf-8")
    assert best.name_zh in written
    assert told["indicators"][0]["items"][0]["item"] in written
    assert "逐步复算一致" in written
