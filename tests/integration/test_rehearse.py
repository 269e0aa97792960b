"""Months of the sample under a draft: who moves and why; nothing is published."""

from __future__ import annotations

import csv
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from majorprojects.errors import DataError
from majorprojects.rehearse import Rehearsal, Unit, rehearse
from majorprojects.settings import DBT_PROJECT, Settings

pytestmark = pytest.mark.integration

MONTHS = (date(2021, 9, 1), date(2021, 12, 1))


def state(settings: Settings) -> dict[str, int]:
    return {
        str(path): path.lstat().st_mtime_ns
        for path in (settings.warehouse, *settings.warehouse.rglob("*"))
        if path.name not in {".lock", settings.warehouse.name}
    }


@pytest.fixture(scope="module")
def rehearsal(published_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Rehearsal:
    """The rulebook in force with completion at 60 instead of 40 points, the rest at 20 each."""
    with (DBT_PROJECT / "seeds" / "rulebook_rules.csv").open(encoding="utf-8", newline="") as file:
        rules = [row for row in csv.DictReader(file) if row["rulebook_id"] == "hengyang-default"]
    for rule in rules:
        if rule["topic"] == "score":
            rule["weight"] = rule["cap"] = "60" if rule["rule_id"] == "completion" else "20"
    draft = tmp_path_factory.mktemp("draft") / "draft.csv"
    with draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rules[0]))
        writer.writeheader()
        writer.writerows(rules)
    settings = Settings(home=published_home)
    before = state(settings)
    left_by_a_kill = settings.warehouse / ".rehearsing-killed"
    left_by_a_kill.mkdir()
    os.utime(left_by_a_kill, (0, 0))
    found = rehearse(settings, str(draft), MONTHS)
    assert state(settings) == before
    return found


def test_the_rules_that_differ_are_named(rehearsal: Rehearsal) -> None:
    changed = {change.rule_id: (change.before, change.after) for change in rehearsal.rule_changes}
    assert changed.keys() == {"completion", "start", "resumption"}
    assert "weight=60" in str(changed["completion"][1])


def test_points_of_the_rules_add_up_to_what_a_total_changes(rehearsal: Rehearsal) -> None:
    assert {unit.report_month.month for unit in rehearsal.units} == {9, 10, 11, 12}
    scored = [unit for unit in rehearsal.units if unit.after.total_score is not None]
    assert len(scored) > 40
    for unit in scored:
        change = unit.after.total_score - unit.before.total_score  # type: ignore[operator]
        points = sum((cause.change for cause in unit.causes), Decimal(0))
        assert points == pytest.approx(change, abs=Decimal("0.0002"))


def test_somebody_moves_and_each_place_lies_in_its_span(rehearsal: Rehearsal) -> None:
    assert any(unit.has_moved for unit in rehearsal.units)
    spans = [(unit.after.league_rank, unit.span) for unit in rehearsal.units if unit.span]
    assert spans
    for rank, span in spans:
        assert rank is not None
        assert span.best_by_inputs <= rank <= span.worst_by_inputs
        assert span.best_by_weights <= rank <= span.worst_by_weights


def first_three(units: tuple[Unit, ...], among: str, month: date, side: str) -> set[str]:
    places = {unit.unit_code: getattr(unit, side) for unit in units if unit.report_month == month}
    if among == "city":
        return {code for code, place in places.items() if place.city_rank in (1, 2, 3)}
    league = {unit.unit_code for unit in units if unit.league == among}
    return {code for code, place in places.items() if place.league_rank in (1, 2, 3)} & league


def test_changes_of_the_first_three_are_counted_for_the_city_and_each_league(
    rehearsal: Rehearsal,
) -> None:
    counted = {found.among: (found.months, found.changed) for found in rehearsal.top_three}
    months = {unit.report_month for unit in rehearsal.units}
    assert counted == {
        among: (
            4,
            sum(
                first_three(rehearsal.units, among, month, "before")
                != first_three(rehearsal.units, among, month, "after")
                for month in months
            ),
        )
        for among in ("city", "county", "urban", "park")
    }


def test_a_draft_with_a_fault_is_refused_with_its_sentence(
    published_home: Path, tmp_path: Path
) -> None:
    draft = tmp_path / "draft.csv"
    draft.write_text("rule_id,topic,indicator,mode,weight,target\na,score,fame,linear,100,1\n")
    with pytest.raises(DataError) as refused:
        rehearse(Settings(home=published_home), str(draft), MONTHS)
    rule, policy = str(refused.value).split(" Rulebook ")
    assert rule.startswith("Rule a of rulebook draft has the unknown indicator fame; take one of")
    assert policy.startswith("draft needs one policy rule, rebase or zero")


def test_months_that_did_not_happen_are_refused(published_home: Path) -> None:
    with pytest.raises(
        DataError, match="no month from 2031-01 to 2031-02 to rehearse: it has 2021-01 to"
    ):
        rehearse(
            Settings(home=published_home), "hengyang-default", (date(2031, 1, 1), date(2031, 2, 1))
        )
