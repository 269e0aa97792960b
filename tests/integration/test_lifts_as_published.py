"""Every lift of the sample lifts in the SQL that publishes, and one step less does not.

The models run as dbt compiled them, over copies of their inputs in memory. Each change is a league of its
own, in which one unit has other items.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from majorprojects.explain.kinds import Kind, read_kinds
from majorprojects.explain.lifts import Lift, lifts
from majorprojects.explain.month import Month
from majorprojects.explain.read import read_month
from majorprojects.explain.source import current_source
from majorprojects.explain.ways import STEPS
from majorprojects.settings import Settings

pytestmark = pytest.mark.integration

CHAIN = (
    "int_rankings__figures",
    "int_rankings__measured",
    "int_rankings__stepped",
    "fct_unit_indicators",
    "int_rankings__totalled",
    "int_rankings__periods",
    "int_rankings__placed",
)
INPUTS = (
    "int_rankings__units",
    "int_rulebook__rules",
    "int_rulebook__bands",
    "fct_indicator_items",
    "fct_investment",
    "dim_indicator",
    "dim_rulebook",
    "dim_rulebook_bands",
)


@dataclass(frozen=True)
class Case:
    """A unit's month with some of its items changed: indicator, item and by how much."""

    unit: str
    month: date
    changes: tuple[tuple[str, str, Decimal], ...]
    rank: int
    is_enough: bool


@dataclass(frozen=True)
class Chain:
    """The models from the items to the places, over inputs that may be replaced."""

    connection: Any
    code: dict[str, str]
    names: dict[str, str]

    def judge(self, rulebook: str) -> None:
        """Let a rulebook judge all months of the sample."""
        self.replace("fct_indicator_items", "from items_of_sample")
        self.replace(
            "int_rankings__units",
            f"""
            select units.* replace (
                judged.rulebook_id as rulebook_id, judged.full_marks as full_marks,
                judged.null_policy as null_policy
            )
            from units_of_sample as units cross join (
                select rulebook_id, full_marks, mode as null_policy
                from {self.names["int_rulebook__rules"]}
                where rulebook_id = '{rulebook}' and topic = 'policy'
            ) as judged
            """,  # noqa: S608 - names of our own
        )
        self.connection.execute(
            f"create or replace table units_judged as from {self.names['int_rankings__units']}"
        )
        self.run()

    def judge_cases(self, cases: list[Case]) -> list[int]:
        """The places that the units have with these changes."""
        self.connection.execute(
            "create or replace table cases (number integer, unit text, month date);"
            "create or replace table changes (number integer, indicator text, item text, change decimal(18, 4))"
        )
        for number, case in enumerate(cases):
            self.connection.execute(
                "insert into cases values (?, ?, ?)", [number, case.unit, case.month]
            )
            for change in case.changes:
                self.connection.execute(
                    "insert into changes values (?, ?, ?, ?)", [number, *change]
                )
        self.connection.execute(
            """
            create or replace table members as
            select
                cases.number, cases.month, units.unit_code, units.unit_code = cases.unit as is_own,
                cases.number || '/' || units.unit_code as name
            from cases
            inner join units_judged as own on cases.unit = own.unit_code and cases.month = own.report_month
            inner join units_judged as units
                on own.league = units.league and cases.month = units.report_month
            """
        )
        self.replace(
            "int_rankings__units",
            """
            select units.* replace (name as unit_code, number::text as league)
            from units_judged as units inner join members
                on units.unit_code = members.unit_code and units.report_month = members.month
            """,
        )
        self.replace(
            "fct_indicator_items",
            """
            select items.* replace (
                name as unit_code,
                (numerator + case when is_own then coalesce(change, 0) else 0 end)::decimal(18, 4)
                    as numerator
            )
            from items_of_sample as items
            inner join members
                on items.unit_code = members.unit_code and items.report_month = members.month
            left join changes using (number, indicator, item)
            """,
        )
        self.run()
        found = self.connection.execute(
            f"""
            select league_rank from {self.names["int_rankings__placed"]} as placed
            inner join members on placed.unit_code = members.name
            where period_type = 'month' and is_own order by number
            """  # noqa: S608 - dbt's names
        ).fetchall()
        return [rank for (rank,) in found]

    def months(self) -> Iterator[Month]:
        """What an explanation reads of each unit's month."""
        tables = current_source().tables | {  # type: ignore[operator]
            "rankings": f"""(
                select * exclude (period_type) from {self.names["int_rankings__placed"]}
                where period_type = 'month'
            )"""  # noqa: S608
        }
        units = self.connection.execute(
            "select unit_code, report_month from units_judged order by all"
        )
        for unit, month in units.fetchall():
            found = read_month(self.connection, tables, unit, month)
            assert found is not None
            yield found

    def replace(self, name: str, query: str) -> None:
        self.connection.execute(f"create or replace table {self.names[name]} as {query}")

    def run(self) -> None:
        for name in CHAIN:
            self.replace(name, self.code[name])


@pytest.fixture
def chain(published_home: Path) -> Iterator[Chain]:
    import duckdb

    folder = (Settings(home=published_home).warehouse / "current").resolve()
    nodes = {
        node["name"]: node
        for node in json.loads((folder / "manifest.json").read_text("utf-8"))["nodes"].values()
        if node["resource_type"] == "model"
    }
    names = {name: nodes[name]["relation_name"] for name in (*CHAIN, *INPUTS)}
    with duckdb.connect() as connection:
        connection.execute(f"attach '{folder / 'warehouse.duckdb'}' as side (read_only)")
        connection.execute("attach ':memory:' as warehouse; use warehouse")
        connection.execute("create schema marts; create schema intermediate")
        for name in INPUTS:
            side = names[name].replace('"warehouse".', "side.", 1)
            connection.execute(f"create table {names[name]} as from {side}")
        for copy, name in (("units", "int_rankings__units"), ("items", "fct_indicator_items")):
            connection.execute(f"create table {copy}_of_sample as from {names[name]}")
        yield Chain(connection, {name: nodes[name]["compiled_code"] for name in CHAIN}, names)


def _cases(month: Month, lift: Lift, kinds: dict[str, Kind]) -> Iterator[Case]:
    """The change of a lift, and one step less."""
    assert lift.change is not None
    step = STEPS[kinds[lift.indicator].adds_up] * (1 if lift.change > 0 else -1)
    for change, is_enough in ((lift.change, True), (lift.change - step, False)):
        yield Case(
            month.unit_code,
            month.report_month,
            tuple(_changes(month, lift, change)),
            (lift.league_rank if is_enough else month.own.league_rank) or 0,
            is_enough,
        )


def _changes(month: Month, lift: Lift, change: Decimal) -> Iterator[tuple[str, str, Decimal]]:
    """The change as its reader would make it: in one project, or in so many that are open."""
    items = {name: {i.item: i for i in month.items.get(name, ())} for name in month.items}
    moved = (lift.indicator, *lift.moves_too)
    best = sorted(
        items[lift.indicator].values(), key=lambda i: -sum(i.item in items[name] for name in moved)
    )
    if lift.indicator in {"start", "full_year_start", "resumption"}:
        chosen, each = [i for i in best if not i.numerator][: int(change)], Decimal(1)
    else:
        chosen, each = [i for i in best if lift.item in {None, i.item}][:1], change
    assert len(chosen) * each == change
    for item in chosen:
        yield from ((name, item.item, each) for name in moved if item.item in items[name])


@pytest.mark.parametrize(
    ("rulebook", "lifted", "untried"),
    [
        ("hengyang-default", {"completion", "start", "resumption"}, set()),
        ("comprehensive-2020", {"completion", "invested"}, {"full_year_start", "late_start"}),
        ("yanan-2017", {"completion", "full_year_start"}, {"plan_size"}),
    ],
)
def test_every_lift_lifts_where_it_is_published_and_one_step_less_does_not(
    chain: Chain, rulebook: str, lifted: set[str], untried: set[str]
) -> None:
    chain.judge(rulebook)
    kinds = read_kinds(chain.connection)
    told = [(month, lift) for month in chain.months() for lift in lifts(month, kinds)]
    cases = [case for month, lift in told if lift.change for case in _cases(month, lift, kinds)]
    ranks = chain.judge_cases(cases)
    wrong = [
        (case, rank)
        for case, rank in zip(cases, ranks, strict=True)
        if (rank != case.rank if case.is_enough else rank < case.rank)
    ]
    assert wrong == []
    assert {lift.indicator for _, lift in told if lift.change} == lifted
    assert {lift.indicator for _, lift in told if lift.untried_for} == untried
    assert len(cases) > 150
