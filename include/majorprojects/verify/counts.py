"""I2: rows read = accepted + rejected + skipped, per file and sheet."""

from __future__ import annotations

from typing import Final

from majorprojects.entities import load_entities
from majorprojects.verify.installation import Installation
from majorprojects.verify.promise import Promise, Promised, counted, shown

_PROMISED: Final = Promised("I2", "rows read are accepted, rejected or skipped, in every sheet")

# Each row that lies in the landing, in each sheet where it stands, by what became of it.
_KEPT: Final = """
    create temp view kept as
    select submission_id, sheet, 1 as accepted, 0 as rejected from ({accepted})
    union all
    select submission_id, part_sheet, 1, 0 from landing.row_parts
    union all
    select submission_id, sheet, 0, 1 from landing.rejected_rows
"""
_WRONG_SHEETS: Final = """
    with counted as (
        select submission_id, sheet, sum(accepted) as accepted, sum(rejected) as rejected
        from kept
        group by all
    )
    select
        coalesce(source_path || ', ', '') || coalesce(sheets.sheet, counted.sheet) || ': '
        || coalesce(rows_read, 0) || ' read, ' || coalesce(accepted, 0) || ' accepted, '
        || coalesce(rejected, 0) || ' rejected, ' || coalesce(sheets.rows_skipped, 0) || ' skipped'
    from (
        select s.*, files.source_path
        from landing.submission_sheets as s
        left join landing.submissions as files using (submission_id)
    ) as sheets
    full join counted
        on sheets.submission_id = counted.submission_id and sheets.sheet = counted.sheet
    where
        sheets.source_path is null
        or rows_read <> rows_accepted + rows_rejected + rows_skipped
        or rows_accepted <> coalesce(accepted, 0)
        or rows_rejected <> coalesce(rejected, 0)
    order by 1
"""
_WRONG_FILES: Final = """
    select source_path || ': its sheets have other sums than the file'
    from landing.submissions as files
    left join (
        select submission_id, sum(rows_read) as r, sum(rows_accepted) as a,
            sum(rows_rejected) as j, sum(rows_skipped) as s
        from landing.submission_sheets
        group by submission_id
    ) as sums using (submission_id)
    where (rows_read, rows_accepted, rows_rejected, rows_skipped) is distinct from (r, a, j, s)
    order by 1
"""
_FIGURES: Final = """
    select
        count(*), (select count(*) from landing.submission_sheets), coalesce(sum(rows_read), 0),
        coalesce(sum(rows_accepted), 0), coalesce(sum(rows_rejected), 0),
        coalesce(sum(rows_skipped), 0)
    from landing.submissions
"""


@_PROMISED.check
def verify_counts(installation: Installation) -> Promise:
    """Every sheet's counts are those of the rows that lie in the landing, every file's those of its sheets."""
    accepted = " union all by name ".join(f"from landing.{name}" for name in load_entities())
    with installation.connect() as connection:
        connection.execute(_KEPT.format(accepted=accepted))
        wrong = [
            place
            for query in (_WRONG_SHEETS, _WRONG_FILES)
            for (place,) in connection.execute(query).fetchall()
        ]
        figures = connection.execute(_FIGURES).fetchone() or ()
    if wrong:
        return _PROMISED.broken(
            f"{counted(len(wrong), 'sheet or file')} not adding up: {shown(wrong)}",
            "see I3 of the landing, and run these days again",
        )
    return _PROMISED.holds(
        "{:,} files, {:,} sheets: {:,} rows read = {:,} accepted + {:,} rejected + {:,} skipped".format(
            *figures
        )
    )
