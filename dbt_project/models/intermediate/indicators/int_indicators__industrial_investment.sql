{#- Completed this year on projects of 产业科技 under construction, 万元: for lists by scale. -#}

with int_indicators__industrial_investment as (
    select
        months.unit_code,
        months.report_month,
        coalesce(projects.project_code, 'none') as item,
        projects.project_code,
        coalesce(projects.ytd_investment_cny_10k, 0) as numerator,
        null as denominator,
        projects.submission_id,
        projects.source_row,
        projects.plan_submission_id,
        projects.plan_source_row
    from {{ ref('fct_capital_attraction') }} as months
    left join {{ ref('int_capital__industrial_projects') }} as projects
        on
            months.unit_code = projects.unit_code
            and months.report_month = projects.report_month
)

select * from int_indicators__industrial_investment
