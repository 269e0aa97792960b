"""The published figures come out of the sample: of project rows, targets and official statistics."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

# A workshop's square metres stand in a report's words alone (fct_named_projects).
IN_WORDS = "F13"


def test_every_figure_comes_out_as_it_was_stated(published_home: Path) -> None:
    import duckdb

    file = published_home / "warehouse" / "current" / "warehouse.duckdb"
    with duckdb.connect(str(file), read_only=True) as warehouse:
        rows = warehouse.execute(
            "select figure_id, matches from marts.fct_headline_figures"
        ).fetchall()
        words = warehouse.execute(
            "select progress_text from marts.fct_named_projects where figure_id = ?", [IN_WORDS]
        ).fetchall()
    figures = [f"F{number:02}" for number in range(1, 31)]
    assert dict(rows) == {figure: figure != IN_WORDS or None for figure in figures}
    assert ["10万平方米" in text for (text,) in words] == [True]
