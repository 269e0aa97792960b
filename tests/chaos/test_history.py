"""Whatever was reported, corrected, handed over and published in whatever order: publications can be made again."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from majorprojects.build import build_version
from majorprojects.errors import DataError
from majorprojects.explain import Explanation, explain
from majorprojects.ledger import Publication, read_entries
from majorprojects.ledger.entry import entry_folder
from majorprojects.publish import current_warehouse, publish_version
from majorprojects.publish.totals import read_moves
from majorprojects.publish.version import side_by_side
from majorprojects.rankings import publish_ranking, rebuild
from majorprojects.settings import TIMEZONE, Settings
from tests.chaos.conftest import SEED
from tests.chaos.random_history import END, MONTHS, random_history, units
from tests.conftest import settings_at

Row = dict[str, Any]


@dataclass(frozen=True)
class History:
    """An installation with its ledger; ``known`` has the files that each publication could know.

    ``versions`` are those that were published from, the oldest first.
    """

    settings: Settings
    known: dict[int, frozenset[str]]
    arrived: frozenset[str]
    versions: tuple[Path, ...]


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """An installation that published each month on its day, and corrected what had changed in the end."""
    folder = tmp_path_factory.mktemp("history")
    settings = settings_at(folder / "now")
    drawn = random_history(random.Random(SEED))  # noqa: S311 - a test's dice
    known: dict[int, frozenset[str]] = {}
    versions = []
    for day, months in drawn.published:
        past = settings_at(folder / str(day)).model_copy(update={"ledger": settings.ledger})
        landing = drawn.known_on(day)
        landing.write(past.landing)
        publish_version(past, build_version(past))
        versions.append(_current(past))
        for month in months:
            known.setdefault(_publish(past, month, day).number, landing.ids)
    drawn.landing.write(settings.landing)
    publish_version(settings, build_version(settings))
    for month in MONTHS:
        known.setdefault(_publish(settings, month, END).number, drawn.landing.ids)
    publish_version(settings, build_version(settings))
    versions.append(_current(settings))
    return History(settings, known, drawn.landing.ids, tuple(versions))


def _current(settings: Settings) -> Path:
    return (settings.warehouse / "current").resolve()


def _publish(settings: Settings, month: dt.date, day: dt.date) -> Publication:
    """Publish a month, or correct it where it stands with other rows."""
    at = dt.datetime.combine(day, dt.time(8), TIMEZONE)
    try:
        return publish_ranking(settings, month, published_at=at)
    except DataError:
        last = [entry for entry in _publications(settings) if entry.report_month == month][-1]
        return publish_ranking(
            settings, month, correction_of=last.number, reason="迟报、更正", published_at=at
        )


def _publications(settings: Settings) -> Iterator[Publication]:
    yield from (entry for entry in read_entries(settings) if isinstance(entry, Publication))


def test_a_build_of_what_it_knew_gives_each_publication_again(history: History) -> None:
    published = [*_publications(history.settings)]
    assert len(published) > len(MONTHS)  # something was corrected
    for entry in published:
        file = entry_folder(history.settings.ledger, entry.number) / "submissions.parquet"
        held = pq.read_table(file)["submission_id"].to_pylist()
        assert {*held} == history.known[entry.number], f"publication {entry.number}, seed {SEED}"
        again = rebuild(history.settings, entry)
        assert again == entry.rows, f"publication {entry.number}, seed {SEED}"


def test_restatements_are_what_differs_and_add_up_to_the_total(history: History) -> None:
    with current_warehouse(history.settings) as warehouse:
        assert warehouse.sql("select count(*) from marts.fct_restatements").fetchall() > [(0,)]
        wrong = warehouse.execute(_WRONG_TOTALS).fetchall()
    assert wrong == [], f"seed {SEED}"


def test_figures_are_restated_by_files_that_the_publication_did_not_know(history: History) -> None:
    with current_warehouse(history.settings) as warehouse:
        found = warehouse.execute(
            "select publication_id, unit_code, indicator, submission_ids"
            " from marts.fct_restatements where changed_by = 'figures'"
        ).fetchall()
    assert found
    for publication, *about, submissions in found:
        said = f"{about} of publication {publication}, seed {SEED}"
        assert submissions, said
        assert {*submissions.split(",")} <= history.arrived - history.known[publication], said


def test_a_restated_item_has_its_row_and_cell_unless_nobody_says_anything(history: History) -> None:
    with current_warehouse(history.settings) as warehouse:
        items = _rows(warehouse, _ITEMS)
    assert any(item["lost_as"] for item in items), f"seed {SEED}"
    for item in items:
        said = f"{item}, seed {SEED}"
        assert item["source_path"] or item["plan_source_path"], said
        if item["lost_as"] == "left_out":
            assert (item["source_row"], item["cell"]) == (None, None), said
        elif item["submission_id"]:
            assert item["cell"] or item["field"] in _NOT_IN_OLD_FORM, said
        else:
            assert not item["numerator"], said  # a project that nobody reports
        if item["plan_submission_id"] and item["plan_fields"]:
            assert item["plan_cell"] or item["plan_field"] in _NOT_IN_OLD_FORM, said


def test_a_change_alone_moves_the_total_and_the_place_as_said(history: History) -> None:
    """Computed again from the frozen scores, with one indicator's exchanged for today's."""
    with current_warehouse(history.settings) as warehouse:
        restated = _rows(warehouse, "from marts.fct_restatements order by all")
        now = _by_unit(_rows(warehouse, "from marts.fct_unit_indicators"))
    frozen = {
        entry.number: _frozen(history.settings, entry) for entry in _publications(history.settings)
    }
    assert {row["rank_effect"] for row in restated} > {0}, f"seed {SEED}"
    for row in restated:
        said = f"{row}, seed {SEED}"
        ranked, scored, rulebook = frozen[row["publication_id"]]
        unit = row["unit_code"], row["report_month"]
        exchanged = [one for one in scored[unit] if one["indicator"] != row["indicator"]]
        exchanged += [one for one in now[unit] if one["indicator"] == row["indicator"]]
        total, completion = _total(exchanged, rulebook), _completion(exchanged)
        assert row["total_score_with_it"] == total, said
        league = next(one["league"] for one in ranked if one["unit_code"] == row["unit_code"])
        others = [
            _order(one["total_score"], one["completion_ratio"])
            for one in ranked
            if one["league"] == league and one["unit_code"] != row["unit_code"]
        ]
        place = 1 + sum(other > _order(total, completion) for other in others)
        assert row["rank_effect"] == row["published_league_rank"] - place, said
        if row["changed_by"] == "weights":
            assert row["rank_effect"] == 0, said


def _rows(warehouse: Any, query: str) -> list[Row]:
    found = warehouse.execute(query)
    names = [name for name, *_ in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _by_unit(rows: Iterable[Row]) -> dict[tuple[str, dt.date], list[Row]]:
    found: dict[tuple[str, dt.date], list[Row]] = {}
    for row in rows:
        found.setdefault((row["unit_code"], row["report_month"]), []).append(row)
    return found


def _frozen(settings: Settings, entry: Publication) -> tuple[list[Row], Any, list[Row]]:
    folder = entry_folder(settings.ledger, entry.number)
    ranked, scored, rulebook = (
        pq.read_table(folder / f"{name}.parquet").to_pylist()
        for name in ("rankings", "indicators", "rulebook")
    )
    return ranked, _by_unit(scored), rulebook


def _total(rows: list[Row], rulebook: list[Row]) -> Decimal | None:
    scored = [row for row in rows if row["score"] is not None]
    weighted = [row for row in scored if row["weight"] is not None]
    added = [row["score"] for row in scored if row["weight"] is None]
    if not scored:
        return None
    points = sum((row["score"] for row in weighted), Decimal())
    if weighted and {"rebase"} == {row["mode"] for row in rulebook if row["topic"] == "policy"}:
        applied = sum(row["weight"] for row in weighted)
        points = _rounded(rulebook[0]["full_marks"] * points / applied, "0.000001")
    return _rounded(points + sum(added), "0.0001")


def _rounded(value: Decimal, to: str) -> Decimal:
    return value.quantize(Decimal(to), ROUND_HALF_UP)


def _completion(rows: list[Row]) -> Decimal | None:
    return next(row["value"] for row in rows if row["indicator"] == "completion")


def _order(total: Decimal | None, completion: Decimal | None) -> tuple[Decimal, Decimal]:
    """What has none stands last."""
    return (
        Decimal(-1_000) if total is None else total,
        Decimal(-1) if completion is None else completion,
    )


@pytest.mark.parametrize("known", ["now", "as published"])
def test_why_a_total_moved_sums_to_the_difference(history: History, known: str) -> None:
    """Over rules and over projects, of what is known now and of what was published first."""
    first = {
        entry.report_month: entry.number for entry in reversed([*_publications(history.settings)])
    }
    moved = 0
    for month in MONTHS[1:]:
        number = first[month] if known == "as published" else None
        for unit in units():
            found = explain(history.settings, unit, month, publication=number, cells=False)
            said = f"{unit} in {month:%Y-%m}, seed {SEED}"
            assert found.differences == (), said
            moved += _adds_up(found, said)
    assert moved, f"no total moved, seed {SEED}"


def _adds_up(found: Explanation, said: str) -> bool:
    """Check that each sum of the movement is its whole; whether there was any movement."""
    if found.movement is None:
        return False
    assert found.total_score is not None
    assert found.movement.points == found.total_score - found.movement.previous_total, said
    assert sum(rule.points for rule in found.movement.rules) == found.movement.points, said
    for rule in found.movement.rules:
        assert sum(part.points for part in rule.parts) == rule.points, f"{rule.rule_id}: {said}"
        unnamed = [part.points for part in rule.parts if part.kind == "rounding"]
        assert abs(sum(unnamed)) <= Decimal("0.001"), f"{rule.rule_id}: {said}"
    return bool(found.movement.points)


def test_every_move_has_its_file(history: History) -> None:
    """What late reports, corrections and re-baselines move from one publication to the next."""
    explained = 0
    for one, other in pairwise(history.versions):
        with side_by_side(one, other) as connection:
            moves = read_moves(connection)
        assert [move for move in moves if move.is_unexplained] == [], f"seed {SEED}"
        explained += sum(bool(move.explained_by) for move in moves)
    assert explained, f"nothing moved, seed {SEED}"


# A published total, and what its restatements changed, is the total as known now.
_WRONG_TOTALS = """
    with changes as (
        select
            publication_id, unit_code,
            sum(coalesce(points_in_total, 0) - coalesce(published_points_in_total, 0)) as points
        from marts.fct_restatements
        group by all
    )
    select publication_id, unit_code, published.total_score, points, now.total_score
    from marts.fct_published_rankings as published
    left join changes using (publication_id, unit_code)
    join marts.fct_rankings as now using (unit_code, report_month)
    where abs(
        coalesce(published.total_score, 0) + coalesce(points, 0) - coalesce(now.total_score, 0)
    ) > 0.001
"""
_ITEMS = """
    select * from marts.fct_restated_items inner join marts.dim_indicator using (indicator)
"""
_NOT_IN_OLD_FORM = {"planned_start", "is_resumed"}
