{#- Projects of 产业科技 under construction, as a number: for lists by scale. -#}

with int_indicators__industrial_projects as (
    select
        months.unit_code,
        months.report_month,
        coalesce(projects.project_code, 'none') as item,
        projects.project_code,
        case when projects.project_code is null then 0 else 1 end as numerator,
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

select * from int_indicators__industrial_projects
