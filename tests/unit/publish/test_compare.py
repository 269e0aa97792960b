"""Two versions are compared by the keys that their manifests name."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from majorprojects.build import Build
from majorprojects.build.version import build_folder, write_record
from majorprojects.errors import DataError
from majorprojects.publish import compare_versions, publish_version
from majorprojects.publish.compare import UnitRows
from majorprojects.settings import Settings

ISSUES = """
    create or replace table marts.fct_issues as
    select * from (values
        ('430424', 'I-1', 'open', 1), ('430424', 'I-2', 'open', 2), ('430400', 'I-3', 'open', null)
    ) as issues (unit_code, issue_id, state, days)
"""
KEYS = {"fct_issues": ["issue_id"], "fct_rankings": ["unit_code", "report_month"]}


@pytest.fixture
def make_version(settings: Settings, make_build: Callable[..., Build]) -> Callable[..., Build]:
    """Makes a build with a manifest that names keys: (number, *SQL statements)."""

    def make(number: int, *statements: str) -> Build:
        build = make_build(number, ISSUES, *statements)
        nodes = {
            f"test.{mart}": {
                "resource_type": "test",
                "attached_node": f"model.project.{mart}",
                "test_metadata": {"name": "is_key", "kwargs": {"columns": key}},
            }
            for mart, key in KEYS.items()
        }
        manifest = build_folder(settings, build) / "manifest.json"
        manifest.write_text(json.dumps({"nodes": nodes}))
        return build

    return make


def test_rows_are_counted_by_mart_and_unit(
    settings: Settings, make_version: Callable[..., Build]
) -> None:
    one = make_version(1)
    other = make_version(
        2,
        "delete from marts.fct_issues where issue_id = 'I-1'",
        "update marts.fct_issues set days = 9 where issue_id = 'I-2'",
        "update marts.fct_issues set state = 'closed', days = 0 where issue_id = 'I-3'",
        "insert into marts.fct_issues values ('430400', 'I-4', 'open', 1)",
    )

    found = compare_versions(settings, one.id, other.id)

    (issues,) = [mart for mart in found.marts if mart.mart == "fct_issues"]
    assert issues.units == (UnitRows("430400", 1, 0, 1), UnitRows("430424", 0, 1, 1))
    assert issues.rows == UnitRows(None, 1, 1, 2)
    assert issues.columns == {"days": 2, "state": 1}
    assert "fct_investment" in found.incomparable


def test_a_version_equals_itself_and_its_twin(
    settings: Settings, make_version: Callable[..., Build]
) -> None:
    one, twin = make_version(1), make_version(2, "update marts.fct_rankings set version = 1")
    for other in (one, twin):
        found = compare_versions(settings, one.id, other.id)
        assert (found.marts, found.moves) == ((), ())


def test_a_column_that_only_one_has_is_named(
    settings: Settings, make_version: Callable[..., Build]
) -> None:
    one = make_version(1, "update marts.fct_rankings set version = 2")
    other = make_version(2, "alter table marts.fct_issues rename column days to age")
    (issues,) = compare_versions(settings, one.id, other.id).marts
    assert (issues.only_in_one, issues.only_in_other, issues.units) == (("days",), ("age",), ())


def test_totals_stand_by_unit_and_month(
    settings: Settings, make_version: Callable[..., Build]
) -> None:
    one = make_version(1)
    moved = "update marts.fct_rankings set annual_plan_cny_10k = 200.1, project_count = 3"
    found = compare_versions(settings, one.id, make_version(2, moved).id)
    said = [(move.total, move.before, move.after, move.is_beyond) for move in found.moves]
    assert said == [
        ("project_count", Decimal(1), Decimal(3), True),
        ("annual_plan_cny_10k", Decimal(200), Decimal("200.1"), False),
    ]
    assert all(move.report_month == date(2022, 1, 1) for move in found.moves)


def test_current_and_the_day_of_a_side_version_are_names(
    settings: Settings, make_version: Callable[..., Build]
) -> None:
    published = make_version(1)
    publish_version(settings, published)
    side = replace(make_version(2), as_of=date(2022, 2, 18))
    folder = settings.warehouse / "as_of" / "2022-02-18"
    folder.parent.mkdir()
    build_folder(settings, replace(side, as_of=None)).rename(folder)
    write_record(folder, side)

    found = compare_versions(settings, "as_of/2022-02-18", "current")

    assert (found.one, found.other) == (side, published)


def test_an_unknown_version_is_answered_by_the_known_ones(
    settings: Settings, make_version: Callable[..., Build]
) -> None:
    build = make_version(1)
    with pytest.raises(
        DataError, match=f"no version elsewhere to compare: take one of .*{build.id}"
    ):
        compare_versions(settings, build.id, "elsewhere")
    with pytest.raises(DataError, match="no version current"):
        compare_versions(settings, "current", build.id)
