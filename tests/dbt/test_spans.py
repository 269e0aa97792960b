"""How firm a place is: hand-made units whose order rounding or a weight can turn."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from rankings_project import RankingsProject, make_project, months
from test_rulebooks import investment, progress, units

from majorprojects.rehearse.spans import Span, read_spans

MONTH = "2022-06"


@pytest.fixture(scope="module")
def spans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Span]:
    """Spans under the default rulebook: completion 40, start 30, resumption 30 (nobody stopped).

    `better` and `close` differ by 600 of 100,000, less than rounding of 500 at each end. `starter`
    and `builder`, a league of their own, are nearly even: 20 + 30 and 28.6 + 21 of 70 points.
    """
    starters = {"better": 4, "close": 4, "far": 4, "alone": 1, "starter": 10, "builder": 7}
    amounts = {
        "better": (100_000, 50_600),
        "close": (100_000, 50_000),
        "far": (100_000, 20_000),
        "alone": (100_000, 50_000),
        "starter": (1_000_000, 500_000),
        "builder": (1_000_000, 715_000),
    }
    rows = [row for unit, amount in amounts.items() for row in investment(unit, MONTH, amount)]
    project: RankingsProject = make_project(
        tmp_path_factory.mktemp("spans"),
        units=[
            *units(["better", "close", "far"]),
            *units(["alone"], "park"),
            *units(["starter", "builder"], "urban"),
            *units(["silent"], "urban"),
        ],
        dim_month=months(f"{MONTH}-01"),
        dim_project=[{"project_code": row["project_code"]} for row in rows],
        fct_investment=rows,
        fct_progress=[
            row
            for unit, made in starters.items()
            for row in progress(unit, MONTH, started=made, late=3 if unit == "builder" else 0)
        ],
    )
    built = project.build()
    assert built.returncode == 0, built.stdout
    month = dt.date.fromisoformat(f"{MONTH}-01")
    found = read_spans(
        project.folder / "warehouse.duckdb",
        project.folder / "target" / "manifest.json",
        (month, month),
    )
    assert {key[0] for key in found} == {month}
    return {unit: span for (_, unit), span in found.items()}


def test_rounding_turns_only_what_it_can(spans: dict[str, Span]) -> None:
    assert spans["better"] == Span(1, 2, 1, 1)
    assert spans["close"] == Span(1, 2, 2, 2)
    assert spans["far"] == Span(3, 3, 3, 3)


def test_who_is_alone_stays_first(spans: dict[str, Span]) -> None:
    assert spans["alone"] == Span(1, 1, 1, 1)


def test_a_weight_turns_who_lives_by_it(spans: dict[str, Span]) -> None:
    assert spans["starter"] == Span(1, 1, 1, 2)
    assert spans["builder"] == Span(2, 2, 1, 2)


def test_a_silent_unit_stays_last(spans: dict[str, Span]) -> None:
    assert spans["silent"] == Span(3, 3, 3, 3)


def test_the_file_is_only_read(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_spans(tmp_path / "warehouse.duckdb", tmp_path / "manifest.json", (dt.date.min,) * 2)
    assert not list(tmp_path.iterdir())
