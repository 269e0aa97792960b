{#- 按期办结率: settled by the first deadline, of the issues of the year of which that can be said. -#}

with int_indicators__issue_on_time as (
    select
        unit_code,
        report_month,
        count(case when is_closed_on_time then 1 end) as numerator,
        count(*) as denominator
    from {{ ref('fct_issues_monthly') }}
    where is_closed_on_time is not null
    group by unit_code, report_month
)

select * from int_indicators__issue_on_time
