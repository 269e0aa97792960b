with delayed as (
    select * from {{ ref('int_progress__delayed') }}
),

fct_progress as (
    select
        delayed.project_code,
        delayed.unit_code,
        delayed.report_month,
        delayed.is_filed,
        delayed.category,
        delayed.level,
        delayed.construction_type,
        delayed.batch,
        delayed.planned_start_date,
        delayed.planned_finish_date,
        delayed.first_planned_start_date,
        delayed.baseline_planned_start_date,
        delayed.total_investment_cny_10k,
        delayed.annual_plan_cny_10k,
        delayed.status,
        cast(delayed.physical_progress_pct as decimal(9, 2)) as physical_progress_pct,
        delayed.is_started,
        delayed.actual_start_date,
        delayed.start_delay_days,
        delayed.first_start_delay_days,
        delayed.is_resumed,
        delayed.resumed_on,
        delayed.is_finished,
        delayed.actual_finish_date,
        delayed.finish_delay_days,
        delayed.first_finish_delay_days,
        delayed.workers_on_site,
        lights.progress_light,
        delayed.submission_id,
        delayed.source_row,
        delayed.plan_submission_id,
        delayed.plan_source_row,
        delayed.first_planned_start_submission_id,
        delayed.first_planned_start_source_row,
        delayed.baseline_planned_start_submission_id,
        delayed.baseline_planned_start_source_row
    from delayed
    left join {{ ref('int_lights__judged') }} as lights
        on
            delayed.project_code = lights.project_code
            and delayed.report_month = lights.report_month
)

select * from fct_progress
