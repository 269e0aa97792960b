with monthly as (
    select * from {{ ref('int_progress__monthly') }}
),

-- Over the published figures, so that who divides them gets the published ratio.
rated as (
    select
        *,
        {{ ratio('ytd_investment_cny_10k', 'annual_plan_cny_10k') }} as completion_ratio,
        {{ ratio('ytd_investment_cny_10k', 'first_annual_plan_cny_10k') }}
            as first_plan_completion_ratio,
        {{ ratio('ytd_investment_cny_10k', 'baseline_annual_plan_cny_10k') }}
            as baseline_completion_ratio
    from monthly
),

int_progress__invested as (
    select
        *,
        {{ points('completion_ratio', 'time_progress_ratio') }} as ahead_of_schedule_pp,
        -- once entered, a project stays in the statistics
        max(case when statistical_ytd_investment_cny_10k > 0 then 1 else 0 end) over (
            partition by project_code order by report_month
            rows between unbounded preceding and current row
        ) = 1 as is_in_statistics
    from rated
)

select * from int_progress__invested
