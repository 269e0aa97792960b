{#- Projects of 产业科技 under construction, as a number: for lists by scale. -#}

with int_indicators__industrial_projects as (
    select
        unit_code,
        report_month,
        industrial_projects as numerator,
        1 as denominator
    from {{ ref('fct_capital_attraction') }}
)

select * from int_indicators__industrial_projects
