"""The published figures come out of the sample's project rows."""

from __future__ import annotations

from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

# Those that project rows alone can give; the others need targets and official statistics.
FROM_PROJECT_ROWS = {
    "F01", "F02", "F03", "F04", "F11", "F12", "F14", "F15",
    "F16", "F17", "F21", "F22", "F24", "F25", "F26", "F27",
}  # fmt: skip


def test_every_figure_of_project_rows_matches_what_was_stated(published_home: Path) -> None:
    import duckdb

    file = published_home / "warehouse" / "current" / "warehouse.duckdb"
    with duckdb.connect(str(file), read_only=True) as warehouse:
        rows = warehouse.execute(
            "select figure_id, matches from marts.fct_headline_figures where matches is not null"
        ).fetchall()
    assert dict(rows) == dict.fromkeys(FROM_PROJECT_ROWS, True)
