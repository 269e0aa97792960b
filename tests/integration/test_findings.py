"""What the history checks say of the whole sample: enough, and not too much."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest

from majorprojects.sample.planted import planted
from majorprojects.sample.read_facts import load_facts
from majorprojects.settings import DBT_PROJECT, PROJECT_ROOT

pytestmark = pytest.mark.integration

_ROW = re.compile(r"^\| `(\w+)` \| (\w+) \| .* \| (\d*) \|$", re.MULTILINE)


def test_the_page_of_checks_tells_each_rule_and_how_often_it_fires(published_home: Path) -> None:
    import duckdb

    page = (PROJECT_ROOT / "docs" / "checks.md").read_text(encoding="utf-8")
    told = {rule: (severity, int(count or 0)) for rule, severity, count in _ROW.findall(page)}
    with (DBT_PROJECT / "seeds" / "history_rules.csv").open(encoding="utf-8") as file:
        rules = {row["rule_id"]: row["severity"] for row in csv.DictReader(file)}
    warehouse = published_home / "warehouse" / "current" / "warehouse.duckdb"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        counts = dict(
            connection.execute(
                "select rule_id, count(*) from marts.fct_submission_findings"
                " where stage = 'history' group by rule_id"
            ).fetchall()
        )
    assert told == {rule: (severity, counts.get(rule, 0)) for rule, severity in rules.items()}


def test_every_sign_on_the_sample_is_owed_to_what_was_planted_and_tells_of_it(
    published_home: Path,
) -> None:
    import duckdb

    warehouse = published_home / "warehouse" / "current" / "warehouse.duckdb"
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        rows = connection.execute(
            "select unit_code, project_code, report_month, rule_id"
            " from marts.fct_submission_findings where strength is not null"
        ).fetchall()
    told = defaultdict(set)
    for unit, project, month, sign in rows:
        told[unit, project, month].add(sign)
    truth = {(thing.unit_code, thing.key, thing.month): thing for thing in planted(load_facts())}

    assert told.keys() <= truth.keys()
    missed = [
        thing
        for place, thing in truth.items()
        if thing.signs and not thing.mended_on and not told[place] & set(thing.signs)
    ]
    assert missed == []
