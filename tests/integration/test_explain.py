"""Every unit's month of the sample is explained, and what the explanation says adds up."""

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path

import pytest
from typer.testing import CliRunner

from majorprojects.cli import app
from majorprojects.errors import DataError
from majorprojects.explain import explain
from majorprojects.publish import current_warehouse
from majorprojects.rankings import publish_ranking, read_ranking
from majorprojects.settings import Settings

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
        for one in found.indicators:
            reached = sum(item.numerator for item in one.items)
            assert one.told.numerator is None or abs(reached - one.told.numerator) <= Decimal(
                "0.005"
            )
        moved = None if found.movement is None else sum(r.points for r in found.movement.rules)
        assert moved == change, (unit, month)


def test_a_figure_that_does_not_add_up_is_said(own_copy: Settings) -> None:
    import duckdb

    file = (own_copy.warehouse / "current").resolve() / "warehouse.duckdb"
    file.chmod(0o644)
    with duckdb.connect(file) as connection:
        connection.execute(
            "update marts.fct_unit_indicators set score = score - 1, points_in_total = points_in_total - 1 "
            "where unit_code = '430424' and rule_id = 'start'"
        )
    found = explain(own_copy, "430424", FEBRUARY)
    assert {one.what for one in found.differences} == {
        "start start: score", "start start: points in the total",
    }  # fmt: skip


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
    for said in (best.name_zh, "投资完成率", "较上月", "逐步复算一致"):
        assert said in shown.output
    told = json.loads(CliRunner().invoke(app, [*command, "--json"]).stdout)
    assert told["unit_code"] == best.unit_code
    assert Decimal(told["total_score"]) == best.total_score
    for indicator in told["indicators"]:
        for item in indicator["items"]:
            assert indicator["rows"][item["item"]], item
    assert " F" in CliRunner().invoke(app, [*command, "--cells"]).output
    page = tmp_path / "page.html"
    CliRunner().invoke(app, [*command, "--html", str(page)])
    written = page.read_text(encoding="utf-8")
    assert best.name_zh in written
    assert told["indicators"][0]["items"][0]["item"] in written
    assert "逐步复算一致" in written
