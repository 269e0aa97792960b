-- The same values month after month while the project is said to be under construction.
with reports as (
    select * from {{ ref('int_findings__reports') }}
),

months as (
    select * from {{ ref('int_months__thresholds') }}
),

limited as (
    select
        reports.*,
        months.month_repeated__months,
        months.month_repeated__full_strength_at,
        months.ytd_unchanged__months,
        months.ytd_unchanged__full_strength_at,
        months.row_repeated__full_strength_at
    from reports
    inner join months on reports.report_month = months.report_month
),

compared as (
    select
        *,
        coalesce(
            is_next_month and is_same_year
            and month_investment_cny_10k > 0
            and month_investment_cny_10k = previous_month_investment_cny_10k, false
        ) as is_month_repeated,
        coalesce(
            is_next_month and is_same_year
            and status = '在建' and previous_status = '在建'
            and ytd_investment_cny_10k = ytd_before_cny_10k
            -- Who has no plan for the year owes no investment.
            and (ytd_investment_cny_10k > 0 or annual_plan_cny_10k > 0), false
        ) as is_ytd_unchanged
    from limited
),

-- A run begins with the month whose value the next ones repeat.
runs as (
    select
        *,
        sum(case when is_month_repeated then 0 else 1 end) over so_far as month_run,
        sum(case when is_ytd_unchanged then 0 else 1 end) over so_far as ytd_run,
        is_month_repeated and ytd_investment_cny_10k = ytd_before_cny_10k as is_row_repeated
    from compared
    window so_far as (
        partition by project_code order by report_month
        rows between unbounded preceding and current row
    )
),

counted as (
    select
        *,
        row_number() over (partition by project_code, month_run order by report_month)
            as months_of_month,
        row_number() over (partition by project_code, ytd_run order by report_month)
            as months_of_ytd,
        count(*) over (partition by project_code, month_run) as months_of_month_by_now,
        count(*) over (partition by project_code, ytd_run) as months_of_ytd_by_now,
        {{ ratio(
            'sum(case when is_row_repeated then 1 else 0 end) over of_sheet',
            'count(*) over of_sheet'
        ) }} as repeated_share
    from runs
    window of_sheet as (partition by unit_code, report_month)
),

-- Once a run, when it has become long enough; its strength grows with it.
int_findings__repeats as (
    select
        {{ finding(
            'row_repeated', 'monthly_progress', 'ytd_investment', value='ytd_investment_cny_10k',
            other='month_investment_cny_10k',
            strength=strength('repeated_share', '0', 'row_repeated__full_strength_at')
        ) }}
    from counted
    where is_row_repeated

    union all

    select
        {{ finding(
            'month_repeated', 'monthly_progress', 'month_investment',
            value='month_investment_cny_10k', times='months_of_month',
            strength=strength(
                'months_of_month_by_now', 'month_repeated__months',
                'month_repeated__full_strength_at'
            )
        ) }}
    from counted
    where months_of_month = month_repeated__months and not is_row_repeated

    union all

    select
        {{ finding(
            'ytd_unchanged', 'monthly_progress', 'ytd_investment', value='ytd_investment_cny_10k',
            times='months_of_ytd',
            strength=strength(
                'months_of_ytd_by_now', 'ytd_unchanged__months', 'ytd_unchanged__full_strength_at'
            )
        ) }}
    from counted
    where months_of_ytd = ytd_unchanged__months and not is_row_repeated
)

select * from int_findings__repeats
