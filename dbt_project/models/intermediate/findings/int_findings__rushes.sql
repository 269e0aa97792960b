-- Years that were mostly made in their last month, by projects that were at work long before it.
with reports as (
    select * from {{ ref('int_findings__reports') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

measured as (
    select
        reports.*,
        months.month_number,
        months.december_rush__min_share,
        months.december_rush__min_months,
        reports.ytd_investment_cny_10k - reports.ytd_before_cny_10k as rise_cny_10k,
        {{ ratio(
            'reports.ytd_investment_cny_10k - reports.ytd_before_cny_10k',
            'reports.ytd_investment_cny_10k'
        ) }} as share,
        count(case when reports.ytd_investment_cny_10k > 0 then 1 end) over (
            partition by reports.project_code, reports.year
        ) as months_at_work
    from reports
    inner join months on reports.report_month = months.report_month
),

int_findings__rushes as (
    select
        {{ finding(
            'december_rush', 'monthly_progress', 'ytd_investment',
            value=money('rise_cny_10k'), other='ytd_investment_cny_10k',
            times='cast(share * 100 as decimal(18, 1))'
        ) }}
    from measured
    where
        month_number = 12
        and is_next_month
        and share >= december_rush__min_share
        and months_at_work >= december_rush__min_months
)

select * from int_findings__rushes
