{#- 开工率 to date: really started of the new starts that were due by the end of the month. -#}

with int_indicators__start as (
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
        and planned_start_date <= {{ month_end('report_month') }}
)

select * from int_indicators__start
