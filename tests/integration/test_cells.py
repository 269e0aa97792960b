"""Every item of every unit, month and indicator of the sample ends in cells of the files as they came.

They are read again by a reader that shares nothing with ingest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from majorprojects.explain.cells import RowWanted, SubmittedRow, read_rows, rows_of_round
from majorprojects.explain.readings import REACHED, differences_to_cells
from majorprojects.publish import current_warehouse
from majorprojects.settings import Settings
from tests.written import Inbox, Written, plain

# Words of which the header of each field has one.
HEADERS = {
    "ytd_investment": "当年累计完成投资|本年累计完成投资|年度累计完成投资",
    "annual_plan": "年度计划投资|年度投资计划|年计划投资",
    "status": "建设状态|项目状态|办结状态",
    "construction_type": "建设性质|建设类型",
    "category": "类别",
    "planned_start": "计划开工",
    "actual_start": "实际开工",
    "actual_finish": "实际竣工",
    "is_resumed": "是否复工",
    "physical_progress_pct": "形象进度",
    "commitment_type": "承诺类型|承诺类别",
    "due_on": "承诺时限|承诺期限|办结时限|办结期限",
    "promised_value": "承诺值",
    "raised_on": "提出日期|提出时间",
    "closed_on": "办结日期|办结时间|销号日期",
    "domestic_capital_ytd": "累计引资",
    "foreign_capital_ytd": "外资",
    "upper_level_funds_ytd": "累计争资",
    "top500_projects_ytd": "500强",
    "target_value": "目标值",
    "judge_id": "评委",
    "vote_rank": "名次",
    "score": "得分",
    "is_look_back": "回头看",
}
JUDGED = ("judge_id", "vote_rank", "score", "is_look_back")
COMPLETIONS = {"completion", "first_plan_completion", "baseline_completion"}
PLAIN = COMPLETIONS | {"invested", "industrial_investment", "plan_size"}


@dataclass(frozen=True)
class Item:
    """A row of fct_indicator_items with the rows that say it."""

    unit_code: str
    indicator: str
    item: str
    project_code: str | None
    numerator: Decimal
    denominator: Decimal | None
    reached: RowWanted | None
    plan: RowWanted | None

    @property
    def rows(self) -> list[RowWanted]:
        return [row for row in (self.reached, self.plan) if row]


def _items(connection: Any) -> Iterator[Item]:
    found = connection.execute(
        """
        select
            unit_code, indicator, item, project_code, numerator, denominator,
            submission_id, entity, source_row, fields,
            plan_submission_id, plan_entity, plan_source_row, plan_fields
        from marts.fct_indicator_items inner join marts.dim_indicator using (indicator)
        """
    )
    for *said, numerator, denominator, s1, e1, r1, f1, s2, e2, r2, f2 in found.fetchall():
        reached, plan = (
            RowWanted(submission, entity, row, tuple(filter(None, fields.split(","))))
            if submission
            else None
            for submission, entity, row, fields in ((s1, e1, r1, f1), (s2, e2, r2, f2))
        )
        yield Item(*said, numerator, denominator, reached, plan)


@pytest.fixture(scope="module")
def settings(published_home: Path) -> Settings:
    return Settings(home=published_home)


def test_every_item_ends_in_the_cells_that_say_it(settings: Settings) -> None:
    inbox = Inbox(settings.inbox)
    with current_warehouse(settings) as connection:
        items = list(_items(connection))
        rows = read_rows(settings, connection, (row for item in items for row in item.rows))
        cells = _cells_hold(inbox, connection, rows)
    assert rows.keys() == {row for item in items for row in item.rows}
    assert len(items) > 20_000
    assert sum(cells.values()) > 25_000
    assert cells.keys() == HEADERS.keys() - {"judge_id"}  # of a round it is one vote or mark
    named = sum(_is_named(item, row, inbox) for item in items for row in map(rows.get, item.rows))
    assert named > 20_000
    wrong = [
        one
        for item in items
        if item.indicator != "observation"  # below: its rows are those of all judges
        for one in differences_to_cells(item.indicator, item, item.rows, rows)
    ]
    assert wrong == []
    assert {item.indicator for item in items} > REACHED.keys()
    amounts = Counter(item.indicator for item in items if _is_what_it_says(item, rows))
    assert amounts.keys() == PLAIN
    assert sum(amounts.values()) > 10_000


def test_a_round_ends_in_the_votes_and_marks_of_its_judges(settings: Settings) -> None:
    with current_warehouse(settings) as connection:
        rounds = connection.execute(
            "select distinct unit_code, item from marts.fct_indicator_items "
            "where indicator = 'observation' order by all"
        ).fetchall()
        wanted = [rows_of_round(settings, connection, *one) for one in rounds]
        rows = read_rows(settings, connection, (row for one in wanted for row in one))
        cells = _cells_hold(Inbox(settings.inbox), connection, rows)
    assert len(rounds) > 10
    assert all(wanted)
    assert cells == dict.fromkeys(JUDGED, len(rows))


def _cells_hold(inbox: Inbox, connection: Any, rows: dict[RowWanted, SubmittedRow]) -> Counter[str]:
    """Each cell holds its value, under a header that means its field; how many there are of each."""
    unreadable = set(
        connection.execute(
            "select submission_id, sheet, cell from marts.fct_submission_findings"
        ).fetchall()
    )
    wrong, seen = [], Counter[str]()
    for want, row in rows.items():
        assert [cell.field for cell in row.cells] == list(want.fields), want
        for cell in row.cells:
            written = Written(cell, inbox.rows(cell.source_path, cell.sheet))
            seen[cell.field] += 1
            is_unread = (
                cell.value is None and (cell.submission_id, cell.sheet, cell.cell) in unreadable
            )
            if not (
                re.search(HEADERS[cell.field], written.above)
                and plain(cell.header) in written.above
            ):
                wrong.append((cell, written.above))
            elif written.value() != cell.value and not is_unread:
                wrong.append((cell, written.here))
    assert wrong == []
    return seen


def _is_named(item: Item, row: SubmittedRow | None, inbox: Inbox) -> bool:
    """Whether the row is about a thing with a code; then its code stands in the row."""
    if row is None or not row.cells or not item.project_code:
        return False
    line = inbox.rows(row.source_path, row.cells[0].sheet)[row.wanted.source_row - 1]
    codes = {plain(value).upper() for value in line}
    assert codes & {item.item, item.project_code}, (item, line)
    return True


def _is_what_it_says(item: Item, rows: dict[RowWanted, SubmittedRow]) -> bool:
    """Whether it is a plain amount: then it is what its cells say, to 0.01 万元."""
    if item.indicator not in PLAIN:
        return False
    said = {cell.field: cell.value for row in item.rows for cell in rows[row].cells}
    amount = said.get("annual_plan" if item.indicator == "plan_size" else "ytd_investment", 0)
    assert item.numerator == round(Decimal(str(amount)), 2), item
    if item.indicator in COMPLETIONS:
        assert item.denominator == round(Decimal(str(said["annual_plan"])), 2), item
    return True
