"""What `majorprojects rehearse` shows: changed rules, who moves and why, how firm places are."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from majorprojects.cli_show import console
from majorprojects.wording import half_up

if TYPE_CHECKING:
    from majorprojects.rehearse import Rehearsal, Unit


def rehearsal(found: Rehearsal) -> None:
    """Show a rehearsal; nothing of it is published."""
    console.print(
        f"{found.first_month:%Y-%m} to {found.last_month:%Y-%m} under {found.rulebook_id}, beside "
        f"{found.version}. Nothing is published.",
        markup=False,
        soft_wrap=True,
    )
    _rules(found)
    _moves(found)
    _top_three(found)
    _spans(found)


def _rules(found: Rehearsal) -> None:
    table = _table("Rules that differ", "In force", "Rule", "Now", "Draft")
    for change in found.rule_changes:
        now, draft = (change.before or "").split(), (change.after or "").split()
        table.add_row(
            change.in_force,
            change.rule_id,
            " ".join(word for word in now if word not in draft) or "–",
            " ".join(word for word in draft if word not in now) or "–",
        )
    _print(table, "No rule differs from those in force.")


def _moves(found: Rehearsal) -> None:
    table = _table("Who moves", "Month", "Unit", "League", "City", "Score", "Because of")
    for unit in found.units:
        if unit.has_moved:
            before, after = unit.before, unit.after
            table.add_row(
                f"{unit.report_month:%Y-%m}",
                f"{unit.name_zh} {unit.name_en}",
                _arrow(before.league_rank, after.league_rank),
                _arrow(before.city_rank, after.city_rank),
                _arrow(_points(before.total_score), _points(after.total_score)),
                ", ".join(f"{cause.rule_id} {_points(cause.change, '+')}" for cause in unit.causes),
            )
    _print(table, "Nobody moves.")


def _top_three(found: Rehearsal) -> None:
    table = _table("The first three", "Among", "Months", "Other units", "Other order")
    for counted in found.top_three:
        table.add_row(
            counted.among, str(counted.months), str(counted.changed), str(counted.reordered)
        )
    console.print(table)


def _spans(found: Rehearsal) -> None:
    """The places of the last month: a span of more than one place is decided by rounding."""
    table = _table(
        f"How firm the places of {found.last_month:%Y-%m} are under the draft",
        *("League", "Unit", "Place", "Inputs at the edge of rounding", "A weight ±10%"),
    )
    last = [unit for unit in found.units if unit.report_month == found.last_month and unit.span]
    for unit in sorted(last, key=_place_in_league):
        if span := unit.span:
            table.add_row(
                unit.league,
                f"{unit.name_zh} {unit.name_en}",
                str(unit.after.league_rank),
                _range(span.best_by_inputs, span.worst_by_inputs),
                _range(span.best_by_weights, span.worst_by_weights),
            )
    _print(table, f"Nobody has a place in {found.last_month:%Y-%m}.")


def _place_in_league(unit: Unit) -> tuple[str, int]:
    return unit.league, unit.after.league_rank or 0


def _table(title: str, *headers: str) -> Table:
    return Table(*headers, title=title, title_justify="left", box=SIMPLE_HEAD)


def _print(table: Table, nothing: str) -> None:
    if table.row_count:
        console.print(table)
    else:
        console.print(nothing)


def _arrow(before: object, after: object) -> str:
    shown = ["–" if value is None else str(value) for value in (before, after)]
    return shown[0] if shown[0] == shown[1] else " → ".join(shown)


def _range(best: int, worst: int) -> str:
    return str(best) if best == worst else f"{best} to {worst}"


def _points(points: Decimal | None, sign: str = "") -> str | None:
    if points is None:
        return None
    return format(half_up(points, "0.01"), sign)
