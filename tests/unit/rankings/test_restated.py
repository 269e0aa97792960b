"""What of a publication would be different today is read with the files that say so, and told line by line."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import duckdb  # noqa: TID253 - the ban is for what the DAG processor parses
import pytest

from majorprojects.cli_restated import show_restated
from majorprojects.rankings import Told, read_restated
from majorprojects.settings import Settings

UNIT = "430421"
REPORT, REGISTER = "2022-02-05/430421/月报.xlsx", "2022-03-02/430421/备案.xlsx"
CAME, CAME_LATER = dt.date(2022, 2, 5), dt.date(2022, 3, 2)


@pytest.fixture
def published(settings: Settings) -> Settings:
    """A current version that holds publication 1 of a unit, restated by two files."""
    folder = settings.warehouse / "versions" / "2022-03-06-00000000"
    folder.mkdir(parents=True)
    with duckdb.connect(folder / "warehouse.duckdb") as connection:
        connection.execute(_RESTATED)
    (settings.warehouse / "current").symlink_to(folder.relative_to(settings.warehouse))
    return settings


def test_each_indicator_has_its_items_and_they_the_rows_of_new_files(published: Settings) -> None:
    found = read_restated(published, 1, UNIT)
    assert found is not None
    assert (found.published_total_score, found.total_score) == (90, Decimal("62.1429"))
    assert (found.published_league_rank, found.league_rank) == (2, 4)
    start, completion, unscored = found.restatements
    assert (start.indicator, start.rank_effect, start.total_score_with_it) == (
        *("start", -2),
        Decimal("62.1429"),
    )
    assert (completion.changed_by, completion.rank_effect, completion.items) == ("weights", 0, ())
    assert completion.files == (Told(REPORT, CAME),)
    assert unscored.indicator == "invested"
    late, withdrawn = start.items
    assert (late.project_name, late.published_numerator, late.numerator) == ("码头", None, 1)
    # The register row that it stands in was known; the report was not.
    assert late.told == (Told(REPORT, CAME, "月度进展", 7, "E7"),)
    assert (withdrawn.lost_as, withdrawn.numerator) == ("withdrawn", None)
    assert withdrawn.told == (Told(REGISTER, CAME_LATER, "项目备案", 5, "V5"),)


def test_what_is_as_published_has_no_restatement(published: Settings) -> None:
    found = read_restated(published, 1, "430422")
    assert found is not None
    assert found.restatements == ()
    assert found.total_score == found.published_total_score == 70


def test_a_version_that_is_older_than_the_publication_says_what_to_run(
    published: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    found = read_restated(published, 2, UNIT)
    assert found is None
    show_restated(found)
    assert "run `majorprojects build`, then `majorprojects publish`" in capsys.readouterr().out


def test_people_read_the_effect_and_the_cell(
    published: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    found = read_restated(published, 1, UNIT)
    assert found is not None
    show_restated(found)
    shown = capsys.readouterr().out
    for said in (
        "得分 90.00 → 62.14，组内名次 第2位 → 第4位",
        "-2",
        "码头 p1：– → 1 / 1",
        f"{REPORT}  月度进展 E7  收到 2022-02-05",
        "p2：1 / 1 → 退库",
        f"{REGISTER}  项目备案 V5  收到 2022-03-02",
        "另有1项不计分的指标有变化",
    ):
        assert said in shown
    show_restated(replace(found, restatements=()))
    assert "与发布时一致" in capsys.readouterr().out


_RESTATED = f"""
    create schema marts;
    create table marts.dim_project as select 'p1' as project_code, '码头' as project_name;
    create table marts.fct_published_rankings as
    select * from (values
        (1, '{UNIT}', date '2022-01-01', 90.0000, 2),
        (1, '430422', date '2022-01-01', 70.0000, 3)
    ) as ranks (publication_id, unit_code, report_month, total_score, league_rank);
    create table marts.fct_rankings as
    select * from (values
        ('{UNIT}', date '2022-01-01', 62.1429, 4),
        ('430422', date '2022-01-01', 70.0000, 3)
    ) as ranks (unit_code, report_month, total_score, league_rank);
    create table marts.fct_submissions as
    select * from (values
        ('report', '{REPORT}', date '{CAME}'),
        ('register', '{REGISTER}', date '{CAME_LATER}'),
        ('other', '2022-03-01/430422/x.xlsx', date '2022-03-01')
    ) as files (submission_id, source_path, received_on);
    create table marts.fct_restatements as
    select * from (values
        (1, '{UNIT}', 'completion', 'weights', 'report', 9, 9, 10, 10, 36, 36, 90.0, 0),
        (1, '{UNIT}', 'invested', 'figures', 'report', 9, 10, 1, 1, null, null, 90.0, 0),
        (1, '{UNIT}', 'start', 'figures', 'register,report', 1, 1, 1, 1, 30, 7.5, 62.1429, -2)
    ) as restated (
        publication_id, unit_code, indicator, changed_by, submission_ids, published_numerator,
        numerator, published_denominator, denominator, published_score, score,
        total_score_with_it, rank_effect
    );
    create table marts.fct_restated_items as
    select * from (values
        (
            1, '{UNIT}', 'start', 'p2', 'p2', 'withdrawn', 1, null, 1, null,
            'register', '{REGISTER}', date '{CAME_LATER}', '项目备案', 5, 'V5',
            null, null, null, null, null, null
        ),
        (
            1, '{UNIT}', 'start', 'p1', 'p1', null, null, 1, null, 1,
            'report', '{REPORT}', date '{CAME}', '月度进展', 7, 'E7',
            'known', '2022-01-05/430421/备案.xlsx', date '2022-01-05', '项目备案', 4, 'K4'
        )
    ) as items (
        publication_id, unit_code, indicator, item, project_code, lost_as, published_numerator,
        numerator, published_denominator, denominator, submission_id, source_path, received_on,
        sheet, source_row, cell, plan_submission_id, plan_source_path, plan_received_on,
        plan_sheet, plan_source_row, plan_cell
    );
"""  # noqa: S608 - our own words
