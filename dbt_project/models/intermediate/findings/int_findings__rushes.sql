-- Years and quarters mostly made in their last month, by projects at work long before it.
with reports as (
    select * from {{ ref('int_findings__reports') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

-- The quarter's columns are those of its last month, where `is_whole_quarter`.
rises as (
    select
        *,
        ytd_investment_cny_10k - ytd_before_cny_10k as rise_cny_10k,
        ytd_investment_cny_10k - lag(ytd_before_cny_10k, 2) over so_far as quarter_cny_10k,
        coalesce(
            lag(report_month, 2) over so_far = {{ add_months('report_month', -2) }}
            and status = '在建'
            and previous_status = '在建'
            and lag(status, 2) over so_far = '在建', false
        ) as is_whole_quarter,
        lag(report_month, 2) over so_far as quarter_began,
        count(case when ytd_investment_cny_10k > 0 then 1 end) over (
            partition by project_code, year
        ) as months_at_work
    from reports
    window so_far as (partition by project_code order by report_month)
),

measured as (
    select
        rises.*,
        months.month_number,
        months.december_rush__min_share,
        months.december_rush__min_months,
        months.december_rush__full_strength_at,
        months.quarter_end_jump__min_share,
        months.quarter_end_jump__full_strength_at,
        {{ ratio('rises.rise_cny_10k', 'rises.ytd_investment_cny_10k') }} as share_of_year,
        {{ ratio('rises.rise_cny_10k', 'rises.quarter_cny_10k') }} as share_of_quarter
    from rises
    inner join months on rises.report_month = months.report_month
),

int_findings__rushes as (
    select
        {{ finding(
            'december_rush', 'monthly_progress', 'ytd_investment',
            value=money('rise_cny_10k'), other='ytd_investment_cny_10k',
            times='cast(share_of_year * 100 as decimal(18, 1))',
            strength=strength(
                'share_of_year', 'december_rush__min_share', 'december_rush__full_strength_at'
            )
        ) }}
    from measured
    where
        month_number = 12
        and is_next_month
        and share_of_year >= december_rush__min_share
        and months_at_work >= december_rush__min_months

    union all

    -- December has its own sign. Who began within the quarter has no even quarter.
    select
        {{ finding(
            'quarter_end_jump', 'monthly_progress', 'ytd_investment',
            value=money('rise_cny_10k'), other=money('quarter_cny_10k'),
            times='cast(share_of_quarter * 100 as decimal(18, 1))',
            strength=strength(
                'share_of_quarter', 'quarter_end_jump__min_share',
                'quarter_end_jump__full_strength_at'
            )
        ) }}
    from measured
    where
        month_number in (3, 6, 9)
        and is_whole_quarter
        and rise_cny_10k > 0
        and (actual_start_date is null or actual_start_date < quarter_began)
        and share_of_quarter >= quarter_end_jump__min_share
)

select * from int_findings__rushes
