-- Years and quarters mostly made in their last month, by projects at work long before it.
with reports as (
    select * from {{ ref('int_findings__reports') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

slips as (
    select distinct project_code, report_month
    from {{ ref('int_findings__slips') }}
    where field = 'ytd_investment'
),

limited as (
    select
        reports.*,
        months.month_number,
        months.december_rush__min_share,
        months.december_rush__min_months,
        months.december_rush__full_strength_at,
        months.quarter_end_jump__min_share,
        months.quarter_end_jump__full_strength_at,
        1 - months.ytd_fell__min_fall_ratio as least_kept_ratio,
        slips.project_code is not null as is_slip,
        max(reports.ytd_investment_cny_10k) over (
            partition by reports.project_code, reports.year order by reports.report_month
            rows between unbounded preceding and 1 preceding
        ) as most_before_cny_10k
    from reports
    inner join months on reports.report_month = months.report_month
    left join slips
        on
            reports.project_code = slips.project_code
            and reports.report_month = slips.report_month
),

-- A sum that fell or looks like a wrong unit is told as such; making up for it is no rise.
broken as (
    select
        *,
        coalesce(
            is_slip or ytd_investment_cny_10k < ytd_before_cny_10k * least_kept_ratio, false
        ) as is_broken,
        coalesce(
            ytd_before_cny_10k < most_before_cny_10k * least_kept_ratio
            and ytd_investment_cny_10k >= most_before_cny_10k, false
        ) as is_made_up
    from limited
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
        is_broken or is_made_up or coalesce(lag(is_broken) over so_far, false) as is_unlike_before,
        coalesce(lag(is_broken, 2) over so_far, false) as is_first_of_quarter_broken,
        count(case when ytd_investment_cny_10k > 0 then 1 end) over (
            partition by project_code, year
        ) as months_at_work
    from broken
    window so_far as (partition by project_code order by report_month)
),

measured as (
    select
        *,
        {{ ratio('rise_cny_10k', 'ytd_investment_cny_10k') }} as share_of_year,
        {{ ratio('rise_cny_10k', 'quarter_cny_10k') }} as share_of_quarter
    from rises
    where not is_unlike_before
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
        and not is_first_of_quarter_broken
        and rise_cny_10k > 0
        and (actual_start_date is null or actual_start_date < quarter_began)
        and share_of_quarter between quarter_end_jump__min_share and 1
)

select * from int_findings__rushes
