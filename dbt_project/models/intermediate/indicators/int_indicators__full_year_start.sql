{#- 开工率 of the year: really started of all new starts of the plan year; one without a planned date
    is a start of the year by its 建设性质. -#}

with int_indicators__full_year_start as (
    select
        unit_code,
        report_month,
        project_code as item,
        project_code,
        case when is_started then 1 else 0 end as numerator,
        1 as denominator,
        submission_id,
        source_row,
        plan_submission_id,
        plan_source_row
    from {{ ref('fct_progress') }}
    where
        construction_type = '新开工'
        and (
            planned_start_date is null
            or extract(year from planned_start_date) <= extract(year from report_month)
        )
)

select * from int_indicators__full_year_start
