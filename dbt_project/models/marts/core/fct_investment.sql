with invested as (
    select * from {{ ref('int_progress__invested') }}
),

fct_investment as (
    select
        invested.project_code,
        invested.unit_code,
        invested.report_month,
        invested.is_filed,
        invested.category,
        invested.level,
        invested.construction_type,
        invested.batch,
        invested.planned_start_date,
        invested.planned_finish_date,
        invested.total_investment_cny_10k,
        invested.annual_plan_cny_10k,
        invested.first_annual_plan_cny_10k,
        invested.baseline_annual_plan_cny_10k,
        invested.month_investment_cny_10k,
        invested.ytd_investment_cny_10k,
        invested.cumulative_investment_cny_10k,
        invested.statistical_ytd_investment_cny_10k,
        invested.completion_ratio,
        invested.first_plan_completion_ratio,
        invested.baseline_completion_ratio,
        invested.time_progress_ratio,
        invested.ahead_of_schedule_pp,
        lights.investment_light,
        invested.is_combined_month,
        invested.submission_id,
        invested.source_row,
        invested.plan_submission_id,
        invested.plan_source_row,
        invested.first_plan_submission_id,
        invested.first_plan_source_row,
        invested.baseline_plan_submission_id,
        invested.baseline_plan_source_row
    from invested
    left join {{ ref('int_lights__judged') }} as lights
        on
            invested.project_code = lights.project_code
            and invested.report_month = lights.report_month
)

select * from fct_investment
