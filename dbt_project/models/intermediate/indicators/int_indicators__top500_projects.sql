{#- 引进三类500强项目: reached since January of the unit's target of the year. -#}

with int_indicators__top500_projects as (
    select
        targets.unit_code,
        targets.report_month,
        targets.indicator as item,
        null as project_code,
        targets.reached_value as numerator,
        targets.target_value as denominator,
        capital.submission_id,
        capital.source_row,
        targets.submission_id as plan_submission_id,
        targets.source_row as plan_source_row
    from {{ ref('fct_targets') }} as targets
    left join {{ ref('fct_capital_attraction') }} as capital
        on
            targets.unit_code = capital.unit_code
            and targets.report_month = capital.report_month
    where
        targets.measure = 'top500_projects'
        and targets.form = 'value'
        and targets.reached_value is not null
)

select * from int_indicators__top500_projects
