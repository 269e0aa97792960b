{#- Reported investment without what bears it out: statistical entry (入库), physical progress. -#}
{%- set months_of_year = 'greatest(least(months_since_start + 1, month_number), 1)' -%}
with reports as (
    select * from {{ ref('int_findings__reports') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

-- What looks like a wrong unit is said to look like one, and not once more as without evidence.
slips as (
    select distinct project_code, report_month
    from {{ ref('int_findings__slips') }}
    where field in ('ytd_investment', 'statistical_ytd_investment')
),

-- Percent given as a share of 1 is said of the whole column.
shares as (
    select distinct submission_id
    from {{ ref('stg_landing__findings') }}
    where rule_id = 'column_percent_scale' and field = 'physical_progress_pct'
),

measured as (
    select
        reports.*,
        months.month_number,
        months.far_from_statistics__max_ratio,
        months.far_from_statistics__min_ratio,
        months.far_from_statistics__months_behind,
        months.far_from_statistics__full_strength_at,
        months.no_statistical_entry__months_since_start,
        months.no_statistical_entry__full_strength_at,
        months.completion_without_evidence__above_ratio,
        months.completion_without_evidence__entered_ratio,
        months.completion_without_evidence__points_ahead,
        months.completion_without_evidence__full_strength_at,
        months.spending_ahead_of_progress__points_ahead,
        months.spending_ahead_of_progress__full_strength_at,
        {{ ratio(
            'reports.ytd_investment_cny_10k', 'reports.statistical_ytd_investment_cny_10k'
        ) }} as reported_to_entered,
        {{ ratio('reports.ytd_investment_cny_10k', 'reports.annual_plan_cny_10k') }}
            as completion_ratio,
        100 * {{ ratio(
            'reports.cumulative_investment_cny_10k', 'reports.total_investment_cny_10k'
        ) }} as spent_pct,
        {{ dbt.datediff('reports.actual_start_date', 'reports.month_end', 'month') }}
            as months_since_start,
        shares.submission_id is not null as is_share
    from reports
    inner join months on reports.report_month = months.report_month
    left join slips
        on
            reports.project_code = slips.project_code
            and reports.report_month = slips.report_month
    left join shares on reports.submission_id = shares.submission_id
    where slips.project_code is null
),

judged as (
    select
        *,
        spent_pct - physical_progress_pct as points_ahead,
        -- Entry may be months behind, early in the year most of it: without these, at even pace.
        {{ ratio(
            'reported_to_entered * (' ~ months_of_year ~ ' - far_from_statistics__months_behind)',
            months_of_year
        ) }} as reported_to_be_entered,
        -- Neither entered in the statistics, nor seen on the site.
        coalesce(
            completion_ratio > completion_without_evidence__above_ratio
            and coalesce(statistical_ytd_investment_cny_10k, 0)
            < annual_plan_cny_10k * completion_without_evidence__entered_ratio
            and coalesce(physical_progress_pct, 0) + completion_without_evidence__points_ahead
            < coalesce(spent_pct, 100), false
        ) as is_without_evidence
    from measured
),

int_findings__evidence as (
    select
        {{ finding(
            'far_from_statistics', 'monthly_progress', 'ytd_investment',
            value='ytd_investment_cny_10k', other='statistical_ytd_investment_cny_10k',
            times=readable('reported_to_entered'),
            strength='case when reported_to_be_entered > far_from_statistics__max_ratio then '
            ~ strength(
                'reported_to_be_entered', 'far_from_statistics__max_ratio',
                'far_from_statistics__full_strength_at'
            ) ~ ' end'
        ) }}
    from judged
    where
        statistical_ytd_investment_cny_10k > 0
        and (
            reported_to_be_entered > far_from_statistics__max_ratio
            or reported_to_entered < far_from_statistics__min_ratio
        )

    union all

    select
        {{ finding(
            'no_statistical_entry', 'monthly_progress', 'statistical_ytd_investment',
            value='statistical_ytd_investment_cny_10k', other='ytd_investment_cny_10k',
            times='months_since_start',
            strength=strength(
                'least(months_since_start, month_number)',
                'no_statistical_entry__months_since_start', 'no_statistical_entry__full_strength_at'
            )
        ) }}
    from judged
    where
        ytd_investment_cny_10k > 0
        and statistical_ytd_investment_cny_10k = 0
        -- Entry begins anew in January, as the year does.
        and least(months_since_start, month_number) > no_statistical_entry__months_since_start

    union all

    select
        {{ finding(
            'completion_without_evidence', 'monthly_progress', 'ytd_investment',
            value='ytd_investment_cny_10k', other='annual_plan_cny_10k',
            times='cast(completion_ratio * 100 as decimal(18, 1))',
            strength=strength(
                'completion_ratio', 'completion_without_evidence__above_ratio',
                'completion_without_evidence__full_strength_at'
            )
        ) }}
    from judged
    where is_without_evidence

    union all

    -- What exceeds its plan without evidence is not said once more as ahead of progress.
    select
        {{ finding(
            'spending_ahead_of_progress', 'monthly_progress', 'physical_progress_pct',
            value='cast(physical_progress_pct as decimal(18, 1))',
            other='cast(spent_pct as decimal(18, 1))',
            times='cast(points_ahead as decimal(18, 1))',
            strength=strength(
                'points_ahead', 'spending_ahead_of_progress__points_ahead',
                'spending_ahead_of_progress__full_strength_at'
            )
        ) }}
    from judged
    where
        points_ahead > spending_ahead_of_progress__points_ahead
        and not is_share
        and not is_without_evidence
)

select * from int_findings__evidence
