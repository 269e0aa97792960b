-- Reported investment without what would bear it out: statistical entry (入库), physical progress.
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

measured as (
    select
        reports.*,
        months.month_number,
        months.far_from_statistics__max_ratio,
        months.far_from_statistics__min_ratio,
        months.no_statistical_entry__months_since_start,
        months.completion_without_evidence__above_ratio,
        months.completion_without_evidence__entered_ratio,
        months.completion_without_evidence__points_ahead,
        {{ ratio(
            'reports.ytd_investment_cny_10k', 'reports.statistical_ytd_investment_cny_10k'
        ) }} as reported_to_entered,
        {{ ratio('reports.ytd_investment_cny_10k', 'reports.annual_plan_cny_10k') }}
            as completion_ratio,
        100 * {{ ratio(
            'reports.cumulative_investment_cny_10k', 'reports.total_investment_cny_10k'
        ) }} as spent_pct,
        {{ dbt.datediff('reports.actual_start_date', 'reports.month_end', 'month') }}
            as months_since_start
    from reports
    inner join months on reports.report_month = months.report_month
    left join slips
        on
            reports.project_code = slips.project_code
            and reports.report_month = slips.report_month
    where slips.project_code is null
),

int_findings__evidence as (
    select
        {{ finding(
            'far_from_statistics', 'monthly_progress', 'ytd_investment',
            value='ytd_investment_cny_10k', other='statistical_ytd_investment_cny_10k',
            times=readable('reported_to_entered')
        ) }}
    from measured
    where
        statistical_ytd_investment_cny_10k > 0
        and (
            reported_to_entered > far_from_statistics__max_ratio
            or reported_to_entered < far_from_statistics__min_ratio
        )

    union all

    select
        {{ finding(
            'no_statistical_entry', 'monthly_progress', 'statistical_ytd_investment',
            value='statistical_ytd_investment_cny_10k', other='ytd_investment_cny_10k',
            times='months_since_start'
        ) }}
    from measured
    where
        ytd_investment_cny_10k > 0
        and statistical_ytd_investment_cny_10k = 0
        -- Entry begins anew in January, as the year does.
        and least(months_since_start, month_number) > no_statistical_entry__months_since_start

    union all

    -- Neither entered in the statistics, nor seen on the site.
    select
        {{ finding(
            'completion_without_evidence', 'monthly_progress', 'ytd_investment',
            value='ytd_investment_cny_10k', other='annual_plan_cny_10k',
            times='cast(completion_ratio * 100 as decimal(18, 1))'
        ) }}
    from measured
    where
        completion_ratio > completion_without_evidence__above_ratio
        and coalesce(statistical_ytd_investment_cny_10k, 0)
        < annual_plan_cny_10k * completion_without_evidence__entered_ratio
        and coalesce(physical_progress_pct, 0) + completion_without_evidence__points_ahead
        < coalesce(spent_pct, 100)
)

select * from int_findings__evidence
