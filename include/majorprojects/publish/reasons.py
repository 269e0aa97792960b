"""Which files explain a move: the new ones that the changed rows themselves name.

New is an accepted file that only `other` has. It explains

- a sum of money that changed in a project's month, if the row in force of that very month names it: a
  plan is said by its register, an investment by its report;
- what an indicator counts otherwise, if a row of the same project, promise, issue or target names it,
  of that month or of an earlier one, on which it may rest;
- a row that joined or left its month, if a row of its project names it, of that month or an earlier
  one; or one that looks back: that withdraws it or holds it for another year, in that year, or gives it
  another owner; or if it is the first register of its unit's year, which cannot name what it leaves out;
- a total, if the explained rows account for its move; a score, if all rows are explained that changed
  in the rules whose points changed; all of a unit's month, if it is the first report of it.

The steps below say the same, one after the other.
Nothing else explains: no file that is gone, no new rulebook, no new code.
"""

from __future__ import annotations

from typing import Final

# Total that is a sum → its amount in a project's month, and the kind of row that says it.
SUMS: Final = {
    "project_count": ("1", ""),
    "annual_plan_cny_10k": ("annual_plan_cny_10k", "plan"),
    "ytd_investment_cny_10k": (
        "case when annual_plan_cny_10k > 0 then ytd_investment_cny_10k end",
        "report",
    ),
    "total_investment_cny_10k": ("total_investment_cny_10k", "plan"),
}

_NEW_FILES: Final = """
    create or replace temp table new_files as
    select
        submission_id, unit_code, report_month, source_path, is_combined_month,
        string_split(coalesce(entities, ''), ',') as entities
    from other.marts.fct_submissions anti join one.marts.fct_submissions using (submission_id)
    where outcome in ('accepted', 'accepted_with_findings')
"""

_NAMED: Final = """
    create or replace temp table named as
    select distinct name, kind, told.report_month, source_path
    from (
        select
            project_code as name, report_month, unnest(['report', 'plan']) as kind,
            unnest([submission_id, plan_submission_id]) as submission_id
        from other.marts.fct_progress
        union all
        select
            project_code, report_month,
            case
                when changed_columns = '' or list_contains(columns, 'unit_code') then 'owner'
                when list_has_any(columns, ['withdrawn_on', 'plan_year']) then 'year'
            end,
            submission_id
        from other.marts.dim_project_history, lateral (select string_split(changed_columns, ',') as columns)
        union all
        select unit_code || '/' || item, report_month, 'item', unnest([submission_id, plan_submission_id])
        from other.marts.fct_indicator_items
        union all
        select
            unit_code || '/' || commitment_id, report_month, 'item',
            unnest([submission_id, plan_submission_id])
        from other.marts.fct_commitments_monthly
        union all
        select
            'observation/' || year(observed_on), date_trunc('month', observed_on), 'item', submission_id
        from other.marts.fct_observations
    ) as told
    join new_files using (submission_id)
"""


def _rows_of(side: str) -> str:
    return f"""
    select
        unit_code, report_month, project_code, project_code as item, '' as part,
        unnest({list(SUMS)}) as figure,
        unnest([{", ".join(f"cast({sql} as decimal(20, 4))" for sql, _ in SUMS.values())}]) as amount
    from {side}.marts.fct_investment semi join beyond using (unit_code, report_month)
    union all by name
    select
        unit_code, report_month, project_code, item, indicator as figure,
        unnest(['numerator', 'denominator']) as part,
        unnest([numerator, denominator]) as amount
    from {side}.marts.fct_indicator_items semi join beyond using (unit_code, report_month)
    """  # noqa: S608 - the words come from this file


_CHANGED_ROWS: Final = f"""
    create or replace temp table changed_rows as
    with one_rows as ({_rows_of("one")}), other_rows as ({_rows_of("other")})
    select
        unit_code, report_month, figure, part, item,
        coalesce(other_rows.project_code, one_rows.project_code) as project_code,
        coalesce(other_rows.amount, 0) - coalesce(one_rows.amount, 0) as change,
        one_rows.amount is not null and other_rows.amount is not null as is_in_both,
        case figure {" ".join(f"when '{total}' then '{kind}'" for total, (_, kind) in SUMS.items())} end as kind
    from one_rows full join other_rows using (unit_code, report_month, figure, part, item)
    where change <> 0
"""  # noqa: S608 - the words come from this file

# A row of which no new file says anything has no files.
_EXPLAINED_ROWS: Final = """
    create or replace temp table explained_rows as
    with called as (
        select *, unnest([
            project_code, unit_code || '/' || item,
            case when figure = 'observation' then 'observation/' || year(report_month) end
        ]) as name
        from changed_rows
    ),
    first_registers as (
        select unit_code, year(report_month) as year, source_path
        from new_files
        where list_contains(entities, 'projects') and not exists (
            from other.marts.fct_submissions as known semi join one.marts.fct_submissions using (submission_id)
            where
                known.unit_code = new_files.unit_code
                and year(known.report_month) = year(new_files.report_month)
                and list_contains(string_split(known.entities, ','), 'projects')
        )
    ),
    reasons as (
        select unit_code, called.report_month, figure, part, item, source_path
        from called join named using (name)
        where
            case
                when is_in_both and called.kind <> ''
                    then named.kind = called.kind and named.report_month = called.report_month
                else
                    named.report_month <= called.report_month
                    or (not is_in_both and named.kind = 'owner')
                    or (not is_in_both and named.kind = 'year' and year(named.report_month) = year(called.report_month))
            end
        union
        select unit_code, report_month, figure, part, item, source_path
        from changed_rows join first_registers using (unit_code)
        where not is_in_both and change < 0 and year = year(report_month)
    )
    select
        unit_code, report_month, figure, part, item, change,
        coalesce(list(source_path) filter (source_path is not null), []) as files
    from changed_rows left join reasons using (unit_code, report_month, figure, part, item)
    group by all
"""

_FIRST_REPORTS: Final = """
    create or replace temp table first_reports as
    select unit_code, now.report_month, list(source_path) as files
    from other.marts.fct_rankings as now
    join one.marts.fct_rankings as before using (unit_code, report_month)
    join new_files using (unit_code)
    where
        before.is_silent and not now.is_silent
        and (
            (new_files.report_month = now.report_month and list_contains(entities, 'monthly_progress'))
            or (new_files.report_month <= now.report_month and list_contains(entities, 'projects'))
        )
    group by all
"""

# Points by place follow from the rows of all who compete.
_SCORES: Final = """
    create or replace temp table explained_scores as
    with rules as (
        select
            unit_code, report_month, now.league, now.indicator as figure, mode = 'rank_bands' as is_by_place,
            before.weight is not distinct from now.weight as is_same
        from one.marts.fct_unit_indicators as before
        full join other.marts.fct_unit_indicators as now using (unit_code, report_month, rule_id)
        left join other.marts.dim_rulebook as rulebooks
            on now.rulebook_id = rulebooks.rulebook_id and now.rule_id = rulebooks.rule_id
        where rule_id is not null and (before.score is distinct from now.score or not is_same)
    ),
    own as (
        select unit_code, report_month, figure, flatten(list(files)) as files, bool_and(files <> []) as is_whole
        from explained_rows
        group by all
    ),
    all_who_compete as (
        select league, report_month, indicator as figure, list(distinct source_path) as files
        from other.marts.fct_indicator_items as items
        join other.marts.fct_rankings using (unit_code, report_month)
        join named using (report_month)
        where named.name = items.unit_code || '/' || items.item
        group by all
    )
    select
        unit_code, report_month,
        flatten(list(coalesce(own.files, []) || coalesce(all_who_compete.files, []))) as files
    from rules
    left join own using (unit_code, report_month, figure)
    left join all_who_compete
        on is_by_place and rules.league = all_who_compete.league
        and rules.report_month = all_who_compete.report_month and rules.figure = all_who_compete.figure
    group by all
    having bool_and(
        is_same and is_whole is not false
        and (own.files is not null or all_who_compete.files is not null)
    )
"""

_EXPLAINED: Final = """
    create or replace temp table explained as
    with brought as (
        select
            unit_code, report_month, figure as total, sum(change) as change,
            flatten(list(files)) as files
        from explained_rows
        where files <> []
        group by all
    ),
    reasons as (
        select unit_code, report_month, total, files
        from beyond join first_reports using (unit_code, report_month)
        union all
        select unit_code, report_month, total, files
        from beyond join brought using (unit_code, report_month, total)
        where abs(coalesce(after, 0) - coalesce(before, 0) - change) <= tolerance
        union all
        select unit_code, report_month, total, files
        from beyond join explained_scores using (unit_code, report_month)
        where total = 'total_score'
    )
    select
        unit_code, 'month' as period_type, report_month, total,
        list_reverse_sort(list_distinct(flatten(list(files)))) as files
    from reasons
    group by all
"""

STEPS: Final = (
    _NEW_FILES,
    _NAMED,
    _CHANGED_ROWS,
    _EXPLAINED_ROWS,
    _FIRST_REPORTS,
    _SCORES,
    _EXPLAINED,
)
