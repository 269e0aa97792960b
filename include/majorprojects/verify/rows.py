"""I1: every accepted row counts once."""

from __future__ import annotations

from typing import Final

import duckdb

from majorprojects.publish.version import quoted
from majorprojects.verify.installation import Installation
from majorprojects.verify.promise import Promise, Promised, counted, shown

_PROMISED: Final = Promised("I1", "every accepted row counts once")
_MEND: Final = (
    "run `majorprojects build` and `majorprojects publish`; if it stays, a model is at fault: "
    "send the places to its author"
)
# Findings that say why a row which nothing superseded counts for nobody.
_FOR_NOBODY: Final = ("reported_by_other_unit", "reported_after_leaving")

# Sheets of which each entry of a unit stands in a mart by one of its rows: entity, mart, what makes an
# entry of a unit, its project. Entries about another unit's project count for nobody.
_ENTRIES: Final = (
    ("commitments", "fct_commitments", "commitment_id", "project_code"),
    ("issues", "fct_issues", "issue_id", "project_code"),
    ("capital_attraction", "fct_capital_attraction", "rows.report_month", "cast(null as varchar)"),
    (
        "support_measures",
        "fct_support_measures",
        "{'p': project_code, 'm': measure_type, 'd': dated_on, 'c': coalesce(content, '')}",
        "project_code",
    ),
)

# A copy of a file counts for nothing; the first to arrive counts.
_FILES: Final = """
    create temp view files as
    select
        *,
        case
            when outcome = 'refused' then 'refused'
            when row_number() over (
                partition by unit_code, sha256, outcome = 'refused'
                order by received_on, source_path
            ) > 1 then 'duplicate'
            else outcome
        end as final_outcome,
        final_outcome not in ('refused', 'duplicate') as is_counted
    from landing.submissions
"""
_WRONG_FILES: Final = """
    select coalesce(files.source_path, submissions.source_path)
    from files
    full join (
        select submission_id, any_value(source_path) as source_path, any_value(outcome) as outcome,
            count(*) as times
        from current.marts.fct_submissions
        group by submission_id
    ) as submissions using (submission_id)
    where
        files.submission_id is null
        or submissions.times is distinct from 1
        or submissions.outcome <> files.final_outcome
    order by 1
"""
# Of the rows that a unit sent for a project and month the last one is in force.
_MONTHLY: Final = """
    create temp table monthly as
    with reports as (
        select
            reports.submission_id, source_row, source_path, reports.sheet, ytd_investment,
            row_number() over (
                partition by reports.unit_code, project_code, reports.report_month
                order by reports.received_on desc, source_path desc, source_row desc
            ) > 1 as is_superseded
        from landing.monthly_progress as reports
        semi join (from files where is_counted) as counted using (submission_id)
    ),
    excused as (
        select distinct submission_id, source_row
        from current.marts.fct_submission_findings
        where stage = 'history' and entity = 'monthly_progress' and rule_id in ?
    )
    select reports.*, excused.submission_id is not null and not is_superseded as is_excused
    from reports left join excused using (submission_id, source_row)
"""
_WRONG_MONTHLY: Final = """
    with standing as (
        select
            submission_id, source_row, count(*) as times,
            any_value({money}) as ytd_investment
        from current.marts.{mart}
        where submission_id is not null
        group by submission_id, source_row
    )
    select coalesce(
        monthly.source_path || ', ' || monthly.sheet || ', row ' || monthly.source_row,
        'a row of {mart} that nobody sent'
    )
    from monthly
    full join standing using (submission_id, source_row)
    where
        monthly.source_path is null
        or coalesce(times, 0) <> case when is_superseded or is_excused then 0 else 1 end
        or standing.ytd_investment <> cast(monthly.ytd_investment as decimal(18, 2))
    order by 1
"""
# Of all that a unit said of one of its entries, sheet after sheet, one row is in force.
_WRONG_ENTRIES: Final = """
    with told as (
        select rows.*, {key} as entry, {project} as of_project
        from landing.{entity} as rows
        semi join (from files where is_counted) as counted using (submission_id)
    ),
    standing as (
        select submission_id, source_row, count(*) as times
        from current.marts.{mart}
        where submission_id is not null
        group by submission_id, source_row
    ),
    entries as (
        select
            arg_max(source_path || ', ' || sheet || ', row ' || source_row, received_on) as place,
            coalesce(sum(times), 0) as times,
            coalesce(bool_or(projects.unit_code <> told.unit_code), false) as is_foreign
        from told
        left join standing using (submission_id, source_row)
        left join current.marts.dim_project as projects on told.of_project = projects.project_code
        group by told.unit_code, entry
    )
    select place from entries where times <> 1 and not (times = 0 and is_foreign)
    union all
    select 'a row of {mart} that nobody sent'
    from standing anti join told using (submission_id, source_row)
    order by 1
"""
_STANDING: Final = "select count(submission_id) from current.marts.{mart}"
_WRONG_PROJECTS: Final = """
    with named as (
        select distinct project_code
        from landing.{entity} semi join (from files where is_counted) using (submission_id)
    ),
    standing as (
        select project_code, count(*) as times from current.marts.dim_project group by project_code
    )
    select 'project ' || project_code
    from named left join standing using (project_code)
    where times is distinct from 1
    order by 1
"""
_FIGURES: Final = """
    select
        (select count(*) from files),
        (select count(*) from files where final_outcome = 'duplicate'),
        count(*),
        count(*) filter (not is_superseded and not is_excused),
        count(*) filter (is_superseded),
        count(*) filter (is_excused),
        (select count(*) from current.marts.dim_project)
    from monthly
"""


@_PROMISED.check
def verify_rows(installation: Installation) -> Promise:
    """Each file, each monthly row and each project of the landing stands in the marts as it should.

    A monthly row stands once in `fct_investment`, with its money, and once in `fct_progress`; or a
    later row of the same unit, project and month superseded it; or a finding says why it counts for
    nobody. Each promise, issue, support measure and month of capital stands in its mart by one row.
    """
    if not installation.is_built:
        return _PROMISED.untold(
            "no current version was made from this landing", "see I6, then verify again"
        )
    with installation.connect() as connection:
        file = quoted(installation.warehouse_file)
        connection.execute(f"attach {file} as current (read_only)")
        wrong = _wrong_places(connection)
        figures = connection.execute(_FIGURES).fetchone() or ()
        entries = [
            connection.execute(_STANDING.format(mart=mart)).fetchone() or (0,)
            for _, mart, *_ in _ENTRIES
        ]
    if wrong:
        return _PROMISED.broken(
            f"{counted(len(wrong), 'place')} where this fails: {shown(wrong)}", _MEND
        )
    return _PROMISED.holds(
        "{:,} files stand once, {:,} of them copies; of {:,} monthly rows {:,} are in force, {:,} "
        "superseded, {:,} with a finding why not; {:,} projects, {:,} entries of other sheets".format(
            *figures, sum(count for (count,) in entries)
        )
    )


def _wrong_places(connection: duckdb.DuckDBPyConnection) -> list[str]:
    connection.execute(_FILES)
    connection.execute(_MONTHLY, [list(_FOR_NOBODY)])
    queries = [
        _WRONG_FILES,
        *(
            _WRONG_ENTRIES.format(entity=entity, mart=mart, key=key, project=project)
            for entity, mart, key, project in _ENTRIES
        ),
        *(_WRONG_PROJECTS.format(entity=entity) for entity in ("projects", "monthly_progress")),
        _WRONG_MONTHLY.format(mart="fct_investment", money="ytd_investment_cny_10k"),
        _WRONG_MONTHLY.format(mart="fct_progress", money="cast(null as decimal(18, 2))"),
    ]
    return [place for query in queries for (place,) in connection.execute(query).fetchall()]
