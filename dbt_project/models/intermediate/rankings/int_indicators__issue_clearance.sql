{#- 问题销号率: settled of the issues that were open in the year. -#}

with int_indicators__issue_clearance as (
    select
        unit_code,
        report_month,
        count(case when is_closed then 1 end) as numerator,
        count(*) as denominator
    from {{ ref('fct_issues_monthly') }}
    group by unit_code, report_month
)

select * from int_indicators__issue_clearance
