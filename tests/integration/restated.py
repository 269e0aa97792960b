"""Checks that a month as known now differs from its publication by exactly what the late files say."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any, Final

from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from majorprojects.settings import DBT_PROJECT, Settings
from tests.integration.plain_items import CITY, CLOSED, STARTED, items_of, read_inbox
from tests.unit.sample.plain_reader import Row
from tests.written import Inbox, plain

# (unit, indicator, item) → numerator and denominator as published, and as known now.
Changes = dict[tuple[str, str, str], tuple[Decimal, Decimal, Decimal, Decimal]]
NOTHING: Final = (Decimal(), Decimal())


def changes(then: Collection[Row], now: Collection[Row], month: dt.date) -> Changes:
    """What the rows of today say otherwise than those of then."""
    with (DBT_PROJECT / "seeds" / "units.csv").open(encoding="utf-8", newline="") as file:
        units = {row["name_zh"]: row["unit_code"] for row in csv.DictReader(file)}
    was, is_now = items_of(then, month, units), items_of(now, month, units)
    return {
        key: (*was.get(key, NOTHING), *is_now.get(key, NOTHING))
        for key in was.keys() | is_now.keys()
        if was.get(key, NOTHING) != is_now.get(key, NOTHING)
    }


def check_restated(
    settings: Settings, warehouse: Any, then: Collection[Row], month: dt.date
) -> Changes:
    """Hold the first publication's restatements against the files of the inbox, one by one.

    Args:
        settings: where the inbox is.
        warehouse: a connection to the current version.
        then: the rows of the files that had arrived when the month was published.
        month: the published month.

    Returns:
        What changed.
    """
    expected = changes(then, read_inbox(settings.inbox), month)
    items = _rows(
        warehouse,
        "from marts.fct_restated_items inner join marts.dim_indicator using (indicator)"
        " where publication_id = 1",
    )
    found = {
        (item["unit_code"], item["indicator"], item["item"]): tuple(
            item[name] or Decimal()
            for name in ("published_numerator", "published_denominator", "numerator", "denominator")
        )
        for item in items
    }
    assert found == expected
    _check_sums(warehouse, expected)
    _check_files(warehouse, then)
    _check_cells(settings, items)
    return expected


def _rows(warehouse: Any, query: str) -> list[dict[str, Any]]:
    found = warehouse.execute(query)
    names = [name for name, *_ in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _check_sums(warehouse: Any, expected: Changes) -> None:
    """Each indicator of each unit changed by the sum of its items, and no other changed."""
    sums: defaultdict[tuple[str, str], list[Decimal]] = defaultdict(lambda: [*NOTHING])
    for (unit, indicator, _), (n0, d0, n1, d1) in expected.items():
        if unit != CITY:
            sums[unit, indicator][0] += n1 - n0
            sums[unit, indicator][1] += d1 - d0
    for row in _rows(warehouse, "from marts.fct_restatements where changed_by = 'figures'"):
        assert row["publication_id"] == 1
        numerator, denominator = sums.pop((row["unit_code"], row["indicator"]), NOTHING)
        assert abs(_moved(row, "numerator") - numerator) <= Decimal("0.01"), row
        # An amount is no share of anything: its denominator is 1.
        if row["indicator"] not in {"invested", "industrial_projects", "industrial_investment"}:
            assert abs(_moved(row, "denominator") - denominator) <= Decimal("0.01"), row
    assert not sums


def _moved(row: dict[str, Any], measure: str) -> Decimal:
    return (row[measure] or Decimal()) - (row[f"published_{measure}"] or Decimal())


def _check_files(warehouse: Any, then: Collection[Row]) -> None:
    """The files named are all of those that came late and none that was known."""
    named = warehouse.sql(
        "select distinct unnest(string_split(submission_ids, ',')) as submission_id"
        " from marts.fct_restatements"
    ).join(warehouse.table("marts.fct_submissions"), "submission_id")
    paths = {path for (path,) in named.select("source_path").fetchall()}
    known = {(row.unit_code, row.received_on) for row in then}
    assert paths
    for path in paths:
        day, unit, name = path.split("/")
        assert (unit, dt.date.fromisoformat(day)) not in known or "下午" in name, path


def _check_cells(settings: Settings, items: Collection[dict[str, Any]]) -> None:
    """Each item has a file, row and cell, and the cell holds what it says when the file is read again."""
    inbox = Inbox(settings.inbox)
    seen: set[tuple[str, str]] = set()
    for item in items:
        for side in ("", "plan_"):
            if item[f"{side}cell"] is None:
                assert _is_without_cell(item, side), item
                continue
            line, here = _read(inbox, item, side)
            field = item[f"{side}field"]
            if item["project_code"]:
                codes = {plain(value).upper() for value in line}
                assert codes & {item["item"], item["project_code"]}, item
            assert SAYS[field](here, item), (item, side, here)
            seen.add((item["indicator"], field))
    assert {indicator for indicator, _ in seen} == {item["indicator"] for item in items}
    assert {field for _, field in seen} == SAYS.keys()


def _is_without_cell(item: dict[str, Any], side: str) -> bool:
    """Whether no sheet could say it: the city's sum, an amount without a plan, or a project that is gone."""
    if side:
        return not item["plan_fields"] or item["lost_as"] is not None
    return bool(item["unit_code"] == CITY)


def _read(inbox: Inbox, item: dict[str, Any], side: str) -> tuple[list[Any], str]:
    column, number = coordinate_from_string(item[f"{side}cell"])
    if item[f"{side}field"] != "category":  # of merged cells it is the first
        assert number == item[f"{side}source_row"], item
    rows = inbox.rows(item[f"{side}source_path"], item[f"{side}sheet"])
    here = rows[number - 1][column_index_from_string(column) - 1]
    return rows[item[f"{side}source_row"] - 1], plain(here)


def _is(amount: Decimal | None, text: str) -> bool:
    """Whether a cell is the amount, in 万元 or 亿元, or in the unit of its target."""
    value = Decimal(text.replace(",", "") or 0)
    scales = (Decimal(1), Decimal(10_000), Decimal("0.0001"))
    return amount is not None and any(abs(value * k - amount) < Decimal("0.005") for k in scales)


def _is_by_january(text: str) -> bool:
    year, month = re.findall(r"\d+", re.sub(r"^(\d{4})(\d\d)(\d\d).*", r"\1-\2-\3", text))[:2]
    return (int(year), int(month)) <= (2022, 1)


def _status(text: str, item: dict[str, Any]) -> bool:
    reached = bool(item["numerator"])
    match item["indicator"]:
        case "issue_clearance":
            return (text in CLOSED) == reached
        case "issue_on_time":
            return text in CLOSED or not reached
        case "late_start":
            return text in STARTED or reached
        case "commitment":
            return text in STARTED or not reached
        case _:
            return (text in STARTED) == reached


def _numerator(text: str, item: dict[str, Any]) -> bool:
    return _is(item["numerator"], text)


def _denominator(text: str, item: dict[str, Any]) -> bool:
    return _is(item["denominator"], text)


# What the cell of a field says of an item that is restated.
SAYS: Final[dict[str, Callable[[str, dict[str, Any]], bool]]] = {
    "ytd_investment": _numerator,
    "domestic_capital_ytd": _numerator,
    "foreign_capital_ytd": _numerator,
    "upper_level_funds_ytd": _numerator,
    "top500_projects_ytd": _numerator,
    "target_value": _denominator,
    "annual_plan": lambda text, item: (
        _numerator(text, item) if item["indicator"] == "plan_size" else _denominator(text, item)
    ),
    "status": _status,
    "construction_type": lambda text, _: text == "新开工",
    "category": lambda text, _: text == "产业科技",
    "commitment_type": lambda text, _: text in {"开工", "竣工"},
    "planned_start": lambda text, _: _is_by_january(text),
    "withdrawn_on": lambda text, item: _is_by_january(text) and item["numerator"] is None,
    "raised_on": lambda text, _: _is_by_january(text),
    "due_on": lambda text, _: bool(re.match(r"202[12]", text)),
}
