"""What a unit pays for a fault: least if it says so itself, more when asked, most if it leaves it.

Each kind of finding has its own units, which differ only in what they do about the same fault.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from majorprojects.ledger import Ledger, Publication
from majorprojects.ledger.rows import rows_hash
from majorprojects.settings import TIMEZONE
from tests.dbt.small_landing import Row, SmallLanding, progress, project
from tests.dbt_build import build

_MONTHS = ("2022-05", "2022-06")
_JUNE = dt.date(2022, 6, 1)
_RECEIVED, _BEFORE, _PUBLISHED, _AFTER = "2022-07-03", "2022-07-06", "2022-07-08", "2022-07-12"


@dataclass(frozen=True)
class Fault:
    """A fault of June, and when its unit mends it.

    ``told`` is the finding of a receipt, which nobody has before it is there; the others are found
    in the warehouse.
    """

    kind: str
    fields: Row
    mended_on: dict[str, str | None]
    told: Row | None = None


def _does(itself: str) -> dict[str, str | None]:
    return {"says so itself": itself, "is asked": _AFTER, "leaves it": None}


# May has 500 of each project, an honest June 600.
_FAULTS = (
    Fault(
        "row of a receipt",
        {"workers_on_site": 9, "status": "停工"},
        _does(_RECEIVED),
        {
            "entity": "monthly_progress",
            "field": "workers_on_site",
            "rule_id": "stopped_with_workers",
        },
    ),
    Fault(
        "column of a receipt",
        {"physical_progress_pct": Decimal("0.4")},
        _does(_RECEIVED),
        {"field": "physical_progress_pct", "rule_id": "column_percent_scale"},
    ),
    Fault("ytd_fell", {"ytd_investment": Decimal(450)}, _does(_BEFORE)),
    Fault("row_repeated", {"ytd_investment": Decimal(500)}, _does(_BEFORE)),
    Fault(
        "spending_ahead_of_progress",
        {"cumulative_investment": Decimal(70_000)},
        {"is asked": _AFTER, "leaves it": None},
    ),
)
_UNITS = dict(
    zip(
        [(fault.kind, what) for fault in _FAULTS for what in fault.mended_on],
        (
            *("430405", "430406", "430407", "430408", "430412", "430421", "430422"),
            *("430423", "430424", "430426", "430473", "430476", "430481", "430482"),
        ),
        strict=True,
    )
)


def _rows(unit: str, month: str, fault: Fault | None) -> list[Row]:
    """Two projects; a fault is the first one's, that of a column both have."""
    june = {
        "ytd_investment": Decimal(600),
        "month_investment": Decimal(100),
        "cumulative_investment": Decimal(30_000),
        "physical_progress_pct": Decimal(40),
        "workers_on_site": 0,
    }
    may = june | {"ytd_investment": Decimal(500), "cumulative_investment": Decimal(29_900)}
    rows = [june if month == _MONTHS[1] else may] * 2
    if fault:
        spoilt = (0, 1) if "physical_progress_pct" in fault.fields else (0,)
        rows = [row | fault.fields if place in spoilt else row for place, row in enumerate(rows)]
    return [
        progress(f"{unit}-{place}", 0, **{**row, "ytd_investment": row["ytd_investment"] + place})
        for place, row in enumerate(rows)
    ]


def _hand_in(landing: SmallLanding, unit: str, fault: Fault, mended_on: str | None) -> None:
    files: list[tuple[str, str, Fault | None]] = [
        ("2022-06-03", _MONTHS[0], None),
        (_RECEIVED, _MONTHS[1], fault),
    ]
    if mended_on:
        files.append((mended_on, _MONTHS[1], None))
    for day, month, spoilt_by in files:
        file = landing.hand_in(
            day,
            unit,
            month,
            name="更正.xlsx" if day == mended_on and not spoilt_by else "报表.xlsx",
            projects=[project(f"{unit}-{place}") for place in range(2)],
            monthly_progress=_rows(unit, month, spoilt_by),
        )
        if spoilt_by and spoilt_by.told:
            landing.tables["findings"].append(_finding(file, unit, spoilt_by.told))


def _finding(file: str, unit: str, told: Row) -> Row:
    """As the receipt says it: about a cell, or without entity and project about a column."""
    place = {"project_code": f"{unit}-0", "source_row": 4} if "entity" in told else {}
    return {
        "submission_id": file,
        "received_on": dt.date.fromisoformat(_RECEIVED),
        "unit_code": unit,
        "report_month": _JUNE,
        "sheet": "月度进展",
        "severity": "warning",
        "message_zh": "请核对。",
        "message_en": "Please check.",
        **place,
        **told,
    }


def _publish(warehouse: Path, ledger: Path) -> None:
    """What had been found about June is told with its ranking."""
    import duckdb

    ledger.mkdir()
    day = dt.date.fromisoformat(_PUBLISHED)
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        found = connection.sql(
            "from marts.fct_submission_findings where report_month = $month",
            params={"month": _JUNE},
        )
        entry = Publication(
            report_month=_JUNE,
            published_at=dt.datetime.combine(day, dt.time(9), TIMEZONE),
            rulebook_id="hengyang-default",
            warehouse_version="small",
            landing_fingerprint="small",
            code_version="small",
            last_received_on=day,
            rows={"findings": rows_hash(found)},
        )
        Ledger(ledger, ()).append(
            entry, lambda folder: found.write_parquet(str(folder / "findings.parquet"))
        )


@pytest.fixture(scope="module")
def qualities(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, tuple[Any, ...]]]:
    """Of each kind and way: June's score, projects found, restated unprompted and prompted."""
    import duckdb

    folder = tmp_path_factory.mktemp("quality")
    landing = SmallLanding()
    for fault in _FAULTS:
        for what, mended_on in fault.mended_on.items():
            _hand_in(landing, _UNITS[fault.kind, what], fault, mended_on)
    landing.write(folder / "landing")
    _publish(build(folder / "landing", folder / "then", as_of=_PUBLISHED), folder / "ledger")
    warehouse = build(folder / "landing", folder / "now", ledger=folder / "ledger")
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select unit_code, quality_score, found_project_count, unprompted_restatement_count,"
            " prompted_restatement_count from marts.fct_data_quality where report_month = ?",
            [_JUNE],
        ).fetchall()
    of_unit = {unit: tuple(counts) for unit, *counts in rows}
    return {
        fault.kind: {what: of_unit[_UNITS[fault.kind, what]] for what in fault.mended_on}
        for fault in _FAULTS
    }


@pytest.mark.parametrize("kind", [fault.kind for fault in _FAULTS if len(fault.mended_on) > 2])
def test_a_fault_costs_least_who_says_so_and_most_who_leaves_it(
    qualities: dict[str, dict[str, tuple[Any, ...]]], kind: str
) -> None:
    projects = 2 if kind == "column of a receipt" else 1
    itself, asked, left = qualities[kind].values()

    assert (itself[1:], asked[1:], left[1:]) == (
        (0, projects, 0),
        (0, 0, projects),
        (projects, 0, 0),
    )
    assert 100 > itself[0] > asked[0] > left[0]


def test_a_notice_asks_for_no_correction_and_costs_nothing(
    qualities: dict[str, dict[str, tuple[Any, ...]]],
) -> None:
    corrected, left = qualities["spending_ahead_of_progress"].values()

    assert (corrected[1:], left) == ((0, 1, 0), (100, 0, 0, 0))
    assert corrected[0] == qualities["ytd_fell"]["says so itself"][0]
