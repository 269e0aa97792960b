{#- 问题销号率: settled of the issues that were open in the year. -#}

with int_indicators__issue_clearance as (
    select
        unit_code,
        report_month,
        issue_id as item,
        project_code,
        case when is_closed then 1 else 0 end as numerator,
        1 as denominator,
        submission_id,
        source_row,
        plan_submission_id,
        plan_source_row
    from {{ ref('fct_issues_monthly') }}
)

select * from int_indicators__issue_clearance
