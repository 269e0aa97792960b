"""Each cadence's bulletin, on the whole sample."""

import csv
import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from majorprojects.bulletins import load_cadence, write_bulletin
from majorprojects.publish import current_warehouse
from majorprojects.settings import Settings

pytestmark = pytest.mark.integration

DAYS = {
    "weekly_dispatch": dt.date(2021, 9, 6),
    "monthly_ranking": dt.date(2022, 3, 8),
    "project_changes": dt.date(2021, 12, 8),
    "quarterly_review": dt.date(2022, 1, 10),
    "annual_assessment": dt.date(2022, 1, 20),
}


@pytest.mark.parametrize("name", DAYS)
def test_a_unit_sees_its_own_rows_and_the_city_all(
    published_home: Path, tmp_path: Path, name: str
) -> None:
    settings = Settings(home=published_home, outbox=tmp_path)
    written = write_bulletin(settings, name, DAYS[name])
    assert written.new == written.files
    assert write_bulletin(settings, name, DAYS[name]).new == 0

    folder = tmp_path / DAYS[name].isoformat()
    pages = {path.parent.name: path.read_text("utf-8") for path in folder.glob(f"*/{name}.html")}
    with current_warehouse(settings) as connection:
        units = connection.execute("select unit_code from marts.dim_unit").fetchall()
    assert pages.keys() == {code for (code,) in units}
    shown = 0
    for section in load_cadence(name).sections:
        path = folder / "430400" / name / f"{section.name}.csv"
        rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
        assert len(rows) == written.rows[section.name]
        key = section.columns[0].header
        if key not in {"承诺编号", "问题编号", "项目"}:  # such as no other unit has
            continue
        for row in rows[:200]:
            shown += 1
            assert [code for code in pages if row[key] in pages[code]] == sorted(
                {row["单位代码"], "430400"}, key=list(pages).index
            )
    assert shown > 20


def test_the_month_is_the_ranking_as_it_is_published(published_home: Path, tmp_path: Path) -> None:
    settings = Settings(home=published_home, outbox=tmp_path)
    write_bulletin(settings, "monthly_ranking", DAYS["monthly_ranking"])
    path = tmp_path / "2022-03-08" / "430400" / "monthly_ranking" / "ranking.csv"
    told = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    with current_warehouse(settings) as connection:
        ranked = connection.execute(
            "select unit_code, total_score::varchar from marts.fct_rankings "
            "where report_month = '2022-02-01' order by city_rank, unit_code"
        ).fetchall()
    assert [(row["单位代码"], row["得分"]) for row in told] == ranked


def test_the_heaviest_change_of_a_unit_stands_first_and_can_be_reckoned_again(
    published_home: Path, tmp_path: Path
) -> None:
    settings = Settings(home=published_home, outbox=tmp_path)
    write_bulletin(settings, "project_changes", DAYS["project_changes"])
    path = tmp_path / "2021-12-08" / "430400" / "project_changes" / "changes.csv"
    told = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    weights = [Decimal(row["权重"]) for row in told]
    assert weights == sorted(weights, reverse=True)
    assert told[0]["情形"] == "withdrawn"
    lowered = [row for row in told if row["情形"] == "plan_lowered"]
    assert {row["批准文号"] == "未备案" for row in lowered} == {True, False}
    for row in lowered:
        before, after = Decimal(row["原值"]), Decimal(row["新值"])
        _, points = row["变动×分值"].split("×")
        assert abs(1 - after / before) * Decimal(points) == pytest.approx(
            Decimal(row["权重"]), abs=Decimal("0.01")
        )
