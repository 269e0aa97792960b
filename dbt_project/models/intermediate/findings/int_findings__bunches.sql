{#-
    Values that stand close above a threshold in one unit and year, and hardly below it. All of them are named: none alone
    says anything.
-#}
with reports as (
    select * from {{ ref('int_findings__reports') }}
),

filings as (
    select * from {{ ref('int_findings__filings') }}
    where is_first_filing
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

conditions as (
    select * from {{ ref('int_projects__conditions') }}
),

amounts as (
    select
        filings.submission_id, filings.unit_code, filings.project_code, filings.report_month,
        filings.sheet, filings.source_row, months.year, 'projects' as entity,
        'total_investment' as field, 'bunched_above_filing_threshold' as rule_id,
        filings.total_investment_cny_10k as amount,
        conditions.total_investment_minimum_cny_10k as limit_cny_10k,
        months.bunched_above_filing_threshold__margin_ratio as margin_ratio,
        months.bunched_above_filing_threshold__min_count as min_count,
        months.bunched_above_filing_threshold__min_times_below as min_times_below,
        months.bunched_above_filing_threshold__full_strength_at as full_strength_at
    from filings
    inner join months on filings.report_month = months.report_month
    inner join conditions
        on
            filings.project_code = conditions.project_code
            and filings.report_month = conditions.report_month

    union all

    select
        reports.submission_id, reports.unit_code, reports.project_code, reports.report_month,
        reports.sheet, reports.source_row, months.year, 'monthly_progress' as entity,
        'ytd_investment' as field, 'bunched_above_plan' as rule_id,
        reports.ytd_investment_cny_10k as amount,
        reports.annual_plan_cny_10k as limit_cny_10k,
        months.bunched_above_plan__margin_ratio as margin_ratio,
        months.bunched_above_plan__min_count as min_count,
        months.bunched_above_plan__min_times_below as min_times_below,
        months.bunched_above_plan__full_strength_at as full_strength_at
    from reports
    inner join months on reports.report_month = months.report_month
    where months.month_number = 12 and reports.annual_plan_cny_10k > 0
),

placed as (
    select
        *,
        amount >= limit_cny_10k and amount < limit_cny_10k * (1 + margin_ratio) as is_above,
        amount < limit_cny_10k and amount >= limit_cny_10k * (1 - margin_ratio) as is_below
    from amounts
),

counted as (
    select
        *,
        sum(case when is_above then 1 else 0 end) over (partition by rule_id, unit_code, year)
            as above,
        sum(case when is_below then 1 else 0 end) over (partition by rule_id, unit_code, year)
            as below
    from placed
),

int_findings__bunches as (
    select
        {{ finding(
            value=money('amount'), other=money('limit_cny_10k'), times='above',
            words_zh='below', words_en='below',
            strength=strength('above', 'min_count', 'full_strength_at')
        ) }}
    from counted
    where is_above and above >= min_count and above >= min_times_below * below
)

select * from int_findings__bunches
