{#- 按期办结率: settled by the first deadline, of the issues of the year of which that can be said. -#}

with int_indicators__issue_on_time as (
    select
        unit_code,
        report_month,
        issue_id as item,
        project_code,
        case when is_closed_on_time then 1 else 0 end as numerator,
        1 as denominator,
        submission_id,
        source_row,
        plan_submission_id,
        plan_source_row
    from {{ ref('fct_issues_monthly') }}
    where is_closed_on_time is not null
)

select * from int_indicators__issue_on_time
