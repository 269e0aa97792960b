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

compared as (
    select
        *,
        {{ points('completion_ratio', 'time_progress_ratio') }} as ahead_of_schedule_pp
    from rated
),

fct_investment as (
    select
        project_code,
        unit_code,
        report_month,
        is_filed,
        category,
        level,
        construction_type,
        batch,
        planned_start_date,
        planned_finish_date,
        total_investment_cny_10k,
        annual_plan_cny_10k,
        first_annual_plan_cny_10k,
        baseline_annual_plan_cny_10k,
        month_investment_cny_10k,
        ytd_investment_cny_10k,
        cumulative_investment_cny_10k,
        statistical_ytd_investment_cny_10k,
        completion_ratio,
        first_plan_completion_ratio,
        baseline_completion_ratio,
        time_progress_ratio,
        ahead_of_schedule_pp,
        case
            when ahead_of_schedule_pp < -investment_light__red_above_points_behind then 'red'
            when ahead_of_schedule_pp <= -investment_light__yellow_from_points_behind then 'yellow'
            when ahead_of_schedule_pp is not null then 'green'
        end as investment_light,
        is_combined_month,
        submission_id,
        source_row
    from compared
)

select * from fct_investment
